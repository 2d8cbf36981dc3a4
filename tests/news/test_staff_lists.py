"""The list of articles for staff, which may be very long: in order, narrowed, searched, and turned to an end."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from news import admin as news_admin
from news.admin import ArticleAdmin
from news.models import Article, ArticleRevision, DailyClicks, Tag
from pages.admin import paging, timeline
from tests import factories

pytestmark = pytest.mark.django_db
LIST = "/admin/news/article/"


def titles(page) -> list[str]:
    return re.findall(r'<th class="field-headline"><a[^>]*>([^<]*)</a>', page.text)


def test_what_was_changed_last_comes_first(signed_in):
    first, _second = factories.published("First"), factories.published("Second")
    factories.revision(first, "First, mended")
    assert titles(signed_in().get(LIST)) == ["First, mended", "Second"]


def test_any_part_of_a_title_is_found_among_what_was_changed_last(signed_in):
    factories.published("Bulletin of the station"), factories.draft("Another station"), factories.draft("None")
    assert titles(signed_in().get(LIST, {"q": "tatio"})) == ["Another station", "Bulletin of the station"]


def test_among_all_beginnings_of_words_are_found(signed_in, monkeypatch):
    factories.published("Bulletin of the pumping station"), factories.published("泵站简报"), factories.draft("Newest")
    monkeypatch.setattr(timeline, "RECENT", 1)
    staff = signed_in()
    assert titles(staff.get(LIST, {"q": "stat bull"})) == ["Bulletin of the pumping station"]
    assert titles(staff.get(LIST, {"q": "stations"})) == ["Bulletin of the pumping station"]
    assert titles(staff.get(LIST, {"q": "泵站"})) == ["泵站简报"]
    assert titles(staff.get(LIST, {"q": "umping"})) == titles(staff.get(LIST, {"q": "?"})) == []
    assert len(titles(staff.get(LIST, {"q": " "}))) == 3


def test_pages_are_turned_so_far_and_no_further(signed_in, monkeypatch):
    for number in range(4):
        factories.draft(f"Number {number}")
    staff = signed_in()
    assert "are listed" not in staff.get(LIST).text
    monkeypatch.setattr(paging, "MOST", 3)
    assert "Only the first 3 are listed." in staff.get(LIST).text


def test_each_state_is_a_list_of_its_own(signed_in):
    now, staff = timezone.now(), signed_in()
    factories.published("Live"), factories.draft("Draft")
    factories.published("Expired", at=now - timedelta(hours=2), ends_at=now - timedelta(hours=1))
    for title, step in (("Taken down", "unpublish"), ("Trashed", "trash")):
        getattr(factories.published(title), step)(now)
    withheld, scheduled, approved = (
        factories.published("Withheld"),
        factories.draft("Ahead"),
        factories.draft("Approved"),
    )
    withheld.withhold(withheld.revisions.get(), "A court order", now)
    scheduled.schedule(scheduled.revisions.get(), now + timedelta(days=1), now)
    approved.revisions.get().review("approved")
    listed = {
        "live": "Live",
        "draft": "Draft",
        "expired": "Expired",
        "unpublished": "Taken down",
        "trash": "Trashed",
        "withheld": "Withheld",
        "scheduled": "Ahead",
        "approved": "Approved",
    }
    for state, title in listed.items():
        assert titles(staff.get(LIST, {"standing": state})) == [title], state


def test_who_has_read_an_article_before_overwrites_nothing_that_follows_from_its_versions(client):
    article = factories.draft("Draft", tags=("gates",))
    read_before = Article.objects.get(pk=article.pk)
    article.publish(article.revisions.get(), timezone.now())
    newest = factories.revision(article, "Next")
    read_before.pinned = True
    read_before.save()
    now = Article.objects.live(timezone.now()).get(pk=article.pk)
    assert (now.pinned, now.newest, now.waiting, now.published_at) == (True, newest.pk, "draft", article.published_at)
    assert article.get_absolute_url() in client.get("/news/tag/gates/").text


def test_pages_are_in_order_and_cost_few_queries(signed_in, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(ArticleAdmin, "list_per_page", 2)
    for number in range(5):
        factories.draft(f"Number {number}")
    staff = signed_in()
    staff.get(LIST)
    with django_assert_max_num_queries(12):
        assert titles(staff.get(LIST)) == ["Number 4", "Number 3"]
    assert titles(staff.get(LIST, {"p": 2})) == ["Number 2", "Number 1"]
    assert titles(staff.get(LIST, {"p": 3})) == ["Number 0"]


# In order


def test_by_its_date_alone_a_list_can_be_put_in_order(signed_in):
    now, staff = timezone.now(), signed_in()
    events = factories.category("events", "Events")
    factories.published("A, the older", at=now - timedelta(days=9), pinned=True)
    factories.published("B, the newer", at=now, category=events, language="zh-hans")
    columns = {name: place for place, name in enumerate(ArticleAdmin.list_display)}
    by_date = f"o={columns['published']}"
    assert re.findall(r'href="\?(o=\d+)"', staff.get(LIST).text) == [by_date]
    assert titles(staff.get(f"{LIST}?{by_date}")) == ["B, the newer", "A, the older"]
    assert titles(staff.get(f"{LIST}?o=-{columns['published']}")) == ["A, the older", "B, the newer"]
    for place in sorted({*columns.values()} - {columns["published"]}):
        for order in (f"o={place}", f"o=-{place}"):
            assert titles(staff.get(f"{LIST}?{order}")) == ["B, the newer", "A, the older"], order


# Beside it


def test_articles_of_a_tag_are_counted_so_far_and_no_further(signed_in, monkeypatch):
    staff, tag = signed_in(), Tag.objects.create(name="Pumps")
    Tag.objects.create(name="Unused")
    for number in range(3):
        factories.draft(f"Number {number}").set_tags([tag])
    counted = r'<td class="field-articles">([^<]*)<'
    assert re.findall(counted, staff.get("/admin/news/tag/").text) == ["3", "0"]
    monkeypatch.setattr(news_admin, "MOST_COUNTED", 2)
    assert re.findall(counted, staff.get("/admin/news/tag/").text) == ["2 or more", "0"]


def test_the_start_page_has_what_was_read_most_with_its_clicks(signed_in):
    staff, today = signed_in(), timezone.localdate()
    for title, days_ago, clicks in (("Little", 0, 3), ("Much", 1, 1234), ("Long ago", 9, 5000)):
        article = factories.published(title)
        DailyClicks.objects.create(article=article, day=today - timedelta(days=days_ago), clicks=clicks)
    read = staff.get("/admin/").text.partition('id="waiting-read"')[2].partition("</section>")[0]
    assert re.findall(r'>([^<]+)</a> <span class="count">([^<]*)<', read) == [("Much", "1234"), ("Little", "3")]


def test_the_start_page_has_what_editors_read_the_newest_first(signed_in):
    staff, states = signed_in(), ArticleRevision.State
    for title, state in (("One", states.APPROVED), ("Two", states.CHANGES), ("Three", states.APPROVED)):
        factories.draft(title).revisions.get().review(state)
    read = staff.get("/admin/").text.partition('id="waiting-changes"')[2].partition("</section>")[0]
    found = re.findall(r'>([^<]+)</a> <span class="count">([^<]*)<', read)
    assert found == [("Three", "Approved"), ("Two", "Changes wanted"), ("One", "Approved")]
