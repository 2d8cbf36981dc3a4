"""HTTP/1.1 over asyncio's streams: a connection for each request, so that any worker may get it, or a kept one."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from typing import NamedTuple, Self

HOST = "127.0.0.1"
PATIENCE = 20.0  # seconds for a whole answer
BROKEN = (OSError, EOFError, TimeoutError, ValueError)  # what a connection ends with when a worker dies
LINE = 2**20  # bytes: an event is one line


class Answer(NamedTuple):
    status: int
    headers: list[tuple[str, str]]
    body: bytes = b""

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key == name), "")

    @property
    def cookies(self) -> dict[str, str]:
        given = [value.partition(";")[0].partition("=") for key, value in self.headers if key == "set-cookie"]
        return {name: value for name, _equals, value in given}

    def json(self) -> dict:
        return json.loads(self.body)


class Event(NamedTuple):
    name: str
    told: dict
    retry: float | None  # seconds


async def ask(port: int, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> Answer:
    async with asyncio.timeout(PATIENCE), opened(port, method, path, headers, body) as (head, reader):
        return head._replace(body=b"".join([part async for part in parts(head, reader)]))


@contextlib.asynccontextmanager
async def opened(port: int, method: str, path: str, headers: dict[str, str], body: bytes = b""):
    """The head of the answer, and where the rest of it comes from."""
    reader, writer = await asyncio.open_connection(HOST, port, limit=LINE)
    try:
        writer.write(_asked(port, method, path, headers, body))
        yield await _head(reader), reader
    finally:
        writer.close()


class Connection:
    """One that is kept for several requests, one after the other."""

    def __init__(self, port: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter):
        self.port, self._reader, self._writer = port, reader, writer

    @classmethod
    async def open(cls, port: int) -> Self:
        return cls(port, *await asyncio.open_connection(HOST, port, limit=LINE))

    @property
    def own_port(self) -> int:
        return self._writer.get_extra_info("sockname")[1]

    @property
    def is_over(self) -> bool:
        """As far as we know by now."""
        return self._reader.at_eof() or self._writer.is_closing()

    async def ask(self, method: str, path: str, headers: dict[str, str]) -> Answer:
        self._writer.write(_asked(self.port, method, path, headers, b""))
        await self._writer.drain()
        head = await _head(self._reader)
        return head._replace(body=b"".join([part async for part in parts(head, self._reader)]))

    def close(self) -> None:
        self._writer.close()


def _asked(port: int, method: str, path: str, headers: dict[str, str], body: bytes) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}:{port}"]
    if body:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


async def _head(reader: asyncio.StreamReader) -> Answer:
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")[:-2]
    headers = [line.partition(":") for line in lines]
    return Answer(int(first.split()[1]), [(name.lower(), value.strip()) for name, _colon, value in headers])


async def parts(head: Answer, reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    """The body as it comes; one that is cut short raises EOFError."""
    if head.status in (204, 304):
        return
    if head.header("transfer-encoding") != "chunked":
        length = head.header("content-length")
        yield await (reader.readexactly(int(length)) if length else reader.read())
        return
    while size := int(await _line(reader), 16):
        yield await reader.readexactly(size)
        await _line(reader)
    await _line(reader)


async def _line(reader: asyncio.StreamReader) -> bytes:
    return await reader.readuntil(b"\r\n")


async def events(head: Answer, reader: asyncio.StreamReader) -> AsyncIterator[Event]:
    rest = ""
    async for part in parts(head, reader):
        *blocks, rest = (rest + part.decode()).split("\n\n")
        for block in blocks:
            fields = dict(line.split(": ", 1) for line in block.split("\n") if not line.startswith(":"))
            if fields:
                retry = float(fields["retry"]) / 1000 if "retry" in fields else None
                yield Event(fields.get("event", ""), json.loads(fields.get("data", "{}")), retry)
