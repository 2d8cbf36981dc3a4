"""The whole way, in a real browser: staff write and publish, a visitor reads and writes, staff find it."""

import re

import pytest

from tests import factories
from tests.browser import follow, sign_in, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_an_empty_form_to_a_visitors_message(live_server, visit, tmp_path):
    factories.category("company-news", "Company News")
    factories.user("erin", "Editors", "Chat agents")
    cover = tmp_path / "cover.jpg"
    factories.image(1600, 900).save(cover)

    staff = visit()
    sign_in(staff, live_server.url, "erin")
    follow(staff, "text=Write an article")
    staff.fill("#id_title", "A new hall for vibration tests")
    staff.select_option("#id_category", label="Company News")
    write(staff, "<h2>What it is for</h2><p>It shakes what we build.</p>")
    staff.click(".cke_button__sitepicture")
    staff.set_input_files(".picture-dialog [type=file]", cover)
    staff.fill(".picture-dialog [type=text]", "The hall from above")
    staff.click(".picture-dialog [type=submit]")
    staff.wait_for_selector(".cke_wysiwyg_div img")
    staff.set_input_files("#id_cover_file", cover)
    staff.fill("#id_cover_alt", "The hall at night")
    staff.fill("#id_summary", "It opens in spring.")
    follow(staff, "text=Publish now")
    assert "readers see it now" in staff.inner_text(".messagelist")

    reader = visit()
    reader.goto(live_server.url)
    follow(reader, ".menu >> text=Company News")
    follow(reader, "text=A new hall for vibration tests")
    assert reader.get_attribute(".cover img", "alt") == "The hall at night"
    assert reader.get_attribute(".body img", "alt") == "The hall from above"
    first = clicks(reader)
    reader.reload()
    assert clicks(reader) == first + 1

    follow(reader, "text=Live Chat")
    reader.fill("#id_body", "When can I visit the hall?")
    follow(reader, "button >> text=Send")
    assert "When can I visit the hall?" in reader.inner_text(".said")

    staff.goto(f"{live_server.url}/admin/")
    follow(staff, ".waiting a >> text=Visitor")
    assert "When can I visit the hall?" in staff.inner_text("#content")


def clicks(page) -> int:
    return int(re.search(r"Click:(\d+)", page.inner_text(".article-line"))[1])


def test_what_stands_in_the_form_is_previewed_unsaved(live_server, visit):
    factories.category()
    factories.user("erin", "Editors")
    staff = visit()
    sign_in(staff, live_server.url, "erin")
    staff.goto(f"{live_server.url}/admin/news/article/add/")
    staff.fill("#id_title", "Not yet saved")
    staff.select_option("#id_category", index=1)
    write(staff, "<p>Words that nobody stored.</p>")
    staff.click("[name=_preview]")
    staff.frame_locator("page-preview iframe").locator("main >> text=Words that nobody stored.").wait_for()
    assert staff.url.endswith("/add/")
