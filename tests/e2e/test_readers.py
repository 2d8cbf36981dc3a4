"""Readers at the public pages: with keys alone, very much enlarged, in the dark, on paper, without styles."""

import re

import pytest

from tests import factories
from tests.browser import follow, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "".join(f"<h2>Part {number}</h2><p>{'word ' * 250}</p>" for number in range(4))


@pytest.fixture
def article():
    links = '<p>See <a href="https://example.com/paper">the paper</a>.</p>'
    made = factories.published("A long article", body=LONG + links, summary="In short.", tags=("one",))
    factories.published("Another article", tags=("one",))
    return made.get_absolute_url()


# Light and dark

NOTES_THE_FIRST_PAINT = """requestAnimationFrame(() => {
    window.first = getComputedStyle(document.documentElement).backgroundColor;
})"""


@pytest.mark.parametrize(("system", "other"), [("light", "dark"), ("dark", "light")])
def test_the_switch_is_remembered_and_no_page_flashes(system, other, visit, live_server, article):
    page = visit(color_scheme=system)
    page.add_init_script(NOTES_THE_FIRST_PAINT)
    page.goto(live_server.url)
    before = page.evaluate("first")
    button = page.get_by_role("button", name="Dark colours")
    assert button.get_attribute("aria-pressed") == str(system == "dark").lower()
    button.click()
    after = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert after != before
    page.goto(live_server.url + article)
    assert page.evaluate("first") == after
    assert button.get_attribute("aria-pressed") == str(other == "dark").lower()
    assert page.context.cookies() == []
    button.click()
    page.reload()
    assert page.evaluate("[first, localStorage.length]") == [before, 0]


def test_without_scripts_there_is_no_switch_and_the_system_decides(visit, live_server):
    page = visit(java_script_enabled=False, color_scheme="dark")
    page.goto(live_server.url)
    assert not page.get_by_role("button", name="Dark colours").is_visible()


# Sharing, printing, languages


def test_an_address_is_copied_and_it_is_said(visit, live_server, article):
    page = visit(permissions=["clipboard-read", "clipboard-write"])
    page.goto(live_server.url + article)
    page.get_by_role("button", name="Copy the address").click()
    page.get_by_text("The address is copied.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").endswith(article)


def test_on_paper_there_is_the_article_alone_and_where_its_links_lead(visit, live_server, article):
    page = visit()
    page.goto(live_server.url + article)
    page.emulate_media(media="print", color_scheme="dark")
    for gone in (".menu", ".chat-button", ".categories", ".share", ".site-footer", ".tools"):
        assert not page.locator(gone).first.is_visible(), gone
    assert page.get_by_role("heading", name="A long article").is_visible()
    after = "getComputedStyle(document.querySelector('.body a[href^=http]'), '::after').content"
    assert "https://example.com/paper" in page.evaluate(after)
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(22, 34, 46)"


def test_on_paper_nothing_is_there_to_be_pressed(visit, live_server, pages_of_site):
    page = visit()
    for address, pressed in (("/", (".banner-controls", ".banner-link")), ("/about/contact/", (".reach-chat",))):
        page.goto(live_server.url + address)
        assert all(page.locator(one).first.is_visible() for one in pressed), address
        page.emulate_media(media="print")
        assert not any(page.locator(one).first.is_visible() for one in pressed), address
        page.emulate_media(media="screen")


def test_the_language_switch_leads_to_the_same_article_and_back(visit, live_server):
    english = factories.published("One")
    chinese = factories.published("一", slug="一", language="zh-hans", group=english.group)
    page = visit()
    page.goto(live_server.url + english.get_absolute_url())
    follow(page, ".languages a")
    assert page.get_by_role("heading", name="一").is_visible()
    follow(page, ".languages a")
    assert page.url.endswith(english.get_absolute_url())
    assert chinese.get_absolute_url() not in page.url


# Keys alone (WCAG 2.4.11), large enough to hit (2.5.8), help at the same place (3.2.6), enlarged (1.4.10)

COVERED = """() => {
    const here = document.activeElement, box = here.getBoundingClientRect();
    const inset = 2, points = [[box.left + inset, box.top + inset], [box.right - inset, box.top + inset],
        [box.left + inset, box.bottom - inset], [box.right - inset, box.bottom - inset],
        [box.left + box.width / 2, box.top + box.height / 2]];
    const seen = points.some(([x, y]) => {
        const top = document.elementFromPoint(x, y);
        return top && (top === here || here.contains(top) || top.contains(here));
    });
    return [here.tagName, here.className, here.textContent.trim().slice(0, 40), seen];
}"""


@pytest.mark.parametrize("width", [1280, 390])
def test_what_has_the_focus_is_never_hidden(width, visit, live_server, pages_of_site):
    page = visit()
    page.set_viewport_size({"width": width, "height": 700})
    for address in pages_of_site[2:12]:
        page.goto(live_server.url + address)
        seen = 0
        for _press in range(120):
            page.keyboard.press("Tab")
            tag, style, words, is_seen = page.evaluate(COVERED)
            if tag == "BODY":
                break
            seen += 1
            assert is_seen, (address, tag, style, words)
        assert seen > 10


TOO_SMALL = """() => [...document.querySelectorAll('a[href], button, summary, input, textarea')].filter((one) => {
    const box = one.getBoundingClientRect(), style = getComputedStyle(one);
    if (!box.width || style.visibility === 'hidden' || one.closest('.skip-link')) return false;
    // Within a line of text the line decides.
    const inline = style.display === 'inline' && [...one.parentElement.childNodes].some(
        (node) => node.nodeType === 3 && node.textContent.trim().length > 1);
    return !inline && (box.height < 24 || box.width < 24);
}).map((one) => `${one.className} “${one.textContent.trim().slice(0, 30)}” ${one.offsetWidth} × ${one.offsetHeight}`)"""


@pytest.mark.parametrize("width", [1280, 390])
def test_what_can_be_pressed_is_large_enough(width, visit, live_server, pages_of_site):
    page, found = visit(), []
    page.set_viewport_size({"width": width, "height": 900})
    for address in pages_of_site:
        page.goto(live_server.url + address)
        found += [f"{address}: {one}" for one in page.evaluate(TOO_SMALL)]
    assert not found, "\n".join(found)


def test_nothing_that_was_typed_is_asked_for_again(visit, live_server):
    """WCAG 3.3.7: words of a search stay while it is narrowed and paged; the chat asks for a name once."""
    factories.category("other", "Other")
    for number in range(25):
        factories.published(f"Gate {number}")
    page = visit()
    page.goto(f"{live_server.url}/news/search/")
    page.fill("main [name=q]", "gates")
    follow(page, "main .search-line button")
    follow(page, "text=Next")
    assert page.input_value("main [name=q]") == "gates"
    page.select_option("[name=category]", label="Other")
    follow(page, "main .search-line button")
    assert (page.input_value("main [name=q]"), page.input_value("[name=category]")) == ("gates", "other")
    assert "Nothing was found" in page.inner_text("main")

    page = visit(java_script_enabled=False)
    page.goto(f"{live_server.url}/chat/")
    page.fill("#id_name", "Ann Zhou")
    page.fill("#id_email", "nobody@x")
    page.fill("#id_body", "When do you open?")
    follow(page, "form.form button")
    assert page.locator(".errorlist").count() == 1
    assert [page.input_value(f"#id_{name}") for name in ("name", "body")] == ["Ann Zhou", "When do you open?"]
    page.fill("#id_email", "ann@example.com")
    follow(page, "form.form button")
    assert page.locator("#id_name").count() == 0 or page.input_value("#id_name") == "Ann Zhou"
    assert page.locator("#id_email").count() == 0 or page.input_value("#id_email") == "ann@example.com"


def test_help_stands_at_the_same_place_on_every_page(visit, live_server, pages_of_site):
    page, places = visit(), set()
    for address in [*pages_of_site, "/privacy/"]:
        if address.startswith(("/chat/", "/zh-hans/")):
            continue  # the words on the button are of another width
        page.goto(live_server.url + address)
        assert page.locator("body > *").last.locator(".chat-button").count() == 1
        places.add(tuple(page.locator(".chat-button").bounding_box().values()))
    assert len(places) == 1


def test_enlarged_four_times_nothing_must_be_rolled_sideways(visit, live_server, pages_of_site):
    page = visit()
    page.set_viewport_size({"width": 320, "height": 256})
    for address in pages_of_site:
        page.goto(live_server.url + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
    page.goto(live_server.url)
    page.get_by_role("link", name="News", exact=True).first.scroll_into_view_if_needed()
    follow(page, ".menu >> text=News")
    assert page.get_by_role("heading", level=1).is_visible()


def test_with_keys_alone_from_home_through_the_menu_to_the_text(visit, live_server, pages_of_site):
    page = visit()
    page.goto(live_server.url)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    with page.expect_event("framenavigated"):
        page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.locator(".menu summary").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.get_by_role("heading", level=1).is_visible()


def test_without_styles_a_page_still_reads_in_order(visit, live_server, article):
    page = visit()
    page.route(re.compile(r"\.css"), lambda route: route.fulfill(body="", content_type="text/css"))
    page.goto(live_server.url + article)
    words = page.inner_text("body")
    order = [
        "Skip to the content",
        "Welcome to",
        "News Category",
        "Your Position:",
        "A long article",
        "Part 1",
        "In short",
    ]
    places = [words.index(one) for one in order]
    assert places == sorted(places)
    assert page.get_by_role("heading", level=1).is_visible()
    assert page.get_by_role("link", name="Live Chat").is_visible()
    wide = page.evaluate("[...document.images].filter((one) => one.clientWidth > innerWidth).length")
    assert wide == 0


def test_an_article_brings_little_and_asks_nobody_else(visit, live_server, article):
    page, asked = visit(), []
    page.on("response", lambda answer: asked.append(answer))
    page.goto(live_server.url + article, wait_until="networkidle")
    assert {answer.url.split("/")[2] for answer in asked} == {live_server.url.split("/")[2]}
    assert page.context.cookies() == []


# Searching


def test_a_suggestion_is_chosen_with_keys_alone(visit, live_server):
    for title in ("Vibration tests", "A vibration sensor"):
        factories.published(title)
    page = visit()
    page.goto(f"{live_server.url}/news/search/")
    field = page.get_by_role("combobox", name="Search for")
    field.press_sequentially("vibr")
    options = page.locator(".suggestions [role=option]")
    options.first.wait_for()
    assert options.all_inner_texts() == ["A vibration sensor", "Vibration tests"]
    for key in ("ArrowDown", "ArrowDown"):
        field.press(key)
    assert page.locator(".suggestions [aria-selected=true]").inner_text() == "Vibration tests"
    with page.expect_navigation():
        field.press("Enter")
    assert page.get_by_role("heading", level=1).inner_text() == "Vibration tests"
    page.go_back()
    field.fill("vib")
    options.first.wait_for()
    field.press("Escape")
    assert options.count() == 0


def test_without_scripts_the_search_works_from_a_page_that_is_none(visit, live_server):
    factories.published("Gates")
    page = visit(java_script_enabled=False)
    page.goto(f"{live_server.url}/news/search/")
    page.fill("[name=q]", "gate")
    follow(page, ".search button")
    assert page.locator("mark").inner_text() == "Gates"


MIDDLE_OF_THE_MARK = """() => {
    const boxes = ['.focus-mark', '.focus-whole img'].map((one) => document.querySelector(one).getBoundingClientRect());
    const [mark, image] = boxes;
    return [(mark.x + mark.width / 2 - image.x) / image.width, (mark.y + mark.height / 2 - image.y) / image.height];
}"""


@pytest.mark.parametrize(("width", "height"), [(800, 400), (400, 900), (1600, 300)])
def test_the_mark_stands_where_the_picture_was_clicked(width, height, visit, live_server):
    picture = factories.picture(width=width, height=height)
    factories.superuser("boss")
    page = visit()
    page.set_viewport_size({"width": 1440, "height": 900})
    sign_in(page, live_server.url, "boss")
    page.goto(f"{live_server.url}/admin/pages/picture/{picture.pk}/change/")
    assert page.evaluate(MIDDLE_OF_THE_MARK) == pytest.approx([0.5, 0.5], abs=0.01)
    box = page.locator(".focus-whole img").bounding_box()
    page.locator(".focus-whole").click(position={"x": box["width"] * 0.8, "y": box["height"] * 0.9})
    assert page.evaluate(MIDDLE_OF_THE_MARK) == pytest.approx([0.8, 0.9], abs=0.02)


def test_what_matters_in_a_picture_is_chosen_by_a_click_and_by_keys(visit, live_server):
    picture = factories.picture(width=800, height=400)
    factories.superuser("boss")
    page = visit()
    sign_in(page, live_server.url, "boss")
    page.goto(f"{live_server.url}/admin/pages/picture/{picture.pk}/change/")
    box = page.locator(".focus-whole img").bounding_box()
    page.locator(".focus-whole").click(position={"x": box["width"] * 0.25, "y": box["height"] * 0.5})
    assert (page.input_value("#id_focus_x"), page.input_value("#id_focus_y")) == ("25", "50")
    page.locator(".focus-mark").press("ArrowUp")
    assert page.input_value("#id_focus_y") == "48"
    assert page.evaluate("document.querySelector('.cut-1x1').style.objectPosition") == "25% 48%"
    follow(page, "[name=_save]")
    picture.refresh_from_db()
    assert (picture.focus_x, picture.focus_y) == (25, 48)
