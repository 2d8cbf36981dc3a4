"""What a stream does over its life: its signs of life, its end, who may still read, and what it does to the machine."""

import asyncio
import json
import threading
import time
import uuid
from datetime import timedelta
from importlib import import_module

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone

from chat import hub as hubs, streams, wakes
from chat.identity import COOKIE, new_token
from chat.models import ChatSettings, Conversation, Message
from tests import factories
from tests.threads import aside

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 20  # seconds after which a test that waits in vain fails


class Window:
    """Somebody at an open stream, without a network between."""

    def __init__(self, application, path="/chat/stream", after=0, **cookies):
        self.events, self.left, self.status, self.headers = asyncio.Queue(), asyncio.Event(), None, {}
        cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
        path, _, query = path.partition("?")
        scope = {
            "type": "http",
            "method": "GET",
            "http_version": "1.1",
            "path": path,
            "headers": [(b"cookie", cookie.encode())],
        }
        scope["query_string"] = f"{query}&after={after}".encode()
        self.task = asyncio.create_task(application(scope, self.receive, self.send))

    async def receive(self):
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message):
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], dict(message["headers"])
        for block in message.get("body", b"").decode().split("\n\n"):
            lines = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line)
            if lines:
                await self.events.put((lines.get("event", "beat"), lines))

    async def until(self, name: str) -> dict:
        while True:
            came, lines = await asyncio.wait_for(self.events.get(), PATIENCE)
            if came == name:
                return lines

    def rest(self) -> list[str]:
        """The names of what has come and was not waited for."""
        return [self.events.get_nowait()[0] for _event in range(self.events.qsize())]

    async def ended(self) -> None:
        await asyncio.wait_for(self.task, PATIENCE)

    async def leave(self) -> None:
        self.left.set()
        await self.ended()


async def nothing(scope, receive, send):
    raise AssertionError("nothing else was asked for")


@pytest.fixture
def run(monkeypatch):
    """Runs a test in a loop of its own, with an application that is its own."""
    monkeypatch.setattr(hubs, "THREADS", 1)  # whose connection is closed when the test is done

    def running(scene):
        async def whole():
            application = streams.Streams(otherwise=nothing)
            try:
                await asyncio.wait_for(scene(application), 2 * PATIENCE)
            finally:
                for task in application.hub._tasks:
                    task.cancel()
                await application.hub.ask(lambda: hubs.connection.close())
                application.hub._executor.shutdown()

        aside(asyncio.run, whole())

    return running


@pytest.fixture
def token():
    made = new_token()
    say(made, "Hello")
    return made


def say(token: str, words: str) -> None:
    """A visitor's message; from within the loop by way of `meanwhile`."""
    Conversation.objects.send(token, client_id=uuid.uuid4(), body=words)


async def meanwhile(act, *values):
    """Done in another thread: the database is not asked in the loop."""

    def done():
        try:
            return act(*values)
        finally:
            hubs.connection.close()

    return await asyncio.to_thread(done)


def test_a_stream_lives_for_a_while_and_says_when_to_come_back(run, token, monkeypatch):
    monkeypatch.setattr(streams, "LIFE", 0.3)

    async def scene(application):
        window = Window(application, **{COOKIE: token})
        bye = await window.until("bye")
        assert 200 <= json.loads(bye["data"])["retry"] <= 2000
        await window.ended()
        assert (application.hub.count, dict(application.hub.waiting), application.hub.states) == (0, {}, {})

    run(scene)


def test_a_silent_stream_gives_signs_of_life(run, token, monkeypatch):
    monkeypatch.setattr(streams, "BEAT", 0.05)

    async def scene(application):
        window = Window(application, **{COOKIE: token})
        await window.until("message")
        for _beat in range(3):
            await window.until("beat")
        await window.leave()

    run(scene)


def test_whoever_leaves_is_forgotten_at_once(run, token):
    async def scene(application):
        windows = [Window(application, **{COOKIE: token}) for _window in range(5)]
        for window in windows:
            await window.until("message")
        assert application.hub.count == 5
        for window in windows:
            await window.leave()
        assert (application.hub.count, dict(application.hub.waiting), application.hub.states) == (0, {}, {})

    run(scene)


def test_when_the_process_is_to_end_all_are_sent_on(run, token, monkeypatch):
    async def scene(application):
        monkeypatch.setattr(streams, "BEAT", 2 * PATIENCE)
        alive = [True]
        application.watch(lambda: bool(alive))
        windows = [Window(application, **{COOKIE: token}) for _window in range(3)]
        for window in windows:
            await window.until("message")
        alive.clear()
        for window in windows:
            await window.until("bye")
            await window.ended()
        late = Window(application, **{COOKIE: token})
        await late.ended()
        assert (late.status, late.headers[b"retry-after"]) == (503, b"1")

    run(scene)


def test_one_more_than_there_is_room_for_is_told_to_ask(run, token, settings):
    settings.CHAT_STREAMS = 2

    async def scene(application):
        windows = [Window(application, **{COOKIE: token}) for _window in range(2)]
        for window in windows:
            await window.until("message")
        third = Window(application, **{COOKIE: token})
        await third.ended()
        assert third.status == 503
        assert int(third.headers[b"retry-after"]) >= 1
        await windows[0].leave()
        again = Window(application, **{COOKIE: token})
        await again.until("message")
        await again.leave()
        await windows[1].leave()

    run(scene)


def test_whoever_does_not_read_is_let_go(run, token, monkeypatch):
    monkeypatch.setattr(streams, "PATIENCE", 0.2)

    class Deaf(Window):
        async def send(self, message):
            if message["type"] == "http.response.body":
                await asyncio.Event().wait()

    async def scene(application):
        await Deaf(application, **{COOKIE: token}).ended()
        assert application.hub.count == 0

    run(scene)


def test_with_hints_off_a_message_comes_all_the_same(run, token, settings, monkeypatch):
    settings.CHAT_WAKES = False

    async def scene(application):
        window = Window(application, after=1, **{COOKIE: token})
        await window.until("hello")
        for n in range(3):
            await meanwhile(say, token, f"Number {n}")
            begun = time.monotonic()
            assert json.loads((await window.until("message"))["data"])["body"] == f"Number {n}"
            assert time.monotonic() - begun < 3
        await window.leave()

    run(scene)


def test_a_listener_that_breaks_down_is_begun_anew_and_loses_nothing(run, token, monkeypatch):
    monkeypatch.setattr(wakes, "AGAIN", 0.1)
    begun = []

    async def broken():
        begun.append(1)
        yield None
        raise OSError("cut off")

    monkeypatch.setattr(wakes, "_data_version", broken)
    monkeypatch.setattr(wakes, "_notifications", broken)

    async def scene(application):
        window = Window(application, after=1, **{COOKIE: token})
        await window.until("hello")
        await meanwhile(say, token, "Still here?")
        await window.until("message")
        assert len(begun) > 1
        await window.leave()

    run(scene)


def test_while_the_database_is_away_windows_stay_open_and_nothing_is_lost(run, token, monkeypatch):
    monkeypatch.setattr(hubs, "EVERY", 0.1)
    whole = hubs._asked

    def away(question):
        raise hubs.Away("it is away")

    async def scene(application):
        window = Window(application, after=1, **{COOKIE: token})
        await window.until("hello")
        monkeypatch.setattr(hubs, "_asked", away)
        late = Window(application, **{COOKIE: token})
        await late.ended()
        assert (late.status, late.headers[b"retry-after"]) == (503, b"5")
        await meanwhile(say, token, "Said meanwhile")
        monkeypatch.setattr(hubs, "_asked", whole)
        assert json.loads((await window.until("message"))["data"])["body"] == "Said meanwhile"
        await window.leave()

    run(scene)


def test_a_hint_is_enough(run, token, monkeypatch):
    monkeypatch.setattr(hubs, "EVERY", 2 * PATIENCE)

    async def scene(application):
        window = Window(application, after=1, **{COOKIE: token})
        await window.until("hello")
        await meanwhile(say, token, "Heard of at once")
        await window.until("message")
        await window.leave()

    run(scene)


def test_a_database_that_says_nothing_is_away(run, token, monkeypatch):
    monkeypatch.setattr(hubs, "PATIENCE", 0.2)
    silent = threading.Event()

    def asked(question):
        silent.wait()
        return whole(question)

    whole = hubs._asked

    async def scene(application):
        monkeypatch.setattr(hubs, "_asked", asked)
        window = Window(application, **{COOKIE: token})
        try:
            await window.ended()
        finally:
            silent.set()
        assert (window.status, window.headers[b"retry-after"]) == (503, b"5")

    run(scene)


def test_messages_that_could_not_be_read_are_read_again(run, token, monkeypatch):
    monkeypatch.setattr(streams, "BEAT", 0.1)
    whole, failed = streams.messages_after, []

    def failing_once(*asked):
        if not failed:
            failed.append(asked)
            raise hubs.Away("a hiccup")
        return whole(*asked)

    monkeypatch.setattr(streams, "messages_after", failing_once)

    async def scene(application):
        window = Window(application, **{COOKIE: token})
        assert json.loads((await window.until("message"))["data"])["body"] == "Hello"
        assert failed
        await window.leave()

    run(scene)


def test_the_streams_of_one_visitor_leave_room_for_others(run, token, monkeypatch):
    monkeypatch.setattr(streams, "MOST_OF_ONE", 2)
    other = new_token()
    say(other, "Hello")

    async def scene(application):
        windows = [Window(application, **{COOKIE: one}) for one in (token, token, other)]
        for window in windows:
            await window.until("message")
        third = Window(application, **{COOKIE: token})
        await third.ended()
        assert (third.status, third.headers[b"retry-after"]) == (503, b"60")
        for window in windows:
            await window.leave()

    run(scene)


# Another conversation under the same cookie


def begin_anew(token: str, words: str) -> None:
    Conversation.objects.get().delete()
    say(token, words)


def test_what_is_deleted_and_begun_anew_between_two_looks_is_told(run, token):
    async def scene(application):
        window = Window(application, after=1, **{COOKIE: token})
        await window.until("hello")
        await meanwhile(begin_anew, token, "New")
        await window.until("gone")
        assert (await window.until("message"))["id"] == "1"
        await window.leave()

    run(scene)


def test_a_thread_never_shows_the_conversation_that_comes_after_it(run, token, agent):
    async def scene(application):
        here = await meanwhile(Conversation.objects.get)
        window = Window(application, f"/chat/inbox-stream?conversation={here.pk}", after=1, **agent)
        visitor = Window(application, after=1, **{COOKIE: token})
        for each in (window, visitor):
            await each.until("hello")
        await meanwhile(begin_anew, token, "New")
        await visitor.until("message")
        await window.until("gone")
        await meanwhile(say, token, "Newer")
        await visitor.until("message")
        for each in (window, visitor):
            await each.leave()
        assert "message" not in window.rest()

    run(scene)


# What a visitor is not told


def test_who_is_taken_for_a_spammer_is_not_told(run, token):
    def mark(step):
        getattr(Conversation.objects.get(), step)()

    def answer():
        Conversation.objects.get().add(Message.Sender.STAFF, uuid.uuid4(), "We do.")

    async def scene(application):
        await meanwhile(answer)
        window = Window(application, after=2, **{COOKIE: token})
        assert json.loads((await window.until("hello"))["data"])["status"] == "pending"
        await meanwhile(mark, "mark_as_spam")
        late = Window(application, after=2, **{COOKIE: token})
        assert json.loads((await late.until("hello"))["data"])["status"] == "open"
        await meanwhile(mark, "close")
        assert json.loads((await window.until("status"))["data"])["status"] == "resolved"
        for each in (window, late):
            await each.leave()

    run(scene)


def test_that_somebody_wrote_long_ago_or_has_sent_it_is_not_told(run, token):
    def typed(seconds_ago):
        typed_at = timezone.now() - timedelta(seconds=seconds_ago)
        Conversation.objects.update(staff_typed_at=typed_at, stirred_at=timezone.now())

    def send():
        typed(0)
        Conversation.objects.get().add(Message.Sender.STAFF, uuid.uuid4(), "We do.")

    async def scene(application):
        await meanwhile(typed, 7)
        window = Window(application, after=1, **{COOKIE: token})
        await window.until("hello")
        await meanwhile(send)
        names = []
        while "status" not in names:
            names.append((await asyncio.wait_for(window.events.get(), PATIENCE))[0])
        assert "typing" not in names
        await window.leave()

    run(scene)


# Who may still read


@pytest.fixture
def agent(roles):
    person = factories.user("marit", "Chat agents")
    client = Client()
    client.force_login(person)
    return {django_settings.SESSION_COOKIE_NAME: client.session.session_key}


def sign_out(cookies: dict) -> None:
    engine = import_module(django_settings.SESSION_ENGINE)
    engine.SessionStore(next(iter(cookies.values()))).delete()


def leave_the_role(cookies: dict) -> None:
    person = factories.User.objects.get(username="marit")
    person.groups.clear()


def dismiss(cookies: dict) -> None:
    factories.User.objects.filter(username="marit").update(is_active=False)


def new_password(cookies: dict) -> None:
    person = factories.User.objects.get(username="marit")
    person.set_password("another good password")
    person.save()


@pytest.mark.parametrize("way", [sign_out, leave_the_role, dismiss, new_password])
@pytest.mark.parametrize("path", ["/chat/inbox-stream", "/chat/inbox-stream?conversation={}"])
def test_whoever_may_no_longer_read_hears_nothing_more(way, path, run, token, agent, monkeypatch):
    monkeypatch.setattr(streams, "STAFF_SEEN_AGAIN", 0.0)
    monkeypatch.setattr(streams, "BEAT", 0.1)
    path = path.format(Conversation.objects.get().pk)

    async def scene(application):
        window = Window(application, path, **agent)
        await window.until("hello")
        await meanwhile(way, agent)
        await window.until("bye")
        await window.ended()
        again = Window(application, path, **agent)
        await again.ended()
        assert again.status == 403

    run(scene)


def test_nothing_more_is_told_once_it_is_seen_that_one_may_not_read(run, token, agent, monkeypatch):
    monkeypatch.setattr(streams, "STAFF_SEEN_AGAIN", 0.0)
    here = Conversation.objects.get()

    async def scene(application):
        paths = ["/chat/inbox-stream", f"/chat/inbox-stream?conversation={here.pk}"]
        windows = [Window(application, path, after=1, **agent) for path in paths]
        for window in windows:
            await window.until("hello")
        await meanwhile(dismiss, agent)
        await meanwhile(say, token, "Not for you")
        for window in windows:
            await window.ended()
            assert [name for name in window.rest() if name != "beat"] == ["bye"]

    run(scene)


# Typing


def test_where_it_is_switched_off_nobody_learns_that_somebody_writes(client, token, roles):
    ChatSettings.objects.update_or_create(pk=1, defaults={"shows_typing": False})
    client.cookies[COOKIE] = token
    assert client.get("/chat/bootstrap").json()["typing"] is False
    assert client.post("/chat/typing").status_code == 204
    agent, here = Client(), Conversation.objects.get()
    agent.force_login(factories.user("marit", "Chat agents"))
    assert agent.post(f"/admin/chat/conversation/{here.pk}/typing").status_code == 204
    here.refresh_from_db()
    assert (here.visitor_typed_at, here.staff_typed_at) == (None, None)


def test_typing_is_noted_seldom_and_moves_nothing_else(client, token):
    client.cookies[COOKIE] = token
    before = Conversation.objects.get()
    client.post("/chat/typing")
    first = Conversation.objects.get()
    client.post("/chat/typing")
    second = Conversation.objects.get()
    assert first.visitor_typed_at
    assert (first.stirred_at, first.visitor_typed_at) == (second.stirred_at, second.visitor_typed_at)
    assert (first.last_seq, first.status, first.moved_at) == (before.last_seq, before.status, before.moved_at)
    assert Message.objects.count() == 1


def test_typing_without_a_conversation_begins_none(client):
    assert client.post("/chat/typing").status_code == 204
    assert not Conversation.objects.exists()
