"""Static pages: their tree, their addresses and what becomes of old ones, on the same timeline as articles."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from pages.models import FormerPath, Page
from pages.reserved import reserved_words
from tests import factories

pytestmark = pytest.mark.django_db


def typed(page: Page | None = None, **fields) -> dict:
    words = {"title": "A page", "body": "<p>Typed.</p>", "language": "en", "position": 0}
    if page:
        words |= {"base": page.revisions.latest("pk").pk, "slug": page.slug, "parent": page.parent_id or ""}
    return words | fields


def add(boss, **fields):
    return boss.post(reverse("admin:pages_page_add"), typed(**fields))


def change(boss, page: Page, **fields):
    return boss.post(reverse("admin:pages_page_change", args=[page.pk]), typed(page, **fields))


def errors(answer) -> dict:
    return answer.context["adminform"].form.errors


def test_a_page_stands_below_its_parent_and_shows_the_way_and_what_is_below(client):
    about = factories.page("About")
    places = factories.page("Places", parent=about)
    factories.page("Suzhou", parent=places, summary="Where things are mended.", position=2)
    factories.page("Hangzhou", parent=places, position=1)
    factories.page("Atlantis", parent=places, live=False)
    page = client.get("/about/places/")
    assert [str(one) for one in page.context["trail"]] == ["About"]
    assert [str(one) for one in page.context["children"]] == ["Hangzhou", "Suzhou"]
    assert "Where things are mended." in page.text
    assert client.get("/about/places/suzhou").headers["Location"] == "/about/places/suzhou/"


def test_a_path_is_unique_in_its_language_alone(client, signed_in):
    factories.page("About", "about")
    add(signed_in(), title="关于", slug="about", language="zh-hans", _publish="1")
    assert "关于" in client.get("/zh-hans/about/").text
    assert "has this address already" in errors(add(signed_in(), slug="about"))["slug"][0]


def test_a_page_is_written_scheduled_and_taken_down_like_an_article(client, signed_in):
    boss, now = signed_in(), timezone.now()
    add(boss, title="Terms")
    page = Page.objects.get()
    assert client.get("/terms/").status_code == 404
    later = timezone.localtime(now + timedelta(days=1))
    at = {"goes_live_at_0": later.strftime("%Y-%m-%d"), "goes_live_at_1": later.strftime("%H:%M:%S")}
    change(boss, page, title="Terms", _schedule="1", **at)
    assert client.get("/terms/").status_code == 404
    with time_machine.travel(later):
        assert client.get("/terms/").status_code == 200
    change(boss, page, title="Terms of use", _publish="1")
    assert "Terms of use" in client.get("/terms/").text
    boss.post(reverse("admin:pages_page_take_down", args=[page.pk]))
    assert client.get("/terms/").status_code == 410


def test_a_stale_form_is_refused_with_both_texts(signed_in):
    page = factories.page("About")
    old = typed(page, title="Mine")
    change(signed_in(), page, title="Theirs", body="<p>Their words.</p>")
    answer = signed_in().post(reverse("admin:pages_page_change", args=[page.pk]), old)
    assert "Their words." in answer.text
    assert 'value="Mine"' in answer.text
    assert page.revisions.count() == 2


def test_a_preview_shows_the_page_and_saves_nothing(signed_in):
    about = factories.page("About")
    answer = signed_in().post(reverse("admin:pages_page_preview_new"), typed(title="New", parent=about.pk))
    assert "Typed." in answer.text
    assert Page.objects.count() == 1


FIRST_WORDS = ["admin", "chat", "media", "news", "healthz", "readyz", "static", "zh-hans", "en", "preview", "Admin"]


@pytest.mark.parametrize("word", FIRST_WORDS)
def test_a_word_that_the_site_uses_is_refused_with_the_reason(word, signed_in):
    assert f"The site itself uses /{word}/" in errors(add(signed_in(), slug=word))["slug"][0]
    about = factories.page("About")
    assert add(signed_in(), slug=word, parent=about.pk).status_code == 302


def test_every_route_of_the_first_level_is_reserved():
    from hifred.urls import urlpatterns

    routes = {str(one.pattern).partition("/")[0] for one in urlpatterns} - {""}
    assert routes
    assert {word for word in routes if "<" not in word} <= reserved_words()


def test_a_page_below_itself_too_deep_or_in_another_language_is_refused(signed_in):
    boss, parent = signed_in(), None
    chain = [parent := factories.page(f"Level {n}", f"l{n}", parent=parent) for n in range(5)]
    chinese = factories.page("中文", "zhongwen", language="zh-hans")
    assert "levels deep" in errors(add(boss, parent=chain[-1].pk))["parent"][0]
    assert "parent" in errors(change(boss, chain[0], parent=chain[2].pk))
    assert "same language" in errors(add(boss, parent=chinese.pk))["parent"][0]


def test_the_contact_page_shows_how_to_reach_the_company(client):
    from pages.models import SiteSettings

    SiteSettings.objects.update(address={"en": "Tea Hill Lane"}, hours={"en": "9 to 5"}, map=factories.picture())
    factories.page("Contact", shows_contact=True)
    main = client.get("/contact/").text.partition("<main")[2].partition("</main>")[0]
    assert [
        words for words in ("Tea Hill Lane", "9 to 5", "A map of where we are", "/chat/") if words not in main
    ] == []


def test_translations_name_each_other(client):
    english = factories.page("About", "about")
    factories.page("关于", "guanyu", language="zh-hans", group=english.group)
    text = client.get("/about/").text
    assert 'hreflang="zh-hans" href="http://127.0.0.1:8000/zh-hans/guanyu/"' in text
    assert '<a href="/zh-hans/guanyu/" lang="zh-hans"' in text


def hops(client, address: str) -> list[str]:
    answer = client.get(address, follow=True)
    assert answer.status_code == 200
    return [to for to, status in answer.redirect_chain if status == 301]


def test_after_any_number_of_moves_an_old_address_leads_on_in_one_hop(client, signed_in):
    boss = signed_in()
    about, other = factories.page("About"), factories.page("Other")
    below = factories.page("Places", parent=about)
    change(boss, about, slug="who-we-are")
    change(boss, Page.objects.get(pk=about.pk), slug="us", parent=other.pk)
    change(boss, Page.objects.get(pk=below.pk), slug="spots")
    for old in ("/about/places/?a=1", "/who-we-are/places/?a=1", "/other/us/places/?a=1", "/about/places?a=1"):
        assert hops(client, old) == ["/other/us/spots/?a=1"]
    assert hops(client, "/about/") == ["/other/us/"]


def test_moved_back_or_swapped_nobody_goes_in_circles(client, signed_in):
    boss = signed_in()
    one, two = factories.page("One", "one"), factories.page("Two", "two")
    for page, slug in ((one, "spare"), (two, "one"), (one, "two")):
        change(boss, Page.objects.get(pk=page.pk), slug=slug)
    assert hops(client, "/one/") == hops(client, "/two/") == []
    assert hops(client, "/spare/") == ["/two/"]
    change(boss, Page.objects.get(pk=one.pk), slug="spare")
    assert hops(client, "/spare/") == []
    assert hops(client, "/two/") == ["/spare/"]


def test_a_former_address_that_another_page_takes_is_that_pages(client, signed_in):
    page = factories.page("About", "about")
    change(signed_in(), page, slug="us")
    factories.page("New", "about")
    assert "New" in client.get("/about/").text
    assert not FormerPath.objects.exists()


def test_a_former_address_of_what_is_gone_is_gone_and_of_a_draft_unknown(client, signed_in):
    boss = signed_in()
    page, draft = factories.page("About", "about"), factories.page("Draft", "draft", live=False)
    for each in (page, draft):
        change(boss, each, slug=f"{each.slug}-moved")
    Page.objects.get(pk=page.pk).unpublish(timezone.now())
    assert [client.get(path).status_code for path in ("/about/", "/about-moved/", "/draft/", "/nothing/")] == [
        410,
        410,
        404,
        404,
    ]
