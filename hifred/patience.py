"""Slow clients wait here, in the event loop and on disk, and not in one of the few threads that Django has.

A request goes on when its body is there as a whole, so that one which was broken off is never taken for one that was
sent. An answer is taken from its thread as fast as it is made. Headers and queries are brought to what WSGI means.
"""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from urllib.parse import quote_from_bytes

from pages.limits import PUBLIC_BODY, STAFF, STAFF_BODY

IN_MEMORY = 256 * 2**10  # bytes of a body; more goes to a temporary file
AT_A_TIME = 64 * 2**10
PATIENCE = 30.0  # seconds without a byte, either way
_ASCII = bytes(range(0x21, 0x7F))

Message = dict
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class BrokenOff(Exception):
    """The client went away, or sends nothing more."""


class Patient:
    def __init__(self, application: Callable):
        self.application = application

    async def __call__(self, scope: dict, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.application(scope, receive, send)
            return
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as body, tempfile.SpooledTemporaryFile(IN_MEMORY) as answer:
            try:
                length = await _take(scope, receive, body)
            except BrokenOff:
                await _give_up(send)
                return
            out = Answer(answer, send)
            reading = asyncio.create_task(out.deliver())
            try:
                await self.application(_as_wsgi_means_it(scope, length), _again(body), out.take)
                out.end()
                await reading
            finally:
                reading.cancel()


async def _take(scope: dict, receive: Receive, body) -> int:
    """Puts the body into the file; tells its length, or the one that was announced if that is too large to be read."""
    announced = next((value for name, value in scope["headers"] if name == b"content-length"), None)
    most = STAFF_BODY if scope["path"].startswith(STAFF) else PUBLIC_BODY
    if announced and int(announced) > most:
        return int(announced)
    length, has_more = 0, announced is not None or any(name == b"transfer-encoding" for name, _ in scope["headers"])
    while has_more and length <= most:
        try:
            async with asyncio.timeout(PATIENCE):
                message = await receive()
        except TimeoutError:
            raise BrokenOff from None
        if message["type"] == "http.disconnect":
            raise BrokenOff
        part = message.get("body", b"")
        length += len(part)
        body.write(part)
        has_more = message.get("more_body", False)
    body.seek(0)
    return length


async def _give_up(send: Send) -> None:
    headers = [(b"content-length", b"0"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 408, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def _again(body) -> Receive:
    """The body once more, for the application."""

    async def receive() -> Message:
        part = body.read(AT_A_TIME)
        return {"type": "http.request", "body": part, "more_body": bool(part)}

    return receive


def _as_wsgi_means_it(scope: dict, length: int) -> dict:
    """Without headers that would pass for others (`X_A` for `X-A`), a length for every body, and a query in ASCII."""
    headers = [(name, value) for name, value in scope["headers"] if b"_" not in name and name != b"content-length"]
    if length:
        headers.append((b"content-length", str(length).encode()))
    return scope | {"headers": headers, "query_string": quote_from_bytes(scope["query_string"], _ASCII).encode()}


class Answer:
    """What the application says, kept until the client has taken it."""

    def __init__(self, file, send: Send):
        self._file, self._send = file, send
        self._begin: Message | None = None
        self._written = self._read = 0
        self._is_whole = False
        self._moved = asyncio.Event()

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._begin = message
            return
        if part := message.get("body", b""):
            self._file.seek(self._written)
            self._written += self._file.write(part)
        self._is_whole = not message.get("more_body", False)
        self._moved.set()

    def end(self) -> None:
        self._is_whole = True
        self._moved.set()

    async def deliver(self) -> None:
        await self._moved.wait()
        if self._begin is None:
            return  # the application broke down before it said anything; the server answers for it
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
        await self._send({"type": "http.response.body", "body": b""})
