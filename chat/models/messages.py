"""What was said: by visitors, by staff to them, and by staff among themselves."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pages.models.people import name_of


class Message(models.Model):
    class Sender(models.TextChoices):
        VISITOR = "visitor", _("Visitor")
        STAFF = "staff", _("Staff")
        SYSTEM = "system", _("System")

    conversation = models.ForeignKey(
        "chat.Conversation", models.CASCADE, related_name="messages", verbose_name=_("conversation")
    )
    seq = models.PositiveIntegerField(_("number"))
    client_id = models.UUIDField(default=uuid.uuid4, editable=False)
    sender = models.CharField(_("sender"), max_length=8, choices=Sender)
    name = models.CharField(_("name"), max_length=80, blank=True)
    body = models.TextField(_("message"))
    created_at = models.DateTimeField(_("sent at"), default=timezone.now, db_index=True)
    # Of an answer: whose it is, and how many seconds the visitor had waited; empty if nobody waited.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("author")
    )
    waited = models.PositiveIntegerField(null=True, editable=False)

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


class Note(models.Model):
    """What staff tell each other of a conversation. Never a Message, so that no way to the visitor has it."""

    conversation = models.ForeignKey("chat.Conversation", models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    client_id = models.UUIDField(default=uuid.uuid4)  # sent twice, it is one
    body = models.TextField(_("note"))
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["conversation", "client_id"], name="chat_one_note_an_id")]

    def __str__(self) -> str:
        return self.body[:60]

    @property
    def author_name(self) -> str:
        return name_of(self.author)
