"""Moments that have passed: `?at=` shows a page as readers saw it then."""

from datetime import UTC, datetime

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from pages.models import RevisionQuerySet


def is_staff(request: HttpRequest) -> bool:
    """Asks for the session only of those who have one: readers have none."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_staff


def past(request: HttpRequest, revisions: RevisionQuerySet, at: datetime, is_live: bool) -> RevisionQuerySet | None:
    """What readers saw at the moment, as far as the one who asks may know it.

    Readers may as long as something is live now, staff always; what was withheld only those who work on such things.
    """
    if not is_staff(request):
        return revisions.live(at) if is_live else None
    subject = revisions.model._meta.get_field(revisions.model.subject).related_model
    may_see_all = request.user.has_perm(f"{subject._meta.app_label}.view_{subject._meta.model_name}")
    return revisions.as_seen(at) if may_see_all else revisions.live(at)


def moment_in(text: str) -> datetime:
    """An ISO time; without an offset, in the site's time zone."""
    try:
        moment = parse_datetime(text.replace(" ", "+") if "T" in text else text)
        if moment is None:
            raise Http404
        zone = timezone.get_default_timezone()
        return (moment if timezone.is_aware(moment) else timezone.make_aware(moment, zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Http404 from None
