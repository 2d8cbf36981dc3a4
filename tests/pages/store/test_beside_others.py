"""What the page store does beside others: while many ask at once, and while the database is away or takes back."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client

from news.views import ArticleList
from pages.store import generation, watch
from pages.store.asked import asked_in
from tests import factories
from tests.pages.store.asking import is_kept, later
from tests.pages.store.test_holding import edit_title

pytestmark = pytest.mark.django_db(transaction=True)


# Many at once

READERS = 100


def test_of_many_who_ask_for_a_page_that_was_forgotten_one_makes_it(client, kept, monkeypatch):
    factories.published("First")
    client.get("/news/"), client.get("/news/")
    kept.forget()
    made, waiting = [], threading.Semaphore(0)
    context, wait = ArticleList.get_context_data, kept.wait_or_make

    def slowly(self, **more):
        """When all the others wait."""
        made.append(self.request.path)
        assert all(waiting.acquire(timeout=10) for _other in range(READERS))
        return context(self, **more)

    def counted(key):
        waiting.release()
        return wait(key)

    monkeypatch.setattr(ArticleList, "get_context_data", slowly)
    monkeypatch.setattr(kept, "wait_or_make", counted)
    with ThreadPoolExecutor(READERS) as threads:
        pages = list(threads.map(lambda _n: read_in_a_thread("/news/"), range(READERS)))
    assert made == ["/news/"]
    assert len(set(pages)) == 1


def read_in_a_thread(address: str) -> bytes:
    try:
        return Client(headers={"host": "127.0.0.1"}).get(address).content
    finally:
        connection.close()


def test_if_the_one_who_makes_it_fails_the_others_try(client, kept, monkeypatch):
    factories.published("First")
    client.get("/news/"), client.get("/news/")
    kept.forget()
    key = asked_in("/news/", b"").key
    assert kept.wait_or_make(key)
    with ThreadPoolExecutor(1) as threads:
        page = threads.submit(read_in_a_thread, "/news/")
        kept.done(key)
        assert b"First" in page.result()
    assert not kept._making


# The database


def test_what_is_taken_back_leaves_all_as_it_is(client, kept):
    factories.published("First")
    client.get("/news/"), client.get("/news/")
    with transaction.atomic():
        edit_title()
        transaction.set_rollback(True)
    later(kept)
    assert is_kept(kept, "/news/")


def test_while_the_database_is_away_what_is_kept_is_served(client, kept, monkeypatch, caplog):
    client.get("/news/"), client.get("/news/")  # the first reader of an empty site makes its settings
    with monkeypatch.context() as away, caplog.at_level("ERROR"):
        away.setattr(generation, "read", unanswered)
        kept.watch.keep_looking(), kept.watch.keep_looking()
        assert caplog.text.count("The database does not answer") == 1
        assert is_kept(kept, "/news/")
    kept.watch.keep_looking()
    assert not kept.watch.has_failed
    assert is_kept(kept, "/news/")


def test_while_the_database_owes_an_answer_what_is_kept_is_served_without_a_gap(client, kept, monkeypatch):
    client.get("/news/"), client.get("/news/")
    seen = []
    begun = kept.watch.looked_at + watch.EVERY

    with monkeypatch.context() as hangs:

        def slow() -> int:
            """As long as a database that hangs, by the clock of the watch."""
            for passed in range(0, 300, 5):
                hangs.setattr(watch.time, "monotonic", lambda now=begun + passed / 100: now)
                seen.append(is_kept(kept, "/news/"))
            raise OperationalError("away")

        hangs.setattr(watch, "HOLDS", 0.9)
        hangs.setattr(generation, "read", slow)
        hangs.setattr(watch.time, "monotonic", lambda: begun)
        kept.watch.keep_looking()
    assert all(seen)


def unanswered():
    raise OperationalError("away")
