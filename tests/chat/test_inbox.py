"""The inbox: staff read, answer, close and sort out."""

import uuid

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chat.models import Conversation, Message
from tests import factories

pytestmark = pytest.mark.django_db
INBOX = "/admin/chat/conversation/"


def talk(body: str = "Do you make gates?", **fields) -> Conversation:
    client = Client()
    client.post("/chat/", {"client_id": str(uuid.uuid4()), "body": body} | fields)
    conversation = Conversation.objects.latest("pk")
    conversation.visitor = client
    return conversation


def thread(conversation: Conversation) -> str:
    return reverse("admin:chat_conversation_change", args=[conversation.pk])


def answer(agent, conversation: Conversation, body: str = "We do.", **more):
    form = {"client_id": str(uuid.uuid4()), "seen": 1, "body": body} | more
    return agent.post(thread(conversation), form)


@pytest.fixture
def agent(signed_in):
    return signed_in("Chat agents")


def test_an_answer_reaches_the_visitor_under_a_first_name(agent):
    from django.contrib.auth.models import User

    User.objects.update(first_name="Marit")
    conversation = talk()
    assert "Do you make gates?" in agent.get(thread(conversation)).text
    assert answer(agent, conversation).status_code == 302
    page = conversation.visitor.get("/chat/").text
    assert ("We do." in page, "Marit" in page, "chat-agents" in page) == (True, True, False)
    assert Conversation.objects.get().status == "pending"


@pytest.mark.parametrize(
    ("step", "status"), [("close", "resolved"), ("spam", "spam"), ("reopen", "open"), ("and_close", "resolved")]
)
def test_a_conversation_is_closed_sorted_out_and_opened_again(step, status, agent):
    conversation = talk()
    if step == "and_close":
        answer(agent, conversation, and_close="1")
    else:
        agent.post(thread(conversation), {"step": step})
    assert Conversation.objects.get().status == status
    entry = LogEntry.objects.latest("pk")
    assert (entry.object_id, "gates" in entry.change_message) == (str(conversation.pk), False)


def test_a_closed_one_says_so_and_opens_when_the_visitor_writes(agent):
    conversation = talk()
    agent.post(thread(conversation), {"step": "close"})
    assert "We have closed this conversation" in conversation.visitor.get("/chat/").text
    conversation.visitor.post("/chat/", {"client_id": str(uuid.uuid4()), "body": "One more thing"})
    assert Conversation.objects.get().status == "open"


def test_what_was_said_meanwhile_is_shown_before_the_answer_goes(agent):
    conversation = talk()
    conversation.visitor.post("/chat/", {"client_id": str(uuid.uuid4()), "body": "Steel ones?"})
    page = answer(agent, conversation, "A draft answer")
    assert page.status_code == 409
    assert ("Steel ones?" in page.text, "A draft answer</textarea>" in page.text) == (True, True)
    assert Message.objects.count() == 2
    form = {name: page.context["form"][name].value() for name in ("client_id", "seen", "body")}
    assert agent.post(thread(conversation), form).status_code == 302
    assert Message.objects.get(seq=3).body == "A draft answer"


def test_sent_twice_an_answer_is_there_once(agent):
    conversation, again = talk(), str(uuid.uuid4())
    assert {answer(agent, conversation, client_id=again).status_code for _time in range(3)} == {302}
    assert Message.objects.filter(sender="staff").count() == 1


@pytest.mark.parametrize("body", ["", " \n", "x" * 2_001])
def test_an_answer_that_cannot_go_is_kept_with_the_reason(body, agent):
    page = answer(agent, talk(), body)
    assert page.status_code == 200
    assert page.context["form"].errors["body"]
    assert Message.objects.count() == 1


def test_those_who_wait_come_first_and_what_was_said_is_found(agent):
    waiting, answered = talk("First to wait"), talk("Answered later")
    answer(agent, answered)
    page = agent.get(INBOX)
    assert [row.pk for row in page.context["cl"].result_list] == [waiting.pk, answered.pk]
    found = agent.get(f"{INBOX}?q=later").context["cl"].result_list
    assert [row.pk for row in found] == [answered.pk]


def test_who_may_only_look_sees_no_form(signed_in):
    from django.contrib.auth.models import Permission

    looker = factories.user("looker", "Authors")
    looker.user_permissions.add(Permission.objects.get(codename="view_conversation"))
    client, conversation = Client(), talk()
    client.force_login(looker)
    assert "<textarea" not in client.get(thread(conversation)).text
    assert answer(client, conversation).status_code == 403


def queries(agent, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert agent.get(address).status_code == 200
    return len(captured)


def test_inbox_and_thread_ask_as_often_with_many_as_with_few(agent, settings):
    settings.CHAT_LIMITS = dict.fromkeys(settings.CHAT_LIMITS, 1_000)
    conversation = talk()
    queries(agent, INBOX)
    few = queries(agent, INBOX), queries(agent, thread(conversation))
    for number in range(50):
        talk(f"Conversation {number}")
        conversation.add("visitor", uuid.uuid4(), f"Message {number}")
    many = queries(agent, INBOX), queries(agent, thread(conversation))
    assert few == many
    assert max(many) <= 12


HOSTILE = [
    *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</textarea><script>alert(1)</script>", "=1+1"),
    *("=cmd|' /C calc'!A0", "@SUM(A1)", "{{ 7*7 }}", "{% debug %}", "${7*7}", "javascript:alert(1)", "' OR 1=1 --"),
    *('"><svg onload=alert(1)>', "&lt;b&gt;", "a\nb", "\u2066abc\u2069", "😀" * 20, "%s %d %(x)s", "\\u003cb\\u003e"),
]


@pytest.mark.parametrize("body", HOSTILE)
def test_what_is_hostile_is_shown_as_typed_and_is_nothing_but_words(body, agent):
    from html import unescape

    from chat.forms import plain

    conversation = talk(body, name=body)
    shown = plain(body)
    for page in (agent.get(thread(conversation)), conversation.visitor.get("/chat/")):
        assert shown in unescape(page.text)
        assert not ("<" in shown and shown in page.text)
    assert not ("<" in shown and shown in agent.get(INBOX).text)
    assert shown in conversation.visitor.get("/chat/download/").text
