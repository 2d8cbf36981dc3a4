"""What nobody wrote is kept among the spam, and whoever sent it sees no difference."""

import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chat.models import Conversation, Message

pytestmark = pytest.mark.django_db
INBOX = "/admin/chat/conversation/"
LONG = "We offer you the very best of pumps at a price."


def form(body: str, **more) -> dict:
    return {"client_id": str(uuid.uuid4()), "body": body} | more


def write(body: str, wait: int = 30, client: Client | None = None, **more) -> Client:
    """A visitor who opens the form and sends it after so many seconds."""
    client, now = client or Client(), timezone.now()
    with time_machine.travel(now, tick=False):
        opened = re.search(r'name="opened" value="([^"]*)"', client.get("/chat/").text)[1]
    with time_machine.travel(now + timedelta(seconds=wait), tick=False):
        client.answer = client.post("/chat/", form(body, **{"opened": opened} | more))
    return client


def program(body: str, wait: int = 30, **more) -> Client:
    """The same for somebody who never sees the page."""
    client, now = Client(), timezone.now()
    with time_machine.travel(now, tick=False):
        opened = client.get("/chat/bootstrap").json()["opened"]
    with time_machine.travel(now + timedelta(seconds=wait), tick=False):
        client.answer = client.post("/chat/send", form(body, **{"opened": opened} | more))
    return client


def status() -> str:
    return Conversation.objects.latest("pk").status


def thread(conversation: Conversation) -> str:
    return reverse("admin:chat_conversation_change", args=[conversation.pk])


SPAM = [
    ("Hello", 30, {"website": "http://spam.example"}, "lure"),
    ("See http://spam.example", 1, {}, "haste, links"),
    ("http://a.example http://b.example http://c.example", 30, {}, "links"),
    ('[url=x] <a href="x">x</a> WWW.spam.example', 30, {}, "links"),
    ("See www.spam.example", 30, {"opened": "forged"}, "haste, links"),
    ("See www.spam.example", 30, {"opened": ""}, "haste, links"),
    ("See www.spam.example", 2 * 24 * 60 * 60, {}, "haste, links"),
]


@pytest.mark.parametrize("way", [write, program])
@pytest.mark.parametrize(("body", "wait", "more", "why"), SPAM)
def test_signs_that_add_up_make_it_spam_that_is_kept(body, wait, more, why, way, signed_in):
    way(body, wait, **more)
    conversation = Conversation.objects.get()
    assert (conversation.status, conversation.suspicion) == ("spam", why)
    assert conversation.messages.get().body == body
    page = signed_in("Chat agents").get(thread(conversation)).text
    assert f"Taken for spam by itself ({conversation.suspected_for}). The visitor is not told." in page
    assert "This is no spam" in page


def test_it_is_listed_among_the_spam_only(signed_in):
    write("Hello", website="x"), write("An honest question")
    agent, spam = signed_in("Chat agents"), Conversation.objects.get(status="spam")
    shown = {
        query: [row.pk for row in agent.get(f"{INBOX}{query}").context["cl"].result_list]
        for query in (
            "",
            "?status=open",
            "?status=pending",
            "?status=resolved",
            "?q=Hello",
            "?status=spam",
            "?status=all",
        )
    }
    assert {query for query, rows in shown.items() if spam.pk in rows} == {"?status=spam", "?status=all"}
    assert shown["?status=spam"] == [spam.pk]
    assert len(shown[""]) == 1
    assert str(spam) not in agent.get("/admin/").text


def test_the_same_from_several_visitors_is_spam_from_the_third_on():
    seen = []
    for _visitor in range(4):
        write(LONG)
        seen.append(status())
    assert seen == ["open", "open", "spam", "spam"]
    assert Conversation.objects.latest("pk").suspicion == "repeated"


def test_what_one_visitor_repeats_makes_nobody_else_a_spammer():
    client = Client()
    for _time in range(4):
        write(LONG, client=client)
    write(LONG)
    assert status() == "open"


def test_what_several_said_yesterday_may_be_said_today():
    for _visitor in range(3):
        write(LONG)
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        write(LONG)
    assert status() == "open"


ORDINARY = [
    *("Hello", "你好", "Hi, is anybody there?", "请问你们周六上班吗？", "Price for 12 loggers?", "THANK YOU!!!", "?"),
    *("Our pump makes a noise like a kettle. Can you help?", "Is this yours? https://example.com/pump"),
    "我们在宁波有一个冷库，想装20个记录仪，怎么报价？",
]


@pytest.mark.parametrize("way", [write, program])
@pytest.mark.parametrize("body", ORDINARY)
def test_what_people_write_is_no_spam(body, way):
    for _visitor in range(2):
        way(body)
        assert (status(), Conversation.objects.latest("pk").suspicion) == ("open", "")


@pytest.mark.parametrize("body", ["Hello", "你好", "Is anybody there?"])
def test_many_people_say_hello(body):
    for _visitor in range(5):
        write(body)
    assert not Conversation.objects.exclude(status="open").exists()


@pytest.mark.parametrize(
    ("body", "wait", "more"),
    [
        ("Hello", 0, {}),
        ("Hello", 30, {"opened": ""}),
        ("Hello", 30, {"opened": "forged"}),
        ("Hello", 2 * 24 * 60 * 60, {}),
        ("See https://a.example and https://b.example", 30, {}),
        (LONG, 0, {}),
    ],
)
def test_one_weak_sign_is_not_enough(body, wait, more):
    write(body, wait, **more)
    assert (status(), Conversation.objects.get().suspicion) == ("open", "")


def test_only_the_first_message_is_looked_at():
    client = write("Hello")
    write("http://a.example http://b.example http://c.example", wait=0, client=client, website="x")
    assert status() == "open"


# What the visitor sees


def same_for_all(page) -> str:
    """Without what differs from one page to the next: tokens, ids, references and times."""
    names = "csrfmiddlewaretoken|client_id|csrf_token|opened|created_at|begun|reference"
    text = re.sub(rf'"({names})(" value="|": ")[^"]+', r"\1", page.text)
    return re.sub(r"<time .*?</time>|=\d{10}#end|<code>[0-9a-f]{10}</code>", "", text)


@pytest.mark.parametrize("way", [write, program])
@pytest.mark.parametrize(
    "address", ["/chat/", "/chat/?sent=1", "/chat/bootstrap", "/chat/updates?after=0", "/chat/delete/"]
)
def test_the_visitor_sees_no_difference(address, way):
    honest, spammer = way("Hello"), way("Hello", website="x")
    assert {each.status for each in Conversation.objects.all()} == {"open", "spam"}
    assert honest.answer.status_code == spammer.answer.status_code
    assert honest.answer.headers.keys() == spammer.answer.headers.keys()
    assert same_for_all(honest.answer) == same_for_all(spammer.answer)
    pages = [same_for_all(each.get(address)) for each in (honest, spammer)]
    assert pages[0] == pages[1]
    assert "pam" not in pages[1]


def test_he_may_take_it_along_and_delete_it():
    client = write("Hello", website="x")
    assert "Hello" in client.get("/chat/download/").text
    client.post("/chat/delete/")
    assert not Message.objects.exists()


# What staff make of it


def test_it_stays_silent_until_staff_say_otherwise(signed_in):
    client, agent = write("Hello", website="x"), signed_in("Chat agents")
    write("Are you there?", client=client)
    conversation = Conversation.objects.get()
    assert (conversation.status, conversation.last_seq) == ("spam", 2)
    assert [row.pk for row in agent.get(INBOX).context["cl"].result_list] == []
    agent.post(thread(conversation), {"step": "reopen"})
    conversation.refresh_from_db()
    assert (conversation.status, conversation.suspicion) == ("open", "")
    assert [row.pk for row in agent.get(INBOX).context["cl"].result_list] == [conversation.pk]
    write("Thank you", client=client, website="x")
    assert status() == "open"


def test_what_staff_marked_stays_silent_and_gives_no_reason(signed_in):
    client, agent = write("Hello"), signed_in("Chat agents")
    agent.post(thread(Conversation.objects.get()), {"step": "spam"})
    write("Are you there?", client=client)
    assert (status(), Conversation.objects.get().suspicion) == ("spam", "")
    assert "Taken for spam" not in agent.get(thread(Conversation.objects.get())).text


def test_an_answer_to_it_leaves_nothing_of_the_suspicion(signed_in):
    write("Hello", website="x")
    conversation, agent = Conversation.objects.get(), signed_in("Chat agents")
    agent.post(thread(conversation), form("How can we help?", seen=1))
    assert status() == "pending"
    assert "Taken for spam" not in agent.get(thread(conversation)).text
