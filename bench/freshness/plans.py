"""What readers have to see of a thing by the rows that are there, whatever moment it is: worked out from bare columns.

A plan is a list of moments and values, the first without a moment. None as a value: it is not shown. It goes back a
little, since a page may take its moment before a change and read the rows after it.
"""

from datetime import datetime, timedelta

from django.utils import timezone

from bench.freshness.things import OFF, ON, SETTINGS, SHOWN, key, worn
from news.models import Article, ArticleRevision, Category, Tag
from pages.models import Banner, MenuItem, Page, PageRevision, SiteSettings

Plan = list[tuple[float | None, str | None]]
BACK = timedelta(seconds=15)  # longer than an answer takes
NEAR = 100  # revisions of one thing, more than are made in that time
LABELS = {"c": (Category, "name"), "m": (MenuItem, "label"), "t": (Tag, "name")}


def plan(thing: str) -> Plan:
    letter, since = thing[0], timezone.now() - BACK
    if letter in "abs":
        return _of_timeline(Article, key(thing), {"a": "title", "b": "body", "s": ""}[letter], since)
    if letter in "pd":
        return _of_timeline(Page, key(thing), {"p": "title", "d": "body"}[letter], since)
    if letter == "n":
        return _of_banner(key(thing), since)
    if letter == "k":
        found = Article.objects.filter(pk=key(thing)).values_list("pinned", flat=True).first()
        return [(None, ON if found else OFF)]
    if letter == "w":
        return [(None, worn(str(SiteSettings.objects.values_list(SETTINGS[thing], flat=True).get(pk=1))))]
    model, field = LABELS[letter]
    return [(None, worn(str(model.objects.filter(pk=key(thing)).values_list(field, flat=True).first() or "")))]


def _of_timeline(model: type[Article | Page], number: int, field: str, since: datetime) -> Plan:
    revision = {Article: ArticleRevision, Page: PageRevision}[model]
    of_it = {revision.subject: number}
    placed = revision.objects.filter(**of_it).exclude(live_from=None).order_by("-live_from")
    rows = list(placed.values_list("live_from", "ends_at", "withheld_at", field or "title")[:NEAR])
    away = list(revision.absences().filter(**of_it).values_list("begins_at", "ends_at"))

    def value_at(moment: datetime) -> str | None:
        begins, ends, withheld, text = next((row for row in rows if row[0] <= moment), (None, None, None, ""))
        is_away = any(first <= moment and (last is None or last > moment) for first, last in away)
        if begins is None or (ends and ends <= moment) or withheld or is_away:
            return None
        return worn(text) if field else SHOWN

    return _told(value_at, since, [edge for some in (*rows, *away) for edge in some[:2]])


def _of_banner(number: int, since: datetime) -> Plan:
    banner = Banner.objects.get(pk=number)

    def value_at(moment: datetime) -> str | None:
        has_begun = banner.shown_from is None or banner.shown_from <= moment
        has_ended = banner.shown_until is not None and banner.shown_until <= moment
        return worn(str(banner.title)) if has_begun and not has_ended else None

    return _told(value_at, since, [banner.shown_from, banner.shown_until])


def _told(value_at, since: datetime, edges: list[datetime | None]) -> Plan:
    """Without the edges at which nothing changes."""
    told: Plan = [(None, value_at(since))]
    for edge in sorted({edge for edge in edges if edge and edge > since}):
        if value_at(edge) != told[-1][1]:
            told.append((edge.timestamp(), value_at(edge)))
    return told
