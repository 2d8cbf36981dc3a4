"""Forms that people have open: who writes where just now, and what stands in a form that is not saved yet."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models

PRESENT_FOR = timedelta(seconds=30)  # after a sign of life; an open form gives one every ten seconds
KEPT = timedelta(days=30)


class OpenFormQuerySet(models.QuerySet):
    def of(self, person, about: str) -> Self:
        return self.filter(person=person, about=about)

    def by_others(self, person, about: str, now: datetime) -> Self:
        here = self.filter(about=about, seen_at__gt=now - PRESENT_FOR, closed=False).exclude(person=person)
        return here.select_related("person").order_by("opened_at")

    def left_behind(self, person, about: str) -> Self:
        """Texts that were typed and never saved, the newest first."""
        return self.of(person, about).filter(closed=False).exclude(typed__isnull=True).order_by("-saved_at")

    def forget(self, now: datetime) -> None:
        self.filter(seen_at__lt=now - KEPT).delete()
        self.filter(typed__isnull=True, seen_at__lt=now - timedelta(days=1)).delete()


class OpenForm(models.Model):
    """Private: nobody but the person ever sees what was typed."""

    key = models.UUIDField(primary_key=True)  # made by the page that shows the form
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    about = models.CharField(max_length=40)  # a reference, article:12; a new one has no number yet
    base = models.BigIntegerField(null=True)
    typed = models.JSONField(null=True)  # by the names of the fields; none while nothing was changed
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    saved_at = models.DateTimeField(null=True)
    closed = models.BooleanField(default=False)

    objects = OpenFormQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["about", "seen_at"], name="pages_open_forms_about")]

    def __str__(self) -> str:
        return f"{self.about} {self.person_id}"

    def close(self) -> None:
        self.closed, self.typed = True, None
        self.save(update_fields=["closed", "typed"])
