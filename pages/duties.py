"""What the caretaker does for the ground."""

import logging
from datetime import timedelta

from django.utils import timezone

from pages import caretaker
from pages.models import Letter, OpenForm, Picture, SignInTries, StaffSession
from pages.models.outbox import send_waiting
from pages.trash import empty_trash

logger = logging.getLogger(__name__)


def register_duties() -> None:
    caretaker.register("send mail", timedelta(seconds=2), send_waiting)
    caretaker.register("forget old mail", timedelta(hours=1), lambda: Letter.objects.forget(timezone.now()))
    caretaker.register("forget old forms", timedelta(hours=1), lambda: OpenForm.objects.forget(timezone.now()))
    caretaker.register("empty the trash", timedelta(hours=1), lambda: empty_trash(timezone.now()))
    caretaker.register("forget tries", timedelta(hours=1), lambda: SignInTries.objects.forget(timezone.now()))
    caretaker.register("forget sessions", timedelta(hours=1), lambda: StaffSession.objects.forget(timezone.now()))
    caretaker.register("cut pictures", timedelta(seconds=30), cut_pictures)


def cut_pictures() -> None:
    """Those of an earlier version, a few at a time; if two do it at once, they do the same."""
    for picture in Picture.objects.filter(crops={})[:5]:
        try:
            picture.look_at((picture.focus_x, picture.focus_y))
        except OSError:
            logger.warning("Picture %s has no file to be cut from", picture.pk)
