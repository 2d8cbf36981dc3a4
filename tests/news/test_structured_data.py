"""What search engines and chat programs are told: schema.org's terms, the card for sharing, and the QR code."""

import json
import re

import pytest
import segno
from django.utils.dateparse import parse_datetime
from lxml import etree, html

from pages.models import SiteSettings
from tests import factories

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"
# Required by schema.org's users or recommended by Google, each type with what it must have here.
PROMISED = {
    "NewsArticle": {
        *("headline", "description", "image", "datePublished", "dateModified", "author", "publisher", "url"),
        *("mainEntityOfPage", "articleSection", "keywords", "inLanguage", "wordCount", "isAccessibleForFree"),
    },
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name", "item"},
    "Organization": {"name", "url"},
    "WebSite": {"name", "url", "inLanguage", "publisher", "potentialAction"},
    "SearchAction": {"target", "query-input"},
    "EntryPoint": {"urlTemplate"},
    "ImageObject": {"url", "width", "height"},
    "Person": {"name"},
    "WebPage": {"@id"},
    "ContactPoint": {"contactType"},
}
CARD = {"og:title", "og:type", "og:url", "og:site_name", "og:description", "og:locale", "twitter:card"}
HOSTILE = ["</script><script>alert(1)</script>", "<!--", "]]>", '" onload="x', "\\", "&lt;", "\u2028", "{{ 1 }}"]


def structured(client, path: str) -> dict[str, dict]:
    """By type; each is what a program reads of it, not a text that looks so."""
    page = html.document_fromstring(client.get(path).text)
    found = [json.loads(one) for one in page.xpath("//script[@type='application/ld+json']/text()")]
    assert all(one["@context"] == "https://schema.org" for one in found)
    return {one["@type"]: one for one in found}


def card(client, path: str) -> dict[str, str]:
    page = html.document_fromstring(client.get(path).text)
    return {one.get("property") or one.get("name"): one.get("content") for one in page.xpath("//meta[@content]")}


def is_there(client, address: str) -> bool:
    answer = client.get(address.removeprefix(SITE))
    return answer.status_code == 200 and bool(answer.getvalue())


def parts(data) -> list[dict]:
    if isinstance(data, list):
        return [part for one in data for part in parts(one)]
    return [data, *(part for value in data.values() for part in parts(value))] if isinstance(data, dict) else []


def full_article(**fields):
    root = factories.category("products", "Products")
    fields = {"category": factories.category("sensors", "Sensors", root), "tags": ("one", "two")} | fields
    return factories.published(
        "A title", cover=factories.picture(width=1300, height=800), cover_alt="A hall", summary="In short.", **fields
    )


@pytest.fixture
def paths():
    company = {"phone": "+86 571", "email": "a@example.com", "address": {"en": "Lane 1"}, "logo": factories.picture()}
    SiteSettings.objects.update_or_create(pk=1, defaults=company | {"description": {"en": "We make gates."}})
    parent = factories.page("About", slug="about")
    return [
        *("/", "/news/", "/news/category/products/", "/news/archive/", "/news/search/", "/privacy/", "/zh-hans/"),
        *(full_article(author_line="Ann").get_absolute_url(), "/about/"),
        factories.page("Team", slug="team", parent=parent).get_absolute_url(),
    ]


def test_every_type_has_what_is_promised(paths, client):
    seen = set()
    for path in paths:
        for part in parts(list(structured(client, path).values())):
            if kind := part.get("@type"):
                seen.add(kind)
                lacking = PROMISED[kind] - part.keys()
                assert not lacking or (kind == "Organization" and "@id" in part), (path, kind, lacking)
                assert "" not in part.values(), (path, part)
    assert seen == set(PROMISED)


def test_an_article_is_told_as_readers_see_it(client):
    article = full_article(author_line="Ann Zhou", body="<p>Three little words.</p>")
    told = structured(client, article.get_absolute_url())["NewsArticle"]
    assert (told["headline"], told["description"], told["wordCount"]) == ("A title", "In short.", 3)
    assert told["author"] == [{"@type": "Person", "name": "Ann Zhou"}]
    assert told["keywords"] == ["one", "two"]
    assert parse_datetime(told["datePublished"]) == article.published_at
    assert told["mainEntityOfPage"]["@id"] == SITE + article.get_absolute_url()
    assert [(one["width"], one["height"]) for one in told["image"]] == [(800, 800), (1067, 800), (1200, 675)]
    assert all(is_there(client, one["url"]) for one in told["image"])


def test_the_trail_is_the_one_that_readers_see(client):
    article = full_article()
    steps = structured(client, article.get_absolute_url())["BreadcrumbList"]["itemListElement"]
    assert [(one["position"], one["name"]) for one in steps] == list(
        enumerate(["Home", "News", "Products", "Sensors", "A title"], start=1)
    )
    assert steps[-1]["item"] == SITE + article.get_absolute_url()
    for one in steps:
        assert is_there(client, one["item"])


def test_the_search_that_is_told_finds(client):
    factories.published("Gates")
    told = structured(client, "/")["WebSite"]["potentialAction"]["target"]["urlTemplate"]
    found = client.get(told.removeprefix(SITE).replace("{search_term_string}", "gates")).text
    assert "<mark>Gates</mark>" in found


@pytest.mark.parametrize("title", HOSTILE)
def test_no_title_breaks_out_of_the_data(title, client):
    SiteSettings.objects.update_or_create(pk=1, defaults={"company_name": {"en": title}})
    article = factories.published(title, summary=title, author_line=title, tags=(title.replace(",", "")[:50],))
    path = article.get_absolute_url()
    told = structured(client, path)["NewsArticle"]
    assert (told["headline"], told["author"][0]["name"], told["publisher"]["name"]) == (title, title, title)
    page = client.get(path).text
    assert "<script>alert" not in page
    assert page.count("<script") == len(html.document_fromstring(page).xpath("//script"))


def test_every_page_has_a_card(paths, client):
    for path in paths:
        shown = card(client, path)
        assert CARD - shown.keys() == set(), path
        assert all(shown[name] for name in CARD), path
        assert shown["og:url"] == SITE + path
        if "og:image" in shown:
            assert is_there(client, shown["og:image"])


def test_the_card_of_an_article_shows_its_cover(client):
    shown = card(client, full_article().get_absolute_url())
    assert (shown["og:type"], shown["og:title"], shown["og:image:alt"]) == ("article", "A title", "A hall")
    assert (shown["twitter:card"], shown["article:section"]) == ("summary_large_image", "Sensors")
    assert re.fullmatch(rf"{SITE}/media/.*\.jpg", shown["og:image"])


def test_what_is_not_for_search_engines_is_told_to_none(client, signed_in):
    article = full_article()
    for path in (f"{article.get_absolute_url()}?at=2026-01-01", "/nothing/", "/chat/"):
        assert structured(client, path).keys() <= {"BreadcrumbList"}
        assert "og:url" not in card(client, path)


# The QR code


def squares(svg: bytes) -> list[tuple[int, ...]]:
    """The dark squares of a drawn code, row by row, without its quiet zone."""
    lines = etree.fromstring(svg).xpath("//*[@class='qrline']/@d")[0]
    size = int(etree.fromstring(svg).get("viewBox").split()[2])
    rows, x, y = [[0] * size for _row in range(size)], 0, 0.0
    for command, first, second in re.findall(r"([Mmh])(-?[\d.]+)(?: (-?[\d.]+))?", lines):
        if command == "h":
            for at in range(x, x + int(first)):
                rows[int(y)][at] = 1
            x += int(first)
        else:
            x, y = (int(first), float(second)) if command == "M" else (x + int(first), y + float(second))
    assert not any(any(row) for row in [*rows[:4], *rows[-4:]])
    return [tuple(row[4:-4]) for row in rows[4:-4]]


def test_the_code_holds_the_address_of_the_article(client):
    article = factories.published("你好", slug="你好", language="zh-hans")
    answer = client.get(f"/zh-hans/news/{article.pk}/qr.svg")
    assert (answer["Content-Type"], answer["X-Robots-Tag"], answer.cookies) == ("image/svg+xml", "noindex", {})
    expected = segno.make(SITE + article.get_absolute_url(), error="m", micro=False)
    assert squares(answer.content) == [tuple(1 if one else 0 for one in row) for row in expected.matrix]


def test_there_is_a_code_only_for_what_readers_see(client):
    draft = factories.draft("Draft")
    assert client.get(f"/news/{draft.pk}/qr.svg").status_code == 404
    assert client.get("/news/999/qr.svg").status_code == 404
