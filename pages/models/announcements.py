"""What search engines are told, one row a service and step: written with the step, sent by whoever claims it."""

from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pages import search_engines
from pages.models.errands import Errand, ErrandQuerySet


class AnnouncementQuerySet(ErrandQuerySet):
    def note(self, identity: models.Model, *moments: datetime | None) -> None:
        """That readers find something else at its address from then on. Without a key, nobody is told."""
        self.bulk_create(
            self.model(service=service, about=identity.about, due_at=moment)
            for service in search_engines.switched_on()
            for moment in moments
            if moment
        )


class Announcement(Errand):
    class Service(models.TextChoices):
        INDEXNOW = "indexnow", "IndexNow"
        BAIDU = "baidu", _("Baidu")

    service = models.CharField(_("service"), max_length=8, choices=Service)
    about = models.CharField(max_length=40)  # a reference: where it stands is looked up when it is sent
    address = models.TextField(_("address"), blank=True)  # that was told; five Chinese slugs are thousands of signs
    created_at = models.DateTimeField(_("written at"), default=timezone.now)

    objects = AnnouncementQuerySet.as_manager()

    class Meta(Errand.Meta):
        verbose_name = _("message to a search engine")
        verbose_name_plural = _("search engines")
        indexes = [
            models.Index(
                fields=["service", "due_at"],
                name="pages_announcements_that_wait",
                condition=models.Q(sent_at=None, failed_at=None),
            )
        ]

    def __str__(self) -> str:
        return self.address or self.about
