"""gunicorn's worker for hifred.asgi: uvicorn's, with bounds on what a client may do, and a word when it is to end."""

import asyncio
import signal
from urllib.parse import quote_from_bytes

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn_worker import UvicornWorker

from hifred import patience

MOST_HEADERS, LONGEST_HEAD = 100, 32 * 2**10  # in bytes, all of them and the address together
MOST_WAITING = 16  # requests of one connection, behind the one that is being answered
_ASCII = bytes(range(0x80))


class Protocol(HttpToolsProtocol):
    """The parser itself sets no bounds, and neither it nor the protocol minds waiting."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self._is_in_line = self._is_in_head = True
        self._kept = 0  # bytes that the parser holds
        self._current = None
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
        if self.cycle.response_complete:
            self._wait_for("a request")  # and for the rest of this answer to be taken, if the connection is closed

    # The request

    def data_received(self, data: bytes) -> None:
        if self._is_in_line and not data.isascii():
            # An address with bare letters, as some programs send it; the parser would refuse it.
            line, end, rest = data.partition(b"\n")
            data = quote_from_bytes(line, _ASCII).encode() + end + rest
        self._kept += len(data)
        super().data_received(data)
        if self._kept > LONGEST_HEAD and not self.transport.is_closing():
            self.send_400_response("The head of this request is too large.")

    def on_message_begin(self) -> None:
        if len(self.pipeline) >= MOST_WAITING:
            raise ValueError("Too much is asked for at once.")  # the parser answers 400
        super().on_message_begin()
        self._is_in_head = True
        self._head = self._kept = 0

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
        self._kept = 0
        self._due["a request"].cancel()
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._kept = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._is_in_line = True
        self._kept = 0
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
        "access_log": False,  # Django's middleware writes one line a request
        "server_header": False,
        "proxy_headers": False,  # whom to believe is TRUSTED_PROXIES' business (pages/networks.py)
        "timeout_graceful_shutdown": 10,
    }

    async def _serve(self) -> None:
        self.config.app = self.wsgi
        server = Server(self.config, self)
        asyncio.get_running_loop().add_signal_handler(signal.SIGQUIT, server.handle_exit, signal.SIGQUIT, None)
        await server.serve(sockets=self.sockets)
