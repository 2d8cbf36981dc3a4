"""Connections on which a test decides every byte, and when it is sent or taken."""

import http.client
import io
import socket
import struct
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import NamedTuple

SOON = 20  # seconds that anything may take on a busy machine
AT_A_TIME = 2**16
FROM = "127.0.0.77"  # an address that is found again wherever somebody writes it down


class Said(NamedTuple):
    status: int
    headers: http.client.HTTPMessage
    body: bytes


class Wire:
    """To a port; with `taking`, the kernel holds about so many bytes that were not yet read."""

    def __init__(self, port: int, *parts: bytes | str, taking: int = 0, source: str = FROM):
        self.socket = socket.socket()
        if taking:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, taking)
        self.socket.bind((source, 0))
        self.socket.settimeout(SOON)
        self.socket.connect(("127.0.0.1", port))
        self._file = _Lasting(socket.SocketIO(self.socket, "r"))
        self.send(*parts)

    def __enter__(self) -> "Wire":
        return self

    def __exit__(self, *_error) -> None:
        self.socket.close()

    def send(self, *parts: bytes | str) -> None:
        for part in parts:
            self.socket.sendall(part.encode() if isinstance(part, str) else part)

    def answer(self, method: str = "GET") -> Said:
        """The next one, with its body taken to its end and not a byte further."""
        answer = http.client.HTTPResponse(SimpleNamespace(makefile=lambda _mode: self._file), method=method)
        answer.begin()
        return Said(answer.status, answer.headers, answer.read())

    def line(self) -> bytes:
        return self._file.readline()

    def goes_away(self) -> None:
        """At once, and without a word to the other side's buffers."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    def is_closed(self) -> bool:
        """Once all was taken that comes before the end."""
        try:
            while self._file.read(AT_A_TIME):
                pass
            return True
        except ConnectionResetError:
            return True


class _Lasting(io.BufferedReader):
    """One answer's end is not the connection's."""

    def close(self) -> None:
        pass


def head(line: str, *headers: str, host: str = "127.0.0.1") -> str:
    return "\r\n".join([f"{line} HTTP/1.1", f"Host: {host}", *headers, "", ""])


def get(path: str, *headers: str, method: str = "GET") -> str:
    return head(f"{method} {path}", *headers)


def post(path: str, body: bytes, *headers: str) -> bytes:
    return head(f"POST {path}", f"Content-Length: {len(body)}", *headers).encode() + body


def ask(port: int, path: str, *headers: str, method: str = "GET") -> Said:
    with Wire(port, get(path, *headers, method=method)) as wire:
        return wire.answer(method)


def until(is_so: Callable[[], bool], within: float = SOON) -> bool:
    """For what another process does, and tells nobody."""
    deadline = time.monotonic() + within
    while not (so := is_so()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return so
