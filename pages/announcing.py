"""A duty of the caretaker: tells search engines what has changed, all that is due in one message."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from pages import links, search_engines
from pages.models import Announcement


def announce(service: str) -> None:
    if service not in search_engines.switched_on():
        return
    now = timezone.now()
    claimed = Announcement.objects.filter(service=service).claim(now, search_engines.MOST)
    known = _addresses({one.about for one in claimed}, now, service in search_engines.TAKES_WHAT_IS_GONE)
    told = [one for one in claimed if one.about in known]
    # A schedule that was cancelled, or what is no more: there is nothing to tell.
    Announcement.objects.filter(pk__in=[one.pk for one in claimed if one.about not in known]).delete()
    if not told:
        return
    try:
        search_engines.TELL[service](list(dict.fromkeys(known[one.about] for one in told)))
    except Exception as error:  # whatever a service or a network may come up with
        for one in told:
            one.failed(search_engines.what_went_wrong(error))
    else:
        with transaction.atomic():
            for one in told:
                one.address = known[one.about]
                one.done("address")


def _addresses(references: set[str], now: datetime, with_gone: bool) -> dict[str, str]:
    """Where readers see each, or saw it."""
    found = {}
    for name, numbers in links.numbers_by_kind(references).items():
        objects = links.kinds()[name].model.objects.filter(pk__in=numbers)
        for identity in objects.ever_seen(now) if with_gone else objects.live(now):
            found[identity.about] = settings.SITE_URL + identity.get_absolute_url()
    return found
