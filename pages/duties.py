"""What the caretaker does for the ground."""

import logging
from datetime import timedelta
from functools import partial

from django.db.models import Model
from django.utils import timezone

from pages import caretaker, search_engines
from pages.announcing import announce
from pages.models import Announcement, Letter, OpenForm, Picture, SignInTries, StaffSession
from pages.models.outbox import send_waiting
from pages.store.shelf import watch
from pages.store.watch import EVERY
from pages.trash import empty_trash

logger = logging.getLogger(__name__)
FORGOTTEN = {
    "old mail": Letter,
    "what search engines were told": Announcement,
    "old forms": OpenForm,
    "tries": SignInTries,
    "sessions": StaffSession,
}


def register_duties() -> None:
    caretaker.register("look for changes", timedelta(seconds=EVERY), watch.keep_looking, is_steady=True)
    caretaker.register("send mail", timedelta(seconds=2), send_waiting, is_slow=True)
    for service in search_engines.TELL:
        caretaker.register(f"tell {service}", timedelta(seconds=5), partial(announce, service), is_slow=True)
    caretaker.register("empty the trash", timedelta(hours=1), lambda: empty_trash(timezone.now()))
    caretaker.register("cut pictures", timedelta(seconds=30), cut_pictures)
    for what, model in FORGOTTEN.items():
        caretaker.register(f"forget {what}", timedelta(hours=1), partial(_forget, model))


def _forget(model: type[Model]) -> None:
    model.objects.forget(timezone.now())


def cut_pictures() -> None:
    """Those of an earlier version, a few at a time; if two do it at once, they do the same."""
    for picture in Picture.objects.filter(crops={})[:5]:
        try:
            picture.look_at((picture.focus_x, picture.focus_y))
        except OSError:
            logger.warning("Picture %s has no file to be cut from", picture.pk)
