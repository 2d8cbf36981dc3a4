"""Static pages: their tree, their addresses and what becomes of old ones, on the same timeline as articles."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from pages.models import Page
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


def trail(page) -> list[str]:
    return re.findall(r"<a [^>]*>([^<]*)</a>", page.text.partition('<nav class="trail"')[2].partition("</nav>")[0])


def test_a_page_stands_below_its_parent_and_shows_the_way_and_what_is_below(client):
    about = factories.page("About")
    places = factories.page("Places", parent=about)
    factories.page("Suzhou", parent=places, summary="Where things are mended.", position=2)
    factories.page("Hangzhou", parent=places, position=1)
    factories.page("Atlantis", parent=places, live=False)
    page = client.get("/about/places/")
    assert trail(page) == ["Home", "About"]
    below = page.text.partition('aria-labelledby="children"')[2].partition("</nav>")[0]
    assert re.findall(r"<li><a [^>]*>([^<]*)</a>", below) == ["Hangzhou", "Suzhou"]
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
    assert "<del>Their words</del>" in answer.text
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
    assert '<a href="/zh-hans/guanyu/" hreflang="zh-hans"' in text


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
    Page.objects.get(slug="about").trash(timezone.now())
    assert client.get("/about/").status_code == 410


def test_a_former_address_leads_on_until_readers_see_what_takes_it(client, signed_in):
    page = factories.page("About", "about")
    change(signed_in(), page, slug="us")
    draft = factories.page("Draft", "about", live=False)
    assert hops(client, "/about/") == ["/us/"]
    ahead = timezone.now() + timedelta(days=1)
    draft.schedule(draft.revisions.get(), ahead, timezone.now())
    assert hops(client, "/about/") == ["/us/"]
    # A draft that moves on takes nothing along.
    change(signed_in(), Page.objects.get(pk=draft.pk), slug="elsewhere")
    assert hops(client, "/about/") == ["/us/"]
    change(signed_in(), Page.objects.get(pk=draft.pk), slug="about")
    with time_machine.travel(ahead, tick=False):
        assert "Draft" in client.get("/about/").text


def test_who_may_not_publish_moves_nothing_that_readers_know(client, signed_in):
    author = signed_in("Authors")
    parent = factories.page("Mine", "mine", live=False, created_by=User.objects.get(username="authors"))
    assert change(author, parent, slug="ours").status_code == 302
    factories.page("Theirs", "theirs", parent=Page.objects.get(pk=parent.pk))
    change(author, Page.objects.get(pk=parent.pk), slug="other", title="Written on")
    assert client.get("/ours/theirs/").status_code == 200
    assert Page.objects.get(pk=parent.pk).revisions.latest("pk").title == "Written on"


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


@pytest.mark.parametrize(
    "word",
    ["zh", "zh-cn", "zh-market", "en-gb", "de", "fr-fr", "index", "page", "NEWS", "Zh-Hans", "static", "关于", "_"],
)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_word_is_refused_with_the_reason_or_the_page_is_there(client, signed_in, word, language):
    answer = add(signed_in(), title="Here", slug=word, language=language, _publish="1")
    if answer.status_code == 302:
        assert "Here" in client.get(Page.objects.get().get_absolute_url()).text
    else:
        assert f"The site itself uses /{word}/" in errors(answer)["slug"][0]


@pytest.mark.parametrize("title", ["News", "Admin", "Chat"])
def test_a_title_that_makes_a_reserved_word_is_refused_as_well(signed_in, title):
    assert "The site itself uses" in errors(add(signed_in(), title=title))["slug"][0]


@pytest.mark.parametrize("word", ["admin", "chat", "news", "healthz", "readyz", "media", "zh-hans", "static"])
def test_the_words_that_are_tried_are_those_that_the_site_answers(client, word):
    """Or, for folders of files, that never reach a page."""
    answers = [client.get(address).status_code for address in (f"/{word}", f"/{word}/")]
    assert set(answers) & {200, 301, 302} or word in {"media", "static"}
    assert word in reserved_words()


def test_a_move_that_brings_what_is_below_too_deep_is_refused(signed_in):
    parent = None
    chain = [parent := factories.page(f"Level {n}", f"l{n}", parent=parent) for n in range(3)]
    top = factories.page("Top")
    below = factories.page("Below", parent=factories.page("Middle", parent=top))
    assert "levels deep" in errors(change(signed_in(), top, parent=chain[2].pk))["parent"][0]
    assert change(signed_in(), top, parent=chain[1].pk).status_code == 302
    assert Page.objects.get(pk=below.pk).path == "l0/l1/top/middle/below"


def test_the_fifth_level_is_there(client):
    parent = None
    chain = [parent := factories.page(f"Level {n}", f"l{n}", parent=parent) for n in range(5)]
    page = client.get("/l0/l1/l2/l3/l4/")
    assert trail(page) == ["Home", *(str(one) for one in chain[:-1])]


@pytest.mark.parametrize("which", ["itself", "below"])
def test_a_page_stands_neither_below_itself_nor_below_its_own(signed_in, which):
    top = factories.page("Top")
    below = factories.page("Below", parent=top)
    parent = top if which == "itself" else below
    assert errors(change(signed_in(), top, parent=parent.pk)).keys() == {"parent"}
    assert Page.objects.get(pk=top.pk).parent is None


def test_a_parent_that_is_not_live_is_in_the_address_and_not_in_the_trail(client):
    top = factories.page("Top", live=False)
    factories.page("Middle", parent=top)
    page = client.get("/top/middle/")
    assert page.status_code == 200
    assert 'href="/top/"' not in page.text
    assert client.get("/top/").status_code == 404


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_page_is_there_in_its_language_alone(client, language):
    page = factories.page("About", language=language)
    other = "/zh-hans/about/" if language == "en" else "/about/"
    assert client.get(page.get_absolute_url()).status_code == 200
    assert client.get(other).status_code == 404


@pytest.mark.parametrize("address", ["/about", "/about?a=1", "/about?a=%E4%B8%AD&b=1+2"])
def test_without_the_last_slash_an_address_leads_to_the_one(client, address):
    factories.page("About")
    answer = client.get(address)
    assert (answer.status_code, answer["Location"]) == (301, address.replace("/about", "/about/"))


@pytest.mark.parametrize("address", ["/about//", "/About/", "/about/x/", "/about/../about", "/about.html"])
def test_any_other_address_is_not_found(client, address):
    factories.page("About")
    assert client.get(address).status_code == 404


NOW = datetime(2024, 7, 25, 8, tzinfo=UTC)
HOUR, TICK = timedelta(hours=1), timedelta(microseconds=1)


def seen_at(client, address: str, *moments) -> list[int]:
    statuses = []
    for moment in moments:
        with time_machine.travel(moment, tick=False):
            statuses.append(client.get(address).status_code)
    return statuses


def test_a_scheduled_page_comes_and_goes_to_the_microsecond(client):
    page = factories.page("About", live=False)
    page.schedule(page.revisions.get(), NOW, NOW - HOUR, NOW + HOUR)
    moments = (NOW - TICK, NOW, NOW + HOUR - TICK, NOW + HOUR)
    assert seen_at(client, "/about/", *moments) == [404, 200, 200, 410]


def test_a_scheduled_page_is_cancelled_with_a_button(client, signed_in):
    boss = signed_in()
    page = factories.page("About", at=timezone.now() - HOUR)
    soon = timezone.now() + HOUR
    page.schedule(factories.revision(page, "New"), soon, timezone.now())
    form = boss.get(reverse("admin:pages_page_change", args=[page.pk])).text
    address = reverse("admin:pages_page_cancel", args=[page.pk, page.revisions.latest("pk").pk])
    assert f'formaction="{address}"' in form
    assert boss.post(address).status_code == 302
    with time_machine.travel(soon + HOUR):
        assert "<h1>About</h1>" in client.get("/about/").text


def test_the_form_of_a_page_has_the_buttons_of_an_articles(signed_in):
    page = factories.page("About", live=False)
    form = signed_in().get(reverse("admin:pages_page_change", args=[page.pk])).text
    assert [name for name in ("_draft", "_preview", "_publish", "_schedule") if f'name="{name}"' not in form] == []


def test_a_preview_stands_where_the_page_will(signed_in):
    about = factories.page("About")
    page = factories.page("Old", parent=about)
    address = reverse("admin:pages_page_preview", args=[page.pk])
    answer = signed_in().post(address, typed(page, title="New", slug="new", parent=about.pk))
    assert trail(answer) == ["Home", "About"]
    assert "<h1>New</h1>" in answer.text
    assert 'content="noindex"' in answer.text
    assert Page.objects.get(pk=page.pk).slug == "old"


@pytest.mark.parametrize("fields", [{"title": ""}, {"parent": 999}, {"language": "xx"}, {"slug": "a b"}, {"body": ""}])
def test_a_preview_of_something_unfinished_breaks_nothing(signed_in, fields):
    page = factories.page("About")
    for name, arguments in (("preview_new", []), ("preview", [page.pk])):
        answer = signed_in().post(reverse(f"admin:pages_page_{name}", args=arguments), typed(**fields))
        assert answer.status_code == 200


def test_a_text_is_cleaned_and_its_links_followed(client):
    target = factories.page("Target")
    body = f'<p onclick="x()">Fine <a href="page:{target.pk}">there</a></p><script>alert(1)</script>'
    factories.page("About", body=body)
    text = client.get("/about/").text
    assert 'href="/target/"' in text
    assert not [sign for sign in ("onclick", "<script>alert") if sign in text]
    target.unpublish(timezone.now())
    assert 'href="/target/"' not in client.get("/about/").text


def test_without_a_translation_the_language_switch_leads_home(client):
    english = factories.page("About", "about")
    factories.page("关于", "guanyu", language="zh-hans", group=english.group, live=False)
    text = client.get("/about/").text
    assert '<a href="/zh-hans/" hreflang="zh-hans"' in text
    assert 'rel="alternate" hreflang' not in text


def test_the_way_to_reach_the_company_is_shown_where_it_is_wanted(client):
    factories.page("Contact", shows_contact=True)
    factories.page("Terms")
    assert ['class="reach"' in client.get(address).text for address in ("/contact/", "/terms/")] == [True, False]


def test_the_addresses_of_two_pages_are_swapped_below_too(client, signed_in):
    boss = signed_in()
    one, two = factories.page("One"), factories.page("Two")
    factories.page("Below one", "x", parent=one), factories.page("Below two", "x", parent=two)
    for page, slug in ((one, "spare"), (two, "one"), (one, "two")):
        change(boss, Page.objects.get(pk=page.pk), slug=slug)
    assert "<h1>Below two</h1>" in client.get("/one/x/").text
    assert "<h1>Below one</h1>" in client.get("/two/x/").text
    assert hops(client, "/spare/x/?a=1") == ["/two/x/?a=1"]


def test_a_subtree_that_moves_and_comes_back_leaves_no_circle(client, signed_in):
    boss = signed_in()
    top, other = factories.page("Top"), factories.page("Other")
    factories.page("Below", parent=top)
    change(boss, top, parent=other.pk)
    assert hops(client, "/top/below/") == ["/other/top/below/"]
    change(boss, Page.objects.get(pk=top.pk), parent="")
    assert hops(client, "/top/below/") == []
    assert hops(client, "/other/top/below/") == ["/top/below/"]


def test_a_word_that_begins_like_another_is_not_below_it(client, signed_in):
    top, alike = factories.page("Top"), factories.page("Top ten")
    below = factories.page("Below", parent=alike)
    change(signed_in(), top, slug="moved")
    assert Page.objects.get(pk=below.pk).path == "top-ten/below"
    assert client.get("/top-ten/below/").status_code == 200


def test_a_page_with_others_below_it_keeps_its_language(signed_in):
    top = factories.page("Top", live=False)
    factories.page("Below", parent=top, live=False)
    answer = change(signed_in(), top, language="zh-hans")
    assert "Other pages stand below this one" in errors(answer)["language"][0]


def test_a_draft_that_changes_its_language_takes_its_address_along(client, signed_in):
    page = factories.page("About", live=False)
    assert change(signed_in(), page, language="zh-hans", _publish="1").status_code == 302
    assert [client.get(address).status_code for address in ("/zh-hans/about/", "/about/")] == [200, 404]


def test_a_page_with_others_below_it_is_not_deleted_and_says_why(signed_in):
    top = factories.page("Top", live=False)
    factories.page("Below", parent=top, live=False)
    answer = signed_in().post(reverse("admin:pages_page_delete", args=[top.pk]), {"post": "yes"})
    assert answer.status_code == 200
    assert "Below" in answer.text
    assert Page.objects.count() == 2


def test_a_word_longer_than_a_word_may_be_is_refused(signed_in):
    assert "slug" in errors(add(signed_in(), slug="x" * 81))


def test_a_reader_who_kept_a_page_is_given_what_changed_below_it(client):
    top = factories.page("Top")
    tag = client.get("/top/")["ETag"]
    factories.page("Below", parent=top)
    assert client.get("/top/", headers={"If-None-Match": tag}).status_code == 200


def test_what_was_only_a_drafts_address_leads_nowhere_once_it_is_published(client, signed_in):
    page = factories.page("Secret", live=False)
    change(signed_in(), page, slug="announced", _publish="1")
    assert [client.get(address).status_code for address in ("/announced/", "/secret/")] == [200, 404]


def test_a_translation_further_up_is_not_in_the_trail(client):
    about = factories.page("About")
    us = factories.page("Us", parent=about)
    factories.page("关于", slug="about", language="zh-hans", group=us.group)
    assert trail(client.get("/about/us/")) == ["Home", "About"]


@pytest.mark.parametrize(
    "path", ["/news", "/admin", "/chat", "/api", "/zh-hans/news", "/news/search", "/news/feed/rss"]
)
def test_without_its_last_slash_any_address_leads_on(path, client):
    answer = client.get(f"{path}?q=1")
    assert (answer.status_code, answer["Location"]) == (301, f"{path}/?q=1")


@pytest.mark.parametrize("path", ["/nothing", "/news/nothing", "/news/category/none/at/all"])
def test_what_is_nowhere_does_not_lead_on(path, client):
    assert client.get(path).status_code == 404
