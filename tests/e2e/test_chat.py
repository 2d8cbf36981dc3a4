"""A visitor and a member of staff talk, each with a browser of his own, with scripts and without."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests import factories
from tests.browser import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def write(visitor, words: str) -> None:
    visitor.fill("#id_body", words)
    visitor.click("button >> text=Send")
    visitor.wait_for_selector(f".said >> text={words}")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_visitor_writes_staff_answer_and_the_visitor_reads_it(live_server, visit, scripts):
    factories.user("marit", "Chat agents", first_name="Marit")
    visitor, staff = visit(java_script_enabled=scripts), visit()
    visitor.goto(f"{live_server.url}/news/")
    visitor.click("text=Live Chat")
    write(visitor, "Do you mend pumps?")

    sign_in(staff, live_server.url, "marit")
    staff.click(".waiting a >> text=Visitor")
    staff.fill("#id_body", "We do, on Thursdays.")
    staff.click("button >> text=Send >> nth=0")
    staff.wait_for_selector(".messagelist .success")

    visitor.click("text=Look for an answer")
    visitor.wait_for_selector(".said .staff >> text=We do, on Thursdays.")
    assert "Marit" in visitor.inner_text(".said .staff")
    write(visitor, "Then I come on Thursday.")
    visitor.reload()
    visitor.go_back()
    assert visitor.locator(".said li").count() <= 3

    staff.reload()
    staff.click("button >> text=Close >> nth=-1")
    staff.wait_for_selector(".standing >> text=Closed")
    visitor.goto(f"{live_server.url}/chat/")
    assert "We have closed this conversation." in visitor.inner_text("main")
    with visitor.expect_download() as download:
        visitor.click("text=Download the conversation")
    assert "We do, on Thursdays." in download.value.path().read_text()
    visitor.click("text=Delete the conversation")
    visitor.click("text=Delete for good")
    assert "Your conversation is deleted." in visitor.inner_text("main")
    assert visitor.locator(".said").count() == 0


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_the_pages_of_the_chat_have_no_violations(live_server, browser, scheme, width):
    factories.superuser("boss")
    window = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
    page, found = window.new_page(), []

    def look(address: str) -> None:
        page.goto(live_server.url + address)
        violations = Axe().run(page).response["violations"]
        found.extend(f"{address}: {one['id']}: {node['html'][:160]}" for one in violations for node in one["nodes"])
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address

    page.goto(f"{live_server.url}/chat/")
    write(page, "Do you mend pumps?")
    for address in ("/chat/", "/zh-hans/", "/chat/delete/", "/chat/?lang=zh-hans"):
        look(address)
    sign_in(page, live_server.url, "boss")
    for address in ("/admin/chat/conversation/", "/admin/chat/conversation/1/change/", "/admin/"):
        look(address.replace("/1/", f"/{number()}/"))
    window.close()
    assert not found, "\n".join(found)


def number() -> int:
    from chat.models import Conversation

    return Conversation.objects.get().pk
