"""Time zones: which there are to choose from, and that of whoever is signed in."""

import zoneinfo
from collections.abc import Callable
from functools import lru_cache

from babel.core import get_global
from babel.dates import get_timezone_location
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, gettext, gettext_lazy as _, to_locale

from pages.limits import STAFF
from pages.models import Preferences

REGIONS = {
    "Asia": _("Asia"),
    "Europe": _("Europe"),
    "Africa": _("Africa"),
    "America": _("America"),
    "Australia": _("Australia"),
    "Pacific": _("Pacific"),
    "Indian": _("Indian Ocean"),
    "Atlantic": _("Atlantic"),
    "Arctic": _("Arctic"),
    "Antarctica": _("Antarctica"),
}


class OwnZoneMiddleware:
    """Only the staff's pages: what readers see is the same for all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not (request.path_info.startswith(STAFF) and request.user.is_staff):
            return self.get_response(request)
        with timezone.override(zone_of(request.user)):
            return self.get_response(request)


def zone_of(person) -> zoneinfo.ZoneInfo:
    """What the machine no longer knows is not chosen."""
    try:
        return zoneinfo.ZoneInfo(Preferences.of(person).time_zone or settings.TIME_ZONE)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo(settings.TIME_ZONE)


def place(zone: str, language: str) -> str:
    """“Shanghai”, “上海”."""
    return get_timezone_location(zoneinfo.ZoneInfo(zone), locale=to_locale(language), return_city=True)


def choices(chosen: str = "") -> list[tuple]:
    """For a select: the site's own first, as the empty one, then all others by region; `chosen` is among them."""
    language = get_language()
    own = gettext("As the site: %(place)s") % {"place": place(settings.TIME_ZONE, language)}
    regions = _by_region(language)
    named = {"", "UTC"} | {zone for _region, zones in regions for zone, _place in zones}
    return [("", own), *([] if chosen in named else [(chosen, chosen)]), ("UTC", "UTC"), *regions]


@lru_cache(maxsize=8)
def _by_region(language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    newer, known = get_global("zone_aliases"), zoneinfo.available_timezones()
    zones = {newer.get(name, name) for name in get_global("zone_territories")} & known
    named = sorted((place(zone, language), zone) for zone in zones)
    return [
        (str(label), [(zone, name) for name, zone in named if zone.startswith(f"{region}/")])
        for region, label in REGIONS.items()
    ]
