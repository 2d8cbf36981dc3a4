"""What those who answer have of their own: what they have read, how they want to be told, ready answers, filters."""

import re
from contextlib import suppress
from urllib.parse import unquote_plus

from django.conf import settings
from django.contrib.auth.models import Permission, User
from django.core.validators import RegexValidator
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pages.labels import ReadableJSONEncoder
from pages.languages import site_languages
from pages.limits import MESSAGE

MOST_FILTERS = 20


def who_answer() -> models.QuerySet[User]:
    """Those who may answer and can sign in."""
    may = Permission.objects.filter(content_type__app_label="chat", codename="change_conversation")
    granted = Q(is_superuser=True) | Q(groups__permissions__in=may) | Q(user_permissions__in=may)
    return User.objects.filter(granted, is_active=True, is_staff=True).distinct()


class ReadMarkQuerySet(models.QuerySet):
    def put(self, person, conversation, seq: int) -> None:
        """That somebody has read up to this number."""
        seq = min(seq, conversation.last_seq)
        mine = self.filter(person=person, conversation=conversation)
        known = mine.values_list("seq", flat=True).first()
        if known is None:
            mark = self.model(person=person, conversation=conversation, seq=seq)
            with suppress(IntegrityError), transaction.atomic():  # it was erased meanwhile
                self.bulk_create([mark], ignore_conflicts=True)
        if known is None or known < seq:
            mine.filter(seq__lt=seq).update(seq=seq)


class ReadMark(models.Model):
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    conversation = models.ForeignKey("chat.Conversation", models.CASCADE, related_name="read_marks")
    seq = models.PositiveIntegerField()

    objects = ReadMarkQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "conversation"], name="chat_one_mark_a_person")]

    def __str__(self) -> str:
        return f"{self.person}: {self.seq}"


class Desk(models.Model):
    """How a person wants to be told that somebody waits, and what he often asks the inbox for."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    by_mail = models.BooleanField(default=True)
    by_sound = models.BooleanField(default=False)
    by_browser = models.BooleanField(default=False)
    with_keys = models.BooleanField(default=True)  # single ones
    filters = models.JSONField(default=list, encoder=ReadableJSONEncoder)  # names and queries

    def __str__(self) -> str:
        return str(self.person)

    @classmethod
    def of(cls, person) -> "Desk":
        return cls.objects.filter(person=person).first() or cls(person=person)

    @classmethod
    def forget(cls, addresses: set[str]) -> None:
        """Nobody keeps a filter that asks for one of them."""
        for desk in cls.objects.exclude(filters=[]):
            left = [
                one for one in desk.filters if not any(each in unquote_plus(one["query"]).lower() for each in addresses)
            ]
            if left != desk.filters:
                cls.objects.filter(pk=desk.pk).update(filters=left)

    def keep_filter(self, name: str, query: str) -> None:
        """Under this name, instead of what was there."""
        others = [one for one in self.filters if one["name"] != name]
        self.filters = [*others, {"name": name, "query": query}][-MOST_FILTERS:]
        self.save()

    def drop_filter(self, name: str) -> None:
        self.filters = [one for one in self.filters if one["name"] != name]
        self.save()


class CannedReplyQuerySet(models.QuerySet):
    def in_language(self, code: str) -> list["CannedReply"]:
        """One for each word: in this language, else in the site's, else in any."""
        order = {code: 0, settings.LANGUAGE_CODE: 1}
        best: dict[str, CannedReply] = {}
        for reply in sorted(self, key=lambda one: (order.get(one.language, 2), one.language)):
            best.setdefault(reply.word, reply)
        return sorted(best.values(), key=lambda one: one.word)


class CannedReply(models.Model):
    word = models.CharField(
        _("word"),
        max_length=30,
        validators=[RegexValidator(r"^[^\s/]+$", _("One word, without spaces and strokes."))],
        help_text=_("Typed after a stroke, such as /hours, it becomes the text."),
    )
    language = models.CharField(_("language"), max_length=10, choices=site_languages)
    text = models.TextField(
        _("text"), max_length=MESSAGE, help_text=_("{name} becomes the visitor's name, or nothing if there is none.")
    )

    objects = CannedReplyQuerySet.as_manager()

    class Meta:
        verbose_name = _("ready answer")
        verbose_name_plural = _("ready answers")
        ordering = ["word", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["word", "language"],
                name="chat_one_reply_a_word",
                violation_error_message=_("There is an answer with this word in this language already."),
            )
        ]

    def __str__(self) -> str:
        return f"/{self.word}"

    def for_visitor(self, name: str) -> str:
        """Without a name, the space before it goes as well: “Hello {name},” becomes “Hello,”."""
        return re.sub(r" ?\{name\}" if not name else r"\{name\}", lambda _found: name, self.text)
