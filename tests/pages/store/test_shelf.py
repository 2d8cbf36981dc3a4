"""What is kept, how much of it, and who makes a page that many want."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pages.store import shelf
from pages.store.asked import Key
from tests.pages.store.asking import PAGES, is_kept

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_made_once_and_is_the_same_the_second_time(client, site, kept, address):
    first = client.get(address)
    assert is_kept(kept, address)
    with CaptureQueriesContext(connection) as captured:
        second = client.get(address)
    assert len(captured) == 0
    assert second.content == first.content
    assert {n: v for n, v in second.items() if n != "X-Request-ID"} == {
        n: v for n, v in first.items() if n != "X-Request-ID"
    }


def test_an_article_is_kept_and_every_reader_sees_himself_counted(client, site, kept):
    address = site.get_absolute_url()
    assert "Click:1<" in client.get(address).text
    with CaptureQueriesContext(connection) as captured:
        assert [f"Click:{n}<" in client.get(address).text for n in (2, 3)] == [True, True]
    assert len(captured) == 0


@pytest.mark.parametrize(
    "address",
    [
        *("/news/search/?q=first", "/news/search/", "/nowhere/", "/news/999999/", "/news/?page=99", "/news/?page=last"),
        *("/news/?page=02", "/news/?page=2&page=1", "/admin/", "/chat/", "/api/articles/", "/healthz", "/news"),
    ],
)
def test_what_is_no_public_page_is_not_kept(client, site, kept, address):
    client.get(address)
    assert not is_kept(kept, address)
    assert len(kept._pages) == 0


def test_a_page_of_the_past_is_not_kept(client, site, kept):
    client.get(site.get_absolute_url(), {"at": timezone.now().isoformat()})
    assert len(kept._pages) == 0


def test_no_more_is_kept_than_there_is_room_for_and_what_is_read_most_stays(client, site, kept, monkeypatch):
    client.get("/news/")
    size = kept.size
    monkeypatch.setattr(kept, "room", 4 * size)
    for n in range(1, 3):
        for address in ("/zh-hans/news/", f"/news/?page={n}", "/about/", "/privacy/", "/zh-hans/", "/"):
            client.get(address)
            client.get("/news/")
            assert kept.size == sum(page.size for page in kept._pages.values()) <= kept.room
    assert is_kept(kept, "/news/")
    assert not is_kept(kept, "/zh-hans/news/")


def test_addresses_that_mean_nothing_fill_nothing(client, site, kept):
    client.get("/news/")
    for n in range(50):
        client.get(f"/news/?x={n}"), client.get(f"/nowhere-{n}/"), client.get(f"/news/?page={n + 50}")
    assert list(kept._pages) == [Key("/news/", "")]
    assert not kept._making


def test_a_page_larger_than_its_share_is_not_kept(client, site, kept, monkeypatch):
    monkeypatch.setattr(shelf, "LARGEST", 1_000)
    client.get("/news/")
    assert kept.size == 0
