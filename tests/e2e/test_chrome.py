"""What stands around the articles, changed in the admin by a person with a browser, and seen by a visitor at once."""

import pytest

from pages.models import Banner, MenuItem, SiteSettings
from tests import factories
from tests.browser import follow, sign_in, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def manager(live_server, visit):
    factories.user("mona", "Site managers")
    page = visit()
    sign_in(page, live_server.url, "mona")
    return page


@pytest.fixture
def reader(live_server, visit):
    page = visit(reduced_motion="reduce")
    page.goto(live_server.url)
    return page


def write_page(staff, live_server, title: str, parent: str = "") -> None:
    staff.goto(f"{live_server.url}/admin/pages/page/add/")
    staff.fill("#id_title", title)
    if parent:
        staff.select_option("#id_parent", label=parent)
    write(staff, f"<p>All about {title.lower()}.</p>")
    follow(staff, "text=Publish now")
    assert "readers see it now" in staff.inner_text(".messagelist")


def put_into_the_menu(staff, live_server, words: str, part_of_a_title: str) -> None:
    """Chosen among what is suggested while one types."""
    staff.goto(f"{live_server.url}/admin/pages/menuitem/add/")
    staff.fill("[name=label_en]", words)
    staff.type("#id_target", part_of_a_title)
    option = staff.wait_for_selector("datalist option", state="attached")
    staff.fill("#id_target", option.get_attribute("value"))
    follow(staff, "[name=_save]")
    staff.wait_for_selector(".messagelist .success")


def test_pages_are_written_put_into_the_menu_ordered_and_moved(live_server, manager, reader):
    write_page(manager, live_server, "Services")
    write_page(manager, live_server, "Repair", "Services (/services/)")
    for words, title in (("What we do", "Servi"), ("Mending", "Repa")):
        put_into_the_menu(manager, live_server, words, title)
    reader.reload()
    assert reader.inner_text(".menu").split("\n")[-2:] == ["What we do", "Mending"]
    follow(reader, ".menu >> text=Mending")
    assert "All about repair." in reader.inner_text("main")
    assert reader.inner_text(".trail") == "Your Position:Home>Services>Repair"

    manager.goto(f"{live_server.url}/admin/pages/menuitem/")
    manager.focus("[data-row] >> nth=1 >> .handle")
    manager.keyboard.press("ArrowUp")
    manager.wait_for_selector(".ordered-says >> text=Saved: place 1 of 2.")
    reader.reload()
    assert reader.inner_text(".menu").split("\n")[-2:] == ["Mending", "What we do"]
    manager.frame_locator("iframe[name=result]").locator(".menu >> text=Mending").wait_for()

    drag(manager, "[data-row] >> nth=0 >> .handle", "[data-row] >> nth=1")
    manager.wait_for_selector(".ordered-says >> text=Saved: place 2 of 2.")
    assert [item.label["en"] for item in MenuItem.objects.all()] == ["What we do", "Mending"]

    manager.goto(f"{live_server.url}/admin/pages/page/")
    follow(manager, "#result_list >> text=Services")
    manager.wait_for_selector(".cke_wysiwyg_div")
    manager.fill("#id_slug", "what-we-do")
    follow(manager, "text=Publish now")
    reader.goto(f"{live_server.url}/services/repair/?from=mail")
    assert reader.url == f"{live_server.url}/what-we-do/repair/?from=mail"


def drag(page, handle: str, onto: str) -> None:
    page.locator(onto).scroll_into_view_if_needed()
    begin, end = page.locator(handle).bounding_box(), page.locator(onto).bounding_box()
    page.mouse.move(begin["x"] + 5, begin["y"] + 5)
    page.mouse.down()
    page.mouse.move(begin["x"] + 5, end["y"] + end["height"] - 4, steps=8)
    page.mouse.up()


def test_banners_are_made_turned_and_stopped(live_server, manager, reader, tmp_path):
    picture = tmp_path / "banner.jpg"
    factories.image(1600, 640).save(picture)
    for title in ("The first of them", "The second of them"):
        manager.goto(f"{live_server.url}/admin/pages/banner/add/")
        manager.set_input_files("#id_picture_file", picture)
        manager.fill("[name=title_en]", title)
        manager.fill("#id_target", "/news/")
        follow(manager, "[name=_save]")
        manager.wait_for_selector(".messagelist .success")
    assert Banner.objects.count() == 2
    reader.reload()
    reader.wait_for_selector(".banner-place >> text=1 / 2")
    assert reader.get_attribute("[data-do=pause]", "aria-label") == "Move by itself"
    reader.click("[data-do=next]")
    reader.wait_for_selector(".banner-place >> text=2 / 2")
    assert reader.evaluate("document.activeElement.dataset.do") == "next"
    follow(reader, "text=Read more >> nth=1")
    assert reader.url == f"{live_server.url}/news/"


def test_banners_move_by_themselves_until_they_are_stopped(live_server, visit):
    for number in range(2):
        Banner.objects.create(picture=factories.picture(), title={"en": f"Banner {number}"}, position=number)
    reader = visit(reduced_motion="no-preference")
    reader.clock.install()
    reader.goto(live_server.url)
    reader.wait_for_selector("[data-moving]")
    reader.mouse.move(5, 5)
    reader.clock.run_for(7_500)
    reader.wait_for_selector(".banner-place >> text=2 / 2")
    assert reader.evaluate("document.activeElement === document.body")
    reader.click("[data-do=pause]")
    reader.mouse.move(5, 5)
    reader.clock.run_for(30_000)
    assert reader.inner_text(".banner-place") == "2 / 2"


def test_the_settings_are_shown_as_they_will_look_and_hold_at_once(live_server, manager, reader):
    manager.goto(f"{live_server.url}/admin/pages/sitesettings/1/change/")
    manager.fill("[name=company_name_en]", "Nine Bridges")
    manager.fill("#id_icp_number", "ICP 12345")
    manager.press("#id_icp_number", "Tab")
    shown = manager.frame_locator("iframe[name=result]")
    shown.locator(".brand >> text=Nine Bridges").wait_for()
    shown.locator(".small-print >> text=ICP 12345").wait_for()
    reader.reload()
    assert "Nine Bridges" not in reader.inner_text("header")
    follow(manager, "[name=_save]")
    manager.wait_for_selector(".messagelist .success")
    reader.reload()
    assert reader.inner_text(".welcome p") == "Welcome to Nine Bridges!"
    assert reader.get_attribute(".small-print a[rel]", "href") == "https://beian.miit.gov.cn/"


def test_an_address_asked_for_in_vain_becomes_a_redirect(live_server, manager, visit):
    client = visit().context.request
    old = f"{live_server.url}/products/list.php?id=5"
    assert [client.get(old).status for _time in range(2)] == [404, 404]
    manager.goto(f"{live_server.url}/admin/pages/missingaddress/")
    follow(manager, "text=Make a redirect")
    assert manager.input_value("#id_source") == "/products/list.php?id=5"
    manager.fill("#id_target", "/news/")
    follow(manager, "[name=_save]")
    manager.wait_for_selector(".messagelist .success")
    assert client.get(old).url == f"{live_server.url}/news/"
    manager.goto(f"{live_server.url}/admin/pages/missingaddress/")
    assert manager.locator("text=Make a redirect").count() == 0


def test_a_colour_is_picked_or_typed_and_each_shows_the_other(live_server, visit):
    factories.superuser("boss")
    SiteSettings.objects.update_or_create(pk=1, defaults={"accent": "#1c4f9c"})
    staff = visit()
    sign_in(staff, live_server.url, "boss")
    staff.goto(f"{live_server.url}/admin/pages/sitesettings/1/change/")
    picker = staff.locator("colour-choice:has(#id_accent) [type=color]")
    assert picker.input_value() == "#1c4f9c"
    picker.fill("#7a1f3d")
    assert staff.input_value("#id_accent") == "#7a1f3d"
    staff.fill("#id_accent", "0a5c3c")
    assert picker.input_value() == "#0a5c3c"
    follow(staff, "[name=_save]")
    assert SiteSettings.objects.get().accent == "#0a5c3c"
