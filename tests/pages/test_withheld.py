"""What is withheld no reader sees again, whatever he asks for; colleagues see that it was, and why."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from pages.models import AuditEntry, PreviewLink
from tests import factories

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def article():
    """Two versions that readers saw, the second now."""
    made = factories.published("First words", at=NOW - 2 * DAY)
    made.publish(factories.revision(made, "Second words"), NOW - DAY)
    return made


def withhold(client, revision, **form):
    kind = "news_article" if hasattr(revision, "article") else "pages_page"
    address = reverse(f"admin:{kind}_withhold", args=[getattr(revision, revision.subject).pk, revision.pk])
    return client.post(address, {"reason": "A court order"} | form, follow=True)


def at(article, moment) -> str:
    return article.get_absolute_url() + "?at=" + moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def test_the_live_version_is_gone_and_the_one_before_it_does_not_come_back(article, signed_in, client):
    withhold(signed_in("Editors"), article.revisions.latest("pk"))
    page = client.get(article.get_absolute_url())
    assert page.status_code == 410
    assert "words" not in page.text
    assert "words" not in client.get("/news/").text
    assert client.get("/news/").status_code == 200


def test_an_earlier_version_is_gone_from_the_past_alone(article, signed_in, client):
    first = article.revisions.earliest("pk")
    assert client.get(at(article, NOW - 2 * DAY)).status_code == 200
    withhold(signed_in("Editors"), first)
    assert client.get(at(article, NOW - 2 * DAY)).status_code == 410
    assert "Second words" in client.get(article.get_absolute_url()).text
    assert "Second words" in client.get(at(article, NOW - DAY)).text


def test_colleagues_see_it_and_why(article, signed_in):
    editor, first = signed_in("Editors"), article.revisions.earliest("pk")
    withhold(editor, first)
    assert "First words" in editor.get(at(article, NOW - 2 * DAY)).text
    history = editor.get(reverse("admin:news_article_history", args=[article.pk])).text
    assert "A court order" in history
    entry = AuditEntry.objects.of_step("withhold").get()
    assert (entry.words, entry.user.username) == ("A court order", "editors")
    assert "First words" not in signed_in("Chat agents").get(at(article, NOW - 2 * DAY)).text


def test_several_at_once(article, signed_in, client):
    first, second = article.revisions.order_by("pk")
    withhold(signed_in("Editors"), second, also=[first.pk])
    assert article.revisions.filter(withheld_at=None).count() == 0
    assert client.get(article.get_absolute_url()).status_code == 410


def test_without_a_reason_nothing_is_withheld(article, signed_in):
    answer = withhold(signed_in("Editors"), article.revisions.latest("pk"), reason=" ")
    assert "This field is required" in answer.text
    assert article.revisions.filter(withheld_at=None).count() == 2


def test_it_is_never_published_restored_or_shown_by_a_link_again(article, signed_in, client):
    editor, first = signed_in("Editors"), article.revisions.earliest("pk")
    link = PreviewLink.objects.create(
        about=f"article:{article.pk}", revision=first.pk, made_at=NOW, expires_at=NOW + DAY
    )
    assert client.get(link.get_absolute_url()).status_code == 200
    withhold(editor, first)
    assert client.get(link.get_absolute_url()).status_code == 404
    restored = editor.post(reverse("admin:news_article_restore", args=[article.pk, first.pk]), follow=True)
    assert "withheld from readers for good" in restored.text
    made = editor.post(
        reverse("admin:news_article_link", args=[article.pk]), {"revision": first.pk, "days": 7}, follow=True
    )
    assert "withheld from readers for good" in made.text
    assert article.revisions.count() == 2
    assert PreviewLink.objects.count() == 1


def test_a_scheduled_version_never_comes(signed_in, client, clock):
    article = factories.published("Now", at=NOW - DAY)
    ahead = factories.revision(article, "Ahead")
    article.schedule(ahead, NOW + DAY, NOW)
    withhold(signed_in("Editors"), ahead)
    clock.move_to(NOW + DAY)
    assert "<h1>Now</h1>" in client.get(article.get_absolute_url()).text


def test_a_new_version_brings_the_page_back(article, signed_in, client):
    withhold(signed_in("Editors"), article.revisions.latest("pk"))
    article.publish(factories.revision(article, "Third words"), NOW + DAY / 24)
    with time_machine.travel(NOW + DAY, tick=False):
        assert "Third words" in client.get(article.get_absolute_url()).text


def test_a_static_page_too(signed_in, client):
    page = factories.page("Terms", at=NOW - DAY)
    withhold(signed_in("Editors"), page.revisions.get())
    assert client.get("/terms/").status_code == 410


def test_no_reader_sees_it_again_but_the_form_of_its_newest_version_says_so(article, signed_in):
    editor = signed_in("Editors")
    withhold(editor, article.revisions.latest("pk"))
    listed = editor.get(reverse("admin:news_article_changelist") + "?standing=withheld").text
    assert "Second words" in listed
    assert "Withheld" in editor.get(reverse("admin:news_article_change", args=[article.pk])).text


@pytest.mark.parametrize("button", ["_publish", "_approve", "_submit"])
def test_the_same_text_does_not_go_out_again_by_itself(button, article, signed_in, client):
    editor, newest = signed_in("Editors"), article.revisions.latest("pk")
    withhold(editor, newest)
    form = {"title": newest.title, "body": newest.body, "base": newest.pk, "slug": article.slug, "clicks_before": 0}
    form |= {"category": article.category_id, "language": "en", button: "1"}
    address = reverse("admin:news_article_change", args=[article.pk])
    assert "Take out what must not be read" in editor.post(address, form).text
    assert article.revisions.count() == 2
    editor.post(address, form | {"body": "<p>Nothing of it.</p>", "_publish": "1"})
    assert "Nothing of it." in client.get(article.get_absolute_url()).text


def test_under_another_title_it_goes_out_only_if_that_is_meant(article, signed_in, client):
    editor, newest = signed_in("Editors"), article.revisions.latest("pk")
    withhold(editor, newest)
    form = {"title": "Other words", "body": newest.body, "base": newest.pk, "slug": article.slug, "clicks_before": 0}
    form |= {"category": article.category_id, "language": "en", "_publish": "1"}
    address = reverse("admin:news_article_change", args=[article.pk])
    asked = editor.post(address, form)
    assert "press the button again" in asked.text
    assert asked.context["adminform"].form["meant"].value() == newest.pk
    assert client.get(article.get_absolute_url()).status_code == 410
    assert editor.post(address, form | {"meant": newest.pk}).status_code == 302
    assert "Other words" in client.get(article.get_absolute_url()).text


def test_versions_with_the_same_text_and_words_in_the_address_are_pointed_at(article, signed_in):
    first, second = article.revisions.order_by("pk")
    address = reverse("admin:news_article_withhold", args=[article.pk, second.pk])
    asked = signed_in("Editors").get(address)
    assert asked.context["form"]["also"].initial == {first.pk}
    assert "Was live, the same text)" in asked.text
    assert article.get_absolute_url() in asked.text
