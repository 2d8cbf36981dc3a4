"""The chat for programs: what is on the wire, and that a message sent many times at once is there once."""

import http.client
import json
import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from datetime import datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chat.models import Conversation, Message
from tests import servers
from tests.postgres import database

pytestmark = pytest.mark.django_db
AT_ONCE = 20


@pytest.fixture
def visitor():
    client = Client(enforce_csrf_checks=True)
    client.token = client.get("/chat/bootstrap").json()["csrf_token"]
    return client


def send(visitor, body: str = "Hello", number: str = "", **more):
    form = {"client_id": number or str(uuid.uuid4()), "body": body} | more
    return visitor.post("/chat/send", form, headers={"X-CSRFToken": visitor.token})


def test_bootstrap_gives_cookies_and_says_where_things_stand(client):
    answer = client.get("/chat/bootstrap")
    assert answer.json() == answer.json() | {"last_seq": 0, "status": "open", "hours": ""}
    assert {"chat", "csrftoken"} <= answer.cookies.keys()
    assert "no-store" in answer["Cache-Control"]


def test_a_message_is_new_once_and_known_ever_after(visitor):
    number = str(uuid.uuid4())
    first, again = send(visitor, "Hello", number, name="Ann"), send(visitor, "Hello", number)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert first.json()["client_id"] == number
    assert datetime.fromisoformat(first.json()["created_at"]).utcoffset() == timedelta(0)
    assert send(visitor, "Another text", number).status_code == 409


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"body": ""}, "body"), ({"number": "x"}, "client_id"), ({"email": "x"}, "email"), ({"body": "x" * 2001}, "body")],
)
def test_what_cannot_be_taken_is_said_by_field(fields, field, visitor):
    answer = send(visitor, **fields)
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [field]


def test_the_eleventh_in_a_minute_is_told_when_to_come_again(visitor):
    answers = [send(visitor, f"Number {n}") for n in range(11)]
    assert [answer.status_code for answer in answers] == [201] * 10 + [429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 61
    assert answers[-1].json()["errors"]["body"]


def test_without_the_token_nothing_is_sent(visitor):
    visitor.token = ""
    assert send(visitor).status_code == 403


def test_updates_are_exactly_what_came_after(visitor):
    send(visitor, "One"), send(visitor, "Two", name="Ann")
    Conversation.objects.get().add(Message.Sender.STAFF, uuid.uuid4(), "Three", name="Mei")
    answer = visitor.get("/chat/updates?after=1").json()
    assert answer["last_seq"] == 3
    assert [(one["seq"], one["sender"], one["name"], one["body"]) for one in answer["messages"]] == [
        (2, "visitor", "Ann", "Two"),
        (3, "staff", "Mei", "Three"),
    ]
    assert answer["messages"][0].keys() == {"seq", "sender", "name", "body", "created_at", "client_id"}


def test_a_poll_without_news_is_304_and_asks_once(visitor):
    send(visitor)
    etag = visitor.get("/chat/updates?after=1")["ETag"]
    with CaptureQueriesContext(connection) as captured:
        answer = visitor.get("/chat/updates?after=1", headers={"If-None-Match": etag})
    assert (answer.status_code, len(captured)) == (304, 1)
    send(visitor, "More")
    assert visitor.get("/chat/updates?after=1", headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize("after", ["x", "-1", "1.5", "٣", "9" * 30])
def test_an_odd_number_is_refused(after, visitor):
    assert visitor.get(f"/chat/updates?after={after}").status_code == 400


class Browser:
    """A visitor of a real server; each request has a connection of its own."""

    def __init__(self, port: int):
        self.port, self.cookies = port, ""
        answer, body = self.request("GET", "/chat/bootstrap")
        self.cookies = "; ".join(
            value.partition(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie"
        )
        self.token = json.loads(body)["csrf_token"]

    def request(self, method: str, path: str, form: dict | None = None):
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": self.cookies, "Origin": f"http://127.0.0.1:{self.port}"} if self.cookies else {}
        if form is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": self.token}
        line.request(method, path, urlencode(form or {}), headers)
        answer = line.getresponse()
        body = answer.read().decode()
        line.close()
        return answer, body

    def at_once(self, path: str, forms: list[dict]) -> list[tuple[int, str]]:
        with ThreadPoolExecutor(len(forms)) as crowd:
            answers = list(crowd.map(lambda form: self.request("POST", path, form), forms))
        return [(answer.status, body) for answer, body in answers]

    def said(self) -> list[dict]:
        return json.loads(self.request("GET", "/chat/updates?after=0")[1])["messages"]


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def server(request, tmp_path_factory):
    """Two workers; on PostgreSQL with a database of its own."""
    tmp_path = tmp_path_factory.mktemp("chat")
    with database() if request.param == "postgres" else nullcontext({}) as more:
        env = servers.environment(tmp_path, WEB_CONCURRENCY="2", CHAT_LIMITS_TIMES="100", **more)
        servers.prepare(env)
        with servers.gunicorn(env) as port:
            yield port


@pytest.mark.xdist_group("chat server")
def test_twenty_at_once_with_one_number_are_one_message(server):
    visitor, form = Browser(server), {"client_id": str(uuid.uuid4()), "body": "Hello"}
    answers = visitor.at_once("/chat/send", [form] * AT_ONCE)
    assert sorted(status for status, _body in answers) == [200] * (AT_ONCE - 1) + [201]
    assert {json.loads(body)["seq"] for _status, body in answers} == {1}
    assert len(visitor.said()) == 1


@pytest.mark.xdist_group("chat server")
def test_twenty_first_messages_at_once_are_one_conversation_without_a_gap(server):
    visitor = Browser(server)
    forms = [{"client_id": str(uuid.uuid4()), "body": f"Number {n}"} for n in range(AT_ONCE)]
    assert {status for status, _body in visitor.at_once("/chat/send", forms)} == {201}
    assert [one["seq"] for one in visitor.said()] == list(range(1, AT_ONCE + 1))


@pytest.mark.xdist_group("chat server")
def test_the_plain_form_sent_twenty_times_at_once_is_one_message(server):
    visitor = Browser(server)
    _answer, page = visitor.request("GET", "/chat/")
    form = {"client_id": re.search(r'name="client_id" value="([^"]+)"', page)[1], "body": "Hello"}
    assert {status for status, _body in visitor.at_once("/chat/", [form] * AT_ONCE)} == {302}
    assert len(visitor.said()) == 1
