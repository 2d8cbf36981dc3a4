"""The site that is changed and read, and what each of its addresses has to tell: run as a process of that site."""

import json
import os
import sys
from datetime import timedelta
from typing import NamedTuple

import django

from bench.freshness.things import ARTICLES, BANNERS, PAGES, WRITERS, of_writer, slug, some, stamp

BALLAST = 4  # articles of a category that never change, at the end of every list: see `_articles`
FIRST_VERSION = 0


class Place(NamedTuple):
    """`told` is all that a 200 has to show, what is not there being not shown; `missing` the same of a 404 or 410."""

    path: str
    told: list[str]
    missing: list[str] | None = None  # None: it is always there
    kind: str = "page"  # “list” shows what is pinned, “map” has addresses alone
    article: int = 0


def places() -> list[Place]:
    everything = [thing for first in WRITERS for thing in of_writer(first)]
    by_letter = {letter: [thing for thing in everything if thing[0] == letter] for letter in "abcdmnpstw"}
    chrome = [*by_letter["w"], *by_letter["m"]]
    news = [*chrome, *by_letter["c"]]
    return [
        Place("/", [*chrome, *by_letter["n"]], kind="list"),
        Place("/zh-hans/", [*chrome, *by_letter["n"]]),
        Place("/zh-hans/news/", news),
        Place("/news/", [*news, *by_letter["a"]], kind="list"),
        Place("/news/feed/rss/", [*by_letter["a"], *by_letter["b"]]),
        Place("/news/feed/atom/", [*by_letter["a"], *by_letter["b"]]),
        Place("/news/sitemap.xml", by_letter["a"]),
        Place("/sitemap/articles/0.xml", by_letter["s"], kind="map"),
        Place("/llms.txt", [*by_letter["p"], *by_letter["c"]]),
        Place("/api/articles/?limit=100", by_letter["a"]),
        Place("/api/categories/", by_letter["c"]),
        *(place for first in WRITERS for place in _of_writer(first, chrome, news)),
    ]


def _of_writer(first: int, chrome: list[str], news: list[str]) -> list[Place]:
    titles, texts = some("a", first, ARTICLES), some("b", first, ARTICLES)
    parent, child, empty = some("c", first, 3)
    own = [
        Place(f"/news/{title[1:]}/{slug(title)}/", [*news, title, text], [*chrome, title, text], article=int(title[1:]))
        for title, text in zip(titles, texts, strict=True)
    ]
    pages = zip(some("p", first, PAGES), some("d", first, PAGES), strict=True)
    return [
        *own,
        *(Place(f"/{slug(title)}/", [*chrome, title, text], [*chrome, title, text]) for title, text in pages),
        *(Place(f"/news/category/{slug(one)}/", [*news, *titles], kind="list") for one in (parent, child)),
        Place(f"/news/category/{slug(empty)}/", news, [*chrome, empty]),
        Place(f"/news/category/{slug(child)}/feed/rss/", [*titles, *texts]),
        # Without a live article a tag has no page.
        *(Place(f"/news/tag/{slug(tag)}/", [*news, tag], chrome, kind="list") for tag in some("t", first, 2)),
    ]


def fill() -> None:
    from pages.models import SiteSettings
    from tests import factories

    SiteSettings.objects.get_or_create(pk=1)
    picture = factories.picture(width=20, height=20)
    for first in WRITERS:
        _chrome(first, picture)
        _articles(first)
        for title, text in zip(some("p", first, PAGES), some("d", first, PAGES), strict=True):
            body = f"<p>{_worn(text)}</p>"
            factories.page(_worn(title), slug(title), pk=int(title[1:]), body=body)


def _worn(thing: str) -> str:
    return stamp(thing, FIRST_VERSION)


def _chrome(first: int, picture) -> None:
    from bench.freshness.things import SETTINGS
    from news.models import Category, Tag
    from pages.models import Banner, MenuItem, SiteSettings

    words = f"w{first}"
    SiteSettings.objects.filter(pk=1).update(**{SETTINGS[words]: {"en": _worn(words)}})
    for thing in some("c", first, 3):
        parent = first + 1 if int(thing[1:]) == first + 2 else None
        Category.objects.create(pk=int(thing[1:]), slug=slug(thing), name=_worn(thing), parent_id=parent)
    for thing in some("t", first, 2):
        Tag.objects.create(pk=int(thing[1:]), slug=slug(thing), name=_worn(thing))
    for thing in some("m", first, 2):
        MenuItem.objects.create(pk=int(thing[1:]), label=_worn(thing), target="/news/")
    for thing in some("n", first, BANNERS):
        Banner.objects.create(pk=int(thing[1:]), title=_worn(thing), picture=picture)


def _articles(first: int) -> None:
    """A list that counts first and reads then loses its last ones when more appear between: these are the last."""
    from django.utils import timezone

    from news.models import Article, Category
    from tests import factories

    category, now = Category.objects.get(pk=first + 2), timezone.now()
    for title, text in zip(some("a", first, ARTICLES), some("b", first, ARTICLES), strict=True):
        body, number = f"<p>{_worn(text)}</p>", int(title[1:])
        article = factories.published(_worn(title), pk=number, slug=slug(title), body=body, category=category)
        article.tags.set([first + 1 + number % 2])
    for number in range(first + 50, first + 50 + BALLAST):
        old = now - timedelta(days=400)
        article = factories.published("Old", old, pk=number, slug="old", category=category)
        Article.objects.filter(pk=article.pk).update(backdated_to=old)


def sessions(count: int) -> list[str]:
    from django.test import Client

    from tests import factories

    made = []
    for number in range(count):
        client = Client(headers={"host": "127.0.0.1"})
        client.force_login(factories.superuser(f"staffsecret{number}"))
        made.append(client.cookies["session"].value)
    return made


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hifred.settings")
    django.setup()
    from bench.freshness.plans import plan

    fill()
    plans = {thing: plan(thing) for first in WRITERS for thing in of_writer(first)}
    sys.stdout.write(json.dumps({"sessions": sessions(int(sys.argv[1])), "plans": plans}))


if __name__ == "__main__":
    main()
