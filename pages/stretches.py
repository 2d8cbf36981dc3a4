"""The stretches of time in which readers see something, worked out from all that stands on its timeline."""

from collections.abc import Iterable
from datetime import datetime

from django.db import models
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

Stretch = tuple[datetime, datetime | None]  # without an end, it stays


def one_after_the_other(placed: Iterable[Stretch]) -> list[Stretch]:
    """Of stretches in the order of their beginnings: each is over with the next, if not before."""
    stood = list(placed)
    followed = [*(begins for begins, _ends in stood), None][1:]
    return [
        (begins, min(filter(None, (ends, following)), default=None))
        for (begins, ends), following in zip(stood, followed, strict=True)
    ]


def stretches(placed: list[tuple[datetime, datetime | None, bool]], absences: Iterable[Stretch]) -> list[Stretch]:
    """Of revisions in their order: when each begins and ends, and whether it is withheld; and of times in the trash."""
    shown: list[Stretch] = []
    in_turn = one_after_the_other((begins, ends) for begins, ends, _withheld in placed)
    for (begins, ends), (_begins, _ends, is_withheld) in zip(in_turn, placed, strict=True):
        if is_withheld:
            continue
        if shown and shown[-1][1] == begins:
            begins = shown.pop()[0]
        shown.append((begins, ends))
    for absence in absences:
        shown = [part for stretch in shown for part in _without(stretch, absence)]
    return shown


def _without(stretch: Stretch, absence: Stretch) -> list[Stretch]:
    (begins, ends), (away, back) = stretch, absence
    left = []
    if begins < away:
        left.append((begins, min(ends, away) if ends else away))
    if back and (ends is None or back < ends):
        left.append((max(begins, back), ends))
    return left


def tell_all(identities: type[models.Model], revisions: type[models.Model], absences: type[models.Model]) -> None:
    """For a migration: to each when readers see it last."""
    subject = identities._meta.model_name
    begun = revisions.objects.filter(**{subject: OuterRef("pk")}, live_from__isnull=False).order_by("live_from")
    identities.objects.update(shown_from=Subquery(begun.values("live_from")[:1]), shown_until=None)
    ended = revisions.objects.filter(Q(ends_at__isnull=False) | Q(withheld_at__isnull=False))
    for number in {*ended.values_list(subject, flat=True), *absences.objects.values_list(subject, flat=True)}:
        mine = revisions.objects.filter(**{subject: number}, live_from__isnull=False).order_by("live_from")
        placed = [(*row[:2], row[2] is not None) for row in mine.values_list("live_from", "ends_at", "withheld_at")]
        away = absences.objects.filter(**{subject: number}).values_list("begins_at", "ends_at")
        shown_from, shown_until = (stretches(placed, away) or [(None, None)])[-1]
        identities.objects.filter(pk=number).update(shown_from=shown_from, shown_until=shown_until)


def tell_newest(identities: type[models.Model], revisions: type[models.Model]) -> None:
    """For a migration: to each its newest version, and the review of it."""
    subject = identities._meta.model_name
    newest = revisions.objects.filter(**{subject: OuterRef("pk")}).order_by("-pk")
    waiting = newest.filter(pk=OuterRef("newest"), live_from=None, withheld_at=None).order_by().values("state")
    identities.objects.update(newest=Subquery(newest.values("pk")[:1]))
    identities.objects.update(waiting=Coalesce(Subquery(waiting), Value("")))
    identities.objects.filter(newest=None).update(waiting="draft")
