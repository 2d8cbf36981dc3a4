"""Feeds: whole texts for other programs, by language and category, valid whatever stands in a text."""

import re
from datetime import timedelta
from email.utils import parsedate_to_datetime

import feedparser
import pytest
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from lxml import etree

from pages.models import SiteSettings
from tests import factories

pytestmark = pytest.mark.django_db
KINDS = ["rss", "atom"]
NAMES = {"content": "http://purl.org/rss/1.0/modules/content/", "atom": "http://www.w3.org/2005/Atom"}
HOSTILE = ["]]>", "<b>&amp;</b>", "\U0001f600 \u202e", "a & b < c", "\"quoted\" 'too'", "\ufffe\x0b"]


def read(client, address: str):
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"].endswith("; charset=utf-8")
    found = feedparser.parse(answer.content)
    assert not found.bozo, found.get("bozo_exception")
    return found


def titles(client, address: str) -> list[str]:
    return [entry.title for entry in read(client, address).entries]


@pytest.mark.parametrize("kind", KINDS)
def test_a_feed_brings_the_newest_with_their_whole_text(kind, client):
    picture, now = factories.picture(), timezone.now()
    other = factories.published("Other", at=now - timedelta(hours=3))
    body = (
        f'<p>See <a href="article:{other.pk}">this</a>.</p><img src="picture:{picture.pk}" alt="A hall">'
        "<table><tr><td>1</td></tr></table>"
    )
    article = factories.published(
        "A title",
        at=now - timedelta(hours=2),
        body=body,
        summary="In short.",
        tags=("one",),
        author_line="Ann",
        cover=picture,
    )
    first = read(client, f"/news/feed/{kind}/").entries[0]
    site = "http://127.0.0.1:8000"
    assert (first.title, first.link, first.summary) == ("A title", site + article.get_absolute_url(), "In short.")
    text = first.content[0].value
    assert f'href="{site}{other.get_absolute_url()}"' in text
    assert f'src="{site}/media/' in text
    assert "table-scroll" not in text
    assert not re.search(r'(?:src|href)="/', text)
    assert {tag.term for tag in first.tags} == {"Company News", "one"}
    assert first.author == "Ann"
    enclosure = first.enclosures[0]
    assert (enclosure.type, enclosure.href.startswith(f"{site}/media/")) == ("image/jpeg", True)
    assert int(enclosure.length) == len(client.get(enclosure.href.removeprefix(site)).getvalue())
    assert first.id == f"{site}/news/{article.pk}/"


@pytest.mark.parametrize("kind", KINDS)
def test_a_feed_is_of_one_language_and_a_category_with_all_below_it(kind, client):
    root = factories.category("products", "Products")
    child, other = factories.category("sensors", "Sensors", root), factories.category("people", "People")
    for title, category in (("One", root), ("Two", child), ("Three", other)):
        factories.published(title, category=category)
    factories.published("四", slug="si", language="zh-hans", category=root)
    assert set(titles(client, f"/news/feed/{kind}/")) == {"One", "Two", "Three"}
    assert set(titles(client, f"/news/category/products/feed/{kind}/")) == {"One", "Two"}
    assert (
        titles(client, f"/zh-hans/news/feed/{kind}/")
        == titles(client, f"/zh-hans/news/category/products/feed/{kind}/")
        == ["四"]
    )
    assert client.get(f"/news/category/nothing/feed/{kind}/").status_code == 404


def test_newest_first_twenty_at_most_and_pins_do_not_count(client):
    now = timezone.now()
    for number in range(25):
        factories.published(f"Number {number}", at=now - timedelta(hours=number), pinned=number == 24)
    assert titles(client, "/news/feed/atom/") == [f"Number {number}" for number in range(20)]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("title", HOSTILE)
def test_no_text_breaks_a_feed(kind, title, client):
    SiteSettings.objects.update_or_create(pk=1, defaults={"company_name": {"en": f"Acme {title}"}})
    article = factories.published(title, body=f"<p>{title}</p>", summary=title, tags=(title.strip()[:20],))
    entry = read(client, f"/news/feed/{kind}/").entries[0]
    assert "<script" not in entry.content[0].value
    assert entry.id.endswith(f"/news/{article.pk}/")


def test_an_rss_feed_has_what_its_rules_ask_for(client):
    factories.published("One")
    root = etree.fromstring(client.get("/zh-hans/news/feed/rss/").content)
    channel = root.find("channel")
    assert root.get("version") == "2.0"
    assert all(channel.findtext(name) for name in ("title", "link", "description", "lastBuildDate"))
    assert channel.findtext("language") == "zh-cn"
    root = etree.fromstring(client.get("/news/feed/rss/").content)
    itself = root.find("channel/atom:link[@rel='self']", NAMES)
    assert itself.get("href") == "http://127.0.0.1:8000/news/feed/rss/"
    for item in root.iter("item"):
        assert item.findtext("content:encoded", namespaces=NAMES)
        assert item.find("guid").get("isPermaLink") == "false"
        assert parsedate_to_datetime(item.findtext("pubDate")).tzinfo


def test_an_atom_feed_has_what_its_rules_ask_for(client):
    factories.published("One")
    factories.published("Two")
    root = etree.fromstring(client.get("/news/feed/atom/").content)
    links = {link.get("rel"): link.get("href") for link in root.findall("atom:link", NAMES)}
    assert links["self"] == "http://127.0.0.1:8000/news/feed/atom/"
    for part in [root, *root.findall("atom:entry", NAMES)]:
        assert all(part.findtext(f"atom:{name}", namespaces=NAMES) for name in ("id", "title", "updated"))
        assert parse_datetime(part.findtext("atom:updated", namespaces=NAMES)).tzinfo
    numbers = [one.findtext("atom:id", namespaces=NAMES) for one in root.findall("atom:entry", NAMES)]
    assert len(numbers) == len(set(numbers)) == 2


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_feed_is_one_too(kind, client):
    factories.category()
    assert titles(client, f"/news/category/company-news/feed/{kind}/") == []


@pytest.mark.parametrize("kind", KINDS)
def test_what_has_not_changed_is_not_sent_again(kind, client):
    article = factories.published("One")
    first = client.get(f"/news/feed/{kind}/")
    again = client.get(f"/news/feed/{kind}/", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, first.cookies, first["X-Robots-Tag"]) == (304, {}, "noindex")
    article.publish(factories.revision(article, "Two"), timezone.now())
    assert client.get(f"/news/feed/{kind}/", headers={"if-none-match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("kind", KINDS)
def test_many_pictures_and_links_cost_no_more_queries(kind, client, django_assert_max_num_queries):
    for number in range(20):
        factories.published(
            f"Number {number}",
            body=f'<img src="picture:{factories.picture(width=9, height=9).pk}" alt="x"><a href="category:1">x</a>',
        )
    client.get(f"/news/feed/{kind}/")
    with django_assert_max_num_queries(6):
        read(client, f"/news/feed/{kind}/")


def test_pages_tell_programs_where_the_feeds_are(client):
    page = client.get("/news/category/company-news/").text if factories.category() else ""
    found = set(
        re.findall(r'<link rel="alternate" type="application/(?:rss|atom)\+xml" title="[^"]*" href="([^"]*)"', page)
    )
    assert found == {
        *(f"/news/feed/{kind}/" for kind in KINDS),
        *(f"/news/category/company-news/feed/{kind}/" for kind in KINDS),
    }
