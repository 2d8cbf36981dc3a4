"""The privacy page says what is true, because it is made from what is switched on."""

import html
import re

import pytest
from django.test import Client

from chat.identity import COOKIE
from tests import factories

pytestmark = pytest.mark.django_db


def told(client, path: str = "/privacy/") -> str:
    section = re.search(r'<section class="privacy".*?</section>', client.get(path).text, re.DOTALL)
    return html.unescape(section[0]) if section else ""


def test_without_a_written_one_there_is_a_page(client):
    page = client.get("/privacy/")
    assert (page.status_code, page.cookies) == (200, {})
    assert '<link rel="canonical" href="http://127.0.0.1:8000/privacy/">' in page.text
    assert '<html lang="zh-hans">' in client.get("/zh-hans/privacy/").text


def test_a_written_one_ends_with_what_is_true(client):
    factories.page("Our words", slug="privacy", body="<p>Written by us.</p>")
    page = client.get("/privacy/").text
    assert page.index("Written by us.") < page.index("No cookie is set")
    factories.page("Other", slug="other")
    assert told(client, "/other/") == ""


def test_a_draft_of_one_does_not_hide_it(client):
    factories.page("Our words", slug="privacy", live=False)
    assert "No cookie is set" in told(client)


def test_every_page_leads_there(client):
    for path in ("/", "/news/", "/privacy/", "/chat/"):
        assert '<a href="/privacy/">' in client.get(path).text
    assert '<a href="/zh-hans/privacy/">' in client.get("/zh-hans/").text


def test_readers_get_no_cookie_as_it_says(client):
    pages = [
        "/",
        "/news/",
        "/privacy/",
        "/nothing/",
        factories.published("One").get_absolute_url(),
        "/theme.css?band=000000",
    ]
    for path in pages:
        assert not client.get(path).cookies


def test_the_cookies_of_the_chat_are_those_that_it_names(client):
    given, words = Client().get("/chat/").cookies, told(client)
    assert [name in words for name in given] == [True, True]
    assert f"lasts for {given[COOKIE]['max-age'] // 86_400} days" in words


def test_a_server_in_front_is_told_of_only_where_there_is_one(client, settings):
    assert "Another server" not in told(client)
    settings.TRUSTED_PROXIES = 1
    assert "Another server" in told(client)
