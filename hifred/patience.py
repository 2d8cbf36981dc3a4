"""Slow clients wait here, in the event loop and on disk, and not in one of the few threads that Django has.

A request goes on when its body is there as a whole, so that one which was broken off is never taken for one that was
sent. An answer is taken from its thread as fast as it is made. Headers and queries are brought to what WSGI means.
"""

import asyncio
import contextlib
import tempfile
from collections.abc import Awaitable, Callable
from urllib.parse import quote_from_bytes

from pages.limits import PUBLIC_BODY, STAFF, STAFF_BODY

IN_MEMORY = 256 * 2**10  # bytes of a body; more goes to a temporary file
AT_A_TIME = 64 * 2**10  # bytes; an answer of so many is sent when it is whole
PATIENCE = 30.0  # seconds until the next part has come, or was taken
WHOLE = 600.0  # seconds until all of a body has come
MOST_HELD = 2**30  # bytes of all bodies together that a process waits for: a disk is no place to be filled by strangers
LINGER = 2.0  # seconds in which somebody may send to its end what nobody reads
_ASCII = bytes(range(0x21, 0x7F))

Message = dict
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class BrokenOff(Exception):
    """The client went away, or sends nothing more."""


class NoRoom(Exception):
    """Too much is waited for already."""


class Patient:
    def __init__(self, application: Callable):
        self.application = application

    async def __call__(self, scope: dict, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.application(scope, receive, send)
            return
        with contextlib.closing(Body(receive)) as body, contextlib.closing(Answer(send, body)) as answer:
            try:
                await body.take(scope)
            except BrokenOff:
                await _give_up(send, 408)
                return
            except NoRoom:
                await _give_up(send, 503, (b"retry-after", b"60"), rest=body)
                return
            await self.application(_as_wsgi_means_it(scope, body.length), body.again, answer.take)
            await answer.end()


async def _give_up(send: Send, status: int, *more: tuple[bytes, bytes], rest: "Body | None" = None) -> None:
    headers = [(b"content-length", b"0"), (b"connection", b"close"), *more]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    if rest:
        await send({"type": "http.response.body", "body": b"", "more_body": True})
        await rest.let_finish()
    await send({"type": "http.response.body", "body": b""})


def _as_wsgi_means_it(scope: dict, length: int) -> dict:
    """Without headers that would pass for others (`X_A` for `X-A`), a length for every body, and a query in ASCII."""
    headers = [(name, value) for name, value in scope["headers"] if b"_" not in name and name != b"content-length"]
    if length:
        headers.append((b"content-length", str(length).encode()))
    query = scope["query_string"]
    if not query.isascii():
        query = quote_from_bytes(query, _ASCII).encode()
    return scope | {"headers": headers, "query_string": query}


class Body:
    """What comes with a request; `length` is the one that was announced if that is too large to be read."""

    held = 0  # bytes of all of them

    def __init__(self, receive: Receive):
        self._receive = receive
        self._file = None
        self.length, self.is_whole, self._own = 0, True, 0

    async def take(self, scope: dict) -> None:
        announced = next((value for name, value in scope["headers"] if name == b"content-length"), None)
        if announced is None and not any(name == b"transfer-encoding" for name, _ in scope["headers"]):
            return
        most = STAFF_BODY if scope["path"].startswith(STAFF) else PUBLIC_BODY
        self.length = int(announced or 0)
        self.is_whole = False
        if self.length <= most:
            self._file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed with all of it
            try:
                async with asyncio.timeout(WHOLE):
                    await self._read(most)
            except TimeoutError:
                raise BrokenOff from None

    async def _read(self, most: int) -> None:
        self.length = 0
        while not self.is_whole and self.length <= most:
            try:
                async with asyncio.timeout(PATIENCE):
                    message = await self._receive()
            except TimeoutError:
                raise BrokenOff from None
            if message["type"] == "http.disconnect":
                raise BrokenOff
            self._hold(len(message.get("body", b"")))
            self.length += self._file.write(message.get("body", b""))
            self.is_whole = not message.get("more_body", False)
        self._file.seek(0)

    def _hold(self, more: int) -> None:
        if Body.held + more > MOST_HELD:
            raise NoRoom
        self._own += more
        Body.held += more

    async def again(self) -> Message:
        part = self._file.read(AT_A_TIME) if self._file else b""
        return {"type": "http.request", "body": part, "more_body": bool(part)}

    async def let_finish(self) -> None:
        """A browser that cannot send what it wants to shows no answer."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LINGER):
                while (await self._receive()).get("more_body", False):
                    pass

    def close(self) -> None:
        Body.held -= self._own
        if self._file:
            self._file.close()


class Answer:
    """What the application says. If that is more than a little, it is kept until the client has taken it."""

    def __init__(self, send: Send, body: Body):
        self._send, self._body = send, body
        self._begin: Message | None = None
        self._little = bytearray()
        self._file = None
        self._written = self._read = 0
        self._is_whole = False
        self._moved = asyncio.Event()
        self._delivery: asyncio.Task | None = None

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            # What was not read of a body would be taken for the next request.
            last = [] if self._body.is_whole else [(b"connection", b"close")]
            self._begin = message | {"headers": [*message["headers"], *last]}
            return
        self._little += message.get("body", b"")
        if self._delivery or len(self._little) > AT_A_TIME:
            self._keep()

    def _keep(self) -> None:
        if not self._delivery:
            self._file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed with all of it
            self._delivery = asyncio.create_task(self._deliver())
        self._file.seek(self._written)
        self._written += self._file.write(self._little)
        self._little.clear()
        self._moved.set()

    async def _deliver(self) -> None:
        await self._send(self._begin)
        while not (self._is_whole and self._read == self._written):
            if self._read == self._written:
                self._moved.clear()
                await self._moved.wait()
                continue
            self._file.seek(self._read)
            part = self._file.read(AT_A_TIME)
            self._read += len(part)
            async with asyncio.timeout(PATIENCE):
                await self._send({"type": "http.response.body", "body": part, "more_body": True})

    async def end(self) -> None:
        if self._begin is None:
            return  # the application broke down before it said anything; the server answers for it
        self._is_whole = True
        if self._delivery:
            self._moved.set()
            try:
                await self._delivery
            except TimeoutError:
                return  # somebody who does not read; the server closes what was not ended
        else:
            await self._send(self._begin)
        rest = bytes(self._little)
        if not self._body.is_whole:
            await self._send({"type": "http.response.body", "body": rest, "more_body": True})
            await self._body.let_finish()
            rest = b""
        await self._send({"type": "http.response.body", "body": rest})

    def close(self) -> None:
        if self._delivery:
            self._delivery.cancel()
        if self._file:
            self._file.close()
