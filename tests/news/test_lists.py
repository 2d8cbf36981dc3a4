"""Lists of news: what stands in them, in which order, and how they are answered."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
import time_machine
from django.utils import timezone

from news.listing import ORPHANS, SIZE, SPAN, ListedPage
from news.models import ArticleRevision, DailyClicks
from tests import factories

pytestmark = pytest.mark.django_db

NOW = datetime(2024, 7, 25, 8, tzinfo=UTC)
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
EVERYWHERE = ["/", "/news/", "/news/category/company-news/", "/news/tag/one/", "/news/archive/2024/7/"]


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


def main(page) -> str:
    assert page.status_code == 200
    return re.search(r"<main.*</main>", page.text, re.DOTALL)[0]


def titles(page) -> list[str]:
    return [unescape(title) for title in re.findall(r'class="card-title"><a [^>]*>([^<]*)</a>', main(page))]


def in_row(*names: str, **fields) -> list:
    """Each an hour newer than the one before."""
    return [factories.published(name, at=NOW - DAY + n * HOUR, **fields) for n, name in enumerate(names)]


# Order and content


def test_the_newest_stand_first(client):
    in_row("Old", "Newer", "Newest")
    assert titles(client.get("/news/")) == ["Newest", "Newer", "Old"]


def test_the_date_that_readers_see_decides(client):
    in_row("One", "Two")
    factories.published("Backdated", at=NOW - SECOND, backdated_to=NOW - 30 * DAY)
    assert titles(client.get("/news/")) == ["Two", "One", "Backdated"]


def test_the_pinned_stand_on_top(client):
    in_row("Pinned", pinned=True)
    in_row("Old", "New")
    for address in ("/news/", "/news/category/company-news/", "/"):
        assert titles(client.get(address))[:3] == ["Pinned", "New", "Old"]


def test_a_list_shows_the_live_version(client):
    (article,) = in_row("Old words")
    article.publish(factories.revision(article, "New words"), NOW - HOUR)
    article.schedule(factories.revision(article, "Words to come"), NOW + HOUR, NOW)
    factories.revision(article, "A draft")
    assert titles(client.get("/news/")) == ["New words"]


def test_a_parents_list_holds_its_childrens_and_grandchildrens_articles(client):
    top = factories.category("top", "Top")
    child = factories.category("child", "Child", parent=top)
    grandchild = factories.category("grandchild", "Grandchild", parent=child)
    for name, category in (("A", top), ("B", child), ("C", grandchild), ("D", factories.category("beside"))):
        factories.published(name, category=category)
    slugs = ("top", "child", "grandchild", "beside")
    listed = {slug: sorted(titles(client.get(f"/news/category/{slug}/"))) for slug in slugs}
    assert listed == {"top": ["A", "B", "C"], "child": ["B", "C"], "grandchild": ["C"], "beside": ["D"]}


@pytest.mark.parametrize("address", EVERYWHERE)
def test_a_list_holds_the_articles_of_its_language_alone(client, address):
    in_row("English", tags=("one",))
    in_row("中文", tags=("one",), language="zh-hans")
    assert set(titles(client.get(address))) == {"English"}
    chinese = client.get(f"/zh-hans{address}")
    assert set(titles(chinese)) == {"中文"}
    assert '<html lang="zh-hans">' in chinese.text


@pytest.mark.parametrize("address", EVERYWHERE)
def test_what_is_not_live_stands_in_no_list(client, address):
    factories.draft("Draft", tags=("one",))
    soon = factories.draft("Scheduled", tags=("one",))
    soon.schedule(soon.revisions.get(), NOW + SECOND, NOW)
    factories.published("Ended", at=NOW - DAY, ends_at=NOW, tags=("one",))
    nothing = client.get(address)
    assert nothing.status_code == 404 if address.startswith("/news/tag/") else titles(nothing) == []
    with time_machine.travel(NOW + SECOND, tick=False):
        assert set(titles(client.get(address))) == {"Scheduled"}


def test_a_tags_list_holds_what_carries_it(client):
    in_row("Both", tags=("one", "two"))
    in_row("Second", tags=("two",))
    assert titles(client.get("/news/tag/one/")) == ["Both"]
    assert sorted(titles(client.get("/news/tag/two/"))) == ["Both", "Second"]


def test_a_chinese_tag_has_an_address(client):
    (article,) = in_row("One", tags=("桥梁",))
    assert titles(client.get(article.tags.get().get_absolute_url())) == ["One"]


@pytest.mark.parametrize("address", ["/news/category/nothing/", "/news/tag/nothing/", "/news/archive/2024/13/"])
def test_what_does_not_exist_is_not_found(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("month", ["0/1", "2024/0", "10000/1", "9999/12"])
def test_a_month_that_is_none_breaks_nothing(client, month):
    assert client.get(f"/news/archive/{month}/").status_code in (200, 404)


def test_an_empty_list_says_so(client):
    factories.draft(tags=("one",))
    for address in [*EVERYWHERE[1:], "/news/archive/"]:
        if address.startswith("/news/tag/"):
            continue
        assert "Nothing has been published here yet." in main(client.get(address))
    assert "No news yet." in main(client.get("/"))


def test_nobody_learns_what_tags_a_draft_has(client):
    factories.draft(tags=("one",))
    assert client.get("/news/tag/one/").status_code == 404


# Pages


def test_a_long_list_comes_in_pages(client):
    in_row(*(f"Article {n}" for n in range(24)))
    first, second = client.get("/news/"), client.get("/news/?page=2")
    assert titles(first) == [f"Article {n}" for n in range(23, 3, -1)]
    assert titles(second) == [f"Article {n}" for n in range(3, -1, -1)]
    assert 'href="/news/?page=2" rel="next"' in first.text
    assert 'href="/news/" rel="prev"' in second.text


def test_a_few_too_many_stay_on_the_page(client):
    in_row(*(f"Article {n}" for n in range(23)))
    assert len(titles(client.get("/news/"))) == 23
    assert client.get("/news/?page=2").status_code == 404


@pytest.mark.parametrize(
    ("page", "named"),
    [
        (1, "[1] 2 3 …"),
        (2, "1 [2] 3 4 …"),
        (6, "1 2 … 4 5 [6] 7 8 …"),
        (8, "1 2 … 6 7 [8] 9 10"),
        (10, "1 2 … 8 9 [10]"),
    ],
)
def test_the_pages_near_it_are_named_and_the_end_if_it_is_near(page, named):
    all_there_are = list(range(9 * SIZE + ORPHANS + 1))
    listed = ListedPage(lambda at, first: all_there_are[first : first + SPAN], str(page), NOW)
    words = (f"[{number}]" if number == page else str(number or "…") for number in listed.around)
    assert " ".join(words) == named


def test_a_page_far_back_asks_no_more_of_the_database(client, django_assert_num_queries):
    for n in range(64):
        factories.published(f"Article {n}", at=NOW - n * HOUR)
    client.get("/news/"), client.get("/news/?page=3")
    for page in (1, 2, 3):
        with django_assert_num_queries(3):  # what holds now, the numbers, and the articles
            client.get(f"/news/?page={page}")


@pytest.mark.parametrize("page", ["0", "2", "-1", "x", "1.5", "²", "99999999999999999999"])
def test_a_page_that_is_none_is_not_found(client, page):
    in_row("One")
    assert client.get("/news/", {"page": page}).status_code == 404


# The archive


@pytest.mark.parametrize(("zone", "month", "empty"), [("Asia/Shanghai", 8, 7), ("UTC", 7, 8)])
def test_a_month_is_one_of_the_sites_time_zone(client, settings, zone, month, empty):
    settings.TIME_ZONE = zone
    with time_machine.travel(NOW + 30 * DAY, tick=False):
        factories.published("Late", at=datetime(2024, 7, 31, 23, 30, tzinfo=UTC))
        assert titles(client.get(f"/news/archive/2024/{month}/")) == ["Late"]
        assert titles(client.get(f"/news/archive/2024/{empty}/")) == []
        assert f'href="/news/archive/2024/{month}/"' in main(client.get("/news/archive/"))


def test_december_ends_with_the_year(client):
    factories.published("December", at=datetime(2023, 12, 31, 15, 59, 59, tzinfo=UTC))
    factories.published("January", at=datetime(2023, 12, 31, 16, tzinfo=UTC))
    assert titles(client.get("/news/archive/2023/12/")) == ["December"]
    assert titles(client.get("/news/archive/2024/1/")) == ["January"]


def test_the_archive_lists_the_months_that_have_news(client):
    for month in ("2023-12-02", "2024-05-03", "2024-05-20", "2024-07-01"):
        factories.published(month, at=datetime.fromisoformat(f"{month}T00:00+00:00"))
    factories.published("别", at=datetime(2024, 4, 1, tzinfo=UTC), language="zh-hans")
    links = re.findall(r'href="/news/archive/(\d+/\d+)/"', main(client.get("/news/archive/")))
    assert links == ["2024/7", "2024/5", "2023/12"]


# Home


def test_home_shows_the_newest_and_a_section_for_each_category_with_news(client):
    company, events = factories.category(), factories.category("events", "Events")
    factories.category("empty", "Nothing here")
    below = factories.category("fairs", "Fairs", parent=events)
    in_row("One", category=company)
    in_row("Two", category=below)
    in_row(*(f"Newer {number}" for number in range(5)), category=company)
    sections = re.findall(r'<section class="home-section".*?</section>', main(client.get("/")), re.DOTALL)
    found = [re.findall(r'">([^<]+)</a></h[23]>', section) for section in sections]
    assert found == [["Company News", "One"], ["Events", "Two"]]


def read(article, days_ago: int, clicks: int) -> None:
    DailyClicks.objects.create(article=article, day=timezone.localdate() - days_ago * DAY, clicks=clicks)


def most_read(page) -> list[str]:
    _before, _mark, after = main(page).partition('<ol class="most-read">')
    return re.findall(r"<li><a [^>]*>([^<]*)</a>", after.partition("</ol>")[0])


def test_home_shows_what_was_read_most_in_seven_days(client):
    little, much, before = in_row("Little", "Much", "Much before")
    read(little, 0, 3)
    read(much, 6, 2)
    read(much, 1, 2)
    read(before, 8, 100)
    assert most_read(client.get("/")) == ["Much", "Little"]


def test_what_was_read_most_is_live_and_of_this_language(client):
    ended, chinese = (
        factories.published("Ended", at=NOW - DAY, ends_at=NOW),
        factories.published("中文", language="zh-hans"),
    )
    read(ended, 0, 9)
    read(chinese, 0, 9)
    assert most_read(client.get("/")) == []
    assert most_read(client.get("/zh-hans/")) == ["中文"]


# How lists are answered


@pytest.mark.parametrize("address", [*EVERYWHERE, "/news/archive/", "/zh-hans/", "/zh-hans/news/"])
def test_an_unchanged_list_is_not_sent_again(client, address):
    in_row("One", tags=("one",))
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


@pytest.mark.parametrize("address", EVERYWHERE)
def test_a_changed_list_is_sent_again(client, address):
    (article,) = in_row("One", tags=("one",))
    tag = client.get(address)["ETag"]
    article.publish(factories.revision(article, "Other words"), NOW)
    assert ArticleRevision.objects.live(NOW).count() == 1
    again = client.get(address, headers={"If-None-Match": tag})
    assert titles(again)[0] == "Other words"


@pytest.mark.parametrize("address", EVERYWHERE)
def test_a_list_is_the_same_for_everybody_and_sets_no_cookie(client, address):
    in_row("One", tags=("one",))
    page = client.get(address)
    assert page.get("Vary", "Accept-Encoding") == "Accept-Encoding"
    assert not page.cookies
    assert client.get(address, headers={"Accept-Language": "zh-CN", "Cookie": "x=y"}).content == page.content


def test_a_list_is_read_and_never_written_to(client):
    assert client.post("/news/").status_code == 405
    assert client.head("/news/").status_code == 200
