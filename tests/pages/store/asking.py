"""What the tests of the page store ask for, and how they look into it."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pages.store import shelf

HEADERS = {b"host": b"127.0.0.1"}
PAGES = [
    *("/", "/news/", "/news/?page=2", "/news/category/company-news/", "/news/tag/pumps/", "/news/archive/", "/about/"),
    *("/news/feed/rss/", "/news/feed/atom/", "/news/category/company-news/feed/rss/", "/sitemap.xml", "/llms.txt"),
    *("/sitemap/pages/0.xml", "/news/sitemap.xml", "/zh-hans/", "/zh-hans/news/", "/privacy/"),
]


def queries(client: Client, address: str, **options) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(address, **options)
    return len(captured)


def is_kept(kept: shelf.Shelf, address: str) -> bool:
    """Without asking the site."""
    path, _mark, query = address.partition("?")
    return kept.answer("GET", "http", path, query.encode(), HEADERS) is not None


def later(kept: shelf.Shelf) -> None:
    """What a thread does four times a second."""
    commit()
    kept.watch.look()


def commit() -> None:
    """What PostgreSQL's triggers wait for, and the one transaction of a test never does."""
    if connection.vendor == "postgresql" and connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('hifred.moved', '', true)")
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
