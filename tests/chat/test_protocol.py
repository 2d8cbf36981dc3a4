"""The chat for programs: what is on the wire, and that a message sent many times at once is there once."""

import json
import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chat.models import Conversation, Message
from pages.models import SiteSettings
from tests import servers
from tests.chat.wire import Visitor

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
AT_ONCE = 20


@pytest.fixture
def visitor():
    client = Client(enforce_csrf_checks=True)
    client.token = client.get("/chat/bootstrap").json()["csrf_token"]
    return client


def send(visitor, body: str = "Hello", number: str = "", **more):
    form = {"client_id": number or str(uuid.uuid4()), "body": body} | more
    return visitor.post("/chat/send", form, headers={"X-CSRFToken": visitor.token})


# Where things stand


def test_bootstrap_gives_cookies_and_says_where_things_stand(client):
    SiteSettings(hours={"en": "9 to 5", "zh-hans": "九点到五点"}).save()
    answer = client.get("/chat/bootstrap")
    told = answer.json()
    assert told.keys() == {
        *(
            "csrf_token",
            "last_seq",
            "status",
            "hours",
            "answer_time",
            "is_open",
            "presence",
            "typing",
            "stream",
            "begun",
            "reference",
            "opened",
            "name",
            "email",
        ),
    }
    assert (told["last_seq"], told["status"], told["hours"]) == (0, "open", "9 to 5")
    assert client.get("/chat/bootstrap?lang=zh-hans").json()["hours"] == "九点到五点"
    assert answer.cookies.keys() == {"chat", "csrftoken"}
    cookie = answer.cookies["chat"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["max-age"]) == (
        True,
        "Lax",
        "/chat/",
        2592000,
    )
    assert {"no-store", "private"} <= set(answer["Cache-Control"].replace(" ", "").split(","))
    assert not Conversation.objects.exists()


@pytest.mark.parametrize(
    ("status", "told"), [("open", "open"), ("pending", "pending"), ("resolved", "resolved"), ("spam", "open")]
)
def test_bootstrap_tells_the_state_of_a_conversation_but_not_that_it_is_spam(status, told, visitor):
    send(visitor)
    Conversation.objects.update(status=status)
    answer = visitor.get("/chat/bootstrap").json()
    assert (answer["last_seq"], answer["status"]) == (1, told)


# Sending


def test_a_message_is_new_once_and_known_ever_after(visitor):
    number = str(uuid.uuid4())
    with time_machine.travel(NOON, tick=False) as clock:
        first = send(visitor, "Hello", number, name="Ann", email="ann@example.com", page="/news/")
        clock.shift(60)
        again = send(visitor, "Hello", number)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json() == {"seq": 1, "client_id": number, "created_at": "2026-03-02T04:00:00+00:00"}
    assert (Message.objects.get().name, Conversation.objects.get().email) == ("Ann", "ann@example.com")


def test_another_text_under_a_known_id_is_refused(visitor):
    number = str(uuid.uuid4())
    send(visitor, "Hello", number)
    answer = send(visitor, "Another text", number)
    assert (answer.status_code, list(answer.json()["errors"])) == (409, ["client_id"])
    assert [message.body for message in Message.objects.all()] == ["Hello"]


def test_a_repeat_is_known_by_what_is_kept_of_it(visitor):
    number = str(uuid.uuid4())
    assert [send(visitor, body, number).status_code for body in (" e\u0301\r\nx", "\u00e9\nx\u202e ")] == [201, 200]


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        ({"body": ""}, ["body"]),
        ({"body": "\u202e"}, ["body"]),
        ({"body": "x" * 2001}, ["body"]),
        ({"number": "x"}, ["client_id"]),
        ({"email": "x"}, ["email"]),
        ({"name": "x" * 81}, ["name"]),
        ({"number": "x", "body": "", "email": "x"}, ["body", "client_id", "email"]),
    ],
)
def test_what_cannot_be_taken_is_said_by_field(fields, names, visitor):
    answer = send(visitor, **fields)
    assert answer.status_code == 400
    assert answer.json().keys() == {"errors"}
    assert sorted(answer.json()["errors"]) == names
    assert all(isinstance(text, str) for texts in answer.json()["errors"].values() for text in texts)
    assert not Conversation.objects.exists()


def test_the_eleventh_in_a_minute_is_told_when_to_come_again(visitor):
    with time_machine.travel(NOON, tick=False):
        answers = [send(visitor, f"Number {n}") for n in range(11)]
    assert [answer.status_code for answer in answers] == [201] * 10 + [429]
    assert answers[-1]["Retry-After"] == "61"
    assert answers[-1].json()["errors"]["body"]


@pytest.mark.parametrize("token", ["", "x", "x" * 64])
def test_without_the_token_nothing_is_sent(token, visitor):
    visitor.token = token
    assert send(visitor).status_code == 403
    assert not Conversation.objects.exists()


@pytest.mark.parametrize(
    ("method", "address"),
    [("get", "send"), ("put", "send"), ("post", "bootstrap"), ("post", "updates"), ("delete", "updates")],
)
def test_what_is_read_is_not_written_and_the_other_way_round(method, address, client):
    assert getattr(client, method)(f"/chat/{address}").status_code == 405


# Reading


def test_updates_are_exactly_what_came_after(visitor):
    numbers = [uuid.uuid4() for _message in range(3)]
    with time_machine.travel(NOON, tick=False) as clock:
        send(visitor, "One", str(numbers[0]))
        clock.shift(timedelta(seconds=1, microseconds=5))
        send(visitor, "Two", str(numbers[1]), name="Ann")
        Conversation.objects.get().add(Message.Sender.STAFF, numbers[2], "Three", name="Mei")
    at = "2026-03-02T04:00:01.000005+00:00"
    assert visitor.get("/chat/updates?after=1").json() == {
        "last_seq": 3,
        "status": "pending",
        "begun": "2026-03-02T04:00:00+00:00",
        "messages": [
            {"seq": seq, "sender": sender, "name": name, "body": body, "created_at": at, "client_id": str(number)}
            for seq, sender, name, body, number in (
                (2, "visitor", "Ann", "Two", numbers[1]),
                (3, "staff", "Mei", "Three", numbers[2]),
            )
        ],
    }


@pytest.mark.parametrize(
    ("query", "found"), [("", [1, 2]), ("?after=0", [1, 2]), ("?after=1", [2]), ("?after=2", []), ("?after=999", [])]
)
def test_whoever_asks_from_a_number_gets_the_rest(query, found, visitor):
    send(visitor), send(visitor)
    answer = visitor.get(f"/chat/updates{query}")
    assert [one["seq"] for one in answer.json()["messages"]] == found
    assert answer.json()["last_seq"] == 2
    assert "no-store" in answer["Cache-Control"]


def test_a_long_absence_is_caught_up_with_in_a_few_steps(visitor):
    send(visitor)
    here = Conversation.objects.get()
    here.messages.bulk_create(Message(conversation=here, seq=seq, sender="staff", body="x") for seq in range(2, 451))
    Conversation.objects.update(last_seq=450)
    seen = [0]
    while answer := visitor.get(f"/chat/updates?after={seen[-1]}").json()["messages"]:
        assert len(answer) <= 200
        seen += [one["seq"] for one in answer]
    assert seen == list(range(451))


def test_that_a_conversation_was_closed_is_news(visitor):
    send(visitor)
    etag = visitor.get("/chat/updates?after=1")["ETag"]
    Conversation.objects.get().close()
    answer = visitor.get("/chat/updates?after=1", headers={"If-None-Match": etag})
    assert (answer.status_code, answer.json()["status"]) == (200, "resolved")


@pytest.mark.parametrize("messages", [0, 1])
def test_a_poll_without_news_is_304_and_asks_at_most_once(messages, visitor):
    for _message in range(messages):
        send(visitor)
    etag = visitor.get(f"/chat/updates?after={messages}")["ETag"]
    with CaptureQueriesContext(connection) as captured:
        answer = visitor.get(f"/chat/updates?after={messages}", headers={"If-None-Match": etag})
    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", etag)
    assert len(captured) <= 1
    send(visitor, "More")
    answer = visitor.get(f"/chat/updates?after={messages}", headers={"If-None-Match": etag})
    assert [one["body"] for one in answer.json()["messages"]] == ["More"]


def test_one_answer_is_not_taken_for_another(visitor):
    send(visitor), send(visitor)
    etags = {visitor.get(f"/chat/updates?after={after}")["ETag"] for after in (0, 1, 2)}
    assert len(etags) == 3


def test_after_deleting_and_beginning_again_an_old_answer_is_not_taken_for_the_new(visitor):
    send(visitor, "Old")
    etag = visitor.get("/chat/updates?after=0")["ETag"]
    visitor.post("/chat/delete/", headers={"X-CSRFToken": visitor.token})
    send(visitor, "New")
    answer = visitor.get("/chat/updates?after=0", headers={"If-None-Match": etag})
    assert answer.status_code == 200
    assert [one["body"] for one in answer.json()["messages"]] == ["New"]


@pytest.mark.parametrize("after", ["x", "", "-1", "+1", "1.5", "1e3", "٣", "²", "9" * 30, "%00", "1;2"])
def test_an_odd_number_is_refused(after, visitor):
    answer = visitor.get(f"/chat/updates?after={after}")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["after"])


# Many at once, on a real server


def rows(server) -> list[list]:
    """Of each conversation the numbers of its messages, as the database has them."""
    messages = "SELECT conversation_id, seq FROM chat_message ORDER BY seq"
    said = servers.sql(server.env, messages)
    return [
        [last, [seq for conversation, seq in said if conversation == pk]]
        for pk, last in servers.sql(server.env, "SELECT id, last_seq FROM chat_conversation ORDER BY id")
    ]


@pytest.mark.xdist_group("chat server")
def test_twenty_at_once_with_one_number_are_one_message(server):
    for before in (0, 2):
        visitor, begun = Visitor(server.port), len(rows(server))
        for n in range(before):
            visitor.request("POST", "/chat/send", {"client_id": str(uuid.uuid4()), "body": f"Number {n}"})
        form = {"client_id": str(uuid.uuid4()), "body": "Hello"}
        answers = visitor.at_once("/chat/send", [form] * AT_ONCE)
        assert sorted(status for status, _body in answers) == [200] * (AT_ONCE - 1) + [201]
        assert {json.loads(body)["seq"] for _status, body in answers} == {before + 1}
        assert len({body for _status, body in answers}) == 1
        assert rows(server)[begun:] == [[before + 1, list(range(1, before + 2))]]
        assert visitor.request("POST", "/chat/send", form | {"body": "Another text"})[0].status == 409


@pytest.mark.xdist_group("chat server")
def test_twenty_first_messages_at_once_are_one_conversation_without_a_gap(server):
    visitor, begun = Visitor(server.port), len(rows(server))
    forms = [{"client_id": str(uuid.uuid4()), "body": f"Number {n}"} for n in range(AT_ONCE)]
    answers = visitor.at_once("/chat/send", forms)
    numbers = list(range(1, AT_ONCE + 1))
    assert {status for status, _body in answers} == {201}
    assert sorted(json.loads(body)["seq"] for _status, body in answers) == numbers
    assert rows(server)[begun:] == [[AT_ONCE, numbers]]
    assert [one["seq"] for one in visitor.said()] == numbers
    assert {one["client_id"] for one in visitor.said()} == {form["client_id"] for form in forms}


@pytest.mark.xdist_group("chat server")
def test_who_writes_while_he_deletes_is_always_answered(server):
    visitor = Visitor(server.port)

    def act(turn: int) -> int:
        path, form = "/chat/delete/", {}
        if turn % 3:
            path, form = "/chat/send", {"client_id": str(uuid.uuid4()), "body": f"Number {turn}"}
        return visitor.request("POST", path, form)[0].status

    with ThreadPoolExecutor(6) as crowd:
        assert set(crowd.map(act, range(120))) <= {201, 302, 429}


@pytest.mark.xdist_group("chat server")
def test_the_plain_form_sent_twenty_times_at_once_is_one_message(server):
    visitor, begun = Visitor(server.port), len(rows(server))
    _answer, page = visitor.request("GET", "/chat/")
    form = {"client_id": re.search(r'name="client_id" value="([^"]+)"', page)[1], "body": "Hello"}
    assert {status for status, _body in visitor.at_once("/chat/", [form] * AT_ONCE)} == {302}
    assert rows(server)[begun:] == [[1, [1]]]
    assert [one["body"] for one in visitor.said()] == ["Hello"]
