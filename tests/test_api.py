"""The JSON API: what the public sees, and a document that says the same as the code."""

import base64
import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from pages.models import Page, SiteSettings
from tests import factories

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"


@pytest.fixture
def ask(client):
    """Asks, and holds the answer against what the document says of that address and status."""
    document = client.get("/api/openapi.json").json()

    def asked(path: str, status: int = 200, **query) -> dict:
        answer = client.get(path.removeprefix(SITE), query or None)
        assert answer.status_code == status, answer.text
        template = re.sub(r"/\d+/$", "/{number}/", path.removeprefix(SITE).partition("?")[0])
        told = document["paths"][template]["get"]["responses"][str(status)]["content"]
        [(kind, content)] = told.items()
        assert answer["Content-Type"] == kind
        schema = content["schema"] | {"components": document["components"]}
        Draft202012Validator(schema).validate(answer.json())
        return answer.json()

    return asked


def titles(answer: dict) -> list[str]:
    return [one["title"] for one in answer["items"]]


def test_the_document_is_valid_openapi(client):
    document = client.get("/api/openapi.json").json()
    validate(document)
    assert set(client.get("/api/").json()) == {"articles", "categories", "pages", "search", "document"}
    assert document["servers"] == [{"url": SITE}]


def test_an_article_is_told_whole(ask, client):
    category = factories.category("sensors", "Sensors", factories.category("products", "Products"))
    article = factories.published(
        "你好 <b>",
        body='<p>See <a href="category:1">it</a>.</p>',
        category=category,
        tags=("one",),
        clicks_before=7,
        summary="In short.",
        author_line="Ann",
        source="Elsewhere",
        cover=factories.picture(),
        cover_alt="A hall",
    )
    other = factories.published("二", slug="er", language="zh-hans", group=article.group)
    told = ask(f"/api/articles/{article.pk}/")
    assert (told["title"], told["author"], told["source"], told["clicks"]) == ("你好 <b>", "Ann", "Elsewhere", 7)
    assert told["category"] == {"slug": "sensors", "name": "Sensors", "trail": ["products", "sensors"]}
    assert told["translations"]["zh-hans"] == {"id": other.pk, "address": SITE + other.get_absolute_url()}
    assert f'href="{SITE}/news/category/' in told["html"]
    assert told["text"] == "See it ." or told["text"] == "See it."
    assert told["cover"]["alt"] == "A hall"
    for file in told["cover"]["files"]:
        assert client.get(file["address"].removeprefix(SITE)).getvalue()
    assert ask(f"/api/articles/{article.pk}/")["clicks"] == 7
    assert "你好" in client.get(f"/api/articles/{article.pk}/").text


def test_only_what_readers_see_is_told(ask):
    now = timezone.now()
    factories.draft("Draft")
    over = factories.published("Over", at=now - timedelta(days=2), ends_at=now - timedelta(days=1))
    ahead = factories.draft("Ahead")
    ahead.schedule(ahead.revisions.get(), now + timedelta(days=1), now)
    withheld = factories.published("Withheld")
    withheld.withhold(withheld.revisions.get(), "A court", now)
    page = factories.page("Page", live=False)
    assert titles(ask("/api/articles/")) == titles(ask("/api/pages/")) == []
    ask(f"/api/articles/{over.pk}/", 410)
    ask(f"/api/articles/{ahead.pk}/", 404)
    ask("/api/articles/999/", 404)
    ask(f"/api/pages/{page.pk}/", 404)
    assert ask("/api/search/", q="ahead withheld draft")["items"] == []


def test_pages_of_a_list_follow_each_other_while_something_is_published(ask, client):
    now = timezone.now()
    for number in range(7):
        factories.published(f"Number {number}", at=now - timedelta(hours=number // 2 + 1))
    first = ask("/api/articles/", limit=3)
    factories.published("New", at=now)
    found = titles(first)
    link = client.get("/api/articles/?limit=3")["Link"]
    assert re.fullmatch(rf'<{SITE}/api/articles/\?.*>; rel="next"', link)
    following = first["next"]
    while following:
        page = client.get(following.removeprefix(SITE)).json()
        found, following = found + titles(page), page["next"]
    assert sorted(found) == [f"Number {number}" for number in range(7)]


def test_a_list_is_narrowed(ask):
    now, root = timezone.now(), factories.category("products", "Products")
    child = factories.category("sensors", "Sensors", root)
    factories.published("One", category=child, tags=("blue",), at=now - timedelta(days=3))
    factories.published("Two", category=factories.category("people", "People"), at=now - timedelta(days=1))
    factories.published("三", slug="san", language="zh-hans", category=root)
    assert titles(ask("/api/articles/", category="products")) == titles(ask("/api/articles/", tag="blue")) == ["One"]
    assert titles(ask("/api/articles/", since=(now - timedelta(days=2)).isoformat())) == ["Two"]
    assert titles(ask("/api/articles/", until=(now - timedelta(days=2)).isoformat())) == ["One"]
    assert titles(ask("/api/articles/", lang="zh-hans")) == ["三"]


def test_categories_and_pages_are_told(ask):
    factories.category("sensors", "Sensors", factories.category("products", "Products"))
    parent = factories.page("About", slug="about")
    child = factories.page("Team", slug="team", parent=parent, body="<p>We.</p>")
    assert [(one["slug"], one["parent"]) for one in ask("/api/categories/")["items"]] == [
        *(("products", None), ("sensors", "products"))
    ]
    assert [(one["path"], one["parent"]) for one in ask("/api/pages/")["items"]] == [
        *(("/about/", None), ("/about/team/", parent.pk))
    ]
    assert ask(f"/api/pages/{child.pk}/")["html"] == "<p>We.</p>"
    first = ask("/api/pages/", limit=1)
    assert titles(
        ask(first["next"].partition("?")[0], after=first["next"].rpartition("after=")[2].replace("%3D", "="))
    ) == ["Team"]


def test_a_search_finds_the_same_as_readers_do(ask):
    factories.published("A sensor", body="<p>A sensor &amp; more.</p>")
    factories.page("Sensors of ours")
    found = ask("/api/search/", q="sensors")
    assert {one["kind"] for one in found["items"]} == {"article", "page"}
    assert "<mark>" in found["items"][0]["extract"] + found["items"][1]["extract"]
    assert ask("/api/search/", q="senosr")["meant"] == "sensor"


@pytest.mark.parametrize(
    "query",
    [
        *("lang=xx", "limit=0", "limit=101", "limit=x", "limit=-1", "after=x", "after=", "after=MTIz", "category=none"),
        *("since=yesterday", "until=", "after=2026", "since=0000-00-00", f"after={'A' * 5000}"),
    ],
)
def test_odd_questions_are_answered_in_words(query, client):
    answer = client.get(f"/api/articles/?{query}")
    if query == "until=":
        assert answer.status_code == 200
        return
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert set(json.loads(answer.content)) == {"title", "status", "detail"}


@pytest.mark.parametrize("path", ["/api/", "/api/articles/", "/api/categories/", "/api/pages/", "/api/openapi.json"])
def test_anybody_may_read_and_nobody_write(path, client):
    answer = client.get(path, headers={"origin": "https://elsewhere.example"})
    assert (answer["Access-Control-Allow-Origin"], answer["Cache-Control"], answer.cookies) == ("*", "no-cache", {})
    assert answer.get("Vary", "Accept-Encoding") == "Accept-Encoding"
    assert client.get(path, headers={"if-none-match": answer["ETag"]}).status_code == 304
    for method in ("post", "put", "patch", "delete"):
        refused = getattr(client, method)(path)
        assert (refused.status_code, refused["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert client.options(path).status_code == 204
    assert client.head(path).content == b""


def test_many_cost_no_more_queries(client, django_assert_max_num_queries):
    for number in range(30):
        picture = factories.picture(width=9, height=9)
        factories.published(
            f"Number {number}",
            cover=picture,
            cover_alt="x",
            tags=("a", "b"),
            body=f'<img src="picture:{picture.pk}" alt="x">',
        )
    article = factories.published("One", cover=picture, cover_alt="x", body=f'<img src="picture:{picture.pk}" alt="x">')
    client.get("/api/articles/")  # the categories are known from now on
    for path, most in (("/api/articles/", 3), (f"/api/articles/{article.pk}/", 5), ("/api/search/?q=number", 6)):
        with django_assert_max_num_queries(most):
            assert client.get(path).status_code == 200


def test_no_name_of_the_company_breaks_the_document(client):
    SiteSettings.objects.update_or_create(pk=1, defaults={"company_name": {"en": '</script>"\\'}})
    assert client.get("/api/openapi.json").json()["info"]["title"].startswith('</script>"\\')


def test_a_list_of_pages_is_told_whole_in_whatever_order_staff_put_them(ask, client):
    for position in (5, 0, 9, 0, 3):
        factories.page(f"Page {position}", slug=f"page-{Page.objects.count()}", position=position)
    seen, path = [], f"{SITE}/api/pages/?limit=2"
    while path:
        told = client.get(path.removeprefix(SITE)).json()
        seen += [one["id"] for one in told["items"]]
        path = told["next"]
    assert seen == sorted(Page.objects.values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("path", "cursor"),
    [
        *(("pages", "9" * 20), ("pages", "-" + "9" * 20), ("pages", "x")),
        *(("articles", "0001-01-01T00:00:00+14:00|1"), ("articles", "9999-12-31T23:59:59-14:00|1")),
        *(("articles", "2026-01-01T00:00:00+00:00|" + "9" * 20), ("articles", "2026-01-01|1")),
    ],
)
def test_a_cursor_of_ones_own_making_is_refused_in_words(path, cursor, ask):
    after = base64.b64encode(cursor.encode(), altchars=b"-_").decode()
    assert ask(f"/api/{path}/", 400, after=after)["title"] == "Odd cursor"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        *((method, "/api/articles/", 405) for method in ("POST", "PUT", "PATCH", "DELETE")),
        *(("GET", "/api/nothing/", 404), ("GET", "/api/articles/0/", 404), ("POST", "/api/nothing/", 405)),
    ],
)
def test_a_program_gets_no_page_for_people(method, path, status):
    answer = Client(enforce_csrf_checks=True).generic(method, path)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert answer.json()["status"] == status


def test_programs_of_other_sites_can_use_etags(client):
    asked = client.options("/api/articles/", headers={"Origin": "https://example.com"})
    assert asked["Access-Control-Allow-Headers"] == "If-None-Match"
    assert "ETag" in client.get("/api/articles/")["Access-Control-Expose-Headers"]
    assert client.head("/api/articles/")["ETag"] == client.get("/api/articles/")["ETag"]


def test_an_etag_holds_for_the_head_alone_too(client):
    for path in ("/api/articles/", "/", "/news/", "/sitemap.xml"):
        tag = client.get(path)["ETag"]
        assert client.head(path, headers={"If-None-Match": tag}).status_code == 304, path


def test_an_address_without_its_slash_leads_programs_of_other_sites_on(client):
    answer = client.get("/api/articles")
    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (301, "*")
    assert Client(enforce_csrf_checks=True).post("/api")["Content-Type"] == "application/problem+json"
