"""What the caretaker does for the ground."""

from datetime import timedelta

from django.utils import timezone

from pages import caretaker
from pages.models import Letter, OpenForm, SignInTries, StaffSession
from pages.models.outbox import send_waiting
from pages.trash import empty_trash


def register_duties() -> None:
    caretaker.register("send mail", timedelta(seconds=2), send_waiting)
    caretaker.register("forget old mail", timedelta(hours=1), lambda: Letter.objects.forget(timezone.now()))
    caretaker.register("forget old forms", timedelta(hours=1), lambda: OpenForm.objects.forget(timezone.now()))
    caretaker.register("empty the trash", timedelta(hours=1), lambda: empty_trash(timezone.now()))
    caretaker.register("forget tries", timedelta(hours=1), lambda: SignInTries.objects.forget(timezone.now()))
    caretaker.register("forget sessions", timedelta(hours=1), lambda: StaffSession.objects.forget(timezone.now()))
