"""References from words and menus to anything that has a page: `article:12`, without knowing whose it is.

Each app registers its kinds when it is ready. A reference is stored, never an address, so that what it points to
may move; it is resolved with one query a kind, and what does not resolve is not shown.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import islice, zip_longest
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import Case, F, Model, OuterRef, QuerySet, Subquery, When
from django.db.models.fields import BigIntegerField
from django.db.models.functions import Cast, Substr
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve as resolve_path, translate_url
from django.utils import timezone, translation

from pages.json import JSONList, as_list, loaded
from pages.languages import language_in
from pages.prepared import padded, prepared

REFERENCE = re.compile(r"([a-z]+):([0-9]{1,18})", re.ASCII)


@dataclass(frozen=True)
class Kind:
    name: str
    queryset: Callable[[datetime], QuerySet]  # what a reader may be led to at a moment
    search: Callable[[QuerySet, str], QuerySet]
    url: Callable[[Model], str]
    route: str  # the URL name whose addresses lead to this kind
    find: Callable[[dict], int | None]  # the number, from that route's arguments
    made_of: tuple[str, ...]  # the fields that the address is made of
    page: Callable[[HttpRequest, Model], HttpResponse] | None  # of one version, whether readers see it or not

    @cached_property
    def model(self) -> type[Model]:
        """Asked for often, and a queryset of what is live takes its time to be made."""
        return self.queryset(timezone.now()).model

    @cached_property
    def _numbered(self) -> Callable[[datetime, list[int]], list]:
        @prepared
        def numbered(at: datetime, numbers: list[int]) -> QuerySet:
            return self.queryset(at).filter(pk__in=numbers).annotate(asked=F("pk"))

        return numbered

    def numbered(self, numbers: set[int]) -> list[Model]:
        """What `targets` gives without a language, quicker."""
        return self._numbered(timezone.now(), padded(numbers))

    def targets(self, numbers, at: datetime, language: str | None = None) -> QuerySet:
        """Rows with these numbers. With a language, in their place the translations into it.

        `asked` is the number that a row stands for, or a list of them: several may be translations of each other.
        """
        found = self.queryset(at)
        if language is None or not hasattr(self.model, "group"):
            return found.filter(pk__in=numbers).annotate(asked=F("pk"))
        wanted = self.model._base_manager.filter(pk__in=numbers).order_by()
        asked = wanted.filter(group=OuterRef("group")).values("group").annotate(list=JSONList("pk")).values("list")
        translated = found.filter(language=language, group__in=wanted.values("group"))
        return translated.annotate(asked=Subquery(asked))

    def targets_in(self, rows: QuerySet, at: datetime, language: str) -> Subquery:
        """The same for the references in the field `target` of other rows, as a list in a query of theirs."""
        is_ours = {"target__startswith": f"{self.name}:"}
        number = Cast(Substr("target", len(self.name) + 2), BigIntegerField())
        # CASE, since a database may cast before it filters.
        numbers = rows.filter(**is_ours).annotate(number=Case(When(**is_ours, then=number))).values("number")
        return as_list(self.targets(numbers.order_by(), at, language), "asked", *self.made_of)


_kinds: dict[str, Kind] = {}


def register(
    name: str,
    queryset: Callable[[datetime], QuerySet],
    search: Callable[[QuerySet, str], QuerySet],
    url: Callable[[Model], str],
    *,
    route: str = "",
    find: Callable[[dict], int | None] = lambda arguments: arguments.get("pk"),
    made_of: tuple[str, ...] = ("id",),
    page: Callable[[HttpRequest, Model], HttpResponse] | None = None,
) -> None:
    _kinds[name] = Kind(name, queryset, search, url, route, find, made_of, page)


def kinds() -> dict[str, Kind]:
    return _kinds


def numbers_by_kind(references: Iterable[str]) -> dict[str, set[int]]:
    numbers: dict[str, set[int]] = defaultdict(set)
    for reference in references:
        match = REFERENCE.fullmatch(reference)
        if match and match[1] in _kinds:
            numbers[match[1]].add(int(match[2]))
    return numbers


def resolve(references: Iterable[str], language: str | None = None) -> dict[str, str]:
    """The addresses of those references that lead somewhere; with a language, of the translations into it."""
    found = {}
    for name, wanted in numbers_by_kind(references).items():
        kind = _kinds[name]
        for target in kind.targets(wanted, timezone.now(), language) if language else kind.numbered(wanted):
            found |= _under_each(kind, target.asked, kind.url(target))
    return found


def _under_each(kind: Kind, asked: int | list[int] | str, address: str) -> dict[str, str]:
    numbers = loaded(asked)
    return {f"{kind.name}:{number}": address for number in (numbers if isinstance(numbers, list) else [numbers])}


def targets_of(rows: QuerySet, at: datetime, language: str) -> dict[str, Subquery]:
    """Annotations for a query: what the rows' targets lead to, one list a kind."""
    return {f"{kind.name}_targets": kind.targets_in(rows, at, language) for kind in _kinds.values()}


def addresses_in(annotated: Model) -> dict[str, str]:
    """What such a query found, as `resolve` gives it."""
    found = {}
    for kind in _kinds.values():
        for row in getattr(annotated, f"{kind.name}_targets", None) or []:
            made_of = {name: row[name] for name in kind.made_of}
            found |= _under_each(kind, row["asked"], kind.url(kind.model(**made_of)))
    return found


def address_of(target: str, known: dict[str, str], language: str | None = None) -> str | None:
    """Where a target leads: a reference by what is `known`, an address of ours in the language, any other as it is."""
    if REFERENCE.fullmatch(target):
        return known.get(target)
    if target.startswith("/") and language:
        with _language_of(target):
            return translate_url(target, language)
    return target or None


def _language_of(path: str) -> translation.override:
    return translation.override(language_in(path))


def find_number(address: str) -> tuple[Kind, int] | None:
    """What an address of our own stands for, live or not."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.netloc and f"{parts.scheme}://{parts.netloc}" != settings.SITE_URL:
        return None
    if not parts.path.startswith("/") or parts.query or parts.fragment:
        return None
    path = unquote(parts.path).replace("\0", "")
    with _language_of(path):
        try:
            match = resolve_path(path)
        except Resolver404:
            return None
        for kind in _kinds.values():
            if kind.route == match.view_name and (number := kind.find(match.kwargs)):
                return kind, number
    return None


def reference_to(address: str) -> str | None:
    """The reference that an address of our own stands for, so that a pasted link survives a later change of slug."""
    found = find_number(address)
    return f"{found[0].name}:{found[1]}" if found else None


def addresses_for_staff(targets: Iterable[str]) -> dict[str, str]:
    """The addresses behind references, whether readers may go there or not."""
    return {
        f"{name}:{found.pk}": _kinds[name].url(found)
        for name, wanted in numbers_by_kind(targets).items()
        for found in _kinds[name].model._base_manager.filter(pk__in=wanted)
    }


def suggestions(words: str, most: int) -> list[dict[str, str]]:
    """What staff may lead to, whose title has these words."""
    found = [kind.search(kind.model._default_manager.all(), words)[:most] for kind in _kinds.values()]
    in_turn = (target for row in zip_longest(*found) for target in row if target is not None)
    return [
        {"address": target.get_absolute_url(), "title": str(target), "kind": str(target._meta.verbose_name)}
        for target in islice(in_turn, most)
    ]
