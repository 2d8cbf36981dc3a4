"""What nobody wrote is kept among the spam, and whoever sent it sees no difference."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chat.models import Conversation

pytestmark = pytest.mark.django_db
LONG = "We offer you the very best of pumps at a price."


def write(body: str, wait: int = 30, **more) -> Client:
    """A visitor who opens the form and sends it after so many seconds."""
    client, now = Client(), timezone.now()
    with time_machine.travel(now, tick=False):
        opened = client.get("/chat/").context["form"].initial["opened"]
    with time_machine.travel(now + timedelta(seconds=wait), tick=False):
        client.post("/chat/", {"client_id": str(uuid.uuid4()), "body": body, "opened": opened} | more)
    return client


def status() -> str:
    return Conversation.objects.latest("pk").status


@pytest.mark.parametrize(
    ("body", "wait", "more", "why"),
    [
        ("Hello", 30, {"website": "http://spam.example"}, "lure"),
        ("See http://spam.example", 1, {}, "haste, links"),
        ("http://a.example http://b.example http://c.example", 30, {}, "links"),
        ("See www.spam.example", 30, {"opened": "forged"}, "haste, links"),
    ],
)
def test_signs_that_add_up_make_it_spam(body, wait, more, why, signed_in):
    write(body, wait, **more)
    conversation = Conversation.objects.get()
    assert (conversation.status, conversation.suspicion) == ("spam", why)
    agent = signed_in("Chat agents")
    assert why in agent.get(reverse("admin:chat_conversation_change", args=[conversation.pk])).text
    inbox = reverse("admin:chat_conversation_changelist")
    name = f"Visitor {conversation.pk}"
    assert name not in agent.get(inbox).text
    assert name in agent.get(f"{inbox}?status=spam").text


def test_the_same_from_several_visitors_is_spam_from_the_third_on():
    seen = []
    for _visitor in range(3):
        write(LONG)
        seen.append(status())
    assert seen == ["open", "open", "spam"]


ORDINARY = [
    *(
        "Hello",
        "你好",
        "Hi, is anybody there?",
        "请问你们周六上班吗？",
        "Our pump makes a noise like a kettle. Can you help?",
    ),
    *(
        "Is this yours? https://example.com/pump",
        "Price for 12 loggers?",
        "THANK YOU!!!",
        "我们在宁波有一个冷库，想装20个记录仪，怎么报价？",
        "?",
    ),
]


@pytest.mark.parametrize("body", ORDINARY)
def test_what_people_write_is_no_spam(body):
    write(body)
    assert status() == "open"


def test_somebody_quick_without_a_link_is_no_spammer():
    write("Hello", wait=0)
    assert status() == "open"


def test_the_visitor_sees_no_difference():
    pages = [write("Hello", **more).get("/chat/").text for more in ({}, {"website": "x"})]
    assert [page.count('class="words">Hello<') for page in pages] == [1, 1]
    assert ["pam" in page for page in pages] == [False, False]


def test_it_stays_silent_until_staff_say_otherwise(signed_in):
    client = write("Hello", website="x")
    client.post("/chat/", {"client_id": str(uuid.uuid4()), "body": "Are you there?"})
    assert status() == "spam"
    address = reverse("admin:chat_conversation_change", args=[Conversation.objects.get().pk])
    signed_in("Chat agents").post(address, {"step": "reopen"})
    assert (status(), Conversation.objects.get().suspicion) == ("open", "")
