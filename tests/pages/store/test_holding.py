"""What is kept is forgotten when anything of it changes, to the second."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from news.models import Article, ArticleRevision, Category, Tag
from news.views import ArticleList
from pages.models import Banner, PageRevision, Redirect, SiteSettings
from pages.store import generation, shelf, watch
from tests import factories
from tests.pages.store.asking import commit, is_kept, later

pytestmark = pytest.mark.django_db


def edit_title():
    ArticleRevision.objects.filter(title="First").update(title="Second")


def sql():
    with connection.cursor() as cursor:
        cursor.execute("UPDATE news_articlerevision SET title = 'Second' WHERE title = 'First'")


CHANGES = {
    "a title": edit_title,
    "a title, by SQL": sql,
    "a new article": lambda: factories.published("New"),
    "an article that ends": lambda: Article.objects.first().unpublish(timezone.now()),
    "one in the trash": lambda: Article.objects.first().trash(timezone.now()),
    "one that is destroyed": lambda: Article.objects.last().delete(),
    "what is pinned": lambda: Article.objects.update(pinned=True),
    "a tag": lambda: Article.objects.first().tags.clear(),
    "a tag's name": lambda: Tag.objects.update(name="valves"),
    "a category": lambda: Category.objects.update(name="Else"),
    "a page": lambda: PageRevision.objects.update(title="About"),
    "a new page": lambda: factories.page("Other", slug="other"),
    "the settings": lambda: SiteSettings.objects.update(phone="+1"),
    "the menu": lambda: factories.menu_item(),
    "a banner": lambda: factories.banner(),
    "a redirect": lambda: Redirect.objects.create(source="/old/", target="/"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_is_seen_at_the_next_look(client, site, kept, change):
    client.get("/news/")
    later(kept)
    assert is_kept(kept, "/news/")
    change()
    later(kept)
    assert not is_kept(kept, "/news/")
    if change in (edit_title, sql):
        assert "Second" in client.get("/news/").text


def test_what_readers_do_not_see_leaves_all_as_it_is(client, site, kept):
    client.get("/news/")
    redirect = Redirect.objects.create(source="/old/", target="/")
    later(kept)
    client.get("/news/")
    client.get("/old/"), client.get("/missing/"), client.get(site.get_absolute_url())
    redirect.refresh_from_db()
    assert redirect.hits == 1
    later(kept)
    assert is_kept(kept, "/news/")


def test_a_page_that_something_changed_under_is_not_kept(client, site, kept, monkeypatch):
    original = ArticleList.get_context_data

    def meanwhile(self, **context):
        edit_title(), commit()
        return original(self, **context)

    monkeypatch.setattr(ArticleList, "get_context_data", meanwhile)
    client.get("/news/")
    assert not is_kept(kept, "/news/")
    monkeypatch.setattr(ArticleList, "get_context_data", original)
    client.get("/news/")
    assert is_kept(kept, "/news/")


def test_a_look_that_was_begun_earlier_does_not_overrule_a_later_one(site, kept, monkeypatch):
    read = generation.read

    def overtaken() -> int:
        known = read()
        with monkeypatch.context() as inside:
            inside.setattr(generation, "read", read)
            edit_title(), commit()
            kept.watch.look()
        return known

    with monkeypatch.context() as outside:
        outside.setattr(generation, "read", overtaken)
        kept.watch.look()
    assert kept.watch.state.number == read()


def test_an_answer_that_gives_a_cookie_is_given_once(client, site, kept, monkeypatch):
    context = ArticleList.render_to_response

    def with_cookie(self, *given, **more):
        response = context(self, *given, **more)
        response.set_cookie("personal", "x")
        return response

    monkeypatch.setattr(ArticleList, "render_to_response", with_cookie)
    assert client.get("/news/").cookies["personal"].value == "x"
    assert not is_kept(kept, "/news/")


@pytest.mark.parametrize("moment", ["begins", "ends"])
def test_a_moment_is_held_to_the_second_without_anybody_looking(client, site, kept, moment):
    now = timezone.now().replace(microsecond=0)
    article = factories.draft("Soon")
    at = now + timedelta(seconds=10)
    with time_machine.travel(now, tick=False) as clock:
        if moment == "begins":
            article.schedule(article.revisions.get(), at, now)
        else:
            article.publish(article.revisions.get(), now - timedelta(days=1), ends_at=at)
        before = client.get("/news/").text
        clock.move_to(at - timedelta(microseconds=1000))
        assert is_kept(kept, "/news/")
        clock.move_to(at)
        assert not is_kept(kept, "/news/")
        after = client.get("/news/").text
    assert ("Soon" in before, "Soon" in after) == ((False, True) if moment == "begins" else (True, False))


def test_the_next_moment_is_found_wherever_it_is(site):
    now = timezone.now()
    moments = [now + timedelta(hours=n) for n in range(1, 7)]
    Banner.objects.create(picture=factories.picture(), title={"en": "B"}, shown_from=moments[5])
    Banner.objects.create(picture=factories.picture(), title={"en": "B"}, shown_until=moments[4])
    article = factories.draft("Soon")
    article.schedule(article.revisions.get(), moments[3], now)
    found = [generation.next_moment()]
    factories.published("Ends", ends_at=moments[2])
    found.append(generation.next_moment())
    factories.page("Ends", slug="ends", ends_at=moments[1])
    found.append(generation.next_moment())
    assert found == [moment.timestamp() for moment in (moments[3], moments[2], moments[1])]


def test_nothing_is_older_than_a_minute_unless_the_database_is_away(client, site, kept, monkeypatch):
    monkeypatch.setattr(shelf, "LIFE", 0)
    client.get("/news/")
    assert not is_kept(kept, "/news/")
    monkeypatch.setattr(kept.watch, "has_failed", True)
    assert is_kept(kept, "/news/")


def test_what_nobody_has_looked_at_for_a_second_is_not_trusted(client, site, kept, monkeypatch):
    client.get("/news/")
    monkeypatch.setattr(watch, "HOLDS", -1)
    assert not is_kept(kept, "/news/")
    monkeypatch.setattr(kept.watch, "has_failed", True)
    assert is_kept(kept, "/news/")
