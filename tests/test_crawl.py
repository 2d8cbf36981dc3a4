"""The whole sample site, link by link: nothing leads nowhere or round about, and each page keeps what it promises."""

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings
from lxml import html

from hifred.management.commands import sample_site

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("crawl")]
SITE = settings.SITE_URL
LINKS = "//a/@href | //link[not(@rel='stylesheet')]/@href | //form[@method='get']/@action"
FILES = "//script/@src | //link[@rel='stylesheet']/@href | //img/@src"


@dataclass
class Seen:
    """A page, as somebody found it who followed the links."""

    status: int
    page: html.HtmlElement | None = None
    words: str = ""
    found_on: str = ""
    links: set[str] = field(default_factory=set)

    def all(self, path: str) -> list[str]:
        return [str(one) for one in self.page.xpath(path)]


def is_ours(address: str) -> bool:
    return address.startswith(f"{SITE}/") and not urlsplit(address).path.startswith(("/static/", "/media/"))


def visited(client: Client) -> dict[str, Seen]:
    """Every address of ours that the pages lead to, from the two home pages on."""
    seen: dict[str, Seen] = {}
    ahead = {f"{SITE}/": "", f"{SITE}/zh-hans/": ""}
    while ahead:
        address, found_on = ahead.popitem()
        answer = client.get(unquote(address.removeprefix(SITE)))
        here = seen[address] = Seen(answer.status_code, found_on=found_on)
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        here.words = answer.text
        here.page = html.document_fromstring(answer.text)
        here.links = {urljoin(address, link) for link in here.all(LINKS)}
        ahead |= {
            link: address for link in (urldefrag(one)[0] for one in here.links) if is_ours(link) and link not in seen
        }
    return seen


@pytest.fixture(scope="module")
def media(tmp_path_factory):
    return tmp_path_factory.mktemp("media")


@pytest.fixture(scope="module")
def seen(django_db_setup, django_db_blocker, media):
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), pytest.MonkeyPatch.context() as patch:
        patch.setattr(sample_site, "PICTURE_WIDTH", 320)
        with transaction.atomic():
            call_command("sample_site", verbosity=0)
            yield visited(Client())
            transaction.set_rollback(True)


@pytest.fixture
def pages(seen) -> dict[str, Seen]:
    """Those for search engines: the chat is for people."""
    return {
        address: here
        for address, here in seen.items()
        if here.page is not None and "/chat/" not in urlsplit(address).path
    }


def test_every_link_leads_to_a_page_at_once(seen):
    assert len(seen) > 150
    assert {address: (here.status, here.found_on) for address, here in seen.items() if here.status != 200} == {}


def test_every_anchor_is_there(seen):
    missing = []
    for address, here in seen.items():
        for link in here.links:
            target, anchor = urldefrag(link)
            if anchor and is_ours(target) and unquote(anchor) not in seen[target].all("//@id"):
                missing.append((address, link))
    assert missing == []


def test_every_file_is_there(pages, media):
    missing = []
    for address, here in pages.items():
        pictures = [part.split()[0] for one in here.all("//@srcset") for part in one.split(", ")]
        for file in {*here.all(FILES), *pictures}:
            kind, _slash, name = urlsplit(file).path.lstrip("/").partition("/")
            there = (media / name).exists() if kind == "media" else finders.find(unquote(name))
            if kind in ("media", "static") and not there:
                missing.append((address, file))
    assert missing == []


def test_every_page_says_where_it_stands(pages):
    assert [address for address, here in pages.items() if here.all("//link[@rel='canonical']/@href") != [address]] == []


def test_translations_name_each_other(pages):
    wrong = []
    for address, here in pages.items():
        named = {link.get("hreflang"): link.get("href") for link in here.page.xpath("//link[@hreflang]")}
        if not named:
            continue
        own = here.page.get("lang")
        others = {code: link for code, link in named.items() if code not in (own, "x-default")}
        is_mutual = all(
            address in pages[link].all(f"//link[@hreflang='{own}']/@href") and pages[link].page.get("lang") == code
            for code, link in others.items()
        )
        if named[own] != address or not is_mutual or named["x-default"] != named.get("en", address):
            wrong.append((address, named))
    assert wrong == []
    assert sum(bool(here.page.xpath("//link[@hreflang]")) for here in pages.values()) > 50


def test_every_page_has_a_title_a_description_and_one_heading(pages):
    lacking = [
        address
        for address, here in pages.items()
        if not here.page.findtext(".//title").strip()
        or not all(here.all("//meta[@name='description']/@content") or [""])
        or len(here.page.xpath("//h1")) != 1
    ]
    assert lacking == []
    titles = Counter(here.page.findtext(".//title") for address, here in pages.items() if "?" not in address)
    twice = {title for title, count in titles.items() if count > 1}
    # A tag may bear a category's name, and a page an article's.
    assert len(twice) <= 2, twice


def test_headings_skip_no_level_and_no_id_is_there_twice(pages):
    wrong = []
    for address, here in pages.items():
        levels = [int(one.tag[1]) for one in here.page.xpath("//main//*[self::h1 or self::h2 or self::h3 or self::h4]")]
        within = levels[levels.index(1) :]
        ids = here.all("//@id")
        if any(b - a > 1 for a, b in pairwise(within)) or len(ids) != len(set(ids)):
            wrong.append(address)
    assert wrong == []


def test_every_picture_has_words_or_none_on_purpose_and_room_kept_for_it(pages):
    wrong = [
        (address, html.tostring(image)[:200])
        for address, here in pages.items()
        for image in here.page.xpath("//img")
        if image.get("alt") is None or not image.get("width") or not image.get("height")
    ]
    assert wrong == []


def test_nothing_of_one_language_stands_in_the_lists_of_the_other(pages):
    chinese = re.compile("[\u4e00-\u9fff]")
    leaks = [
        (address, title)
        for address, here in pages.items()
        if not urlsplit(address).path.startswith("/zh-hans/")
        for title in here.all("//main//*[contains(@class, 'card-title')]//text()")
        if chinese.search(title)
    ]
    assert leaks == []
    english = [
        address
        for address, here in pages.items()
        if urlsplit(address).path.startswith("/zh-hans/")
        for title in here.all("//main//*[contains(@class, 'card-title')]/a/text()")
        if not chinese.search(title)
    ]
    assert english == []


def test_no_page_asks_another_site_for_anything(pages):
    asked = {
        urlsplit(urljoin(address, one)).netloc
        for address, here in pages.items()
        for one in here.all(f"{FILES} | //source/@srcset")
    }
    assert asked == {urlsplit(SITE).netloc}
