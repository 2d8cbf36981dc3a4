"""The triggers: on all tables that readers see, and put back after migrations."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pages.store import generation
from tests.pages.store.asking import PAGES, is_kept, later

pytestmark = pytest.mark.django_db


def test_all_tables_that_public_pages_read_are_watched(client, site, kept):
    """Or a change would not be seen. What clicks move is no part of what is kept, or not older than a minute."""
    other = {"news_clicks", "news_dailyclicks", "pages_generation"}
    read = set()
    for address in (*PAGES, site.get_absolute_url(), f"/news/{site.pk}/qr.svg"):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        read |= {name for query in captured for name in re.findall(r'(?:FROM|JOIN) "?(\w+_\w+)"?', query["sql"])}
    assert len(read) > 10
    assert read - other <= generation.watched()


def test_while_nobody_watches_nothing_is_kept(client, site, kept):
    client.get("/news/")
    generation.remove(plan=["a migration that fails"])
    later(kept)
    client.get("/news/"), client.get("/news/")
    assert not is_kept(kept, "/news/")
    generation.install()
    later(kept)
    client.get("/news/")
    assert is_kept(kept, "/news/")


def test_the_triggers_are_there_and_are_put_back(db):
    names = set(dict(generation._triggers()))
    with connection.cursor() as cursor:
        assert {name for name, _table in generation._installed(cursor)} == names
        generation.remove(plan=[])
        assert generation._installed(cursor)
        generation.remove(plan=["something"])
        assert not generation._installed(cursor)
        before = generation.read()
        generation.install()
        assert {name for name, _table in generation._installed(cursor)} == names
    assert generation.read() not in (None, before)
    before = generation.read()
    generation.install()
    assert generation.read() == before
