"""References from words and menus to anything that has a page: `article:12`, without knowing whose it is.

Each app registers its kinds when it is ready. A reference is stored, never an address, so that what it points to
may move; it is resolved with one query a kind, and what does not resolve is not shown.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import Model, QuerySet
from django.urls import Resolver404, resolve as resolve_path
from django.utils import translation

REFERENCE = re.compile(r"([a-z]+):([0-9]{1,18})", re.ASCII)


@dataclass(frozen=True)
class Kind:
    name: str
    queryset: Callable[[], QuerySet]  # what a reader may be led to now
    search: Callable[[QuerySet, str], QuerySet]
    url: Callable[[Model], str]
    number: str  # the queryset's field that the reference's number stands for
    route: str  # the URL name whose addresses lead to this kind
    find: Callable[[dict], int | None]  # the number, from that route's arguments


_kinds: dict[str, Kind] = {}


def register(
    name: str,
    queryset: Callable[[], QuerySet],
    search: Callable[[QuerySet, str], QuerySet],
    url: Callable[[Model], str],
    *,
    number: str = "pk",
    route: str = "",
    find: Callable[[dict], int | None] = lambda arguments: arguments.get("pk"),
) -> None:
    _kinds[name] = Kind(name, queryset, search, url, number, route, find)


def kinds() -> list[str]:
    return list(_kinds)


def resolve(references: Iterable[str]) -> dict[str, str]:
    """The addresses of those references that lead somewhere."""
    numbers: dict[str, set[int]] = defaultdict(set)
    for reference in references:
        match = REFERENCE.fullmatch(reference)
        if match and match[1] in _kinds:
            numbers[match[1]].add(int(match[2]))
    found = {}
    for name, wanted in numbers.items():
        kind = _kinds[name]
        for target in kind.queryset().filter(**{f"{kind.number}__in": wanted}):
            found[f"{name}:{getattr(target, kind.number)}"] = kind.url(target)
    return found


def reference_to(address: str) -> str | None:
    """The reference that an address of our own stands for, so that a pasted link survives a later change of slug."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.netloc and f"{parts.scheme}://{parts.netloc}" != settings.SITE_URL:
        return None
    if not parts.path.startswith("/") or parts.query or parts.fragment:
        return None
    path = unquote(parts.path).replace("\0", "")
    with translation.override(translation.get_language_from_path(path) or settings.LANGUAGE_CODE):
        try:
            match = resolve_path(path)
        except Resolver404:
            return None
    for kind in _kinds.values():
        if kind.route == match.view_name and (number := kind.find(match.kwargs)):
            return f"{kind.name}:{number}"
    return None
