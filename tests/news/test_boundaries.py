"""A second before and a second after each boundary: page and lists change with it, and no job runs."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from news.models import Article
from tests import factories

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 10, 8, tzinfo=UTC)
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
FOR_PROGRAMS = (
    *("/news/feed/rss/", "/news/feed/atom/", "/news/category/company-news/feed/rss/", "/sitemap/articles/0.xml"),
    *("/news/sitemap.xml", "/llms.txt", "/news/search/?q=gates", "/news/search/suggestions/?q=gat"),
)
LISTS = ("/", "/news/", "/news/category/company-news/", "/news/tag/gates/", "/news/archive/2026/11/", "/news/archive/")


def published(**fields) -> Article:
    return factories.published("Gates", at=NOW - DAY, tags=("gates",), **fields)


def scheduled() -> Article:
    article = factories.draft("Gates", tags=("gates",))
    article.schedule(article.revisions.get(), NOW, NOW - DAY)
    return article


def trashed() -> Article:
    article = published()
    article.trash(NOW)
    return article


def put_back() -> Article:
    article = published()
    article.trash(NOW - HOUR)
    article.put_back(NOW)
    return article


def taken_down() -> Article:
    article = published()
    article.unpublish(NOW)
    return article


@pytest.mark.parametrize(
    ("make", "before", "after"),
    [
        (scheduled, 404, 200),
        (lambda: published(ends_at=NOW), 200, 410),
        (taken_down, 200, 410),
        (trashed, 200, 410),
        (put_back, 410, 200),
    ],
    ids=["scheduled", "expires", "taken down", "into the trash", "out of the trash"],
)
def test_everything_changes_in_the_same_second(make, before, after):
    with time_machine.travel(NOW - 2 * DAY, tick=False) as clock:
        article, client = make(), Client()
        for moment, status in ((NOW - SECOND, before), (NOW, after), (NOW + SECOND, after)):
            clock.move_to(moment)
            assert client.get(article.get_absolute_url()).status_code == status
            shown = [
                address for address in LISTS[:-1] if f'href="{article.get_absolute_url()}"' in client.get(address).text
            ]
            assert shown == (list(LISTS[:-1]) if status == 200 else [])
            told = [address for address in FOR_PROGRAMS if article.get_absolute_url() in client.get(address).text]
            assert told == (list(FOR_PROGRAMS) if status == 200 else [])
            assert ("/news/archive/2026/11/" in client.get("/news/archive/").text) is (status == 200)


def test_a_new_version_takes_the_old_ones_place_everywhere():
    with time_machine.travel(NOW - 2 * DAY, tick=False) as clock:
        article, client = published(), Client()
        article.schedule(factories.revision(article, "Better gates"), NOW, NOW - DAY)
        for moment, title, other in ((NOW - SECOND, ">Gates<", "Better"), (NOW, ">Better gates<", ">Gates<")):
            clock.move_to(moment)
            for address in (article.get_absolute_url(), *LISTS[:-1]):
                page = client.get(address).text
                assert title in page
                assert other not in page
            for address in ("/news/feed/rss/", "/news/sitemap.xml", "/llms.txt", "/news/search/suggestions/?q=gate"):
                assert ("Better gates" in client.get(address).text) is ("Better" in title)
