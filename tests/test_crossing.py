"""How many requests are taken to compute at once, and that nobody who waits keeps others from it."""

import asyncio
import threading

import pytest

from hifred import crossing
from tests.threads import aside

SOON = 10  # seconds until something has gone wrong


class Application:
    """Each request of /wait begins, and ends when it is let go."""

    def __init__(self):
        self.begun = threading.Semaphore(0)
        self.let_go = threading.Semaphore(0)

    def __call__(self, environ: dict, start_response):
        self.begun.release()
        if environ["PATH_INFO"] == "/broken":
            raise ValueError("No answer")
        assert self.let_go.acquire(timeout=SOON)
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"done"]


def scope(path: str, **more) -> dict:
    asked = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": [], "http_version": "1.1"}
    return asked | more


async def told(way: crossing.Crossing, path: str = "/wait", **more) -> list[dict]:
    said = []

    async def receive() -> dict:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict) -> None:
        said.append(message)

    await way(scope(path, **more), receive, send)
    return said


async def asked(*what, **more) -> bytes:
    return b"".join(message.get("body", b"") for message in await told(*what, **more))


async def begins(application: Application, timeout: float = SOON) -> bool:
    return await asyncio.to_thread(application.begun.acquire, timeout=timeout)


def test_so_many_compute_at_once_and_the_next_begins_when_one_is_done(monkeypatch):
    monkeypatch.setattr(crossing, "SHORT", 60)

    async def run() -> list[bytes]:
        application = Application()
        way = crossing.Crossing(application, workers=8)
        answers = [asyncio.create_task(asked(way)) for _request in range(crossing.AT_ONCE + 1)]
        for _request in range(crossing.AT_ONCE):
            assert await begins(application)
        assert not await begins(application, timeout=0.2)
        application.let_go.release()
        assert await begins(application)
        application.let_go.release(crossing.AT_ONCE)
        return await asyncio.gather(*answers)

    assert aside(asyncio.run, run()) == [b"done"] * (crossing.AT_ONCE + 1)


def test_those_that_wait_keep_nobody_from_beginning():
    async def run() -> list[bytes]:
        application = Application()
        way = crossing.Crossing(application, workers=8)
        answers = [asyncio.create_task(asked(way)) for _request in range(8)]
        for _request in range(8):
            assert await begins(application)
        application.let_go.release(8)
        return await asyncio.gather(*answers)

    assert aside(asyncio.run, run()) == [b"done"] * 8


def test_for_who_has_left_nothing_is_made_and_what_he_sent_is_taken(monkeypatch):
    monkeypatch.setattr(crossing, "SHORT", 60)

    async def run() -> list[bytes]:
        application = Application()
        way = crossing.Crossing(application, workers=8)
        left = [await asked(way, is_gone=lambda: True, method=method) for method in ("GET", "HEAD") * 3]
        assert not await begins(application, timeout=0)
        application.let_go.release(2)
        stays, sent = asked(way, is_gone=lambda: False), asked(way, is_gone=lambda: True, method="POST")
        return [*left, await stays, await sent]

    assert aside(asyncio.run, run()) == [b""] * 6 + [b"done"] * 2


def test_one_that_breaks_gives_its_turn_back(monkeypatch):
    monkeypatch.setattr(crossing, "SHORT", 60)

    async def run() -> bytes:
        application = Application()
        way = crossing.Crossing(application, workers=8)
        for _request in range(crossing.AT_ONCE * 2):
            with pytest.raises(ValueError, match="No answer"):
                await asked(way, "/broken")
        application.let_go.release()
        return await asyncio.wait_for(asked(way), SOON)

    assert aside(asyncio.run, run()) == b"done"


LONG = b"x" * crossing.PIECE


@pytest.mark.parametrize("parts", [[], [b""], [b"a"], [b"a", b"b"], [LONG], [LONG, b"a"]], ids=len)
def test_an_answer_of_any_parts_ends_once(parts):
    def application(environ: dict, start_response):
        start_response("200 OK", [("Content-Type", "text/plain")])
        return parts

    start, *bodies = aside(asyncio.run, told(crossing.Crossing(application, workers=1)))
    assert start["type"] == "http.response.start"
    assert b"".join(body["body"] for body in bodies) == b"".join(parts)
    assert [body.get("more_body", False) for body in bodies] == [True] * (len(bodies) - 1) + [False]
