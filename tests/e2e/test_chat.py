"""The chat as plain pages: a visitor without scripts and a member of staff talk, each with a browser of his own."""

import uuid

import pytest

from chat.identity import hash_of, new_token
from chat.models import Conversation, Message
from tests import factories
from tests.browser import follow, judged, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TOKEN = new_token()


def write(visitor, words: str) -> None:
    visitor.fill("#id_body", words)
    follow(visitor, "button >> text=Send")
    visitor.wait_for_selector(f".said >> text={words}")


def said(page) -> list[str]:
    return page.locator(".said .words").all_inner_texts()


@pytest.mark.parametrize("scripts", [True, False], ids=["staff with scripts", "staff without scripts"])
def test_a_visitor_writes_staff_answer_and_the_visitor_reads_it(live_server, visit, scripts):
    factories.user("marit", "Chat agents", first_name="Marit")
    visitor, staff = visit(java_script_enabled=False), visit(java_script_enabled=scripts)
    visitor.goto(f"{live_server.url}/news/")
    follow(visitor, "text=Live Chat")
    write(visitor, "Do you mend pumps?")

    sign_in(staff, live_server.url, "marit")
    follow(staff, ".waiting a >> text=Visitor")
    staff.fill("#id_body", "We do, on Thursdays.")
    if scripts:
        staff.click(".reply [name=and_stay]")
        staff.wait_for_selector(".said li[data-seq='2']")
    else:
        follow(staff, ".reply [name=and_stay]")
        staff.wait_for_selector(".messagelist .success")

    follow(visitor, "text=See whether there is an answer")
    visitor.wait_for_selector(".said .staff >> text=We do, on Thursdays.")
    assert "Marit" in visitor.inner_text(".said .staff")
    write(visitor, "Then I come on Thursday.")
    visitor.reload()
    assert said(visitor) == ["Do you mend pumps?", "We do, on Thursdays.", "Then I come on Thursday."]

    staff.reload()
    follow(staff, ".reply-steps [value=close]")
    staff.wait_for_selector(".standing >> text=Closed")
    visitor.goto(f"{live_server.url}/chat/")
    assert "We have closed this conversation." in visitor.inner_text("main")
    write(visitor, "One more thing.")
    assert "We have closed this conversation." not in visitor.inner_text("main")
    staff.goto(f"{live_server.url}/admin/")
    follow(staff, ".waiting a >> text=Visitor")
    assert said(staff)[-1] == "One more thing."

    with visitor.expect_download() as download:
        visitor.click("text=Download the conversation")
    taken = download.value.path().read_text()
    assert [words for words in said(visitor) if words not in taken] == []
    assert download.value.suggested_filename == "conversation.txt"
    follow(visitor, "text=Delete the conversation")
    follow(visitor, "text=Keep it")
    assert len(said(visitor)) == 4
    follow(visitor, "text=Delete the conversation")
    follow(visitor, "text=Delete for good")
    assert "Your conversation is deleted." in visitor.inner_text("main")
    visitor.goto(f"{live_server.url}/chat/")
    assert said(visitor) == []
    assert not Message.objects.exists()


def test_going_back_and_sending_twice_makes_one_message(live_server, visit):
    visitor = visit(java_script_enabled=False)
    visitor.goto(f"{live_server.url}/chat/")
    visitor.fill("#id_body", "Once")
    visitor.dblclick("button >> text=Send")
    visitor.wait_for_selector(".said >> text=Once")
    visitor.go_back()
    visitor.go_forward()
    visitor.reload()
    assert said(visitor) == ["Once"]


@pytest.fixture
def conversation() -> Conversation:
    """Something of both sides, of a visitor whose cookie is known."""
    begun = Conversation.objects.create(token_hash=hash_of(TOKEN), language="en", email="ann@example.com")
    begun.add(Message.Sender.VISITOR, uuid.uuid4(), "Do you mend pumps? " * 20, name="Ann")
    begun.add(Message.Sender.STAFF, uuid.uuid4(), "We do:\nhttps://example.com/", name="Marit")
    return begun


@pytest.fixture
def look(live_server, browser):
    """Opens an address and asks axe; what it found is told at the end."""
    window = browser.new_context()
    page, found = window.new_page(), []

    def looked(address: str = "") -> None:
        if address:
            page.goto(live_server.url + address)
        found.extend(judged(page))

    looked.page = page
    yield looked
    window.close()
    assert not found, "\n".join(found)


@pytest.mark.parametrize("width", [390, 1280])
def test_a_long_word_makes_no_page_wider_than_the_window(width, live_server, visit, conversation):
    conversation.add(Message.Sender.STAFF, uuid.uuid4(), f"https://example.com/{'x' * 300}", name="M" * 80)
    factories.superuser("boss")
    page = visit()
    sign_in(page, live_server.url, "boss")
    page.set_viewport_size({"width": width, "height": 900})
    page.context.add_cookies([{"name": "chat", "value": TOKEN, "domain": "localhost", "path": "/chat/"}])
    wide = []
    for address in (f"/admin/chat/conversation/{conversation.pk}/change/", "/admin/chat/conversation/", "/chat/"):
        page.goto(live_server.url + address)
        wide += [address] if page.evaluate("document.documentElement.scrollWidth") > width else []
    assert wide == []


def test_the_visitors_pages_have_no_violations(live_server, look, conversation):
    look.page.context.add_cookies([{"name": "chat", "value": TOKEN, "domain": "localhost", "path": "/chat/"}])
    look.page.route("**/chat/button.js", lambda route: route.abort())  # the plain page, without its widget
    look("/chat/")
    assert len(said(look.page)) == 2
    for address in ("/chat/?lang=zh-hans", "/chat/delete/", "/chat/delete/?lang=zh-hans", "/zh-hans/"):
        look(address)
    conversation.close()
    look("/chat/")
    look.page.fill("#id_email", "nobody@x")
    look.page.fill("#id_body", "Kept words")
    follow(look.page, "button >> text=Send")
    look.page.wait_for_selector(".field.wrong")
    look()


def test_the_pages_of_staff_have_no_violations(live_server, look, conversation):
    factories.superuser("boss")
    sign_in(look.page, live_server.url, "boss")
    for address in ("/admin/chat/conversation/", "/admin/chat/conversation/?status=all&q=pumps", "/admin/"):
        look(address)
    thread = f"/admin/chat/conversation/{conversation.pk}/change/"
    for step in ("close", "mark_as_spam", "reopen"):
        look(thread)
        getattr(conversation, step)()
    look.page.route("**/staff/thread.js", lambda route: route.abort())  # the plain form
    look(f"{thread}?lang=zh-hans")
    look.page.fill("#id_body", " ")
    look.page.evaluate("document.querySelector('#end').noValidate = true")
    follow(look.page, "button >> text=发送 >> nth=0")
    look.page.wait_for_selector(".errorlist")
    look()
