"""What is said when something is missing, forbidden or broken; and that every page is valid HTML."""

from datetime import UTC, datetime

import html5lib
import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import Client
from django.utils import timezone

from pages.models import SiteSettings
from pages.views import Home
from tests import factories

SAID = {
    400: "This request cannot be understood",
    403: "This page is not open to you",
    404: "There is nothing at this address",
    410: "This has been taken down",
    500: "Something went wrong here",
}
BODY = """
<h2>Head</h2><p class="align-center">A <strong>b</strong> <a href="/news/">c</a><br>d</p>
<blockquote class="pull"><p>q</p><cite>c</cite></blockquote><ol start="3"><li>x<ul><li>y</li></ul></li></ol><hr>
<table><caption>t</caption><thead><tr><th scope="col">h</th></tr></thead><tbody><tr><td>d</td></tr></tbody></table>
<figure class="wide"><img src="picture:{}" alt="&quot;A&quot; &lt;gate&gt;"><figcaption>c</figcaption></figure>
<pre><code>a &lt; b</code></pre><p><img src="picture:{}" role="presentation"></p><h3 lang="zh-hans">标题</h3>
"""


@pytest.fixture
def broken(monkeypatch):
    """Makes the home page fail with the error."""

    def fail(error: Exception):
        def get(*args, **options):
            raise error

        monkeypatch.setattr(Home, "get", get)
        return Client(raise_request_exception=False)

    return fail


def gone():
    article = factories.published()
    article.unpublish(timezone.now())
    return article.get_absolute_url()


def check(page, status: int, words: str) -> None:
    tree = html5lib.parse(page.text, namespaceHTMLElements=False)
    assert page.status_code == status
    assert words in tree.find(".//title").text
    assert "".join(tree.find(".//h1").itertext()) == words
    assert tree.find(".//main//a[@href='/']") is not None
    assert [link for link in tree.iter("a") if link.get("href", "").startswith("/chat/")]
    assert tree.find(".//meta[@name='robots']").get("content") == "noindex"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/nothing/", "/news/999/x/", "/news/category/none/", "/news/archive/2024/13/", "/news/?page=9"]
)
def test_a_missing_page_says_so(path, client):
    check(client.get(path), 404, SAID[404])


@pytest.mark.django_db
def test_a_page_that_was_taken_down_says_so(client):
    check(client.get(gone()), 410, SAID[410])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "status"), [(PermissionDenied(), 403), (SuspiciousOperation(), 400), (RuntimeError("secret words"), 500)]
)
def test_an_error_says_what_it_is(error, status, broken):
    page = broken(error).get("/")
    check(page, status, SAID[status])
    assert "secret words" not in page.text


@pytest.mark.django_db
def test_a_foreign_host_is_a_request_that_cannot_be_understood(client):
    page = client.get("/", headers={"host": "elsewhere.example"})
    check(page, 400, SAID[400])
    assert "elsewhere" not in page.text


@pytest.mark.django_db
def test_a_form_without_its_token_says_what_to_do():
    page = Client(enforce_csrf_checks=True).post("/chat/", {"body": "x"}, headers={"accept-language": "en"})
    check(page, 403, "This form is out of date")


@pytest.mark.django_db
def test_staff_without_the_right_are_told_so(signed_in):
    check(signed_in("Authors").get("/admin/auth/user/"), 403, SAID[403])


def test_a_broken_page_needs_no_database(broken):
    page = broken(RuntimeError()).get("/")
    check(page, 500, SAID[500])


def test_a_database_that_is_away_breaks_with_a_page():
    check(Client(raise_request_exception=False).get("/"), 500, SAID[500])


@pytest.mark.django_db
def test_a_broken_page_is_neither_stored_nor_framed(broken):
    page = broken(RuntimeError()).get("/")
    assert page["X-Frame-Options"] == "DENY"
    assert "default-src 'none'" in page["Content-Security-Policy"]
    assert "max-age" not in page.get("Cache-Control", "")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/nothing", "/a/b/c/", "/news/x/", "/<script>/", "/%00/", "/%ff/", "/新闻/", "/news/١/x/", "/.env"]
)
def test_odd_addresses_are_missing_pages(path, client):
    page = client.get(path)
    assert page.status_code in (301, 404)
    assert client.get(path, follow=True).status_code == 404
    assert "<script>/" not in page.text


def every_page() -> dict[str, str]:
    """A site with something of everything; the address of each kind of page."""
    SiteSettings(phone="+86 1", email="a@example.com", icp_number="1", police_number="1", address="a\nb").save()
    SiteSettings.objects.update(
        about={"en": "One.\n\nTwo & <three>."}, hours={"en": "9 to 5"}, footer_text={"en": "<x>"}
    )
    factories.category("child", "A child", parent=factories.category())
    cover = factories.picture(width=700)
    found = {}
    for language, prefix in (("en", ""), ("zh-hans", "/zh-hans")):
        fields = {"language": language, "cover": cover, "cover_alt": 'a "gate"', "summary": "s & t", "tags": ("gates",)}
        at = datetime(2024, 7, 25, tzinfo=UTC)
        factories.published("Older", slug="older", at=at, language=language)
        article = factories.published('A "title" & <more>', at=at, body=BODY.format(cover.pk, cover.pk), **fields)
        factories.published("Newer", slug="newer", language=language, tags=("gates",), pinned=True)
        empty, lost = factories.category(f"empty-{language}", "Empty"), factories.published(language=language)
        lost.unpublish(timezone.now())
        paths = {"home": "/", "list": "/news/", "category": "/news/category/company-news/", "archive": "/news/archive/"}
        paths |= {"tag": "/news/tag/gates/", "month": "/news/archive/2024/7/", "missing": "/nothing/"}
        paths |= {"empty": f"/news/category/{empty.slug}/", "child": "/news/category/child/"}
        found |= {f"{name} {language}": prefix + path for name, path in paths.items()}
        found |= {f"article {language}": article.get_absolute_url(), f"gone {language}": lost.get_absolute_url()}
        found |= {
            f"past {language}": f"{article.get_absolute_url()}?at=2024-07-26",
            f"chat {language}": f"/chat/?lang={language}",
        }
    return found


KINDS = [
    "home",
    "list",
    "category",
    "child",
    "empty",
    "article",
    "past",
    "archive",
    "month",
    "tag",
    "chat",
    "missing",
    "gone",
]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_valid_html(kind, language, client):
    page = client.get(every_page()[f"{kind} {language}"])
    assert page.status_code == {"missing": 404, "gone": 410}.get(kind, 200)
    html5lib.HTMLParser(strict=True).parse(page.text)
    numbers = [element.get("id") for element in html5lib.parse(page.text).iter() if element.get("id")]
    assert len(numbers) == len(set(numbers))


@pytest.mark.django_db
@pytest.mark.parametrize("error", [PermissionDenied(), SuspiciousOperation(), RuntimeError()])
@pytest.mark.parametrize("path", ["/", "/zh-hans/"])
def test_a_page_of_an_error_is_valid_html(error, path, broken):
    page = broken(error).get(path)
    html5lib.HTMLParser(strict=True).parse(page.text)
    assert f'<html lang="{"zh-hans" if "zh" in path else "en"}">' in page.text


@pytest.mark.django_db
@pytest.mark.parametrize(
    "form", [{"body": ""}, {"body": "x", "email": "x", "name": "<b>"}, {"body": "<i>&", "client_id": "1"}]
)
def test_a_chat_that_was_refused_is_valid_html(form, client):
    html5lib.HTMLParser(strict=True).parse(client.post("/chat/", form).text)


def test_an_empty_site_is_valid_html(client, db):
    for path in ("/", "/news/", "/news/archive/", "/zh-hans/"):
        html5lib.HTMLParser(strict=True).parse(client.get(path).text)
