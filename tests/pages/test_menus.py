"""The menus in header and footer: what readers see of them, and how staff fill and order them."""

from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import html5lib
import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pages.models import MenuItem, Partner
from tests import factories

pytestmark = pytest.mark.django_db

NOW = datetime(2024, 7, 25, 8, tzinfo=UTC)
TICK, HOUR, DAY = timedelta(microseconds=1), timedelta(hours=1), timedelta(days=1)
PLACES = {"header": "menu", "footer": "footer-menu"}


@pytest.fixture
def at():
    """The clock stands still."""

    def stand(moment: datetime):
        return time_machine.travel(moment, tick=False)

    return stand


def text(element) -> str:
    return " ".join("".join(element.itertext()).split())


def navigation(client, address: str = "/", place: str = "header") -> list:
    page = html5lib.parse(client.get(address).text, namespaceHTMLElements=False)
    return page.findall(f".//nav[@class='{PLACES[place]}']")


def links(client, address: str = "/", place: str = "header") -> list[tuple[str, str]]:
    """What leads somewhere: words and address, in the order of the page."""
    return [(text(a), a.get("href")) for nav in navigation(client, address, place) for a in nav.iter("a")]


def words(client, address: str = "/", place: str = "header") -> list[str]:
    return [label for label, _address in links(client, address, place)]


@pytest.fixture
def always():
    """An item that is shown in any case, so that the menu is never the one of a site without items."""
    return factories.menu_item("Always", "/news/")


# What readers see


@pytest.mark.parametrize("place", PLACES)
def test_items_stand_in_their_menu_in_their_order(client, place):
    for position, label in enumerate(["Third", "First", "Second"]):
        factories.menu_item(label, "/news/", place=place, position=(position + 2) % 3)
    other = next(other for other in PLACES if other != place)
    assert words(client, place=place) == ["First", "Second", "Third"]
    assert "First" not in words(client, place=other)


@pytest.mark.parametrize("place", PLACES)
def test_the_second_level_stands_below_the_first(client, place):
    first, second = (factories.menu_item(label, "/news/", place=place) for label in ("First", "Second"))
    for label in ("Upper", "Lower"):
        factories.menu_item(label, "/news/archive/", place=place, parent=first)
    assert words(client, place=place) == ["First", "Upper", "Lower", "Second"]
    inside = navigation(client, place=place)[0].find(".//ul/li//ul" if place == "header" else "ul")
    assert [text(li) for li in inside] == ["Upper", "Lower"]
    assert second.children.count() == 0


def draft(page: bool) -> str:
    return f"page:{factories.page(live=False).pk}" if page else f"article:{factories.draft().pk}"


def ended(page: bool) -> str:
    made = factories.page() if page else factories.published()
    made.unpublish(timezone.now())
    return f"{'page' if page else 'article'}:{made.pk}"


def scheduled(page: bool) -> str:
    made, now = factories.page(live=False) if page else factories.draft(), timezone.now()
    made.schedule(made.revisions.get(), now + DAY, now)
    return f"{'page' if page else 'article'}:{made.pk}"


def deleted(page: bool) -> str:
    made = factories.page() if page else factories.published()
    made.delete()
    return f"{'page' if page else 'article'}:{made.pk or 77}"


@pytest.mark.parametrize("make", [draft, ended, scheduled, deleted])
@pytest.mark.parametrize("page", [True, False], ids=["page", "article"])
@pytest.mark.parametrize("place", PLACES)
def test_what_readers_cannot_see_is_in_no_menu(client, always, place, page, make):
    factories.menu_item("Also always", "/news/", place="footer")
    factories.menu_item("Hidden", make(page), place=place)
    assert "Hidden" not in words(client, place=place)
    assert [label for label in words(client, place=place) if label.endswith("lways")]


def test_a_deleted_category_is_in_no_menu(client, always):
    category = factories.category()
    factories.menu_item("Category", f"category:{category.pk}")
    assert words(client) == ["Always", "Category"]
    category.delete()
    assert words(client) == ["Always"]


def test_a_page_comes_and_goes_in_the_menu_at_its_moments(client, at, always):
    page = factories.page("Services", live=False)
    page.schedule(page.revisions.get(), NOW, NOW - HOUR, NOW + HOUR)
    factories.menu_item("Services", f"page:{page.pk}")
    seen = []
    for moment in (NOW - TICK, NOW, NOW + HOUR - TICK, NOW + HOUR):
        with at(moment):
            seen.append("Services" in words(client))
    assert seen == [False, True, True, False]


def test_an_article_comes_and_goes_in_the_menu_at_its_moments(client, at, always):
    article = factories.published(at=NOW, ends_at=NOW + HOUR)
    factories.menu_item("Article", f"article:{article.pk}")
    seen = []
    for moment in (NOW - TICK, NOW, NOW + HOUR - TICK, NOW + HOUR):
        with at(moment):
            seen.append("Article" in words(client))
    assert seen == [False, True, True, False]


def two_languages(kind: str) -> tuple:
    make = factories.page if kind == "page" else factories.published
    english = make("Services", slug="services")
    return english, make("服务", slug="服务", language="zh-hans", group=english.group)


@pytest.mark.parametrize("kind", ["page", "article"])
@pytest.mark.parametrize("chosen", [0, 1], ids=["English chosen", "Chinese chosen"])
def test_each_language_leads_to_its_own_translation(client, always, kind, chosen):
    both = two_languages(kind)
    factories.menu_item("Services", f"{kind}:{both[chosen].pk}")
    for address, one in zip(("/", "/zh-hans/"), both, strict=True):
        assert ("Services", one.get_absolute_url()) in links(client, address)


@pytest.mark.parametrize("kind", ["page", "article"])
def test_two_items_may_lead_to_the_two_translations_of_one_thing(client, kind):
    english, chinese = two_languages(kind)
    factories.menu_item("One", f"{kind}:{english.pk}")
    factories.menu_item("Two", f"{kind}:{chinese.pk}")
    assert links(client) == [("One", english.get_absolute_url()), ("Two", english.get_absolute_url())]
    assert links(client, "/zh-hans/") == [("One", chinese.get_absolute_url()), ("Two", chinese.get_absolute_url())]


@pytest.mark.parametrize("kind", ["page", "article"])
def test_what_is_not_translated_is_hidden_in_the_other_language(client, always, kind):
    factories.menu_item("Services", f"{kind}:{two_languages(kind)[0].pk}")
    one = (factories.page if kind == "page" else factories.published)("Alone", slug="alone")
    factories.menu_item("Alone", f"{kind}:{one.pk}")
    assert words(client) == ["Always", "Services", "Alone"]
    assert words(client, "/zh-hans/") == ["Always", "Services"]


@pytest.mark.parametrize("kind", ["page", "article"])
def test_a_translation_that_is_no_longer_live_is_hidden(client, always, kind):
    english, chinese = two_languages(kind)
    factories.menu_item("Services", f"{kind}:{english.pk}")
    chinese.unpublish(timezone.now())
    assert words(client) == ["Always", "Services"]
    assert words(client, "/zh-hans/") == ["Always"]


@pytest.mark.parametrize(
    ("target", "english", "chinese"),
    [
        ("/news/", "/news/", "/zh-hans/news/"),
        ("/zh-hans/news/", "/news/", "/zh-hans/news/"),
        ("/", "/", "/zh-hans/"),
        ("/news/?page=2#list", "/news/?page=2#list", "/zh-hans/news/?page=2#list"),
        ("/chat/", "/chat/", "/chat/"),
        ("https://www.example.com/news/", "https://www.example.com/news/", "https://www.example.com/news/"),
        ("mailto:office@example.com", "mailto:office@example.com", "mailto:office@example.com"),
    ],
)
def test_an_address_of_ours_is_shown_in_the_readers_language(client, target, english, chinese):
    factories.menu_item("Item", target)
    assert (links(client), links(client, "/zh-hans/")) == ([("Item", english)], [("Item", chinese)])


def test_a_category_is_shown_in_the_readers_language(client):
    factories.menu_item("Category", f"category:{factories.category('公司').pk}")
    assert links(client) == [("Category", f"/news/category/{quote('公司')}/")]
    assert links(client, "/zh-hans/") == [("Category", f"/zh-hans/news/category/{quote('公司')}/")]


@pytest.mark.parametrize("place", PLACES)
def test_a_heading_is_shown_only_over_something(client, place):
    factories.menu_item("Always", "/news/", place=place)
    heading = factories.menu_item("Heading", place=place)
    page = factories.page()
    assert "Heading" not in "".join(map(text, navigation(client, place=place)))
    factories.menu_item("Below", f"page:{page.pk}", parent=heading, place=place)
    assert "Heading" in "".join(map(text, navigation(client, place=place)))
    assert words(client, place=place) == ["Always", "Below"]
    page.unpublish(timezone.now())
    assert "Heading" not in "".join(map(text, navigation(client, place=place)))


def test_without_items_stand_home_news_and_the_first_categories(client):
    factories.category("gates", "Gates")
    assert links(client) == [("Home", "/"), ("News", "/news/"), ("Gates", "/news/category/gates/")]
    assert links(client, place="footer") == [("Gates", "/news/category/gates/"), ("Archive", "/news/archive/")]


def test_words_are_in_the_readers_language_and_else_in_english(client):
    factories.menu_item({"en": "Both", "zh-hans": "两者"}, "/news/")
    factories.menu_item({"en": "English alone"}, "/news/")
    assert words(client) == ["Both", "English alone"]
    assert words(client, "/zh-hans/") == ["两者", "English alone"]


@pytest.mark.parametrize("place", PLACES)
def test_markup_in_words_is_text(client, place):
    evil = '<script>alert("1")</script> & <b>'
    parent = factories.menu_item(evil, "/news/", place=place)
    factories.menu_item(evil, "/news/", place=place, parent=parent)
    assert words(client, place=place) == [evil, evil]
    assert "<script>alert" not in client.get("/").text


@pytest.mark.parametrize(
    ("target", "address", "current"),
    [
        ("/news/", "/news/", "page"),
        ("/news/", "/news/archive/", "true"),
        ("/news/", "/zh-hans/news/", "page"),
        ("/news/", "/", None),
        ("/", "/", "page"),
        ("/", "/zh-hans/", "page"),
        ("/", "/news/", None),
        ("/", "/zh-hans/news/", None),
        ("/news/archive/", "/news/", None),
        ("https://www.example.com/news/", "/news/", None),
    ],
)
@pytest.mark.parametrize("level", [1, 2])
def test_the_menu_says_where_the_reader_is(client, target, address, current, level):
    parent = factories.menu_item("Heading") if level == 2 else None
    factories.menu_item("Item", target, parent=parent)
    (link,) = (a for nav in navigation(client, address) for a in nav.iter("a"))
    assert link.get("aria-current") == current


def test_a_chinese_page_and_what_is_below_it_are_where_the_reader_is(client):
    page = factories.page("关于", slug="关于", language="zh-hans")
    below = factories.page("历史", slug="历史", language="zh-hans", parent=page)
    factories.menu_item("About", f"page:{page.pk}")
    for one, current in ((page, "page"), (below, "true")):
        (link,) = (a for nav in navigation(client, one.get_absolute_url()) for a in nav.iter("a"))
        assert link.get("aria-current") == current


# How staff fill them


def form(**fields) -> dict:
    return {"place": "header", "parent": "", "label_en": "Item", "label_zh_hans": "", "target": "/news/"} | fields


@pytest.fixture
def save(signed_in):
    manager = signed_in("Site managers")

    def send(item: MenuItem | None = None, **fields):
        name, arguments = ("change", [item.pk]) if item else ("add", [])
        return manager.post(reverse(f"admin:pages_menuitem_{name}", args=arguments), form(**fields))

    return send


def complaints(answer) -> dict:
    assert answer.status_code == 200, "it was saved"
    return {name: " ".join(errors) for name, errors in answer.context["adminform"].form.errors.items()}


def test_a_new_item_is_seen_at_once_and_goes_last(save, client):
    for label in ("One", "Two", "Three"):
        assert save(label_en=label).status_code == 302
    assert words(client) == ["One", "Two", "Three"]


def test_a_page_that_a_reader_keeps_is_not_fresh_once_the_menu_changed(save, client):
    tag = client.get("/")["ETag"]
    assert client.get("/", headers={"If-None-Match": tag}).status_code == 304
    save()
    assert client.get("/", headers={"If-None-Match": tag}).status_code == 200


def test_a_third_level_is_refused(save):
    first = factories.menu_item("First")
    second = factories.menu_item("Second", parent=first)
    for parent in (second, 999):
        assert "parent" in complaints(save(parent=getattr(parent, "pk", parent)))
    assert MenuItem.objects.count() == 2


def test_what_has_items_below_stays_on_the_first_level(save):
    first, other = factories.menu_item("First"), factories.menu_item("Other")
    factories.menu_item("Below", parent=first)
    assert "Other items stand below this one." in complaints(save(first, parent=other.pk))["parent"]


def test_an_item_does_not_stand_below_itself(save):
    item = factories.menu_item()
    assert "A menu has two levels." in complaints(save(item, parent=item.pk))["parent"]


def test_a_parent_of_the_other_menu_is_refused(save):
    parent = factories.menu_item("Parent", place="footer")
    assert "This item stands in the other menu." in complaints(save(parent=parent.pk))["parent"]


def test_an_item_takes_what_is_below_it_to_the_other_menu(save, client, always):
    parent = factories.menu_item("Parent", "/news/")
    factories.menu_item("Below", "/news/", parent=parent)
    assert save(parent, place="footer", label_en="Parent").status_code == 302
    assert (words(client), words(client, place="footer")) == (["Always"], ["Parent", "Below"])


@pytest.mark.parametrize("typed", [{"label_en": ""}, {"label_en": "", "label_zh_hans": "中文"}, {"label_en": "x" * 61}])
def test_words_are_wanted_in_english_and_short(save, typed):
    assert complaints(save(**typed)).keys() == {"label"}


# Where an item leads


@pytest.mark.parametrize(
    "written", ["{path}", "http://127.0.0.1:8000{path}", " {path} ", "page:{pk}"], ids=["path", "full", "spaces", "ref"]
)
@pytest.mark.parametrize("live", [True, False])
def test_an_address_of_ours_becomes_a_reference_and_follows_its_page(save, client, written, live):
    page = factories.page("Services", live=live)
    assert save(target=written.format(path="/services/", pk=page.pk)).status_code == 302
    assert MenuItem.objects.get().target == f"page:{page.pk}"
    page.slug = "what-we-do"
    page.save()
    assert links(client)[0] == (("Item", "/what-we-do/") if live else ("Home", "/"))


@pytest.mark.parametrize("encode", [str, quote])
def test_a_chinese_address_becomes_a_reference(save, encode):
    page = factories.page("关于", slug="关于", language="zh-hans")
    save(target=encode("/zh-hans/关于/"))
    assert MenuItem.objects.get().target == f"page:{page.pk}"


def test_articles_and_categories_become_references_too(save):
    article, category = factories.published(), factories.category("gates")
    for made in (article, category):
        save(target=made.get_absolute_url())
    assert {item.target for item in MenuItem.objects.all()} == {f"article:{article.pk}", f"category:{category.pk}"}


@pytest.mark.parametrize("address", ["/nothing-here/", "/nothing.html", "/news/category/none/", "/zh-hans/none/", "/x"])
def test_an_address_of_ours_with_nothing_there_is_refused(save, address):
    assert "There is nothing at this address of the site." in complaints(save(target=address))["target"]


@pytest.mark.parametrize(
    "address",
    [
        *("javascript:alert(1)", "JavaScript:alert(1)", "java\tscript:alert(1)", " javascript:alert(1)", "vbscript:x"),
        *("data:text/html,x", "//evil.example/", "\\\\evil.example/", "ftp://www.example.com/", "page:999", "www"),
        *("https://", "http://[", "\x01javascript:x", "services"),
    ],
)
def test_what_is_no_address_is_refused(save, address):
    assert "target" in complaints(save(target=address))
    assert not MenuItem.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        "https://www.example.com/a?b=c#d",
        "http://例子.example/",
        "mailto:office@example.com",
        "tel:+86571",
        "/news/",
        "/",
    ],
)
def test_any_other_address_is_kept_as_it_is(save, address):
    assert save(target=address).status_code == 302
    assert MenuItem.objects.get().target == address


def test_the_form_shows_addresses_and_never_numbers(signed_in):
    item = factories.menu_item(target=f"page:{factories.page('Services').pk}")
    page = signed_in("Site managers").get(reverse("admin:pages_menuitem_change", args=[item.pk])).text
    assert 'value="/services/"' in page
    assert "page:" not in page


def test_the_list_says_which_items_readers_do_not_see(signed_in, always):
    factories.menu_item("Hidden", f"page:{factories.page(live=False).pk}")
    factories.menu_item("Gone", "page:999")
    page = signed_in("Site managers").get(reverse("admin:pages_menuitem_changelist")).text
    assert page.count("Not shown: not live in this language") == 2


# Suggestions


def suggested(client, q: str) -> list[str]:
    answer = client.get(reverse("admin:pages_suggestions"), {"q": q})
    assert answer.status_code == 200
    return [one["address"] for one in answer.json()["suggestions"]]


def test_pages_articles_and_categories_are_suggested_drafts_too(signed_in):
    made = [factories.page("About gates"), factories.draft("Gates open"), factories.category("x", "Gates")]
    made.append(factories.page("Gatekeepers", live=False))
    factories.page("Bridges")
    found = suggested(signed_in("Site managers"), "gate")
    assert sorted(found) == sorted(one.get_absolute_url() for one in made)


@pytest.mark.parametrize("words", ["公司", "Company", "company"])
def test_a_category_is_found_by_its_name_in_either_language(signed_in, words):
    category = factories.category("x", {"en": "Company News", "zh-hans": "公司新闻"})
    factories.category("other", {"en": "Other", "zh-hans": "其他"})
    assert suggested(signed_in("Site managers"), words) == [category.get_absolute_url()]


@pytest.mark.parametrize("words", ["en", "hans", '"', "{"])
def test_a_category_is_not_found_by_how_its_name_is_stored(signed_in, words):
    factories.category("x", {"en": "Gates", "zh-hans": "门"})
    assert suggested(signed_in("Site managers"), words) == []


def test_many_articles_leave_room_for_the_page(signed_in):
    for number in range(9):
        factories.draft(f"Services, part {number}")
    page = factories.page("Services")
    found = suggested(signed_in("Site managers"), "services")
    assert page.get_absolute_url() in found
    assert len(found) <= 8


@pytest.mark.parametrize("words", ["", "  ", "\0", "%", "_", "x" * 5000, "'; --", "😀"])
def test_odd_words_find_nothing_and_break_nothing(signed_in, words):
    factories.page("Services")
    assert suggested(signed_in("Site managers"), words) == []


# The order


def rows(model) -> list:
    """Three of a kind, in their order."""
    if model == "menuitem":
        return [factories.menu_item(label, "/news/") for label in ("One", "Two", "Three")]
    if model == "banner":
        picture = factories.picture(width=20, height=20)
        return [factories.banner(title, picture=picture) for title in ("One", "Two", "Three")]
    return [
        Partner.objects.create(name=name, address="https://www.example.com/", position=number)
        for number, name in enumerate(("One", "Two", "Three"))
    ]


SHOWN = {
    "menuitem": lambda page: [text(a) for a in page.findall(".//nav[@class='menu']//a")],
    "banner": lambda page: [text(h2) for h2 in page.findall(".//li[@class='banner']//h2")],
    "partner": lambda page: [text(a) for a in page.findall(".//section[@aria-labelledby='partners']//a")],
}


@pytest.fixture(params=SHOWN)
def ordered(request, signed_in, client):
    """Three rows of each kind, a way to send an order, and what a visitor sees then."""
    made, staff = rows(request.param), signed_in("Site managers")

    def send(**typed) -> list[str]:
        answer = staff.post(reverse(f"admin:pages_{request.param}_order"), typed)
        assert answer.status_code == 302
        return SHOWN[request.param](html5lib.parse(client.get("/").text, namespaceHTMLElements=False))

    send.rows, send.model, send.staff = made, request.param, staff
    return send


def test_a_visitor_sees_the_new_order_at_once(ordered):
    one, two, three = (row.pk for row in ordered.rows)
    assert ordered(row=[three, one, two]) == ["Three", "One", "Two"]


@pytest.mark.parametrize(
    ("which", "direction", "order"),
    [
        (1, "up", ["Two", "One", "Three"]),
        (1, "down", ["One", "Three", "Two"]),
        (0, "up", ["One", "Two", "Three"]),
        (2, "down", ["One", "Two", "Three"]),
        (0, "down", ["Two", "One", "Three"]),
    ],
)
def test_one_row_moves_up_or_down(ordered, which, direction, order):
    assert ordered(move=f"{ordered.rows[which].pk}:{direction}") == order


@pytest.mark.parametrize(
    "typed",
    [
        *({"row": ["", "x", "²", "-1", "999999", "9" * 30, "1; DROP TABLE x"]}, {"row": []}, {}),
        *({"move": ""}, {"move": ":"}, {"move": "x:up"}, {"move": "999999:down"}, {"move": "²:up"}, {"move": "9" * 40}),
    ],
)
def test_odd_numbers_change_nothing(ordered, typed):
    assert ordered(**typed) == ["One", "Two", "Three"]


def test_each_row_has_buttons_that_work_without_a_script(ordered, client):
    careful, person = Client(enforce_csrf_checks=True), factories.superuser("careful")
    careful.force_login(person)
    address = reverse(f"admin:pages_{ordered.model}_changelist")
    page = html5lib.parse(careful.get(address).text, namespaceHTMLElements=False)
    (form,) = (form for form in page.iter("form") if form.find(".//button[@name='move']") is not None)
    button = form.find(f".//button[@value='{ordered.rows[2].pk}:up']")
    token = form.find(".//input[@name='csrfmiddlewaretoken']").get("value")
    typed = {"move": button.get("value"), "csrfmiddlewaretoken": token}
    answer = careful.post(button.get("formaction"), typed, follow=True)
    assert "The order is saved." in answer.text
    page = html5lib.parse(client.get("/").text, namespaceHTMLElements=False)
    assert SHOWN[ordered.model](page) == ["One", "Three", "Two"]


@pytest.mark.parametrize("model", SHOWN)
@pytest.mark.parametrize("role", ["Authors", "Editors", "Chat agents"])
def test_who_may_not_change_it_orders_nothing(signed_in, model, role):
    one, *_others = rows(model)
    answer = signed_in(role).post(reverse(f"admin:pages_{model}_order"), {"move": f"{one.pk}:down"})
    assert answer.status_code == 403
    assert type(one).objects.first() == one


@pytest.mark.parametrize("model", SHOWN)
def test_an_order_is_not_changed_by_looking(signed_in, model):
    assert signed_in().get(reverse(f"admin:pages_{model}_order")).status_code == 405


def test_an_item_moves_among_those_beside_it_only(signed_in, client):
    first, second = factories.menu_item("First", "/news/"), factories.menu_item("Second", "/news/")
    below = [factories.menu_item(label, "/news/", parent=first) for label in ("Upper", "Lower")]
    manager, address = signed_in("Site managers"), reverse("admin:pages_menuitem_order")
    manager.post(address, {"move": f"{below[1].pk}:up"})
    assert words(client) == ["First", "Lower", "Upper", "Second"]
    manager.post(address, {"move": f"{second.pk}:up"})
    assert words(client) == ["Second", "First", "Lower", "Upper"]
