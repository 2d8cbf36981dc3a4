"""Sitemaps: an index of parts that stay small however large the site is. Each app registers its sections."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.views.decorators.http import require_safe

from pages.html import images_of
from pages.languages import homes
from pages.models import Picture, Revision, RevisionQuerySet, Timeline
from pages.public import public_page

BLOCK = 50_000  # identities in a part, by their numbers: nothing has to be counted; the protocol allows no more
STEP = 1_000  # of them are read at once
URLSET = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"\
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
"""


@dataclass
class Address:
    path: str
    changed_at: datetime | None = None
    elsewhere: dict[str, str] = field(default_factory=dict)  # in which languages, itself included
    pictures: list[str] = field(default_factory=list)

    @property
    def alternates(self) -> list[tuple[str, str]]:
        if len(self.elsewhere) < 2:
            return []
        listed = [(code, self.elsewhere[code]) for code, _name in settings.LANGUAGES if code in self.elsewhere]
        return [*listed, ("x-default", self.elsewhere.get(settings.LANGUAGE_CODE, listed[0][1]))]


@dataclass(frozen=True)
class Section:
    parts: Callable[[datetime], Iterable[int]]
    addresses: Callable[[int, datetime], Iterable[Address]]


_sections: dict[str, Section] = {}
_others: list[Callable[[], Iterable[str]]] = []


def register(name: str, section: Section) -> None:
    _sections[name] = section


def register_other(paths: Callable[[], Iterable[str]]) -> None:
    """Sitemaps that somebody else serves."""
    _others.append(paths)


@public_page
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    parts = [
        reverse("sitemap_part", args=[name, part]) for name, section in _sections.items() for part in section.parts(now)
    ]
    others = [path for paths in _others for path in paths()]
    return as_xml(render(request, "sitemaps/index.xml", {"paths": [*parts, *others]}))


@public_page
@require_safe
def part(request: HttpRequest, section: str, number: int) -> HttpResponse:
    now = timezone.now()
    if section not in _sections or number not in _sections[section].parts(now):
        raise Http404
    home = Address(homes()[settings.LANGUAGE_CODE])  # the protocol knows no empty sitemap
    urls = "\n".join(map(_url, _sections[section].addresses(number, now))) or _url(home)
    return as_xml(HttpResponse(f"{URLSET}{urls}\n</urlset>\n"))


def _url(address: Address) -> str:
    """Written by hand: a template takes a second for ten thousand."""
    changed = f"<lastmod>{timezone.localtime(address.changed_at).isoformat()}</lastmod>" if address.changed_at else ""
    elsewhere = (
        f'<xhtml:link rel="alternate" hreflang="{code}" href="{_whole(path)}"/>' for code, path in address.alternates
    )
    pictures = (f"<image:image><image:loc>{_whole(path)}</image:loc></image:image>" for path in address.pictures)
    return f"<url><loc>{_whole(address.path)}</loc>{changed}{''.join(elsewhere)}{''.join(pictures)}</url>"


def _whole(path: str) -> str:
    return escape(settings.SITE_URL + path)


def as_xml(response: HttpResponse) -> HttpResponse:
    response["Content-Type"] = "application/xml; charset=utf-8"
    response["X-Robots-Tag"] = "noindex"
    return response


# Things with revisions


def of_revisions(revisions: RevisionQuerySet) -> Section:
    """All that is live, in blocks of the numbers of what they are revisions of."""
    subject = revisions.model.subject
    identities = revisions.model._meta.get_field(subject).related_model._default_manager

    def parts(at: datetime) -> list[int]:
        last = identities.aggregate(last=Max("pk"))["last"]
        return list(range(last // BLOCK + 1)) if last else []

    def addresses(number: int, at: datetime) -> Iterator[Address]:
        first, live = number * BLOCK, identities.live(at)
        here = live.filter(pk__lt=first + BLOCK).order_by("pk")
        while found := list(here.filter(pk__gte=first)[:STEP]):
            shown = revisions.all().live(at).filter(**{f"{subject}__in": found}).select_related("cover")
            translations = live.filter(group__in={one.group for one in found})
            yield from _described(found, {getattr(one, f"{subject}_id"): one for one in shown}, translations)
            first = found[-1].pk + 1

    return Section(parts, addresses)


def _described(found: list[Timeline], shown: dict[int, Revision], translations: Iterable[Timeline]) -> list[Address]:
    elsewhere: dict = {}
    for other in translations:
        elsewhere.setdefault(other.group, {})[other.language] = other.get_absolute_url()
    pictures = _pictures_of(list(shown.values()))
    return [
        Address(
            path=one.get_absolute_url(),
            changed_at=shown[one.pk].live_from,
            elsewhere=elsewhere.get(one.group, {}),
            pictures=pictures[shown[one.pk].pk],
        )
        for one in found
        if one.pk in shown
    ]


def _pictures_of(found: list[Revision]) -> dict[int, list[str]]:
    """For each revision the addresses of its cover and of the pictures in its text, each once."""
    shown = {one.pk: [image["src"].removeprefix("picture:") for image in images_of(one.body)] for one in found}
    numbers = {int(number) for listed in shown.values() for number in listed if number.isdecimal()}
    known = {str(picture.pk): picture.source for picture in Picture.objects.filter(pk__in=numbers)}
    addresses = {}
    for one in found:
        in_text = [known[number] for number in shown[one.pk] if number in known]
        addresses[one.pk] = list(dict.fromkeys([*([one.cover.source] if one.cover else []), *in_text]))
    return addresses
