"""A link shows one version to somebody without an account, for a while, and nobody finds one by guessing."""

import base64
import secrets
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from pages.models import AuditEntry, MissingAddress, PreviewLink
from tests import factories

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def make(client, identity, **form) -> PreviewLink:
    kind = "pages_page" if identity._meta.model_name == "page" else "news_article"
    form = {"revision": identity.revisions.latest("pk").pk, "days": 7, "for_whom": "Mr Wang"} | form
    client.post(reverse(f"admin:{kind}_link", args=[identity.pk]), form)
    return PreviewLink.objects.latest("pk")


def test_whoever_has_the_link_sees_the_version_and_nothing_keeps_it(signed_in, client):
    article = factories.published("Live", tags=("one",))
    factories.revision(article, "Not yet", body="<p>Secret.</p>")
    link = make(signed_in("Editors"), article)
    page = client.get(link.get_absolute_url())
    assert page.status_code == 200
    assert all(words in page.text for words in ("<h1>Not yet</h1>", "Secret.", "The link opens until"))
    assert page["Cache-Control"] == "private, no-store"
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert page["Referrer-Policy"] == "no-referrer"
    assert '<meta name="robots" content="noindex">' in page.text
    assert not page.cookies
    assert article.days.count() == 0


def test_it_is_in_the_language_of_what_it_shows(signed_in, client):
    article = factories.draft("标题", language="zh-hans")
    page = client.get(make(signed_in("Editors"), article).get_absolute_url())
    assert '<html lang="zh-hans">' in page.text
    assert page["Content-Language"] == "zh-hans"


def test_a_page_that_was_never_live_is_shown_too(signed_in, client):
    about = factories.page("About", live=False)
    assert "<h1>About</h1>" in client.get(make(signed_in("Editors"), about).get_absolute_url()).text


def test_it_opens_to_the_second(signed_in, client, clock):
    link = make(signed_in("Editors"), factories.draft(), days=1)
    clock.move_to(NOW + DAY - SECOND)
    assert client.get(link.get_absolute_url()).status_code == 200
    clock.move_to(NOW + DAY)
    assert client.get(link.get_absolute_url()).status_code == 404
    assert not MissingAddress.objects.exists()  # nobody is to lead it on


def test_revoked_it_is_not_found_from_the_next_request_on(signed_in, client):
    editor, article = signed_in("Editors"), factories.draft()
    link, other = make(editor, article), make(editor, article)
    editor.post(reverse("admin:news_article_revoke", args=[article.pk, link.pk]))
    assert client.get(link.get_absolute_url()).status_code == 404
    assert client.get(other.get_absolute_url()).status_code == 200
    assert editor.post(reverse("admin:news_article_revoke", args=[factories.draft().pk, other.pk])).status_code == 404


def test_in_the_trash_it_is_not_found(signed_in, client):
    editor, article = signed_in("Editors"), factories.draft()
    link = make(editor, article)
    editor.post(reverse("admin:news_article_delete", args=[article.pk]))
    assert client.get(link.get_absolute_url()).status_code == 404
    editor.post(reverse("admin:news_article_put_back", args=[article.pk]))
    assert client.get(link.get_absolute_url()).status_code == 200


def test_its_opens_are_listed(signed_in, client):
    editor, article = signed_in("Editors"), factories.draft()
    link = make(editor, article)
    for _time in range(3):
        client.get(link.get_absolute_url())
    client.head(link.get_absolute_url())
    history = editor.get(reverse("admin:news_article_history", args=[article.pk])).text
    assert all(words in history for words in ("Mr Wang", "3 times", link.get_absolute_url()))


def test_ten_thousand_guesses_open_nothing(signed_in, client):
    link = make(signed_in("Editors"), factories.draft("Secret"))
    token = link.get_absolute_url().split("/")[2]
    number, _colon, signature = token.partition(":")
    raw = secrets.token_bytes
    guesses = [f"{number}:{base64.urlsafe_b64encode(raw(32)).decode().rstrip('=')}" for _n in range(5_000)]
    guesses += [f"{n}:{signature}" for n in range(1_000, 5_500)]
    guesses += [signature, number, f"{number}:", f":{signature}", f"{number}:{signature[:-1]}", "x" * 3_000]
    guesses += [f"{number}:{signature[:n]}{chr(ord(signature[n]) ^ 1)}{signature[n + 1 :]}" for n in range(40)]
    guesses += [secrets.token_urlsafe(32) for _n in range(500)]
    assert len(guesses) > 10_000
    from pages.models import PreviewLink as Links

    assert not any(Links.objects.of_token(guess, NOW) for guess in guesses)
    sample = guesses[::100] + guesses[-550:-490]
    assert {client.get(f"/preview/{guess}/").status_code for guess in sample if "/" not in guess} == {404}
    assert client.get(link.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("form", [{"days": "999"}, {"days": ""}, {"revision": ""}, {"revision": "x"}])
def test_an_odd_link_is_not_made(form, signed_in):
    article = factories.draft()
    form = {"revision": article.revisions.get().pk, "days": 7} | form
    page = signed_in("Editors").post(reverse("admin:news_article_link", args=[article.pk]), form, follow=True)
    assert "The link was not made" in page.text
    assert not PreviewLink.objects.exists()


def test_making_and_revoking_are_in_the_log(signed_in):
    editor, article = signed_in("Editors"), factories.draft()
    link = make(editor, article)
    editor.post(reverse("admin:news_article_revoke", args=[article.pk, link.pk]))
    assert [entry.said["step"] for entry in AuditEntry.objects.order_by("pk")] == ["link", "revoke"]


def test_it_is_in_no_list(signed_in, client):
    link = make(signed_in("Editors"), factories.draft("Secret"))
    addresses = ["/", "/news/", "/news/archive/", "/news/category/company-news/", "/robots.txt", "/sitemap.xml"]
    found = [client.get(address).text for address in addresses]
    assert not any("Secret" in text or link.get_absolute_url() in text for text in found)


@pytest.mark.parametrize("path", ["/preview/nothing/", "/preview/1:abc/"])
def test_what_opens_nothing_says_whom_to_ask(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert "Ask whoever sent it to you for a new one." in answer.text
