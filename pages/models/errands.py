"""What a worker does for somebody outside, once, and tries again when it could not: whichever claims it first."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pages.text import one_line

CLAIMED_FOR = timedelta(minutes=10)  # longer than one can take: then another worker may try
WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440)]  # after each try that failed
KEPT = timedelta(days=30)


class ErrandQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        return self.filter(sent_at=None, failed_at=None)

    @transaction.atomic
    def claim(self, now: datetime, most: int = 1) -> list:
        """The next that are due, and nobody else's for a while."""
        claimed = []
        for errand in self.waiting().filter(due_at__lte=now).order_by("due_at", "pk")[: most + 9]:
            mine = self.waiting().filter(pk=errand.pk, due_at=errand.due_at)
            mark = {"due_at": now + CLAIMED_FOR, "tries": errand.tries + 1, "problem": ""}
            if len(claimed) < most and mine.update(**mark):
                vars(errand).update(mark)
                claimed.append(errand)
        return claimed

    def try_again(self) -> int:
        """What was given up, or waits after a try that failed."""
        # One that is being sent just now has no problem yet.
        wanted = self.filter(sent_at=None).exclude(problem="")
        return wanted.update(failed_at=None, due_at=timezone.now(), tries=0)

    def forget(self, now: datetime) -> None:
        self.filter(models.Q(sent_at__lt=now - KEPT) | models.Q(failed_at__lt=now - KEPT)).delete()


class Errand(models.Model):
    due_at = models.DateTimeField(_("next try at"), default=timezone.now)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    failed_at = models.DateTimeField(_("given up at"), null=True)
    problem = models.CharField(_("what went wrong"), max_length=300, blank=True)

    objects = ErrandQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-pk"]

    def done(self, *changed: str) -> None:
        self.sent_at, self.problem = timezone.now(), ""
        self._keep("sent_at", "problem", *changed)

    def failed(self, problem: str) -> None:
        now = timezone.now()
        self.problem = one_line(problem)[:300]
        if self.tries > len(WAITS):
            self.failed_at = now
        else:
            self.due_at = now + WAITS[self.tries - 1]
        self._keep("problem", "failed_at", "due_at")

    def _keep(self, *changed: str) -> None:
        """If it is still there: what it tells may have been erased while it was told."""
        type(self).objects.filter(pk=self.pk).update(**{name: getattr(self, name) for name in changed})
