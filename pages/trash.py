"""What lies in the trash and is to be destroyed."""

import logging
from datetime import datetime, timedelta

from django.apps import apps
from django.db import transaction
from django.db.models import ProtectedError, QuerySet

from pages.models import OpenForm, PreviewLink, SearchEntry, SiteSettings, Timeline

logger = logging.getLogger(__name__)


def destroy(identity: Timeline) -> None:
    """All that is kept about it, but for the log."""
    PreviewLink.objects.filter(about=identity.about).delete()
    OpenForm.objects.filter(about=identity.about).delete()
    SearchEntry.objects.forget(identity)
    identity.delete()


def empty_trash(now: datetime) -> None:
    """A duty of the caretaker: what readers have never seen goes after a while; a few at a time."""
    days = SiteSettings.objects.values_list("trash_days", flat=True).first() or 30
    for model in apps.get_models():
        if issubclass(model, Timeline):
            outdated = _outdated(model, now, now - timedelta(days=days))
            for number in list(outdated.values_list("pk", flat=True)[:20]):
                if _destroy_if_still(outdated, number):
                    logger.info("Destroyed after %s days in the trash: %s %s", days, model.__name__, number)


@transaction.atomic
def _destroy_if_still(outdated: QuerySet, number: int) -> bool:
    """Somebody may have put it back since."""
    outdated.model.objects.hold(number)
    identity = outdated.filter(pk=number).first()
    try:
        if identity:
            with transaction.atomic():
                destroy(identity)
    except ProtectedError:
        return False  # a page with others below it: they go first
    return identity is not None


def _outdated(model: type[Timeline], now: datetime, before: datetime) -> QuerySet:
    revisions = model._meta.get_field("revisions").related_model
    seen = revisions.objects.ever_seen(now).values(revisions.subject)
    absences = model._meta.get_field("absences").related_model.objects.open().filter(begins_at__lt=before)
    return model.objects.filter(pk__in=absences.values(revisions.subject)).exclude(pk__in=seen).order_by("-pk")
