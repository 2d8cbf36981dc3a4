"""Mail that waits to be sent: written in the transaction that causes it, sent by whichever worker claims it first."""

import uuid

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from pages.models.errands import Errand, ErrandQuerySet
from pages.models.people import Preferences
from pages.text import one_line


def goes_out() -> bool:
    """Whether there is a mail server; else letters are printed to the log."""
    return not settings.EMAIL_BACKEND.endswith("console.EmailBackend")


class LetterQuerySet(ErrandQuerySet):
    def post(self, person, template: str, context: dict, key: str) -> None:
        """To a member of staff, in his language. What was posted under a key is not posted again."""
        if person.email and person.is_active:
            language = Preferences.of(person).language
            self.write(person.email, language, template, {"person": person} | context, f"{key}:{person.pk}")

    def write(self, to: str, language: str, template: str, context: dict, key: str) -> None:
        """To anybody; in the site's language, if none of his is known."""
        with translation.override(language or settings.LANGUAGE_CODE):
            words = render_to_string(f"mail/{template}.txt", {"SITE_URL": settings.SITE_URL} | context)
        subject, _line, text = words.strip().partition("\n")
        letter = self.model(key=key, to=to, subject=one_line(subject)[:200], text=text.strip())
        # On a conflict nothing is done, and the transaction around it goes on.
        self.bulk_create([letter], ignore_conflicts=True)


class Letter(Errand):
    key = models.CharField(max_length=200, unique=True, editable=False)
    to = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField()  # may hold a way into somebody's account: no screen shows it, and it goes once it is sent
    number = models.UUIDField(default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(_("written at"), default=timezone.now)

    objects = LetterQuerySet.as_manager()

    class Meta(Errand.Meta):
        verbose_name = _("e-mail")
        verbose_name_plural = _("outbox")
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
            self.failed(str(error) or type(error).__name__)
        else:
            self.text = ""
            self.done("text")


def send_waiting() -> None:
    """A duty of the caretaker: sends what is due, one letter after the other."""
    while claimed := Letter.objects.claim(timezone.now()):
        claimed[0].send()
