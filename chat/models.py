"""Conversations and their messages, numbered one by one."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.db import IntegrityError, models, transaction
from django.db.models import Case, OuterRef, Q, Subquery, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chat import wakes
from chat.identity import hash_of
from chat.suspicion import is_suspected, signs
from chat.throttle import DailySecret, Sighting, refuse_too_many
from pages.labels import LabelField

__all__ = ["ChatSettings", "Conversation", "DailySecret", "Message", "OtherText", "Sighting"]

DELETED_MEANWHILE = 5  # times until it is given up
TYPING_NOTED = timedelta(seconds=2)  # how seldom
TYPED = {"visitor": "visitor_typed_at", "staff": "staff_typed_at"}


class OtherText(Exception):
    """Another text came under an id that is known already."""


class ChatSettingsQuerySet(models.QuerySet):
    def current(self) -> "ChatSettings":
        return self.get_or_create(pk=1)[0]


class ChatSettings(models.Model):
    """One row."""

    answer_time = LabelField(
        _("expected time of an answer"),
        blank=True,
        max_length=120,
        help_text=_("Told to whoever opens the chat, such as: We usually answer within an hour."),
    )
    shows_typing = models.BooleanField(
        _("show when somebody is typing"),
        default=True,
        help_text=_("Visitors and those who answer then see of each other that something is being written, not what."),
    )

    objects = ChatSettingsQuerySet.as_manager()

    class Meta:
        verbose_name = _("chat settings")
        verbose_name_plural = _("chat settings")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="chat_one_row_of_settings")]

    def __str__(self) -> str:
        return str(_("Live chat"))


class ConversationQuerySet(models.QuerySet):
    def of(self, token: str) -> "Conversation | None":
        """The visitor's conversation: the cookie alone selects."""
        return self.filter(token_hash=hash_of(token)).first() if token else None

    def send(self, token: str, **message) -> "Message":
        """A visitor's message, in the conversation of this cookie, begun if need be.

        Raises TooMany, and then nothing was begun.
        """
        for _time in range(DELETED_MEANWHILE):
            try:
                return self._send(token, **message)
            except (Conversation.DoesNotExist, IntegrityError) as error:  # it was deleted between two statements
                deleted = error
        raise deleted

    @transaction.atomic
    def _send(self, token: str, *, network: str = "", opened: str = "", lure: str = "", **message) -> "Message":
        conversation, is_new = self.get_or_create(token_hash=hash_of(token))
        conversation = self.select_for_update().get(pk=conversation.pk)
        if known := conversation.known(message["client_id"], message["body"]):
            return known
        now = timezone.now()
        refuse_too_many(conversation.token_hash, network, now, is_new)
        if not conversation.last_seq:
            found = signs(message["body"], opened, lure, Message.objects.all(), now)
            if is_suspected(found):
                conversation.status, conversation.suspicion = Conversation.Status.SPAM, ", ".join(found)
        return conversation.append(Message.Sender.VISITOR, **message)

    def waiting(self) -> Self:
        return self.filter(status=Conversation.Status.OPEN)

    def stirred_since(self, moment: datetime) -> Self:
        return self.filter(stirred_at__gt=moment)

    def for_inbox(self) -> Self:
        """With what was said last, and a `rank`: those that wait come first."""
        Status = Conversation.Status
        newest = Message.objects.filter(conversation=OuterRef("pk"), seq=OuterRef("last_seq"))
        rank = Case(When(status=Status.OPEN, then=0), When(status=Status.PENDING, then=1), default=2)
        return self.annotate(latest_body=Subquery(newest.values("body")[:1]), rank=rank)


class Conversation(models.Model):
    class Status(models.TextChoices):
        OPEN = "open", _("Waits for an answer")
        PENDING = "pending", _("Answered")
        RESOLVED = "resolved", _("Closed")
        SPAM = "spam", _("Spam")

    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.OPEN, db_index=True)
    suspicion = models.CharField(_("taken for spam because of"), max_length=60, blank=True, editable=False)
    name = models.CharField(_("name"), max_length=80, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    page = models.CharField(_("written from"), max_length=300, blank=True)
    last_seq = models.PositiveIntegerField(_("messages"), default=0, editable=False)
    created_at = models.DateTimeField(_("begun at"), default=timezone.now, editable=False)
    moved_at = models.DateTimeField(_("last message at"), default=timezone.now, editable=False, db_index=True)
    # What follows tells open windows that there is something to look at; nothing is decided by it.
    stirred_at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)
    visitor_typed_at = models.DateTimeField(null=True, editable=False)
    staff_typed_at = models.DateTimeField(null=True, editable=False)
    staff_typing = models.CharField(max_length=80, blank=True, editable=False)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        ordering = ["-moved_at", "-pk"]

    def __str__(self) -> str:
        return self.name or _("Visitor %(number)d") % {"number": self.pk}

    def known(self, client_id: uuid.UUID, body: str) -> "Message | None":
        """The message that is there under this id."""
        found = self.messages.filter(client_id=client_id).first()
        if found and found.body != body:
            raise OtherText
        if found:
            found.was_known = True
        return found

    @transaction.atomic
    def add(self, sender: str, client_id: uuid.UUID, body: str, **more: str) -> "Message":
        """The message under the next number; sent again under its id, the one that is there."""
        here = Conversation.objects.select_for_update().get(pk=self.pk)
        return here.known(client_id, body) or here.append(sender, client_id, body, **more)

    def append(self, sender: str, client_id: uuid.UUID, body: str, name: str = "", **known: str) -> "Message":
        """Under the row's lock: the number is taken there, so the order of numbers is the order of commits.

        `known` is what a visitor says of himself: `email`, `language`, `page`.
        """
        self.last_seq += 1
        self.moved_at = self.stirred_at = timezone.now()
        if sender in TYPED:
            setattr(self, TYPED[sender], None)  # whoever has sent it is no longer writing it
        if sender == Message.Sender.STAFF:
            self.status, self.suspicion = self.Status.PENDING, ""
        elif self.status != self.Status.SPAM:
            self.status = self.Status.OPEN
        if sender == Message.Sender.VISITOR:
            for field, value in {"name": name, **known}.items():
                setattr(self, field, value or getattr(self, field))
        self.save()
        wakes.tell()
        return self.messages.create(
            seq=self.last_seq, client_id=client_id, sender=sender, name=name, body=body, created_at=self.moved_at
        )

    def note_typing(self, sender: str, now: datetime, name: str = "") -> None:
        """Somebody is at it; noted seldom enough to cost little."""
        noted = TYPED[sender]
        long_ago = Q(**{noted: None}) | Q(**{f"{noted}__lt": now - TYPING_NOTED})
        changes = {noted: now, "stirred_at": now} | ({"staff_typing": name} if sender == Message.Sender.STAFF else {})
        with transaction.atomic():
            if Conversation.objects.filter(long_ago, pk=self.pk).update(**changes):
                wakes.tell()

    def close(self) -> None:
        self._become(self.Status.RESOLVED)

    def mark_as_spam(self) -> None:
        self._become(self.Status.SPAM)

    def reopen(self) -> None:
        """It waits for an answer, if the visitor wrote last."""
        latest = self.messages.order_by("-seq").first()
        is_answered = latest and latest.sender == Message.Sender.STAFF
        self._become(self.Status.PENDING if is_answered else self.Status.OPEN)

    @transaction.atomic
    def _become(self, status: str) -> None:
        self.status, self.suspicion, self.stirred_at = status, "", timezone.now()
        self.save(update_fields=["status", "suspicion", "stirred_at"])
        wakes.tell()


class Message(models.Model):
    class Sender(models.TextChoices):
        VISITOR = "visitor", _("Visitor")
        STAFF = "staff", _("Staff")
        SYSTEM = "system", _("System")

    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="messages", verbose_name=_("conversation")
    )
    seq = models.PositiveIntegerField(_("number"))
    client_id = models.UUIDField(default=uuid.uuid4, editable=False)
    sender = models.CharField(_("sender"), max_length=8, choices=Sender)
    name = models.CharField(_("name"), max_length=80, blank=True)
    body = models.TextField(_("message"))
    created_at = models.DateTimeField(_("sent at"), default=timezone.now, db_index=True)

    was_known = False  # before it was sent this time

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "seq"], name="chat_one_message_a_number"),
            models.UniqueConstraint(fields=["conversation", "client_id"], name="chat_one_message_an_id"),
        ]

    def __str__(self) -> str:
        return f"{self.seq}: {self.body[:60]}"
