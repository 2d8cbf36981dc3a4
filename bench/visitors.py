"""Visitors and staff of the chat, as many as wanted in one process; each remembers what it sent and what it received.

They do what the widget does: a message is sent under one id until it is answered, whoever reads comes back with the
number of the last message that he has.
"""

import asyncio
import contextlib
import random
import time
import uuid
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlencode

from bench import wire

AGAIN = (0.2, 2.0)  # seconds, at random, until something that failed is tried again
GIVEN_UP = 120.0  # seconds after which a message counts as one that cannot be sent
EVERYTHING = 2**31 - 1  # the number up to which an agent has read, so that nothing said meanwhile holds him back
clock = time.monotonic


class Received(NamedTuple):
    seq: int
    client_id: str
    body: str
    at: float


class Sent(NamedTuple):
    """`status` is the last answer; `seq` is 0 if it was not taken."""

    client_id: str
    body: str
    status: int
    seq: int
    begun: float
    at: float
    tries: int


async def again() -> None:
    await asyncio.sleep(random.uniform(*AGAIN))


async def until(is_so: Callable[[], bool], seconds: float) -> bool:
    end = clock() + seconds
    while not is_so() and clock() < end:
        await asyncio.sleep(0.02)
    return is_so()


class Client:
    """Somebody with cookies."""

    def __init__(self, port: int, cookies: dict[str, str] | None = None):
        self.port, self.cookies, self.token = port, dict(cookies or {}), ""
        self.sent: list[Sent] = []

    def headers(self, **more: str) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Cookie": cookies, "Origin": f"http://{wire.HOST}:{self.port}"} | more

    async def ask(self, method: str, path: str, form: dict | None = None, **more: str) -> wire.Answer:
        if form is not None:
            more |= {"X-CSRFToken": self.token}
        body = urlencode(form or {}).encode()
        answer = await wire.ask(self.port, method, path, self.headers(Connection="close", **more), body)
        self.cookies |= answer.cookies
        return answer

    async def insist(self, method: str, path: str, form: dict | None = None) -> wire.Answer:
        """Until there is an answer that is not a server's trouble."""
        end = clock() + GIVEN_UP
        while True:
            with contextlib.suppress(*wire.BROKEN):
                answer = await self.ask(method, path, form)
                if answer.status < 500 or clock() > end:
                    return answer
            if clock() > end:
                raise TimeoutError(path)
            await again()

    async def deliver(self, path: str, body: str, **more) -> Sent:
        """The same id until it is answered."""
        client_id, begun, tries, status, seq = str(uuid.uuid4()), clock(), 0, 0, 0
        form = {"client_id": client_id, "body": body} | more
        while clock() < begun + GIVEN_UP:
            tries += 1
            with contextlib.suppress(*wire.BROKEN):
                answer = await self.ask("POST", path, form)
                status = answer.status
                if status in (200, 201):
                    seq = answer.json()["seq"]
                if status < 500 and status != 429:
                    break
            await again()
        self.sent.append(Sent(client_id, body, status, seq, begun, clock(), tries))
        return self.sent[-1]


class Visitor(Client):
    updates, stream = "/chat/updates?after={after}", "/chat/stream?after={after}"

    async def arrive(self) -> "Visitor":
        self.token = (await self.insist("GET", "/chat/bootstrap")).json()["csrf_token"]
        return self

    async def send(self, body: str) -> Sent:
        return await self.deliver("/chat/send", body)


class Agent(Client):
    """Somebody of the staff."""

    async def sign_in(self, name: str, password: str) -> "Agent":
        self.token = (await self.insist("GET", "/admin/login/")).cookies["csrftoken"]
        answer = await self.insist("POST", "/admin/login/", {"username": name, "password": password, "next": "/admin/"})
        if answer.status != 302:
            raise RuntimeError(f"{name} cannot sign in: {answer.status}")
        self.token = self.cookies["csrftoken"]
        return self

    async def send(self, pk: int, body: str) -> Sent:
        return await self.deliver(f"/admin/chat/conversation/{pk}/send", body, seen=EVERYTHING)

    @staticmethod
    def stream(pk: int) -> str:
        return f"/chat/inbox-stream?conversation={pk}&after={{after}}"


class Reader:
    """One window: what came into it, in the order in which it came."""

    def __init__(self, client: Client, path: str, after: int = 0):
        self.client, self.path, self.after = client, path, after
        self.received: list[Received] = []
        self.refused: list[wire.Answer] = []
        self._task: asyncio.Task | None = None

    def begin(self) -> "Reader":
        self._task = asyncio.create_task(self.run())
        return self

    async def stop(self) -> None:
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task

    async def run(self) -> None:
        raise NotImplementedError

    def take(self, messages: list[dict]) -> None:
        now = clock()
        self.received += [Received(one["seq"], one["client_id"], one["body"], now) for one in messages]
        if messages:
            self.after = messages[-1]["seq"]


class Follower(Reader):
    """Reads a stream, and comes back when it ends."""

    def __init__(self, client: Client, path: str, after: int = 0):
        super().__init__(client, path, after)
        self.begun_at: list[float] = []
        self.ended_at: list[float] = []
        self.farewells = 0

    @property
    def is_connected(self) -> bool:
        return len(self.begun_at) > len(self.ended_at)

    async def run(self) -> None:
        while True:
            pause = None
            with contextlib.suppress(*wire.BROKEN):
                pause = await self._read()
            if self.is_connected:
                self.ended_at.append(clock())
            await (again() if pause is None else asyncio.sleep(pause))

    async def _read(self) -> float | None:
        """The seconds to wait, where the server says how many."""
        pause, path = None, self.path.format(after=self.after)
        async with wire.opened(self.client.port, "GET", path, self.client.headers()) as (head, reader):
            if head.status != 200:
                self.refused.append(head)
                return None
            async for event in wire.events(head, reader):
                self._note(event)
                pause = event.retry if event.retry is not None else pause
        return pause

    def _note(self, event: wire.Event) -> None:
        if event.name == "hello":
            self.begun_at.append(clock())
        elif event.name == "message":
            self.take([event.told])
        elif event.name == "gone":
            self.after = 0
        self.farewells += event.name == "bye"


class Poller(Reader):
    """Asks for news again and again."""

    def __init__(self, client: Client, path: str = Visitor.updates, after: int = 0, every: float = 1.0):
        super().__init__(client, path, after)
        self.every, self.etag, self.unchanged = every, "", 0

    async def run(self) -> None:
        while True:
            is_late = False
            with contextlib.suppress(*wire.BROKEN):
                is_late = await self.poll()
            if not is_late:
                await asyncio.sleep(self.every)

    async def poll(self) -> bool:
        """Whether there is more to be asked for at once."""
        asked = {"If-None-Match": self.etag} if self.etag else {}
        answer = await self.client.ask("GET", self.path.format(after=self.after), **asked)
        self.unchanged += answer.status == 304
        if answer.status != 200:
            return False
        told = answer.json()
        self.etag = answer.header("etag")
        self.take(told["messages"])
        return told["last_seq"] > self.after
