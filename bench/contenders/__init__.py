"""Who is measured: our own server as it is shipped, and what it is held against, each with two workers."""

from collections.abc import Callable
from typing import NamedTuple

from bench.contenders.ground import Ground

GZIP = "Accept-Encoding: gzip"


class Contender(NamedTuple):
    """An address of a server that the ground knows by name."""

    name: str
    server: str
    path: str
    headers: tuple[str, ...] = ()


EMPTY = "an empty view"
QUERY = "one query and a template"
OURS, OURS_GZIP, UNCACHED = "our article", "our article (gzip)", "our article (store off)"
LIST, HOME, LIST_UNCACHED = "our list", "our home page", "our list (store off)"
NGINX = "nginx, the same bytes"
WAGTAIL, WAGTAIL_LIST = "Wagtail's article", "Wagtail's list"
WAGTAIL_MEMORY, WAGTAIL_FILES = "wagtail-cache's article (memory)", "wagtail-cache's article (files)"


def empty_view(_ground: Ground) -> list[Contender]:
    return [Contender(EMPTY, "plain", "/")]


def one_query(_ground: Ground) -> list[Contender]:
    return [Contender(QUERY, "plain", "/page")]


def ours(ground: Ground) -> list[Contender]:
    return [Contender(OURS, "ours", ground.article), Contender(OURS_GZIP, "ours", ground.article, (GZIP,))]


def uncached(ground: Ground) -> list[Contender]:
    return [Contender(UNCACHED, "uncached", ground.article), Contender(LIST_UNCACHED, "uncached", "/news/")]


def our_lists(_ground: Ground) -> list[Contender]:
    return [Contender(LIST, "ours", "/news/"), Contender(HOME, "ours", "/")]


def nginx(_ground: Ground) -> list[Contender]:
    return [Contender(NGINX, "nginx", "/article.html")]


def wagtail(ground: Ground) -> list[Contender]:
    article, listed = ground.in_wagtail
    return [
        Contender(WAGTAIL, "wagtail", article),
        Contender(WAGTAIL_LIST, "wagtail", listed),
        Contender(WAGTAIL_MEMORY, "wagtail-cache (memory)", article),
        Contender(WAGTAIL_FILES, "wagtail-cache (files)", article),
    ]


BY_LETTER: dict[str, Callable[[Ground], list[Contender]]] = {
    "a": empty_view,
    "b": one_query,
    "c": ours,
    "d": uncached,
    "e": our_lists,
    "f": nginx,
    "g": wagtail,
}
