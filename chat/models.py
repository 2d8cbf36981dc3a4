"""Conversations and their messages, numbered one by one."""

import hashlib
import secrets
import uuid

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def hash_of(token: str) -> str:
    """What is kept of a visitor's cookie."""
    return hashlib.sha256(token.encode()).hexdigest()


class OtherText(Exception):
    """Another text came under an id that is known already."""


class ConversationQuerySet(models.QuerySet):
    def of(self, token: str) -> "Conversation | None":
        """The visitor's conversation: the cookie alone selects."""
        return self.filter(token_hash=hash_of(token)).first() if token else None

    @transaction.atomic
    def send(self, token: str, **message) -> "Message":
        """A visitor's message, in the conversation of this cookie, begun if need be."""
        conversation, _begun = self.get_or_create(token_hash=hash_of(token))
        return conversation.add(Message.Sender.VISITOR, **message)


class Conversation(models.Model):
    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        PENDING = "pending", _("Pending")
        RESOLVED = "resolved", _("Resolved")
        SPAM = "spam", _("Spam")

    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.OPEN, db_index=True)
    name = models.CharField(_("name"), max_length=80, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    last_seq = models.PositiveIntegerField(_("messages"), default=0, editable=False)
    created_at = models.DateTimeField(_("begun at"), default=timezone.now, editable=False)
    moved_at = models.DateTimeField(_("last message at"), default=timezone.now, editable=False, db_index=True)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        ordering = ["-moved_at", "-pk"]

    def __str__(self) -> str:
        return self.name or _("Visitor %(number)d") % {"number": self.pk}

    @staticmethod
    def new_token() -> str:
        return secrets.token_urlsafe(32)

    @transaction.atomic
    def add(
        self, sender: str, client_id: uuid.UUID, body: str, name: str = "", email: str = "", language: str = ""
    ) -> "Message":
        """The message under the next number; sent again under its id, the one that is there.

        The number is taken under the row's lock, so the order of numbers is the order of commits.
        """
        here = Conversation.objects.select_for_update().get(pk=self.pk)
        known = here.messages.filter(client_id=client_id).first()
        if known:
            if known.body != body:
                raise OtherText
            return known
        here.last_seq += 1
        here.moved_at = timezone.now()
        here.status = self.Status.OPEN if sender == Message.Sender.VISITOR else self.Status.PENDING
        here.name, here.email, here.language = name or here.name, email or here.email, language or here.language
        here.save()
        return here.messages.create(
            seq=here.last_seq, client_id=client_id, sender=sender, name=name, body=body, created_at=here.moved_at
        )


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
    created_at = models.DateTimeField(_("sent at"), default=timezone.now)

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
