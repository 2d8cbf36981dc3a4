"""gunicorn's worker for hifred.asgi: uvicorn's, with bounds on what a client may do, and a word when it is to end.

A page that is kept is answered where the request was parsed: to run an application for it takes three times as long.
"""

import asyncio
import signal
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import quote_from_bytes, unquote

import httptools
import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn_worker import UvicornWorker

from hifred import patience

MOST_HEADERS, LONGEST_HEAD = 100, 32 * 2**10  # in bytes, all of them and the address together
LONGEST_FROM_MEMORY = 2_000  # bytes of an address that may be answered from memory
MOST_WAITING = 16  # requests of one connection, behind the one that is being answered
_ASCII = bytes(range(0x80))
_CLOSE = (b"\r\n", b"connection: close\r\n\r\n")
_STATUS = {200: b"HTTP/1.1 200 OK\r\n", 304: b"HTTP/1.1 304 Not Modified\r\n"}


@lru_cache(maxsize=1_024)
def _parts(url: bytes) -> tuple[str, bytes]:
    """Path and query, as an application would be told."""
    parsed = httptools.parse_url(url)
    return unquote(parsed.path.decode("ascii")), parsed.query or b""


class Protocol(HttpToolsProtocol):
    """The parser itself sets no bounds, and neither it nor the protocol minds waiting."""

    from_memory: Callable | None = None  # what answers from memory, once the application is there (deploy/gunicorn.py)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self._is_in_line = self._is_in_head = True
        self._held = 0  # bytes that the parser holds
        self._current = None
        self._is_answered = False
        self._due: dict[str, asyncio.TimerHandle] = {}

    # The connection

    def connection_made(self, transport: asyncio.Transport) -> None:
        super().connection_made(transport)
        self._wait_for("a request")

    def connection_lost(self, exc: Exception | None) -> None:
        for timer in self._due.values():
            timer.cancel()
        super().connection_lost(exc)
        if self._current and not self._current.response_complete:
            # Else one that others wait behind would never hear of it.
            self._current.disconnected = True
            self._current.message_event.set()

    def _wait_for(self, what: str) -> None:
        """No longer than for the next part of a body."""
        self._due[what] = self.loop.call_later(patience.PATIENCE, self.transport.abort)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._wait_for("a reader")

    def resume_writing(self) -> None:
        self._due["a reader"].cancel()
        super().resume_writing()

    def _start_asgi_task(self, cycle, app) -> None:
        self._current = cycle
        super()._start_asgi_task(cycle, app)

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if not self._is_busy():
            self._wait_for("a request")  # and for the rest of this answer to be taken, if the connection is closed

    # The request

    def data_received(self, data: bytes) -> None:
        if self._is_in_line and not data.isascii():
            # An address with bare letters, as some programs send it; the parser would refuse it.
            line, end, rest = data.partition(b"\n")
            data = quote_from_bytes(line, _ASCII).encode() + end + rest
        self._held += len(data)
        super().data_received(data)
        if self._held > LONGEST_HEAD and not self.transport.is_closing():
            self.send_400_response("The head of this request is too large.")

    def on_message_begin(self) -> None:
        if len(self.pipeline) >= MOST_WAITING:
            raise ValueError("Too much is asked for at once.")  # the parser answers 400
        super().on_message_begin()
        self.scope["is_gone"] = self.transport.is_closing
        self._is_in_head = True
        self._head = self._held = 0

    def on_url(self, url: bytes) -> None:
        self._measure(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        self._is_in_line = False
        self._measure(len(name) + len(value))
        if self._is_in_head:  # what comes behind a body is no header
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._is_in_line = self._is_in_head = False
        self._held = 0
        self._due["a request"].cancel()
        self._is_answered = self._answered_from_memory()
        if not self._is_answered:
            super().on_headers_complete()

    def _is_busy(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _answered_from_memory(self) -> bool:
        if self.from_memory is None or len(self.url) > LONGEST_FROM_MEMORY or self.flow.write_paused or self._is_busy():
            return False
        method = self.parser.get_method().decode("ascii")
        answer = self.from_memory(method, self.scheme, *_parts(self.url), self.headers)
        if answer is None:
            return False
        closes = self.parser.get_http_version() == "1.0" or not self.parser.should_keep_alive()
        own = (b"%s: %s\r\n" % header for header in (*self.server_state.default_headers, *answer.own))
        self.transport.write(b"".join((_STATUS[answer.status], answer.same.written, *own, _CLOSE[closes], answer.body)))
        if closes:
            self.transport.close()
        self.on_response_complete()
        return True

    def on_body(self, body: bytes) -> None:
        self._held = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._is_in_line = True
        self._held = 0
        if not self._is_answered:
            super().on_message_complete()

    def _measure(self, length: int) -> None:
        self._head += length
        if self._head > LONGEST_HEAD or len(self.headers) >= MOST_HEADERS:
            raise ValueError("The head of this request is too large.")  # the parser answers 400


class Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, worker: "Worker"):
        super().__init__(config)
        self.worker = worker

    async def shutdown(self, sockets=None) -> None:
        """Whoever is connected for long must be sent on before all are waited for."""
        self.worker.alive = False
        await super().shutdown(sockets)


class Worker(UvicornWorker):
    CONFIG_KWARGS = {
        "loop": "uvloop",
        "http": Protocol,
        "ws": "none",
        "lifespan": "off",
        "access_log": False,  # Django's middleware writes a line for what it answers
        "server_header": False,
        "proxy_headers": False,  # whom to believe is TRUSTED_PROXIES' business (pages/networks.py)
        "timeout_graceful_shutdown": 10,
    }

    async def _serve(self) -> None:
        self.config.app = self.wsgi
        server = Server(self.config, self)
        asyncio.get_running_loop().add_signal_handler(signal.SIGQUIT, server.handle_exit, signal.SIGQUIT, None)
        await server.serve(sockets=self.sockets)
