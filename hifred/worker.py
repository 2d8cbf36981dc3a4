"""gunicorn's worker for hifred.asgi: uvicorn's, with bounds on what a header may be, and a word when it is to end."""

import asyncio
import signal

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn_worker import UvicornWorker

MOST_HEADERS, LONGEST_HEAD = 100, 32 * 2**10  # in bytes, all of them and the address together


class Protocol(HttpToolsProtocol):
    """The parser itself sets no bounds."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._head = 0

    def on_url(self, url: bytes) -> None:
        self._measure(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        self._measure(len(name) + len(value))
        super().on_header(name, value)

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
