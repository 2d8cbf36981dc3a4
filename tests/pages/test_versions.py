"""The history of a page or an article: what stands there, comparing, restoring, correcting, looking back."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from pages import comparison
from tests import factories

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def editor(signed_in):
    return signed_in("Editors")


def history(client, identity, query: str = "") -> str:
    kind = "pages_page" if identity._meta.model_name == "page" else "news_article"
    return client.get(reverse(f"admin:{kind}_history", args=[identity.pk]) + query).text


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_the_history_tells_who_when_why_in_which_state_and_from_when_to_when(editor):
    me = User.objects.get(username="editors")
    with time_machine.travel(NOW, tick=False):
        article = factories.published("First", at=NOW - 2 * DAY)
        article.publish(factories.revision(article, "Second", note="A typo", created_by=me), NOW - DAY)
        article.schedule(factories.revision(article, "Third"), NOW + DAY, NOW)
        factories.revision(article, "Fourth", created_by=me)
        text = words(history(editor, article))
    assert "Fourth editors 24 November 2026, 16:00 Draft Never" in text
    assert "Third – 24 November 2026, 16:00 Scheduled 25 November 2026, 16:00" in text
    assert re.search(r"Second A typo editors .* Live 23 November 2026, 16:00 – 25 November 2026, 16:00", text)
    assert re.search(r"First – .* Was live 22 November 2026, 16:00 – 23 November 2026, 16:00", text)


def test_the_strip_has_a_bar_for_each_version_and_a_gap_for_the_trash(editor):
    with time_machine.travel(NOW, tick=False):
        article = factories.published("First", at=NOW - 3 * DAY)
        article.trash(NOW - 2 * DAY)
        article.put_back(NOW - DAY)
        article.schedule(factories.revision(article), NOW + DAY, NOW)
        page = history(editor, article)
    assert len(re.findall(r'<rect class="(?:live|past|scheduled)', page)) == 2
    assert page.count('class="gap"') == 1
    places = [float(x) for x in re.findall(r'<rect class="[^"]*" x="([\d.]+)"', page)]
    assert all(0 <= x <= 1000 for x in places)


def test_a_draft_has_a_history_without_a_strip(editor):
    page = history(editor, factories.draft("Only"))
    assert "Only" in page
    assert "<svg viewBox" not in page


def test_a_long_history_has_pages_and_few_queries(editor, django_assert_max_num_queries):
    article = factories.published()
    for number in range(120):
        article.publish(factories.revision(article, f"Version {number}"), NOW - DAY + number * timedelta(minutes=1))
    history(editor, article)
    with django_assert_max_num_queries(16):
        assert "Version 119" in history(editor, article)
    assert "Version 60<" in history(editor, article, "?page=2")


# Comparing


def compare(client, article, old, new) -> str:
    address = reverse("admin:news_article_compare", args=[article.pk])
    return client.get(f"{address}?old={old.pk}&new={new.pk}").text


def test_words_are_marked_in_the_rendered_text_and_in_the_fields(editor):
    article = factories.draft("Old gates", body="<h2>On gates</h2><p>They <strong>creak</strong> at night.</p>")
    old = article.revisions.get()
    new = factories.revision(
        article, "New gates", body="<h2>On gates</h2><p>They are <em>silent</em> at night.</p>", summary="Short."
    )
    page = compare(editor, article, new, old)  # in whatever order they were chosen
    assert "<del>Old</del><ins>New</ins> gates" in page
    assert "<h2>On gates</h2>" in page
    assert "<del><strong>creak</strong></del><ins>are <em>silent</em></ins>" in page
    assert "<ins>Short.</ins>" in page


def test_pictures_are_compared(editor):
    before, after = factories.picture("Before"), factories.picture("After")
    article = factories.draft(cover=before, body=f'<p><img src="picture:{before.pk}" alt="x"></p>')
    new = factories.revision(article, cover=after, body=f'<p><img src="picture:{after.pk}" alt="x"></p>')
    page = compare(editor, article, article.revisions.earliest("pk"), new)
    for picture, mark in ((before, "del"), (after, "ins")):
        assert page.count(f'<{mark}><img class="thumbnail" src="{picture.small}"') == 1
        assert f'<{mark}><img src="{picture.small}"' in page


def test_two_that_are_the_same_say_so(editor):
    article = factories.draft()
    one = article.revisions.get()
    assert "The two say the same" in compare(editor, article, one, one)


@pytest.mark.parametrize("query", ["", "?old=1", "?old=x&new=y", "?old=999999&new=999999"])
def test_an_odd_comparison_is_not_found(query, editor):
    article = factories.draft()
    assert editor.get(reverse("admin:news_article_compare", args=[article.pk]) + query).status_code == 404


def test_a_version_of_another_article_is_not_compared(editor):
    mine, other = factories.draft(), factories.draft("Other")
    address = reverse("admin:news_article_compare", args=[mine.pk])
    query = f"?old={mine.revisions.get().pk}&new={other.revisions.get().pk}"
    assert editor.get(address + query).status_code == 404


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("<p>我们在杭州。</p>", "<p>我们在宁波。</p>", "<p>我们在<del>杭州</del><ins>宁波</ins>。</p>"),
        (
            "<ul><li>one</li><li>two</li></ul>",
            "<ul><li>one</li><li>three</li><li>two</li></ul>",
            "<ul><li>one</li><li><ins>three</ins></li><li>two</li></ul>",
        ),
        ("<p>a b c</p>", "<p>a c</p>", "<p>a <del>b </del>c</p>"),
        ("<p>a</p>", "", "<p><del>a</del></p>"),
        ("<p>x &lt;b&gt; y</p>", "<p>x &lt;i&gt; y</p>", "<p>x &lt;<del>b</del><ins>i</ins>&gt; y</p>"),
        ("<p>same</p><p>gone words</p>", "<p>same</p>", "<p>same</p><p><del>gone words</del></p>"),
    ],
)
def test_what_is_marked(old, new, marked):
    assert comparison.rich(old, new) == marked


def test_nothing_hostile_comes_through_a_comparison():
    old = '<p onclick="x()">a<script>alert(1)</script> <img src=x onerror=alert(1)></p>'
    new = '<p>a <a href="javascript:alert(1)">b</a> &lt;script&gt;</p><svg/onload=alert(1)>'
    marked = comparison.rich(old, new)
    assert not re.search(r"<script|onclick|onerror|onload|javascript:", marked)
    assert comparison.plain("<b>", "<script>") == "&lt;<del>b</del><ins>script</ins>&gt;"


# Restoring, correcting, looking back


def test_a_restored_version_is_a_draft_that_says_where_it_comes_from(editor, client):
    article = factories.published("First", at=NOW - 2 * DAY)
    first = article.revisions.get()
    article.publish(factories.revision(article, "Second"), NOW - DAY)
    editor.post(reverse("admin:news_article_restore", args=[article.pk, first.pk]))
    newest = article.revisions.latest("pk")
    assert (newest.title, newest.live_from, newest.created_by.username) == ("First", None, "editors")
    assert "Restored" in newest.note
    assert article.standing_now(timezone.now()).waiting == "draft"


def test_the_real_page_of_any_version_is_shown_and_counts_nothing(editor):
    article = factories.published("Live", tags=("one",))
    draft = factories.revision(article, "Draft", body="<p>Unseen.</p>")
    page = editor.get(reverse("admin:news_article_version", args=[article.pk, draft.pk]))
    assert all(part in page.text for part in ("<h1>Draft</h1>", "Unseen.", "as it is kept"))
    assert "no-store" in page["Cache-Control"]
    assert article.days.count() == 0


def test_readers_are_told_of_a_correction_with_its_day(client):
    article = factories.published("Gates", at=NOW - 9 * DAY)
    corrected = {"correction": "We wrote 12 metres; it is 21."}
    article.publish(factories.revision(article, **corrected), NOW - 8 * DAY)
    article.publish(factories.revision(article, "Gates again", **corrected), NOW - DAY)
    with time_machine.travel(NOW, tick=False):
        page = client.get(article.get_absolute_url()).text
        assert "Corrected on 16 November 2026:</strong> We wrote 12 metres; it is 21." in page
        assert page.index("A text.") < page.index("Corrected on")
        before = client.get(article.get_absolute_url() + "?at=2026-11-15T12:00:00Z").text
        assert "Corrected on" not in before


def test_a_correction_is_text_and_never_markup(client):
    article = factories.published(correction="<script>alert(1)</script>")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in client.get(article.get_absolute_url()).text


def test_a_page_says_what_was_corrected(client):
    factories.page("About", at=NOW - DAY, correction="Founded in 2009.")
    with time_machine.travel(NOW, tick=False):
        assert "Corrected on 23 November 2026:" in client.get("/about/").text


def at(client, identity, day: str, time: str):
    kind = "pages_page" if identity._meta.model_name == "page" else "news_article"
    address = reverse(f"admin:{kind}_at", args=[identity.pk])
    return client.get(address, {"moment_0": day, "moment_1": time}, follow=True)


@pytest.mark.parametrize("make", [factories.published, factories.page])
def test_staff_look_back_to_what_readers_saw(make, editor):
    with time_machine.travel(NOW, tick=False):
        identity = make("First", at=NOW - 2 * DAY)
        second = identity.revisions.create(title="Second", body="<p>x</p>", created_at=NOW)
        identity.publish(second, NOW - DAY)
        identity.unpublish(NOW - HOUR)
        assert "<h1>First</h1>" in at(editor, identity, "2026-11-23", "15:59").text
        assert "<h1>Second</h1>" in at(editor, identity, "2026-11-23", "16:00").text
        assert "readers saw nothing of it" in at(editor, identity, "2026-11-24", "15:00").text
        assert "readers saw nothing of it" in at(editor, identity, "2026-11-20", "15:00").text
        assert "This field is required" in at(editor, identity, "", "").text


def test_a_page_of_the_past_follows_the_rules_of_an_article(editor, client):
    with time_machine.travel(NOW, tick=False):
        page = factories.page("Terms", at=NOW - 2 * DAY)
        page.publish(page.revisions.create(title="New terms", body="<p>x</p>", created_at=NOW), NOW - DAY)
        then = client.get("/terms/?at=2026-11-22T09:00:00Z")
        assert "<h1>Terms</h1>" in then.text
        assert (then["Cache-Control"], then["X-Robots-Tag"]) == ("private, no-store", "noindex")
        assert "ETag" not in then
        for moment in ("2026-11-21T00:00:00Z", "2030-01-01", "x"):
            assert client.get(f"/terms/?at={moment}").status_code == 404
        page.unpublish(NOW)
        assert client.get("/terms/?at=2026-11-22T09:00:00Z").status_code == 410
        assert editor.get("/terms/?at=2026-11-22T09:00:00Z").status_code == 200
