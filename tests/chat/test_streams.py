"""News as they come, on a real server: the visitor's stream, the thread's and the inbox's."""

import re
import uuid

import pytest

from chat.identity import new_token
from tests.chat.wire import Client, Staff, Visitor

pytestmark = pytest.mark.xdist_group("chat server")


@pytest.fixture
def visitor(server):
    return Visitor(server.port)


@pytest.fixture(scope="package")
def staff(server):
    return Staff(server.port, "marit")


def thread_of(staff: Staff, words: str) -> int:
    page = staff.request("GET", f"/admin/chat/conversation/?q={words}")[1]
    return int(re.search(r"/admin/chat/conversation/(\d+)/change/", page)[1])


@pytest.fixture
def talk(visitor, staff):
    """A conversation of one message; its number for staff."""
    words = uuid.uuid4().hex
    visitor.send(words)
    return thread_of(staff, words)


# The visitor


def test_what_is_said_comes_in_order_and_as_the_protocol_has_it(visitor):
    with visitor.stream() as heard:
        assert heard.status == 200
        assert heard.answer.getheader("Content-Type") == "text/event-stream; charset=utf-8"
        assert (heard.answer.getheader("Cache-Control"), heard.answer.getheader("X-Accel-Buffering")) == (
            "no-store",
            "no",
        )
        assert heard.next() == ("hello", {"last_seq": 0, "status": "open", "begun": ""})
        sent = [visitor.send(f"Number {n}") for n in range(3)]
        for seq, receipt in enumerate(sent, 1):
            name, told = heard.next()
            assert (name, heard.number) == ("message", str(seq))
            assert told == {"sender": "visitor", "name": "", "body": f"Number {seq - 1}"} | receipt
    assert visitor.said() == [visitor.said(after=seq)[0] for seq in range(3)]


def test_whoever_comes_back_gets_what_he_missed_and_nothing_twice(visitor):
    for n in range(1, 4):
        visitor.send(f"Number {n}")
    with visitor.stream(after=1) as heard:
        assert heard.next()[1]["last_seq"] == 3
        assert heard.bodies(2) == ["Number 2", "Number 3"]
        visitor.send("Number 4")
        assert heard.bodies(1) == ["Number 4"]
    with visitor.stream(Last_Event_ID="3") as heard:
        assert heard.bodies(1) == ["Number 4"]


def test_a_long_absence_is_caught_up_with_at_once(visitor, staff, talk):
    for n in range(1, 206):
        staff.answer(talk, f"Number {n}", seen=n)
    with visitor.stream(after=1) as heard:
        assert heard.bodies(205) == [f"Number {n}" for n in range(1, 206)]


def test_two_windows_of_one_visitor_hear_the_same_and_others_nothing(server, visitor):
    other = Visitor(server.port)
    with visitor.stream() as one, visitor.stream() as two, other.stream() as third:
        assert {heard.next()[0] for heard in (one, two, third)} == {"hello"}
        visitor.send("Mine")
        other.send("Theirs")
        assert [heard.bodies(1) for heard in (one, two, third)] == [["Mine"], ["Mine"], ["Theirs"]]


def test_a_deleted_conversation_is_gone_and_the_next_begins_at_one(visitor):
    visitor.send("Old")
    with visitor.stream() as heard:
        assert heard.bodies(1) == ["Old"]
        visitor.request("POST", "/chat/delete/", {})
        assert heard.until("gone") == {}
        visitor.send("New")
        assert heard.until("message")["body"] == "New"
        assert heard.number == "1"


def test_whoever_knows_more_than_there_is_is_told_to_begin_anew(visitor):
    visitor.send("The only one")
    with visitor.stream(after=7) as heard:
        assert [heard.next()[0] for _event in range(3)] == ["hello", "gone", "message"]


@pytest.mark.parametrize(
    ("cookie", "headers", "status"),
    [
        ("", {}, 403),
        ("made-up", {}, 403),
        ("x" * 5000, {}, 403),
        ("ours", {"Sec_Fetch_Site": "cross-site"}, 403),
        ("ours", {"Sec_Fetch_Site": "same-origin"}, 200),
    ],
)
def test_only_a_cookie_of_ours_opens_a_stream_and_only_from_our_pages(cookie, headers, status, server, visitor):
    somebody = Client(server.port)
    somebody.jar = visitor.jar if cookie == "ours" else {"chat": cookie}
    with somebody.listening("/chat/stream", **headers) as heard:
        assert heard.status == status


def test_a_cookie_sealed_with_another_key_opens_none(server):
    somebody = Client(server.port)
    somebody.jar = {"chat": new_token()}
    with somebody.listening("/chat/stream") as heard:
        assert heard.status == 403


@pytest.mark.parametrize("after", ["x", "-1", "1.5", "9" * 30, "%D9%A3"])
def test_an_odd_number_is_refused(after, visitor):
    assert visitor.request("GET", f"/chat/stream?after={after}")[0].status == 400


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "HEAD"])
def test_a_stream_is_only_read(method, visitor):
    assert visitor.request(method, "/chat/stream")[0].status == 405


# Staff


def test_both_sides_hear_each_other(visitor, staff, talk):
    with visitor.stream(after=1) as there, staff.listening(f"/chat/inbox-stream?conversation={talk}") as here:
        assert here.next()[1]["last_seq"] == 1
        here.bodies(1)
        staff.answer(talk, "We do.", seen=1)
        told = [heard.until("message") for heard in (there, here)]
        assert told[0] == told[1]
        assert (told[0]["sender"], told[0]["name"], told[0]["body"]) == ("staff", "Marit", "We do.")
        visitor.send("Thank you")
        assert here.bodies(1) == there.bodies(1) == ["Thank you"]


def test_each_sees_that_the_other_is_writing(visitor, staff, talk):
    with visitor.stream(after=1) as there, staff.listening(f"/chat/inbox-stream?conversation={talk}&after=1") as here:
        assert [heard.next()[0] for heard in (there, here)] == ["hello", "hello"]
        assert staff.request("POST", f"/admin/chat/conversation/{talk}/typing", {})[0].status == 204
        assert there.until("typing") == {"sender": "staff", "name": "Marit"}
        assert here.until("typing")["sender"] == "staff"  # for colleagues
        assert visitor.request("POST", "/chat/typing", {})[0].status == 204
        assert here.until("typing") == {"sender": "visitor", "name": ""}


def test_a_closed_conversation_is_told_and_spam_is_not(visitor, staff, talk):
    change = f"/admin/chat/conversation/{talk}/change/"
    with visitor.stream(after=1) as there, staff.listening(f"/chat/inbox-stream?conversation={talk}&after=1") as here:
        assert [heard.next()[0] for heard in (there, here)] == ["hello", "hello"]
        staff.request("POST", change, {"step": "spam"})
        assert here.until("status")["status"] == "spam"
        staff.request("POST", change, {"step": "reopen"})
        staff.request("POST", change, {"step": "close"})
        while here.until("status")["status"] != "resolved":
            pass
        assert there.next() == ("status", {"status": "resolved"})


def test_the_inbox_hears_of_every_conversation_and_counts_those_that_wait(server, staff):
    with staff.listening("/chat/inbox-stream") as heard:
        waiting, unread = heard.until("hello").values()
        words = uuid.uuid4().hex
        Visitor(server.port).send(words)
        assert heard.until("status") == {"waiting": waiting + 1, "unread": unread + 1}
        staff.request("POST", f"/admin/chat/conversation/{thread_of(staff, words)}/change/", {"step": "close"})
        assert heard.until("status") == {"waiting": waiting, "unread": unread}


@pytest.mark.parametrize("path", ["/chat/inbox-stream", "/chat/inbox-stream?conversation=1"])
def test_nobody_but_agents_hears_the_inbox(path, server, visitor):
    author, nobody = Staff(server.port, "ann"), Client(server.port)
    for somebody in (author, visitor, nobody):
        with somebody.listening(path) as heard:
            assert heard.status == 403


def test_a_thread_that_is_not_there_is_not_found(staff):
    for number in (10**9, 10**17):
        with staff.listening(f"/chat/inbox-stream?conversation={number}") as heard:
            assert heard.status == 404


def test_without_streams_one_is_told_to_ask(client):
    for path in ("/chat/stream", "/chat/inbox-stream"):
        answer = client.get(path)
        assert (answer.status_code, answer["Retry-After"]) == (503, "3600")
