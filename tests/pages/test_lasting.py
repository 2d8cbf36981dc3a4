"""What is read once for all readers: never longer than it holds, and never what only its writer has seen."""

import time

import pytest
from django.db import transaction
from django.test import Client

from pages.models import MenuItem, SiteSettings
from pages.store import generation, lasting
from tests import factories

pytestmark = pytest.mark.django_db


def named(name: str) -> None:
    SiteSettings.objects.update(company_name={"en": name})


def welcome(client: Client, address: str = "/") -> str:
    return client.get(address).text


def test_the_next_reader_sees_a_change(client):
    named("Before Ltd")
    assert "Before Ltd" in welcome(client)
    named("After Ltd")
    page = welcome(client)
    assert "After Ltd" in page
    assert "Before Ltd" not in page


@pytest.mark.django_db(transaction=True)
def test_what_was_taken_back_stays_with_nobody(client, roles):
    """Not even where the next change brings the generation to the same number."""
    named("Before Ltd")
    staff = Client()
    staff.force_login(factories.superuser())
    form = {"title": "A title", "language": "en", "category": factories.category().pk, "clicks_before": 0}
    welcome(client)
    with transaction.atomic():
        named("Never Ltd")
        assert "Never Ltd" in staff.post("/admin/news/article/preview/", form).text
        transaction.set_rollback(True)
    named("After Ltd")
    page = welcome(client)
    assert "After Ltd" in page
    assert "Never Ltd" not in page


def test_nothing_is_older_than_a_minute(client, monkeypatch):
    """Such as the year in the footer, which no generation tells of."""
    named("Before Ltd")
    welcome(client)
    generation.remove(plan=["so that nobody watches"])
    named("After Ltd")
    monkeypatch.setattr(lasting.watch, "look", lambda: lasting.watch.state)
    assert "Before Ltd" in welcome(client)
    later = time.monotonic() + lasting.LIFE
    monkeypatch.setattr(lasting.time, "monotonic", lambda: later)
    assert "After Ltd" in welcome(client)


def test_a_menu_says_on_each_page_where_it_is(client):
    page = factories.page("About")
    factories.page("Team", parent=page)
    factories.menu_item("About", target=f"page:{page.pk}")
    factories.menu_item("News", target="/news/")
    for _again in range(2):
        assert '<a href="/about/" aria-current="page">' in welcome(client, "/about/")
        assert '<a href="/about/" aria-current="true">' in welcome(client, "/about/team/")
        assert '<a href="/news/" aria-current="page">' in welcome(client, "/news/")
        assert 'href="/about/" aria-current' not in welcome(client, "/news/")


def test_each_language_has_its_own(client):
    SiteSettings.objects.update(company_name={"en": "Pumps", "zh-hans": "水泵"})
    for _again in range(2):
        assert "水泵" not in welcome(client)
        assert "Pumps" not in welcome(client, "/zh-hans/")


def test_a_category_says_on_each_page_where_it_is(client):
    pumps, valves = factories.category("pumps", "Pumps"), factories.category("valves", "Valves")
    article = factories.published("An article", category=pumps)
    MenuItem.objects.all().delete()
    for _again in range(2):
        assert '<a href="/news/category/pumps/" aria-current="page">' in welcome(client, "/news/category/pumps/")
        assert '<a href="/news/category/pumps/" aria-current="true">' in welcome(client, article.get_absolute_url())
        assert '<a href="/news/category/valves/" aria-current="page">' in welcome(client, valves.get_absolute_url())


def test_an_article_in_a_category_that_is_newer_than_the_tree_is_shown(client, monkeypatch):
    """Made between a look and the article's being read."""
    client.get("/news/")
    monkeypatch.setattr(lasting.watch, "look", lambda: lasting.watch.state)
    article = factories.published("An article", category=factories.category("new", "New"))
    assert client.get(article.get_absolute_url()).status_code == 200


def test_what_staff_look_at_is_kept_for_nobody(signed_in, client, monkeypatch):
    """A colleague saves the name between what the picture of the result reads and what it is made of."""
    site, current, staff = SiteSettings.objects.current(), SiteSettings.objects.current, signed_in()
    site.company_name = {"en": "The old name"}
    site.save()

    def read_just_before():
        read = current()
        SiteSettings.objects.update(company_name={"en": "The new name"})
        return read

    with monkeypatch.context() as patch:
        patch.setattr(SiteSettings.objects, "current", read_just_before)
        assert "The old name" in staff.get("/admin/pages/menuitem/result/").text
    page = client.get("/news/search/").text
    assert "The new name" in page
    assert "The old name" not in page
