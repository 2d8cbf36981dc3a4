"""From draft to live: who may take which step, what it says, and who hears of it by e-mail, once."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from news.models import Article
from pages.models import AuditEntry, Letter, Page, Preferences
from tests import factories

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def people():
    """Two who write and two who publish, each with an address; and one of each who has none."""
    for name, role in [("ann", "Authors"), ("ben", "Authors"), ("erin", "Editors"), ("ed", "Editors")]:
        factories.user(name, role, email=f"{name}@example.com", first_name=name.title())
    factories.user("nobody", "Editors")
    factories.user("gone", "Editors", email="gone@example.com", is_active=False)
    factories.user("agent", "Chat agents", email="agent@example.com")


@pytest.fixture
def as_(client):
    def sign_in(name: str):
        client.force_login(User.objects.get(username=name))
        return client

    return sign_in


def draft(by: str = "ann", **fields) -> Article:
    person = User.objects.get(username=by)
    article = factories.draft("Gates", created_by=person, **fields)
    article.revisions.update(created_by=person)
    return article


def press(client, button: str, article: Article, **typed):
    newest = article.revisions.latest("pk")
    form = {"title": newest.title, "body": newest.body, "base": newest.pk, "slug": article.slug, "clicks_before": 0}
    form |= {"category": article.category_id, "language": "en", button: "1"} | typed
    return client.post(reverse("admin:news_article_change", args=[article.pk]), form, follow=True)


def state(article: Article) -> str:
    return article.standing_now(timezone.now()).key


def told() -> list[tuple[str, str]]:
    return sorted(Letter.objects.values_list("to", "subject"))


def test_an_author_submits_and_all_editors_hear_of_it(as_):
    article = draft()
    page = press(as_("ann"), "_submit", article, comment="Is the number right?")
    assert "Submitted: an editor reads it next. 2 people get an e-mail." in page.text
    assert state(article) == "review"
    subject = "Ann asks for a review: Gates"
    assert told() == [("ed@example.com", subject), ("erin@example.com", subject)]
    letter = Letter.objects.first().text
    assert "Is the number right?" in letter
    assert reverse("admin:news_article_change", args=[article.pk]) in letter


def test_asking_for_changes_needs_words_and_goes_to_the_author(as_):
    article = draft()
    press(as_("ann"), "_submit", article)
    Letter.objects.all().delete()
    page = press(as_("erin"), "_changes", article)
    assert "Say what should be changed" in page.text
    assert state(article) == "review"
    page = press(as_("erin"), "_changes", article, comment="Shorter, please.")
    assert state(article) == "changes"
    assert told() == [("ann@example.com", "Changes wanted: Gates")]
    shown = as_("ann").get(reverse("admin:news_article_change", args=[article.pk])).text
    assert "Shorter, please." in shown


def test_approving_changes_nothing_for_readers(as_):
    article = draft()
    press(as_("erin"), "_approve", article)
    assert state(article) == "approved"
    assert not Article.objects.live(timezone.now()).exists()
    assert told() == [("ann@example.com", "Approved: Gates")]


def test_publishing_and_scheduling_tell_the_author(as_):
    article = draft()
    with time_machine.travel(NOW, tick=False):
        page = press(as_("erin"), "_schedule", article, goes_live_at_0="2026-11-26", goes_live_at_1="09:00")
        assert "Goes live on 26 November 2026, 09:00 China Standard Time." in page.text
        assert state(article) == "scheduled"
        press(as_("erin"), "_publish", article, title="Gates, again")
        assert state(article) == "live"
    assert [subject for _to, subject in told()] == ["Published: Gates, again", "Scheduled: Gates"]
    assert {to for to, _subject in told()} == {"ann@example.com"}
    assert "26 November 2026, 09:00 China Standard Time" in Letter.objects.get(subject__startswith="Sched").text


def test_a_new_version_of_a_live_article_goes_the_same_way_while_the_old_one_stays(as_, client):
    article = draft()
    article.publish(article.revisions.get(), timezone.now())
    press(as_("ann"), "_submit", article, title="Better gates")
    assert state(article) == "live+review"
    assert "<h1>Gates</h1>" in client.get(article.get_absolute_url()).text
    press(as_("erin"), "_publish", article)
    assert state(article) == "live"
    assert "<h1>Better gates</h1>" in client.get(article.get_absolute_url()).text


@pytest.mark.parametrize("button", ["_publish", "_schedule", "_approve", "_changes"])
def test_what_an_author_may_not_is_a_draft_only(button, as_):
    article = draft()
    press(as_("ann"), button, article, title="New", comment="x", goes_live_at_0="2099-01-01", goes_live_at_1="10:00")
    assert state(article) == "draft"
    assert article.revisions.count() == 2
    assert told() == []


def test_a_comment_goes_to_the_other_side(as_):
    article = draft()
    press(as_("erin"), "_comment", article, comment="Who says so?")
    assert told() == [("ann@example.com", "Erin commented on: Gates")]
    Letter.objects.all().delete()
    press(as_("ann"), "_comment", article, comment="The engineer.")
    assert {to for to, _subject in told()} == {"ed@example.com", "erin@example.com"}
    assert article.revisions.count() == 1


def test_nobody_is_told_twice_of_one_step_or_of_his_own(as_):
    article = draft(by="erin")
    press(as_("erin"), "_publish", article)
    assert told() == []
    form = {"base": article.revisions.latest("pk").pk, "comment": "x"}
    for _time in range(2):
        press(as_("ed"), "_comment", article, **form)
    keys = list(Letter.objects.values_list("key", flat=True))
    assert len(keys) == len(set(keys)) == 2  # two comments, each told once


def test_submitted_again_after_changes_the_editors_hear_of_it_again(as_):
    article = draft()
    press(as_("ann"), "_submit", article)
    press(as_("erin"), "_changes", article, comment="Shorter.")
    press(as_("ann"), "_submit", article)
    assert Letter.objects.filter(to="ed@example.com").count() == 2


def test_a_letter_is_in_the_language_of_its_reader(as_):
    Preferences.objects.create(person=User.objects.get(username="erin"), language="zh-hans")
    press(as_("ann"), "_submit", draft())
    assert "Gates" in Letter.objects.get(to="erin@example.com").subject
    assert "asks for a review" not in Letter.objects.get(to="erin@example.com").subject


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Say when readers should see it"),
        ({"goes_live_at_0": "2020-01-01", "goes_live_at_1": "09:00"}, "This moment has passed."),
        ({"goes_live_at_0": "2026-02-30", "goes_live_at_1": "09:00"}, "Enter a valid date"),
        (
            {"goes_live_at_0": "2099-01-01", "goes_live_at_1": "09:00", "ends_at_0": "2098-01-01", "ends_at_1": "9:00"},
            "The end must come after the beginning.",
        ),
    ],
)
def test_an_impossible_time_is_refused_in_words_and_nothing_is_lost(typed, words, as_):
    article = draft()
    page = press(as_("erin"), "_schedule", article, title="Typed at length", **typed)
    assert words in page.text
    assert "Typed at length" in page.text
    assert article.revisions.count() == 1


def test_times_are_typed_in_the_sites_zone_whatever_the_persons_own_is(as_):
    article = draft()
    with timezone.override("America/New_York"):
        press(as_("erin"), "_schedule", article, goes_live_at_0="2099-01-01", goes_live_at_1="09:00")
    assert article.revisions.get().live_from == datetime(2099, 1, 1, 1, tzinfo=UTC)


def test_every_step_is_in_the_log_with_its_states(as_):
    article = draft()
    press(as_("ann"), "_submit", article)
    press(as_("erin"), "_changes", article, comment="Shorter.")
    press(as_("ann"), "_submit", article, title="Short")
    press(as_("erin"), "_publish", article)
    as_("erin").post(reverse("admin:news_article_take_down", args=[article.pk]))
    steps = [
        (entry.user.username, entry.said["step"], entry.said.get("from"), entry.said.get("to"))
        for entry in AuditEntry.objects.order_by("pk")
    ]
    assert steps == [
        ("ann", "submit", "draft", "review"),
        ("erin", "changes", "review", "changes"),
        ("ann", "submit", "changes", "review"),
        ("erin", "publish", "review", "live"),
        ("erin", "take_down", "live", "unpublished"),
    ]


def test_a_page_goes_the_same_way(as_):
    page = factories.page("About", live=False, created_by=User.objects.get(username="ann"))
    typed = {"title": "About us", "body": "<p>x</p>", "language": "en", "position": 0, "slug": "about"}
    address = reverse("admin:pages_page_change", args=[page.pk])
    as_("ann").post(address, typed | {"base": page.revisions.get().pk, "_submit": "1"})
    assert Page.objects.get().standing_now(timezone.now()).key == "review"
    assert Letter.objects.count() == 2


def test_expired_and_unpublished_are_told_apart(as_):
    moment = timezone.now() - timedelta(hours=2)
    expired = factories.published("Was shown", at=moment, ends_at=moment + timedelta(hours=1))
    down = factories.published("Down", at=moment)
    as_("erin").post(reverse("admin:news_article_take_down", args=[down.pk]))
    assert (state(expired), state(down)) == ("expired", "unpublished")
    listed = as_("erin").get(reverse("admin:news_article_changelist") + "?standing=unpublished").text
    assert ("Down" in listed, "Was shown" in listed) == (True, False)


def test_a_comma_mended_in_review_leaves_it_there(as_):
    article = draft()
    article.revisions.get().review("review")
    answer = press(as_("erin"), "_draft", article, title="Gates, mended")
    assert "the state stays: In review" in answer.text
    assert state(article) == "review"


def test_an_approval_does_not_hold_for_another_text_of_the_authors(as_):
    article = draft()
    article.revisions.get().review("approved")
    press(as_("erin"), "_draft", article, title="Gates, mended")
    assert state(article) == "approved"
    answer = press(as_("ann"), "_draft", article, title="Something else")
    assert "What was approved is another text" in answer.text
    assert state(article) == "draft"


def test_who_wrote_it_hears_that_it_was_taken_off_the_schedule(as_):
    article, now = draft(), timezone.now()
    ahead = article.revisions.get()
    article.schedule(ahead, now + timedelta(days=1), now)
    as_("erin").post(reverse("admin:news_article_cancel", args=[article.pk, ahead.pk]))
    assert told() == [("ann@example.com", "Taken off the schedule: Gates")]
    assert "Took off the schedule" in as_("erin").get(reverse("admin:news_article_change", args=[article.pk])).text


def test_the_end_is_told_with_the_beginning(as_):
    days = {"goes_live_at_0": "2998-01-01", "goes_live_at_1": "09:00", "ends_at_0": "2998-02-01", "ends_at_1": "09:00"}
    answer = press(as_("erin"), "_schedule", draft(), **days)
    assert answer.text.count("It is taken down on 1 February 2998, 09:00") == 2  # the message, and the line on top
