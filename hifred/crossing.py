"""From the event loop to one of the few threads that Django has, and back.

a2wsgi waits for the loop at each part of an answer, three times for a page; under load each takes as long as another
thread computes. Here a page crosses once, and of a long answer each piece as soon as it is large enough.

Eight threads that compute at once only take the interpreter from each other, at every query anew: that costs a tenth
of the pages, and under some loads half of them. So two compute, and the next begins when one is done, or was so long
about it that it is most likely waiting for something: a lock, a disk, somebody who reads slowly.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack, asynccontextmanager
from contextvars import copy_context

from a2wsgi import WSGIMiddleware
from a2wsgi.wsgi import Body, build_environ

PIECE = 64 * 2**10  # bytes
AT_ONCE = 2  # threads that are taken to compute
SHORT = 0.02  # seconds; several pages are made in it

Message = dict
Say = Callable[[list[Message] | None], object]


class Turns:
    def __init__(self):
        self._free = asyncio.Semaphore(AT_ONCE)

    @asynccontextmanager
    async def one(self) -> AsyncIterator[None]:
        """It is over with the block, or before that, if the block takes long."""
        await self._free.acquire()
        end = ExitStack()
        end.callback(self._free.release)
        timer = asyncio.get_running_loop().call_later(SHORT, end.close)
        try:
            yield
        finally:
            timer.cancel()
            end.close()


class Crossing(WSGIMiddleware):
    """An ASGI application that runs a WSGI application in `workers` threads."""

    def __init__(self, app: Callable, workers: int):
        super().__init__(app, workers)
        self.turns = Turns()

    async def __call__(self, scope: dict, receive: Callable, send: Callable[[Message], Awaitable[None]]) -> None:
        if scope["type"] != "http":
            await super().__call__(scope, receive, send)
            return
        loop, said = asyncio.get_running_loop(), asyncio.Queue()
        environ = build_environ(scope, Body(loop, receive))

        def say(messages: list[Message] | None) -> None:
            loop.call_soon_threadsafe(said.put_nowait, messages)

        async with self.turns.one():
            if scope["method"] in ("GET", "HEAD") and scope.get("is_gone", bool)():
                return  # nobody waits any more
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
                last = held.pop() if held and "body" in held[-1] else {"type": "http.response.body", "body": b""}
                say([*held, last | {"more_body": False}])
            finally:
                getattr(parts, "close", lambda: None)()
        finally:
            say(None)
