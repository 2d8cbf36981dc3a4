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

    reader.click("text=Live Chat")
    reader.fill("#chat-body", "When can I visit the hall?")
    reader.click(".chat-write .button")
    reader.wait_for_selector(".said li[data-seq] >> text=When can I visit the hall?")

    staff.goto(f"{live_server.url}/admin/")
    follow(staff, ".waiting a >> text=Visitor")
    assert "When can I visit the hall?" in staff.inner_text("#content")


def clicks(page) -> int:
    return int(re.search(r"Click:(\d+)", page.inner_text(".article-line"))[1])


def test_a_sentence_is_pulled_out_and_a_picture_gets_a_caption_and_room(live_server, visit, tmp_path):
    category = factories.category()
    factories.user("erin", "Editors")
    picture = tmp_path / "picture.jpg"
    factories.image(1600, 900).save(picture)
    staff = visit()
    sign_in(staff, live_server.url, "erin")
    staff.goto(f"{live_server.url}/admin/news/article/add/")
    staff.fill("#id_title", "A hall")
    staff.select_option("#id_category", str(category.pk))
    write(staff, "<p>To be pulled out.</p><p>Between.</p>")
    staff.click(".cke_wysiwyg_div >> text=To be pulled out.")
    staff.click(".cke_button__pullquote")
    staff.wait_for_selector(".cke_button__pullquote.cke_button_on")
    staff.click(".cke_wysiwyg_div >> text=Between.")
    staff.wait_for_selector(".cke_button__pullquote.cke_button_off")
    staff.keyboard.press("End")
    staff.click(".cke_button__sitepicture")
    staff.set_input_files(".picture-dialog [type=file]", picture)
    staff.get_by_label("What it shows").fill("The hall")
    staff.get_by_label("Caption below it").fill("The hall in <spring>")
    staff.get_by_label("Wider than the text").check()
    staff.click(".picture-dialog [type=submit]")
    staff.wait_for_selector(".cke_wysiwyg_div figure.wide figcaption")
    follow(staff, "text=Publish now")

    reader = visit()
    reader.goto(f"{live_server.url}/news/")
    follow(reader, ".card-title a")
    assert reader.inner_text(".body blockquote.pull") == "To be pulled out."
    assert reader.inner_text(".body figure.wide figcaption") == "The hall in <spring>"
    assert reader.get_attribute(".body figure img", "alt") == "The hall"

    staff.wait_for_selector(".cke_wysiwyg_div figure.wide")
    staff.dblclick(".cke_wysiwyg_div figure img")
    assert staff.get_by_label("Caption below it").input_value() == "The hall in <spring>"
    staff.get_by_label("Caption below it").fill("")
    staff.get_by_label("Wider than the text").uncheck()
    staff.click(".picture-dialog [type=submit]")
    staff.click(".cke_wysiwyg_div >> text=To be pulled out.")
    staff.click(".cke_button__pullquote")
    staff.wait_for_selector(".cke_button__pullquote.cke_button_off")
    follow(staff, "text=Publish now")
    reader.reload()
    assert reader.locator(".body figure, .body .pull").count() == 0
    assert reader.inner_text(".body blockquote") == "To be pulled out."
    assert reader.locator(".body img").count() == 1


IMAGE = '<img alt="A hall" src="{}" />'
LINK = '<a href="https://example.com/">'
# What stands in the text, what is asked for the picture, and what must stand there then.
PICTURES = [
    ("<p>{i}</p><p>t</p>", "c", False, "<figure>{i}<figcaption>c</figcaption></figure><p>t</p>"),
    ("<p>t</p><p>{i}</p>", "", True, '<p>t</p><figure class="wide">{i}</figure>'),
    ("<p>one {i} two</p>", "c", False, "<figure>{i}<figcaption>c</figcaption></figure><p>one two</p>"),
    ("<p>{a}{i}</a></p>", "c", False, "<figure>{a}{i}</a><figcaption>c</figcaption></figure>"),
    ("<figure>{a}{i}</a><figcaption>c</figcaption></figure>", "", False, "<p>{a}{i}</a></p>"),
    ("<figure>{i}<p>words</p></figure>", "", False, "<figure>{i}<p>words</p></figure>"),
    (
        "<figure>{i}<p>words</p></figure>",
        "c",
        True,
        '<figure class="wide">{i}<p>words</p><figcaption>c</figcaption></figure>',
    ),
    (
        "<figure>{i}<figcaption>By {a}Ann</a></figcaption></figure>",
        "By Ann",
        True,
        '<figure class="wide">{i}<figcaption>By {a}Ann</a></figcaption></figure>',
    ),
]


TEXT = "CKEDITOR.instances.id_body.getData().replace(/\\s*\\n\\s*/g, '').replace(/&nbsp;/g, ' ').replace(/ +/g, ' ')"


def test_a_picture_is_framed_and_nothing_beside_it_is_lost(live_server, visit):
    parts = {"i": IMAGE.format(factories.picture().address()), "a": LINK}
    factories.user("erin", "Editors")
    staff = visit()
    sign_in(staff, live_server.url, "erin")
    staff.goto(f"{live_server.url}/admin/news/article/add/")
    wrong = []
    for before, caption, wide, after in PICTURES:
        write(staff, before.format(**parts))
        staff.dblclick(".cke_wysiwyg_div img")
        staff.get_by_label("Caption below it").fill(caption)
        staff.get_by_label("Wider than the text").set_checked(wide)
        staff.click(".picture-dialog [type=submit]")
        staff.wait_for_selector(".picture-dialog", state="detached")
        found = staff.evaluate(TEXT)
        if found != before.format(**parts):
            staff.evaluate("CKEDITOR.instances.id_body.execCommand('undo')")
        if (found, staff.evaluate(TEXT)) != (after.format(**parts), before.format(**parts)):
            wrong.append((before, found, staff.evaluate(TEXT)))
    assert wrong == []


def test_what_stands_in_the_form_is_previewed_unsaved(live_server, visit, tmp_path):
    factories.category()
    cover = tmp_path / "cover.jpg"
    factories.image(1600, 900).save(cover)
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
    staff.set_input_files("#id_cover_file", cover)
    shown = staff.frame_locator("page-preview iframe").locator(".cover img")
    shown.wait_for()
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") == 1280
