"""Deleting is a trash: readers see nothing of it, putting back restores all of it, and only a purge destroys."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from news.models import Article
from pages.models import AuditEntry, OpenForm, Page, PreviewLink, SiteSettings
from pages.trash import empty_trash
from tests import factories

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


def step(client, name: str, article: Article, **form):
    kind = "pages_page" if isinstance(article, Page) else "news_article"
    return client.post(reverse(f"admin:{kind}_{name}", args=[article.pk]), form, follow=True)


@pytest.fixture
def editor(signed_in):
    return signed_in("Editors")


def test_what_is_live_goes_and_comes_back_to_the_second(editor, client):
    article = factories.published("Gates", at=NOW - DAY)
    with time_machine.travel(NOW, tick=False) as clock:
        assert "Put it back" in step(editor, "delete", article).text
        assert [client.get(at).status_code for at in (article.get_absolute_url(), "/news/")] == [410, 200]
        assert "Gates" not in client.get("/news/").text
        clock.shift(DAY)
        assert "All of it is as it was" in step(editor, "put_back", article).text
        assert client.get(article.get_absolute_url()).status_code == 200
        assert "Gates" in client.get("/news/").text
        past = article.get_absolute_url() + "?at="
        moments = (NOW - SECOND, NOW, NOW + DAY - SECOND, NOW + DAY)
        answers = [client.get(past + moment.strftime("%Y-%m-%dT%H:%M:%SZ")).status_code for moment in moments]
        assert answers == [200, 410, 410, 200]


def test_what_is_scheduled_does_not_go_live_in_the_trash_and_does_once_it_is_back(editor, client):
    with time_machine.travel(NOW, tick=False) as clock:
        article = factories.draft()
        article.schedule(article.revisions.get(), NOW + DAY, NOW)
        step(editor, "delete", article)
        clock.move_to(NOW + DAY)
        assert client.get(article.get_absolute_url()).status_code == 404  # nobody has ever seen it
        step(editor, "put_back", article)
        assert client.get(article.get_absolute_url()).status_code == 200


def test_an_address_in_the_trash_is_gone_for_a_page_too(editor, client):
    page = factories.page("About")
    step(editor, "delete", page)
    assert client.get("/about/").status_code == 410
    step(editor, "put_back", page)
    assert client.get("/about/").status_code == 200


def test_a_page_with_others_below_it_stays(editor, client):
    about = factories.page("About")
    factories.page("Places", parent=about)
    assert "Places" in step(editor, "delete", about).text
    assert client.get("/about/").status_code == 200


def test_the_trash_is_a_list_of_its_own(editor):
    article = factories.published("Thrown away")
    factories.published("Kept")
    step(editor, "delete", article)
    shown = editor.get(reverse("admin:news_article_changelist")).text
    thrown = editor.get(reverse("admin:news_article_changelist") + "?standing=trash").text
    assert ("Thrown away" in shown, "Kept" in shown) == (False, True)
    assert ("Thrown away" in thrown, "Kept" in thrown) == (True, False)


@pytest.mark.parametrize("name", ["take_down", "change"])
def test_in_the_trash_nothing_else_can_be_done(name, editor):
    article = factories.published()
    step(editor, "delete", article)
    answer = editor.post(reverse(f"admin:news_article_{name}", args=[article.pk]), {"title": "x"})
    assert answer.status_code == 403
    assert article.revisions.count() == 1


def test_pressed_twice_it_says_where_it_is(editor):
    article = factories.published()
    step(editor, "put_back", article)
    page = step(editor, "put_back", article)
    assert "This is not in the trash." in page.text
    assert not AuditEntry.objects.exists()


def test_only_a_superuser_destroys_and_is_told_what(signed_in, client):
    article = factories.published("Old news", clicks_before=12)
    boss = signed_in()
    page = step(boss, "purge", article)
    assert "Only what is in the trash can be destroyed" in page.text
    step(boss, "delete", article)
    number = article.revisions.get().pk
    PreviewLink.objects.create(about=f"article:{article.pk}", revision=number, made_at=NOW, expires_at=NOW)
    asked = boss.get(reverse("admin:news_article_purge", args=[article.pk])).text
    assert all(words in asked for words in ("Old news", "readers have seen 1", "Its clicks: 12"))
    assert "Tick the box" in step(boss, "purge", article).text
    assert Article.objects.filter(pk=article.pk).exists()
    step(boss, "purge", article, understood="1")
    assert not Article.objects.filter(pk=article.pk).exists()
    assert not PreviewLink.objects.exists()
    assert client.get(article.get_absolute_url()).status_code == 404
    entry = AuditEntry.objects.of_step("purge").get()
    assert "Old news" in entry.words
    assert entry.object_id == str(article.pk)


def test_after_a_while_what_nobody_has_seen_is_destroyed_and_what_was_live_is_kept(editor):
    SiteSettings.objects.update_or_create(pk=1, defaults={"trash_days": 7})
    with time_machine.travel(NOW, tick=False):
        never, seen, kept = factories.draft("Never"), factories.published("Seen", at=NOW - DAY), factories.draft("Kept")
        page = factories.page("Never", live=False)
        for one in (never, seen, page):
            step(editor, "delete", one)
        OpenForm.objects.create(
            key="6f0c5ab0-3c5f-4f5e-9d3b-6a1d3f1e7c10",
            person_id=AuditEntry.objects.first().user_id,
            about=f"article:{never.pk}",
            typed={},
            opened_at=NOW,
            seen_at=NOW,
        )
    empty_trash(NOW + 7 * DAY)
    assert set(Article.objects.all()) == {never, seen, kept}
    empty_trash(NOW + 7 * DAY + SECOND)
    assert set(Article.objects.all()) == {seen, kept}
    assert not Page.objects.exists()
    assert not OpenForm.objects.exists()


def test_an_author_clears_away_his_own_draft_and_nothing_that_was_live(signed_in):
    author = signed_in("Authors")
    from django.contrib.auth.models import User

    me = User.objects.get(username="authors")
    draft, live = factories.draft(created_by=me), factories.published(created_by=me)
    assert author.post(reverse("admin:news_article_delete", args=[draft.pk])).status_code == 302
    assert author.post(reverse("admin:news_article_delete", args=[live.pk])).status_code == 403
    assert list(Article.objects.in_trash()) == [draft]


def test_in_the_trash_it_leads_nowhere_from_menus_and_texts(editor, client):
    gone = factories.published("Gone")
    other = factories.published("Other", body=f'<p><a href="article:{gone.pk}">there</a></p>')
    factories.menu_item("To it", f"article:{gone.pk}")
    assert client.get(other.get_absolute_url()).text.count(gone.get_absolute_url()) >= 2
    step(editor, "delete", gone)
    assert gone.get_absolute_url() not in client.get(other.get_absolute_url()).text


def test_a_moment_says_nothing_of_a_time_in_the_trash(editor, client):
    article = factories.published("Gates", at=NOW - DAY)
    with time_machine.travel(NOW, tick=False):
        step(editor, "delete", article)
        asked = article.get_absolute_url() + "?at=" + (NOW - SECOND).strftime("%Y-%m-%dT%H:%M:%SZ")
        assert client.get(asked).status_code == 410  # it is not live, so readers do not leaf through it
        assert editor.get(asked).status_code == 200
        assert timezone.now() == NOW
