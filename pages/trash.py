"""What lies in the trash and is to be destroyed."""

import logging
from datetime import datetime, timedelta

from django.apps import apps
from django.db.models import ProtectedError, QuerySet

from pages.models import OpenForm, PreviewLink, SiteSettings, Timeline

logger = logging.getLogger(__name__)


def destroy(identity: Timeline) -> None:
    """All that is kept about it, but for the log."""
    about = f"{identity._meta.model_name}:{identity.pk}"
    PreviewLink.objects.filter(about=about).delete()
    OpenForm.objects.filter(about=about).delete()
    identity.delete()


def empty_trash(now: datetime) -> None:
    """A duty of the caretaker: what readers have never seen goes after a while; a few at a time."""
    days = SiteSettings.objects.values_list("trash_days", flat=True).first() or 30
    for model in apps.get_models():
        if issubclass(model, Timeline):
            for identity in _outdated(model, now, now - timedelta(days=days))[:20]:
                try:
                    destroy(identity)
                except ProtectedError:
                    continue  # a page with others below it: they go first
                logger.info("Destroyed after %s days in the trash: %s %s", days, model.__name__, identity.pk)


def _outdated(model: type[Timeline], now: datetime, before: datetime) -> QuerySet:
    revisions = model._meta.get_field("revisions").related_model
    seen = revisions.objects.ever_seen(now).values(revisions.subject)
    absences = model._meta.get_field("absences").related_model.objects.open().filter(begins_at__lt=before)
    return model.objects.filter(pk__in=absences.values(revisions.subject)).exclude(pk__in=seen).order_by("-pk")
