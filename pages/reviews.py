"""Who hears by e-mail of what was done with a version: the next person, and nobody twice."""

from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.urls import reverse

from pages import times
from pages.models import AuditEntry, Letter, Revision, Timeline
from pages.models.people import name_of
from pages.standing import words

TO_AUTHORS = {"comment", "changes", "approve", "publish", "schedule", "cancel", "take_down", "withhold"}


def publishers(of: type[Timeline]) -> Iterable:
    """The active staff whose roles let them publish such things, or whom nothing stops."""
    kind = ContentType.objects.get_for_model(of)
    may = Q(codename=f"publish_{of._meta.model_name}", content_type=kind)
    allowed = kind.permission_set.filter(may).values("pk")
    people = get_user_model().objects.filter(is_active=True, is_staff=True)
    named = Q(groups__permissions__in=allowed) | Q(user_permissions__in=allowed) | Q(is_superuser=True)
    return people.filter(named).select_related("preferences").distinct()


def authors(identity: Timeline, revision: Revision) -> list:
    """Who wrote it, who began it, who put it before the editors."""
    submitted = AuditEntry.objects.of(identity).of_step("submit").order_by("-pk").values_list("user", flat=True)[:1]
    numbers = {identity.created_by_id, revision.created_by_id, *submitted}
    people = get_user_model().objects.filter(pk__in=numbers - {None}, is_active=True, is_staff=True)
    return list(people.select_related("preferences"))


def tell(identity: Timeline, revision: Revision, step: str, actor, after: str, said: str = "") -> int:
    """Writes to whom it concerns, but for the one who did it; gives how many."""
    people: list = []
    if step in TO_AUTHORS:
        people += authors(identity, revision)
    if step == "submit" or (step == "comment" and actor in people):
        people += [person for person in publishers(type(identity)) if person not in people]
    name = f"{identity._meta.app_label}_{identity._meta.model_name}"
    # One key a step: the row is locked, so that each finds another number of steps before it.
    key = f"{name}:{identity.pk}:{AuditEntry.objects.of(identity).count()}:{step}"
    told = [person for person in people if person != actor and person.email]
    for person in told:
        Letter.objects.post(
            person,
            f"review_{step}",
            {
                "actor": name_of(actor),
                "title": revision.title,
                "said": said,
                "state": words(after),
                "moment": times.in_words(revision.live_from) if revision.live_from else "",
                "path": reverse(f"admin:{name}_change", args=[identity.pk]),
            },
            key,
        )
    return len(told)
