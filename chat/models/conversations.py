"""Conversations: what is said in them is numbered one by one, and somebody of staff sees to each."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, models, transaction
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from chat import search, wakes
from chat.identity import hash_of
from chat.models.agents import Desk, ReadMark
from chat.models.messages import Message
from chat.suspicion import IN_WORDS, is_suspected, signs
from chat.throttle import refuse_too_many
from pages.models import AuditEntry, Letter
from pages.models.outbox import goes_out
from pages.models.people import name_of

DELETED_MEANWHILE = 20  # times until it is given up
TYPING_NOTED = timedelta(seconds=2)  # how seldom
TYPED = {"visitor": "visitor_typed_at", "staff": "staff_typed_at"}
LETTER_AFTER = timedelta(minutes=2)  # that an answer has not been seen
REFERENCE = 10  # signs of the hash; it opens nothing
ERASED_AT_ONCE = 100
LATEST = 80  # signs


class OtherText(Exception):
    """Another text came under an id that is known already."""


def _is_unread_by(person) -> Q:
    """It waits for this person, being his own or nobody's, and he has not read all of it."""
    read = ReadMark.objects.filter(conversation=OuterRef("pk"), person=person, seq__gte=OuterRef("last_seq"))
    return Q(~Exists(read), Q(assignee=None) | Q(assignee=person), status=Conversation.Status.OPEN)


class ConversationQuerySet(models.QuerySet):
    def of(self, token: str) -> "Conversation | None":
        """The visitor's conversation: the cookie alone selects."""
        return self.filter(token_hash=hash_of(token)).first() if token else None

    def send(self, token: str, **message) -> Message:
        """A visitor's message, in the conversation of this cookie, begun if need be.

        Raises TooMany, and then nothing was begun.
        """
        return self.send_under(hash_of(token), **message)

    def send_under(self, token_hash: str, **message) -> Message:
        for _time in range(DELETED_MEANWHILE):
            try:
                return self._send(token_hash, **message)
            except (Conversation.DoesNotExist, IntegrityError) as error:  # it was deleted between two statements
                deleted = error
        raise deleted

    @transaction.atomic
    def _send(self, token_hash: str, *, network: str = "", opened: str = "", lure: str = "", **message) -> Message:
        conversation, is_new = self.get_or_create(token_hash=token_hash)
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

    def unread_by(self, person) -> Self:
        return self.filter(_is_unread_by(person))

    def for_inbox(self, person) -> Self:
        """With a `rank`, those that wait coming first, what was said last, and whether this person should read it."""
        newest = Message.objects.filter(conversation=OuterRef("pk"), seq=OuterRef("last_seq")).values("body")[:1]
        Status = Conversation.Status
        rank = Case(When(status=Status.OPEN, then=0), When(status=Status.PENDING, then=1), default=2)
        is_unread = Case(When(_is_unread_by(person), then=True), default=False)
        return self.annotate(rank=rank, is_unread=is_unread, latest=Subquery(newest)).select_related("assignee")

    def saying(self, text: str) -> Self:
        """In which this was said, or whose visitor left this address, or has this reference."""
        said = Message.objects.filter(pk__in=search.find(text)).order_by()
        found, text = set(said.values_list("conversation", flat=True)), text.strip()
        by = Conversation.objects.none()
        if "@" in text:
            by = Conversation.objects.filter(email__icontains=text)
        elif is_reference(text):
            by = Conversation.objects.filter(token_hash__startswith=text.lower())
        found |= set(by.order_by("-pk").values_list("pk", flat=True)[: search.MOST])
        return self.filter(pk__in=found)  # looked up once, however often the list is asked

    def of_person(self, text: str) -> Self:
        """By an e-mail address or a reference, in full."""
        text = text.strip()
        return (
            self.filter(token_hash__startswith=text.lower()) if is_reference(text) else self.filter(email__iexact=text)
        )

    def outlived(self, now: datetime, kept: timedelta, spam_kept: timedelta) -> Self:
        Status = Conversation.Status
        is_over = Q(status__in=[Status.PENDING, Status.RESOLVED], moved_at__lt=now - kept)
        return self.filter(is_over | Q(status=Status.SPAM, moved_at__lt=now - spam_kept))

    @transaction.atomic
    def erase(self) -> int:
        """All that is kept of them; the log keeps what staff did, without a name. How many they were."""
        numbers = list(self.select_for_update().order_by("pk").values_list("pk", flat=True))
        for first in range(0, len(numbers), ERASED_AT_ONCE):
            self._erase(numbers[first : first + ERASED_AT_ONCE])
        if numbers:
            wakes.tell()
        return len(numbers)

    def _erase(self, numbers: list[int]) -> None:
        search.remove(list(Message.objects.filter(conversation__in=numbers).values_list("pk", flat=True)))
        about = (Q(key__startswith=f"{letter_key(number)}:") for number in numbers)
        Letter.objects.filter(Q(*about, _connector=Q.OR)).delete()
        known = Conversation.objects.filter(pk__in=numbers).exclude(email="").values_list("email", flat=True)
        Desk.forget({address.lower() for address in known})
        kind = ContentType.objects.get_for_model(Conversation)
        logged = AuditEntry.objects.filter(content_type=kind, object_id__in=[str(number) for number in numbers])
        logged.update(object_repr=Concat(Value("#"), F("object_id")))
        Conversation.objects.filter(pk__in=numbers).delete()


def _shortly(moment: datetime) -> str:
    """Today's by the time, others by the date."""
    moment = timezone.localtime(moment)
    is_today = moment.date() == timezone.localdate()
    return date_format(moment, "TIME_FORMAT" if is_today else "SHORT_DATE_FORMAT")


def letter_key(number: int) -> str:
    """What the keys of all letters begin with that hold something of this conversation."""
    return f"chat:{number}"


def reference_of(token_hash: str) -> str:
    return token_hash[:REFERENCE]


def is_reference(text: str) -> bool:
    return len(text) == REFERENCE and not set(text.lower()) - set("0123456789abcdef")


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
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("seen to by")
    )
    # Since when the visitor waits for an answer, and when staff were sent an e-mail about it.
    waiting_since = models.DateTimeField(null=True, editable=False, db_index=True)
    told_at = models.DateTimeField(null=True, editable=False)
    # How much of it the visitor has seen; from when on the rest goes to him by e-mail, and what went already.
    visitor_seen = models.PositiveIntegerField(default=0, editable=False)
    letter_due_at = models.DateTimeField(null=True, editable=False, db_index=True)
    lettered_seq = models.PositiveIntegerField(default=0, editable=False)
    # What follows tells open windows that there is something to look at; nothing is decided by it.
    stirred_at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)
    visitor_typed_at = models.DateTimeField(null=True, editable=False)
    staff_typed_at = models.DateTimeField(null=True, editable=False)
    staff_typing = models.CharField(max_length=80, blank=True, editable=False)
    replying = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+")
    replying_at = models.DateTimeField(null=True, editable=False)
    noted_at = models.DateTimeField(null=True, editable=False)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        ordering = ["-moved_at", "-pk"]

    def __str__(self) -> str:
        return self.name or _("Visitor %(number)d") % {"number": self.pk}

    @property
    def assignee_name(self) -> str:
        return name_of(self.assignee)

    @property
    def latest_cut(self) -> str:
        """For the inbox, which asks for `latest`."""
        body = self.latest or ""
        return body if len(body) <= LATEST else f"{body[: LATEST - 1]}…"

    @property
    def suspected_for(self) -> str:
        return ", ".join(str(IN_WORDS.get(sign, sign)) for sign in self.suspicion.split(", "))

    @property
    def moved(self) -> str:
        return _shortly(self.moved_at)

    @property
    def waits_since(self) -> str:
        return _shortly(self.waiting_since) if self.waiting_since else ""

    @property
    def reference(self) -> str:
        """By which a visitor without an address can name his conversation; it opens nothing."""
        return reference_of(self.token_hash)

    def known(self, client_id: uuid.UUID, body: str) -> Message | None:
        """The message that is there under this id."""
        found = self.messages.filter(client_id=client_id).first()
        if found and found.body != body:
            raise OtherText
        if found:
            found.was_known = True
        return found

    @transaction.atomic
    def add(self, sender: str, client_id: uuid.UUID, body: str, **more) -> Message:
        """The message under the next number; sent again under its id, the one that is there."""
        here = Conversation.objects.select_for_update().get(pk=self.pk)
        return here.known(client_id, body) or here.append(sender, client_id, body, **more)

    def append(
        self, sender: str, client_id: uuid.UUID, body: str, name: str = "", author=None, **known: str
    ) -> Message:
        """Under the row's lock: the number is taken there, so the order of numbers is the order of commits.

        `author` is who of staff says it; `known` is what a visitor says of himself: `email`, `language`, `page`.
        """
        self.last_seq += 1
        self.moved_at = self.stirred_at = timezone.now()
        if sender in TYPED:
            setattr(self, TYPED[sender], None)  # whoever has sent it is no longer writing it
        waited = None
        if sender == Message.Sender.STAFF:
            waited = self._answered(author)
        elif self.status != self.Status.SPAM:
            self.status = self.Status.OPEN
        if sender == Message.Sender.VISITOR:
            self._heard_from_visitor(name=name, **known)
        self.save()
        wakes.tell()
        message = self.messages.create(
            seq=self.last_seq,
            client_id=client_id,
            sender=sender,
            name=name,
            body=body,
            created_at=self.moved_at,
            author=author,
            waited=waited,
        )
        search.add([(message.pk, name, body)])
        return message

    def _answered(self, author) -> int | None:
        """How many seconds the visitor had waited. Who answers where nobody sees to it sees to it from now on."""
        waited = self.waiting_since and max(0, int((self.moved_at - self.waiting_since).total_seconds()))
        self.status, self.suspicion = self.Status.PENDING, ""
        self._wait_no_longer()
        self.assignee = self.assignee or author
        self.replying = self.replying_at = None
        if self.email and not self.letter_due_at and goes_out():
            self.letter_due_at = self.moved_at + LETTER_AFTER
        return waited

    def _heard_from_visitor(self, **known: str) -> None:
        """Whoever writes has seen what was said before."""
        for field, value in known.items():
            setattr(self, field, value or getattr(self, field))
        self.visitor_seen, self.letter_due_at = self.last_seq, None
        if self.status != self.Status.SPAM:
            self.waiting_since = self.waiting_since or self.moved_at

    def _wait_no_longer(self) -> None:
        self.waiting_since = self.told_at = None

    def note_typing(self, sender: str, now: datetime) -> None:
        """The visitor is at it."""
        noted = TYPED[sender]
        self._note_now({noted: now}, Q(**{noted: None}) | Q(**{f"{noted}__lt": now - TYPING_NOTED}))

    def note_replying(self, person, now: datetime, name: str, is_told: bool) -> None:
        """Somebody of staff is at it; colleagues see it always, the visitor if that is wanted."""
        told = {TYPED[Message.Sender.STAFF]: now, "staff_typing": name} if is_told else {}
        is_new = Q(replying=None) | ~Q(replying=person) | Q(replying_at__lt=now - TYPING_NOTED)
        self._note_now({"replying": person, "replying_at": now} | told, is_new)

    def _note_now(self, noted: dict, is_new: Q) -> None:
        """Seldom enough to cost little."""
        with transaction.atomic():
            if Conversation.objects.filter(is_new, pk=self.pk).update(**noted, stirred_at=timezone.now()):
                wakes.tell()

    def note_seen(self, seq: int) -> None:
        """By the visitor; what he has seen need not go to him by e-mail."""
        seen = min(seq, self.last_seq)
        if seen <= self.visitor_seen:
            return
        mine = Conversation.objects.filter(pk=self.pk, visitor_seen__lt=seen)
        is_all = Case(When(last_seq__lte=seen, then=Value(None)), default=F("letter_due_at"))
        with transaction.atomic():
            if mine.update(visitor_seen=seen, stirred_at=timezone.now(), letter_due_at=is_all):
                wakes.tell()

    def assign(self, before: int | None, person, is_news: bool = False) -> bool:
        """To somebody, or to nobody; of several at once, only one finds it as it was. `is_news` to him."""
        untold = {"told_at": None} if is_news else {}
        with transaction.atomic():
            mine = Conversation.objects.filter(pk=self.pk, assignee=before)
            is_mine = bool(mine.update(assignee=person, stirred_at=timezone.now(), **untold))
            wakes.tell()
        return is_mine

    @transaction.atomic
    def note(self, author, client_id: uuid.UUID, body: str) -> None:
        """For staff alone; sent twice, it is there once."""
        made, is_new = self.notes.get_or_create(client_id=client_id, defaults={"author": author, "body": body})
        if made.body != body:
            raise OtherText
        if is_new:
            Conversation.objects.filter(pk=self.pk).update(noted_at=made.created_at, stirred_at=made.created_at)
            wakes.tell()

    def earlier(self) -> Iterable["Conversation"]:
        """Others of a visitor who left the same address."""
        others = Conversation.objects.exclude(pk=self.pk).exclude(status=self.Status.SPAM)
        return others.filter(email__iexact=self.email).order_by("-moved_at") if self.email else others.none()

    def close(self) -> None:
        self._become(self.Status.RESOLVED)

    def mark_as_spam(self) -> None:
        self._become(self.Status.SPAM)

    def reopen(self) -> None:
        """It waits for an answer, if the visitor wrote last."""
        answered = (
            self.messages.filter(sender=Message.Sender.STAFF).order_by("-seq").values_list("seq", flat=True).first()
        )
        unanswered = self.messages.filter(sender=Message.Sender.VISITOR, seq__gt=answered or 0).first()
        is_answered = answered and not unanswered
        self._become(self.Status.PENDING if is_answered else self.Status.OPEN, unanswered)

    @transaction.atomic
    def _become(self, status: str, waits_for: Message | None = None) -> None:
        self.status, self.suspicion, self.stirred_at = status, "", timezone.now()
        self._wait_no_longer()
        if status == self.Status.OPEN and waits_for:
            self.waiting_since, self.told_at = waits_for.created_at, self.stirred_at  # whoever opened it knows
        self.save(update_fields=["status", "suspicion", "stirred_at", "waiting_since", "told_at"])
        wakes.tell()
