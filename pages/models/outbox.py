"""Mail that waits to be sent: written in the transaction that causes it, sent by whichever worker claims it first."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from pages.models.people import Preferences
from pages.text import one_line

CLAIMED_FOR = timedelta(minutes=10)  # longer than sending one can take (EMAIL_TIMEOUT): then another worker may try
WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440)]  # after each try that failed
KEPT = timedelta(days=30)


class LetterQuerySet(models.QuerySet):
    def post(self, person, template: str, context: dict, key: str) -> None:
        """To a member of staff, in his language. What was posted under a key is not posted again."""
        if not person.email or not person.is_active:
            return
        with translation.override(Preferences.of(person).language or settings.LANGUAGE_CODE):
            words = render_to_string(
                f"mail/{template}.txt", {"person": person, "SITE_URL": settings.SITE_URL} | context
            )
        subject, _line, text = words.strip().partition("\n")
        subject, text = one_line(subject)[:200], text.strip()
        letter = self.model(key=f"{key}:{person.pk}", to=person.email, subject=subject, text=text)
        # On a conflict nothing is done, and the transaction around it goes on.
        self.bulk_create([letter], ignore_conflicts=True)

    def waiting(self) -> Self:
        return self.filter(sent_at=None, failed_at=None)

    def claim(self, now: datetime) -> "Letter | None":
        """The next that is due, and nobody else's for a while."""
        for letter in self.waiting().filter(due_at__lte=now).order_by("due_at", "pk")[:10]:
            mine = self.waiting().filter(pk=letter.pk, due_at=letter.due_at)
            if mine.update(due_at=now + CLAIMED_FOR, tries=letter.tries + 1, problem=""):
                letter.refresh_from_db()
                return letter
        return None

    def try_again(self) -> int:
        """What was given up, or waits after a try that failed."""
        # One that is being sent just now has no problem yet.
        wanted = self.filter(sent_at=None).exclude(problem="")
        return wanted.update(failed_at=None, due_at=timezone.now(), tries=0)

    def forget(self, now: datetime) -> None:
        self.filter(models.Q(sent_at__lt=now - KEPT) | models.Q(failed_at__lt=now - KEPT)).delete()


class Letter(models.Model):
    key = models.CharField(max_length=200, unique=True, editable=False)
    to = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField()  # may hold a way into somebody's account: no screen shows it, and it goes once it is sent
    number = models.UUIDField(default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(_("written at"), default=timezone.now)
    due_at = models.DateTimeField(_("next try at"), default=timezone.now)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    failed_at = models.DateTimeField(_("given up at"), null=True)
    problem = models.CharField(_("what went wrong"), max_length=300, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("e-mail")
        verbose_name_plural = _("outbox")
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["due_at"], name="pages_letters_that_wait", condition=models.Q(sent_at=None, failed_at=None)
            )
        ]

    def __str__(self) -> str:
        return self.subject

    def send(self) -> None:
        """Sends what was claimed, and notes how it went."""
        host = settings.SITE_URL.partition("://")[2].partition(":")[0]
        # The same at every try, so that a mailbox knows a second copy for what it is.
        headers = {"Message-ID": f"<{self.number.hex}@{host}>", "Auto-Submitted": "auto-generated"}
        try:
            EmailMessage(self.subject, self.text, to=[self.to], headers=headers).send()
        except Exception as error:  # whatever a mail server or a network may come up with
            self._failed(str(error) or type(error).__name__)
        else:
            self.sent_at, self.text, self.problem = timezone.now(), "", ""
            self.save(update_fields=["sent_at", "text", "problem"])

    def _failed(self, problem: str) -> None:
        now = timezone.now()
        self.problem = problem[:300]
        if self.tries > len(WAITS):
            self.failed_at = now
        else:
            self.due_at = now + WAITS[self.tries - 1]
        self.save(update_fields=["problem", "failed_at", "due_at"])


def send_waiting() -> None:
    """A duty of the caretaker: sends what is due, one letter after the other."""
    while letter := Letter.objects.claim(timezone.now()):
        letter.send()
