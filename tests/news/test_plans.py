"""No page for readers asks the database to look through a table that grows with the site."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hifred.sample.many import add_many
from news.models import Article
from pages import sitemaps
from pages.store.lasting import lasting
from tests import factories

pytestmark = pytest.mark.django_db

MANY = 3_000
GROWING = {
    *("news_article", "news_articlerevision", "news_article_tags", "news_clicks", "news_dailyclicks"),
    *("pages_searchentry", "pages_picture", "pages_redirect", "pages_missingaddress"),
    *("chat_conversation", "chat_message", "pages_announcement", "pages_auditentry", "django_admin_log"),
}
PAGES = [
    *("/", "/zh-hans/", "/news/", "/news/?page=70", "/news/category/leaf/", "/news/category/top/", "/news/tag/line-7/"),
    *(
        "/news/archive/",
        "/news/archive/{month}/",
        "{article}",
        "{article}?at=2020-01-01T00:00:00Z",
    ),
    *("/news/feed/rss/", "/news/category/top/feed/atom/", "/news/search/?q=station+17", "/news/search/?q=zebra"),
    *("/news/search/suggestions/?q=sta", "/news/search/?q=readings&category=top&within=year"),
    *("/api/articles/", "/api/articles/?tag=Line+7", "/api/articles/?category=top", "/api/articles/{number}/"),
    *("/sitemap.xml", "/sitemap/articles/0.xml", "/sitemap/lists/0.xml", "/news/sitemap.xml", "/llms.txt"),
    *("/about/", "/chat/", "/no/such/page/", "/news/{number}/qr.svg"),
]


@pytest.fixture(scope="module")
def many(made_once):
    """A site with a branch of categories, and thousands of articles in all of them."""
    top = factories.category("top", "Top")
    for name in ("leaf", "other"):
        factories.category(name, name.title(), parent=top)
    about, first = factories.page("About"), factories.published("First", category=top)
    for target in (f"page:{about.pk}", f"article:{first.pk}", f"category:{top.pk}", "/news/"):
        factories.menu_item("There", target=target)
    now = timezone.now()
    add_many(MANY, now)
    # What is ahead has to be looked at more closely, wherever it would stand on top.
    ahead = factories.draft("Ahead", category=top, tags=("Line 7",))
    ahead.schedule(ahead.revisions.get(), now + timedelta(hours=1), now)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Among thousands it looks through a table where it would not among millions.
            for way in ("seqscan", "hashjoin", "mergejoin"):
                cursor.execute(f"SET LOCAL enable_{way} = off")


def scans(sql: str) -> Iterator[str]:
    """What a statement looks through from one end to the other."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}")
            (plan,) = cursor.fetchone()
        yield from _of_postgresql((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"])
        return
    named = {alias: table for table, alias in re.findall(r'"?(\w+)"? (?:AS )?"?([A-Z]\d+)\b', sql)}
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        for *_numbers, step in cursor.fetchall():
            if scan := re.match(r"SCAN (\w+)", step):
                yield named.get(scan[1], scan[1])


def _of_postgresql(node: dict) -> Iterator[str]:
    """What counts is how many rows it saw: there is no other way through what is small."""
    rows = (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]
    if "Relation Name" in node and rows > MANY * 0.6:
        yield node["Relation Name"]
    for below in node.get("Plans", []):
        yield from _of_postgresql(below)


def test_no_page_looks_through_a_table_that_grows(client, many, monkeypatch):
    monkeypatch.setattr(sitemaps, "STEP", 20)  # a third of a table is read whole, and rightly so
    article = Article.objects.get(slug=f"bulletin-{MANY // 2}")
    month = timezone.localtime(article.published_at)
    words = {"article": article.get_absolute_url(), "month": f"{month.year}/{month.month}", "number": article.pk}
    # PostgreSQL takes a menu for larger than some thousand articles; among a million it looks its targets up.
    is_postgresql, found = connection.vendor == "postgresql", []
    for page in PAGES:
        path = page.format(**words)
        lasting.forget()
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code in (200, 404, 410), path
        for sql in {query["sql"] for query in asked.captured_queries}:
            if sql.lstrip("(").startswith("SELECT") and not (is_postgresql and "pages_menuitem" in sql):
                found += [f"{path}: {table}\n{sql}" for table in set(scans(sql)) & GROWING]
    assert not found, "\n\n".join(found)


@pytest.mark.parametrize("sql", ["SELECT COUNT(*) FROM news_article", "SELECT U0.id FROM news_articlerevision U0"])
def test_a_scan_is_known_when_it_is_seen(many, sql):
    assert set(scans(sql)) & GROWING
