"""From the event loop to one of the few threads that Django has, and back.

a2wsgi waits for the loop at each part of an answer, three times for a page; under load each takes as long as another
thread computes. Here a page crosses once, and of a long answer each piece as soon as it is large enough.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import copy_context

from a2wsgi import WSGIMiddleware
from a2wsgi.wsgi import Body, build_environ

PIECE = 64 * 2**10  # bytes

Message = dict
Say = Callable[[list[Message] | None], object]


class Crossing(WSGIMiddleware):
    """An ASGI application that runs a WSGI application in `workers` threads."""

    async def __call__(self, scope: dict, receive: Callable, send: Callable[[Message], Awaitable[None]]) -> None:
        if scope["type"] != "http":
            await super().__call__(scope, receive, send)
            return
        loop, said = asyncio.get_running_loop(), asyncio.Queue()
        environ = build_environ(scope, Body(loop, receive))

        def say(messages: list[Message] | None) -> None:
            loop.call_soon_threadsafe(said.put_nowait, messages)

        answering = loop.run_in_executor(self.executor, copy_context().run, self._answer, environ, say)
        while messages := await said.get():
            for message in messages:
                await send(message)
        await answering

    def _answer(self, environ: dict, say: Say) -> None:
        """In a thread. What comes after the end, such as giving back a connection, keeps nobody waiting."""
        held, size = [], 0

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: tuple | None = None) -> None:
            told = [(name.strip().lower().encode("latin1"), value.strip().encode("latin1")) for name, value in headers]
            held.append({"type": "http.response.start", "status": int(status.split(" ", 1)[0]), "headers": told})

        try:
            parts = self.app(environ, start_response)
            try:
                for part in parts:
                    held.append({"type": "http.response.body", "body": part, "more_body": True})
                    size += len(part)
                    if size >= PIECE:
                        say(held.copy())
                        held.clear()
                        size = 0
                say([*held, {"type": "http.response.body", "body": b""}])
            finally:
                getattr(parts, "close", lambda: None)()
        finally:
            say(None)
