"""Server-sent events, plain ASGI: what is new in a conversation or in the inbox, as soon as it is there.

A stream holds no thread. It lives for about five minutes, so that connections wander to new processes, and ends at once
when its process does; whoever was connected comes back with the number of the last message that he has.
"""

import asyncio
import contextlib
import json
import random
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime
from http.cookies import CookieError
from urllib.parse import parse_qs

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import get_user
from django.contrib.auth.models import User
from django.http import HttpRequest, parse_cookie
from django.utils import timezone

from chat.hub import INBOX, Away, Hub, State, Waiter, messages_after
from chat.identity import COOKIE, hash_of, is_ours
from chat.models import Conversation
from chat.protocol import REPLYING_SHOWN, as_sent, begun_of, mark_for_staff, status_for_visitor
from pages.sessions import SessionStore

BEAT = 15.0  # seconds without news until a sign of life
LIFE = 300.0  # seconds, give or take a fifth
PATIENCE = 30.0  # seconds that a reader may leave what was sent to him where it is
STAFF_SEEN_AGAIN = 30.0  # seconds between two looks at whether somebody may still read the inbox
COME_BACK = (200, 2_000)  # milliseconds, at random, so that not all come at once
MOST = 200  # messages read at a time
MOST_OF_ONE = 20  # streams of one visitor in a process; all tabs of a browser share one

HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),  # for nginx
    (b"x-content-type-options", b"nosniff"),
]

Send = Callable[[dict], Awaitable[None]]


class Refused(Exception):
    def __init__(self, status: int, words: str, retry_after: int = 0):
        super().__init__(words)
        self.status, self.words, self.retry_after = status, words, retry_after


def event(name: str, told: dict, number: int | None = None) -> bytes:
    lines = [f"id: {number}"] if number else []
    return "\n".join([*lines, f"event: {name}", f"data: {json.dumps(told, ensure_ascii=False)}", "", ""]).encode()


class Streams:
    """An ASGI application for `/chat/stream` and `/chat/inbox-stream`; all else goes to the one behind it."""

    def __init__(self, otherwise: Callable):
        self.otherwise = otherwise
        self.hub = Hub()

    def watch(self, is_alive: Callable[[], bool]) -> None:
        """Streams end as soon as the process is no longer to live."""
        self.hub.is_alive = is_alive

    async def __call__(self, scope: dict, receive: Callable, send: Send) -> None:
        kinds = {"/chat/stream": ConversationStream, "/chat/inbox-stream": InboxStream}
        kind = kinds.get(scope.get("path", "")) if scope["type"] == "http" else None
        if kind is None:
            await self.otherwise(scope, receive, send)
            return
        try:
            await self._open(kind, Asked(scope), receive, send)
        except Refused as refusal:
            await refuse(send, refusal)

    async def _open(self, kind: type["Stream"], asked: "Asked", receive: Callable, send: Send) -> None:
        if asked.method != "GET":
            raise Refused(405, "Only to be read.")
        if asked.is_old:
            raise Refused(503, "A stream needs HTTP/1.1; ask for updates instead.", 3600)
        if asked.header("sec-fetch-site") == "cross-site":
            raise Refused(403, "Not for other sites.")
        if self.hub.is_ending:
            raise Refused(503, "This process ends.", 1)
        try:
            stream = await kind.for_whom(self.hub, asked, send)
            await stream.run(receive)
        except Away:
            raise Refused(503, "The database does not answer.", 5) from None


class Asked:
    """What is wanted, read from the scope."""

    def __init__(self, scope: dict):
        self.method = scope["method"]
        self.is_old = scope["http_version"] == "1.0"
        self._headers = scope["headers"]
        self._query = parse_qs(scope["query_string"].decode("latin-1"))

    def header(self, name: str) -> str:
        return b"; ".join(value for key, value in self._headers if key == name.encode()).decode("latin-1")

    @property
    def cookies(self) -> dict[str, str]:
        try:
            return parse_cookie(self.header("cookie"))
        except CookieError:
            return {}

    def number(self, name: str) -> int | None:
        text = self._query.get(name, [""])[0]
        if not text:
            return None
        if not (text.isascii() and text.isdecimal() and len(text) < 19):
            raise Refused(400, f"{name} is to be a number.")
        return int(text)

    @property
    def after(self) -> int:
        """A browser's own EventSource says it in a header when it comes back."""
        last = self.header("last-event-id")
        known = int(last) if last.isascii() and last.isdecimal() and len(last) < 10 else 0
        return max(self.number("after") or 0, known)


async def refuse(send: Send, refusal: Refused) -> None:
    words = refusal.words.encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    headers.append((b"content-length", str(len(words)).encode()))
    if refusal.retry_after:
        headers.append((b"retry-after", str(refusal.retry_after).encode()))
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": words})


class Stream:
    """One open connection. What it tells is said by its kind: `hello` at first, `news` whenever it is woken."""

    def __init__(self, hub: Hub, key: str, send: Send):
        self.hub, self.waiter, self._send = hub, Waiter(key), send
        self.is_left = self.is_over = False

    async def run(self, receive: Callable) -> None:
        clock = asyncio.get_running_loop().time
        end = clock() + LIFE * random.uniform(0.8, 1.2)  # noqa: S311
        async with self.hub.waits(self.waiter):
            hello = await self.hello()
            await self._send({"type": "http.response.start", "status": 200, "headers": HEADERS})
            leaving = asyncio.create_task(self._notice_leaving(receive))
            try:
                async with asyncio.timeout(None) as self._patience:
                    await self.tell(hello)
                    while not (self.is_left or self.is_over or self.hub.is_ending or clock() >= end):
                        await self._wait_for_news(end)
                    if not self.is_left:
                        await self._say_goodbye()
            except TimeoutError:
                pass  # somebody who does not read; the server closes what was not ended
            finally:
                leaving.cancel()

    async def _wait_for_news(self, end: float) -> None:
        self.waiter.woken.clear()
        try:
            await self.news()
        except Away:
            pass  # the hub tells it, and wakes all when the database is back
        if self.is_over:
            return
        try:
            async with asyncio.timeout_at(min(end, asyncio.get_running_loop().time() + BEAT)):
                await self.waiter.woken.wait()
        except TimeoutError:
            await self.tell(b": still here\n\n")
            await self.beat()

    async def _notice_leaving(self, receive: Callable) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        self.is_left = True
        self.waiter.woken.set()

    async def tell(self, *parts: bytes) -> None:
        self._patience.reschedule(asyncio.get_running_loop().time() + PATIENCE)
        await self._send({"type": "http.response.body", "body": b"".join(parts), "more_body": True})
        self._patience.reschedule(None)

    async def _say_goodbye(self) -> None:
        pause = random.randint(*COME_BACK)  # noqa: S311
        await self.tell(f"retry: {pause}\n".encode(), event("bye", {"retry": pause}))
        await self._send({"type": "http.response.body", "body": b""})

    async def hello(self) -> bytes:
        raise NotImplementedError

    async def news(self) -> None:
        raise NotImplementedError

    async def beat(self) -> None:
        """What else is to be seen to when nothing has come for a while."""


class ConversationStream(Stream):
    """What the visitor of a cookie sees."""

    def __init__(self, hub: Hub, key: str, send: Send, after: int):
        super().__init__(hub, key, send)
        self.after = after
        self.shown: State | None = None

    @classmethod
    async def for_whom(cls, hub: Hub, asked: Asked, send: Send) -> "ConversationStream":
        if hub.count >= settings.CHAT_STREAMS:
            raise Refused(503, "Too many are connected; ask for updates instead.", random.randint(20, 40))  # noqa: S311
        token = asked.cookies.get(COOKIE, "")[:100]
        if len(hub.waiting.get(hash_of(token), ())) >= MOST_OF_ONE:
            raise Refused(503, "Too many are open under this cookie; ask for updates instead.", 60)
        if not is_ours(token) and not await hub.ask(lambda: Conversation.objects.of(token)):
            raise Refused(403, "Ask /chat/bootstrap first.")
        return cls(hub, hash_of(token), send, asked.after)

    @property
    def state(self) -> State | None:
        return self.hub.states.get(self.waiter.key)

    async def hello(self) -> bytes:
        """Whoever knows more than there is speaks of a conversation that is gone."""
        self.shown, state = self.state, self.state
        told = {"last_seq": state.last_seq if state else 0, "begun": begun_of(state)} | self._standing(state)
        return event("hello", told) + (self._forget() if self.after > told["last_seq"] else b"")

    def _status(self, state: State | None) -> str:
        return status_for_visitor(state.status if state else Conversation.Status.OPEN)

    def _standing(self, state: State | None) -> dict:
        return {"status": self._status(state)}

    def _forget(self) -> bytes:
        self.after = 0
        return event("gone", {})

    async def news(self) -> None:
        state, before = self.state, self.shown
        if before and (state is None or state.pk != before.pk):
            await self.tell(self._forget())
            before = None
        self.shown = state
        if state is None:
            return
        while state.last_seq > self.after:
            messages = await self.hub.ask(lambda: messages_after(state.pk, self.after, MOST))
            if not messages:
                break  # deleted meanwhile; the next look says so
            await self.tell(*(event("message", as_sent(message), message.seq) for message in messages))
            self.after = messages[-1].seq
        await self.tell_all(self._small_news(state, before))

    async def tell_all(self, parts: Iterator[bytes]) -> None:
        if told := b"".join(parts):
            await self.tell(told)

    def _small_news(self, state: State, before: State | None) -> Iterator[bytes]:
        if before and state.status != Conversation.Status.SPAM and self._status(state) != self._status(before):
            yield event("status", {"status": self._status(state)})
        if _is_new(state.staff_typed_at, before and before.staff_typed_at):
            yield event("typing", {"sender": "staff", "name": state.staff_typing})


def _is_new(typed_at: datetime | None, before: datetime | None) -> bool:
    return bool(typed_at) and typed_at != before and timezone.now() - typed_at < REPLYING_SHOWN


def _staff_of(cookies: dict[str, str]) -> User | None:
    """Who may read the inbox and has these cookies, as the database has it now."""
    request = HttpRequest()
    request.COOKIES = cookies
    request.session = SessionStore(cookies.get(settings.SESSION_COOKIE_NAME))
    request.user = get_user(request)
    may = admin.site.has_permission(request) and request.user.has_perm("chat.view_conversation")
    return request.user if may else None


class ForStaff:
    """For a stream: whether its reader may still read is looked at again and again."""

    def watch_over(self, cookies: dict[str, str], person: User) -> None:
        self._cookies, self.person = cookies, person
        self._seen_at = asyncio.get_running_loop().time()

    async def _see_again(self) -> None:
        clock = asyncio.get_running_loop().time
        if clock() - self._seen_at < STAFF_SEEN_AGAIN:
            return
        self._seen_at = clock()
        with contextlib.suppress(Away):
            self.is_over = not await self.hub.ask(lambda: _staff_of(self._cookies))


class InboxStream(ForStaff, Stream):
    """That something of the inbox has moved, how many wait for an answer, and how many its reader should see."""

    @classmethod
    async def for_whom(cls, hub: Hub, asked: Asked, send: Send) -> "Stream":
        cookies = asked.cookies
        person = await hub.ask(lambda: _staff_of(cookies))
        if not person:
            raise Refused(403, "Sign in first.")
        wanted = asked.number("conversation")
        if wanted is None:
            stream = cls(hub, INBOX, send)
        else:
            found = await hub.ask(lambda: Conversation.objects.filter(pk=wanted).first())
            if not found:
                raise Refused(404, "There is no such conversation.")
            stream = ThreadStream(hub, found.token_hash, send, asked.after)
            stream.pk = found.pk
        stream.watch_over(cookies, person)
        return stream

    async def hello(self) -> bytes:
        return event("hello", await self._counts())

    async def news(self) -> None:
        await self._see_again()
        if self.hub.states[INBOX] != self.shown and not self.is_over:
            await self.tell(event("status", await self._counts()))

    async def _counts(self) -> dict[str, int]:
        """What moves while they are counted is told by the next ones."""
        self.shown = self.hub.states[INBOX]
        unread = await self.hub.ask(lambda: Conversation.objects.unread_by(self.person).count())
        return {"waiting": self.shown.waiting, "unread": unread}

    beat = ForStaff._see_again


class ThreadStream(ForStaff, ConversationStream):
    """A conversation as staff see it."""

    beat = ForStaff._see_again

    async def news(self) -> None:
        await self._see_again()
        if not self.is_over:
            await super().news()

    def _standing(self, state: State | None) -> dict:
        return {"status": state.status, "mark": mark_for_staff(state)} if state else {"status": ""}

    def _small_news(self, state: State, before: State | None) -> Iterator[bytes]:
        if before and mark_for_staff(state) != mark_for_staff(before):
            yield event("status", self._standing(state))
        if _is_new(state.visitor_typed_at, before and before.visitor_typed_at):
            yield event("typing", {"sender": "visitor", "name": ""})
        if _is_new(state.replying_at, before and before.replying_at):
            yield event("typing", {"sender": "staff", "person": state.replying_id})

    @property
    def state(self) -> State | None:
        """Another conversation under the same cookie is another thread."""
        state = super().state
        return state if state and state.pk == self.pk else None
