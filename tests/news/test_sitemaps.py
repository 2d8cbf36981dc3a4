"""Sitemaps, and the other pages for crawlers: everything that is live, nothing else, valid and in small parts."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from lxml import etree

from pages import sitemaps
from tests import factories

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"
NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
    "i": "http://www.google.com/schemas/sitemap-image/1.1",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
}
SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).parent.parent / "schemas/sitemap.xsd"))


def read(client, path: str) -> etree._Element:
    answer = client.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/xml; charset=utf-8")
    root = etree.fromstring(answer.content)
    SCHEMA.assertValid(root)
    return root


def addresses(client, path: str) -> list[str]:
    return [one.removeprefix(SITE) for one in read(client, path).xpath("//s:loc/text()", namespaces=NAMES)]


def whole(client) -> list[str]:
    """Every address in every part."""
    return [one for part in addresses(client, "/sitemap.xml") for one in addresses(client, part)]


def test_all_that_is_live_stands_in_it_once_and_nothing_else(client):
    now = timezone.now()
    article, page = factories.published("One", tags=("gates",)), factories.page("About", slug="about")
    chinese = factories.published("二", slug="er", language="zh-hans")
    hidden = [
        factories.draft("Draft"),
        factories.published("Over", at=now - timedelta(days=2), ends_at=now - timedelta(days=1)),
        factories.page("Draft page", slug="draft-page", live=False),
    ]
    scheduled = factories.draft("Ahead", slug="ahead")
    scheduled.schedule(scheduled.revisions.get(), now + timedelta(days=1), now)
    found = [
        one
        for part in addresses(client, "/sitemap.xml")
        if part.startswith("/sitemap/")
        for one in addresses(client, part)
    ]
    assert len(found) == len(set(found))
    for one in (article, chinese, page):
        assert one.get_absolute_url() in found
    for one in [*hidden, scheduled]:
        assert one.get_absolute_url() not in found
    assert {"/", "/zh-hans/", "/news/", "/news/category/company-news/", "/news/tag/gates/"} <= set(found)
    assert "/zh-hans/news/tag/gates/" not in found


def test_every_address_in_it_answers(client):
    article = factories.published("One", tags=("gates",), cover=factories.picture(), cover_alt="x")
    factories.published("一", slug="一", language="zh-hans", group=article.group)
    factories.page("About", slug="about")
    for path in whole(client):
        assert client.get(path).status_code == 200, path


def test_translations_and_pictures_stand_beside_an_address(client):
    cover, inside = factories.picture(), factories.picture()
    english = factories.published(
        "One",
        cover=cover,
        cover_alt="x",
        body=f'<img src="picture:{inside.pk}" alt="x"><img src="picture:999" alt="x">',
    )
    chinese = factories.published("一", slug="yi", language="zh-hans", group=english.group)
    alone = factories.published("Alone")
    root = read(client, "/sitemap/articles/0.xml")
    urls = {url.findtext("s:loc", namespaces=NAMES).removeprefix(SITE): url for url in root}
    for one in (english, chinese):
        links = {
            link.get("hreflang"): link.get("href") for link in urls[one.get_absolute_url()].findall("x:link", NAMES)
        }
        assert links == {
            "en": SITE + english.get_absolute_url(),
            "zh-hans": SITE + chinese.get_absolute_url(),
            "x-default": SITE + english.get_absolute_url(),
        }
    assert not urls[alone.get_absolute_url()].findall("x:link", NAMES)
    pictures = urls[english.get_absolute_url()].xpath("i:image/i:loc/text()", namespaces=NAMES)
    assert pictures == [SITE + cover.source, SITE + inside.source]


def test_a_change_is_dated_by_when_readers_saw_it(client):
    article, moment = factories.published("One"), timezone.now() - timedelta(minutes=5)
    article.publish(factories.revision(article, "Two"), moment)
    factories.revision(article, "A draft of tomorrow")
    changed = read(client, "/sitemap/articles/0.xml").xpath("//s:lastmod/text()", namespaces=NAMES)
    assert changed == [timezone.localtime(moment).replace(microsecond=0).isoformat()] or changed[0].startswith(
        timezone.localtime(moment).isoformat()[:19]
    )


def test_many_are_split_by_their_numbers(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "BLOCK", 5), monkeypatch.setattr(sitemaps, "STEP", 2)
    made = [factories.published(f"Number {number}") for number in range(12)]
    parts = [path for path in addresses(client, "/sitemap.xml") if "/articles/" in path]
    found = [one for part in parts for one in addresses(client, part)]
    assert {one.get_absolute_url() for one in made} <= set(found)
    assert len(parts) >= 3
    assert all(len(addresses(client, part)) <= 5 for part in parts)
    last = int(parts[-1].rpartition("/")[2].removesuffix(".xml"))
    assert client.get(f"/sitemap/articles/{last + 1}.xml").status_code == 404
    assert client.get("/sitemap/nothing/0.xml").status_code == 404


def test_a_part_costs_the_same_queries_with_many(client, django_assert_max_num_queries):
    for number in range(20):
        picture = factories.picture(width=20, height=20)
        factories.published(
            f"Number {number}", cover=picture, cover_alt="x", body=f'<img src="picture:{picture.pk}" alt="x">'
        )
    with django_assert_max_num_queries(6):
        client.get("/sitemap/articles/0.xml")


def test_an_empty_site_has_valid_ones_too(client):
    for path in addresses(client, "/sitemap.xml"):
        assert addresses(client, path)


def test_news_services_get_what_is_two_days_old_at_most(client):
    now = timezone.now()
    fresh = factories.published("Fresh & <new>", at=now - timedelta(hours=47))
    factories.published("Old", slug="old", at=now - timedelta(hours=49))
    factories.published("新", slug="xin", language="zh-hans", at=now - timedelta(hours=1))
    root = read(client, "/news/sitemap.xml")
    assert root.xpath("//n:title/text()", namespaces=NAMES) == ["Fresh & <new>"]
    assert root.xpath("//s:loc/text()", namespaces=NAMES) == [SITE + fresh.get_absolute_url()]
    assert root.xpath("//n:name/text()", namespaces=NAMES) == ["HiFred Technology Company Ltd"]
    assert root.xpath("//n:language/text()", namespaces=NAMES) == ["en"]
    assert read(client, "/zh-hans/news/sitemap.xml").xpath("//n:language/text()", namespaces=NAMES) == ["zh-cn"]


def test_news_services_get_a_thousand_at_most(client, monkeypatch):
    monkeypatch.setattr("news.sitemaps.MOST", 3)
    for number in range(5):
        factories.published(f"Number {number}", at=timezone.now() - timedelta(hours=number))
    assert read(client, "/news/sitemap.xml").xpath("//n:title/text()", namespaces=NAMES) == [
        f"Number {number}" for number in range(3)
    ]


@pytest.mark.parametrize("path", ["/sitemap.xml", "/sitemap/lists/0.xml", "/news/sitemap.xml", "/llms.txt"])
def test_what_has_not_changed_is_not_sent_again(path, client):
    factories.published("One")
    first = client.get(path)
    assert (first.cookies, first["Cache-Control"]) == ({}, "no-cache")
    assert client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 304


def test_crawlers_are_told_where_it_is_and_what_is_not_for_them(client):
    answer = client.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.text.splitlines() == [
        *("User-agent: *", "Disallow: /admin/", "Disallow: /preview/", "", f"Sitemap: {SITE}/sitemap.xml")
    ]
    assert client.get("/zh-hans/robots.txt").status_code == 404


def test_programs_that_read_get_the_site_in_short(client):
    factories.published("Gates [1](x) *now*", summary="In <b>short</b>\nand more.")
    factories.published("门", slug="men", language="zh-hans")
    factories.page("About", slug="about")
    factories.draft("Secret")
    told = client.get("/llms.txt")
    assert told["Content-Type"] == "text/markdown; charset=utf-8"
    assert told.text.startswith("# HiFred Technology Company Ltd\n\n> ")
    assert "- [Gates \\[1\\](x) \\*now\\*](http://127.0.0.1:8000/news/" in told.text
    assert "In \\<b\\>short\\</b\\> and more." in told.text
    assert f"- [About]({SITE}/about/)" in told.text
    assert "门" not in told.text
    assert "Secret" not in told.text
    assert "门" in client.get("/zh-hans/llms.txt").text
