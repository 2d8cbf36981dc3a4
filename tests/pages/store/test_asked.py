"""Who is answered from memory, and what a query means."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from pages.models import Redirect
from pages.public import public
from pages.store.asked import asked_in
from tests.pages.store.asking import HEADERS, is_kept, later, queries

pytestmark = pytest.mark.django_db


def test_nobody_who_has_a_session_is_answered_from_memory_or_fills_it(signed_in, client, site, kept):
    staff = signed_in()
    staff.get("/news/")
    assert not is_kept(kept, "/news/")
    client.get("/news/")
    assert queries(staff, "/news/") > 0
    assert kept.answer("GET", "http", "/news/", b"", HEADERS | {b"cookie": b"a=1; session=x"}) is None
    assert kept.answer("GET", "http", "/news/", b"", HEADERS | {b"cookie": b"a=1; theme=dark"}) is not None


@pytest.mark.parametrize(
    ("method", "scheme", "more"),
    [
        ("POST", "http", {}),
        ("OPTIONS", "http", {}),
        ("GET", "http", {b"host": b"elsewhere.example"}),
        ("GET", "http", {b"content-length": b"3"}),
        ("GET", "http", {b"transfer-encoding": b"chunked"}),
        ("GET", "http", {b"if-match": b'"x"'}),
        ("GET", "http", {b"cookie": b"theme=dark; session =x"}),
    ],
)
def test_an_odd_request_is_for_django(client, site, kept, method, scheme, more):
    client.get("/news/")
    assert is_kept(kept, "/news/")
    assert kept.answer(method, scheme, "/news/", b"", HEADERS | more) is None


def test_a_request_without_a_host_is_for_django(client, site, kept):
    client.get("/news/")
    assert kept.answer("GET", "http", "/news/", b"", {}) is None


def test_where_the_site_is_on_https_http_is_for_django(client, site, kept, settings):
    settings.SECURE_SSL_REDIRECT = True
    client.get("/news/", secure=True)
    assert kept.answer("GET", "http", "/news/", b"", HEADERS) is None
    assert kept.answer("GET", "https", "/news/", b"", HEADERS) is not None
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert kept.answer("GET", "http", "/news/", b"", HEADERS | {b"x-forwarded-proto": b"https"}) is not None
    assert kept.answer("GET", "https", "/news/", b"", HEADERS | {b"x-forwarded-proto": b"http"}) is None


def test_the_head_has_no_body_and_counts_nobody(client, site, kept):
    address = site.get_absolute_url()
    whole = client.get(address)
    head = kept.answer("HEAD", "http", address, b"", HEADERS)
    assert (head.status, head.body) == (200, b"")
    assert dict(head.headers)[b"content-length"].decode() == whole["Content-Length"]
    assert "Click:2<" in client.get(address).text


def test_a_kept_page_says_that_it_has_not_changed(client, site, kept):
    tag = client.get("/news/")["ETag"]
    for asked in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        answer = kept.answer("GET", "http", "/news/", b"", HEADERS | {b"if-none-match": asked.encode()})
        assert (answer.status, answer.body) == (304, b""), asked
        assert dict(answer.headers)[b"cache-control"] == b"no-cache"
    assert kept.answer("GET", "http", "/news/", b"", HEADERS | {b"if-none-match": b'"other"'}).status == 200


def test_words_that_mean_nothing_make_no_page_of_their_own_and_stand_in_none(client, site, kept):
    first = client.get("/news/?utm_source=evil-words&fbclid=1")
    assert "evil-words" not in first.text
    assert is_kept(kept, "/news/")
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/news/?utm_source=other").content == first.content
        assert client.get("/news/?gclid=5&x").content == first.content
    # Once it was asked whether a query leads away from there.
    assert ["pages_redirect" in query["sql"] for query in captured] == [True]
    assert len(kept._pages) == 1
    assert is_kept(kept, "/news/?utm_source=third")


def test_a_public_page_cannot_say_what_a_reader_brought_along():
    def repeats(request):
        return HttpResponse(f"{request.META['QUERY_STRING']} {list(request.GET)} {request.get_full_path()}")

    request = RequestFactory().get("/news/?page=2&utm_source=evil&x")
    assert public(repeats)(request).text == "page=2 ['page'] /news/?page=2"
    assert request.get_full_path() == "/news/?page=2&utm_source=evil&x"


def test_a_page_of_something_that_has_none_is_not_kept(client, site, kept):
    for n in range(1, 5):
        assert client.get(f"/?page={n}").status_code == 200
    assert len(kept._pages) == 0


def test_a_list_has_its_pages_whatever_else_is_said(client, site, kept):
    assert client.get("/news/?page=2&utm_medium=mail").content == client.get("/news/?page=2").content
    assert client.get("/news/?page=2").content != client.get("/news/").content


def test_a_query_that_leads_away_still_does(client, site, kept):
    client.get("/news/")
    client.get("/news/?p=4")
    Redirect.objects.create(source="/news/?p=5", target="/about/")
    later(kept)
    for _time in range(2):
        assert client.get("/news/?p=5")["Location"] == "/about/"
        assert client.get("/news/?p=6").status_code == 200
        assert not is_kept(kept, "/news/?p=5")
    assert queries(client, "/news/") == 0


def test_a_redirect_keeps_what_was_said(client, site, kept):
    address = site.get_absolute_url()
    moved = client.get(f"/news/{site.pk}/?utm_source=mail&x=%C3%A9")
    assert moved["Location"] == f"{address}?utm_source=mail&x=%C3%A9"
    assert client.get("/about?utm_source=mail")["Location"] == "/about/?utm_source=mail"


@pytest.mark.parametrize("query", ["at=2024", "q=x", "lang=en", "page=0", "page=1234567", "page=%31&page=2", "page="])
def test_what_may_be_another_page_is_not_asked_for_in_memory(query):
    assert asked_in("/news/", query.encode()) is None


def test_a_question_mark_in_a_path_is_no_query(client, site, kept):
    client.get("/news/?page=2")
    assert client.get("/news/%3Fpage=2").status_code == 404
    assert asked_in("/news/?page=2", b"").key != asked_in("/news/", b"page=2").key
