"""Clients that never come to an end, a server that is to end, and a disk that is full: nobody else waits for them."""

import json
import os
import signal
import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests import servers
from tests.servers import CONTENT, LARGE, held, log
from tests.test_way_through_asgi import Visitor, longest
from tests.wire import Wire, ask, get, head, post, until

pytestmark = [pytest.mark.xdist_group("servers")]
IMPATIENT = """
import resource, runpy
globals().update(runpy.run_path("deploy/gunicorn.py"))
usual = post_worker_init

def post_worker_init(worker):
    usual(worker)
    from hifred import patience
    patience.PATIENCE = 1.5
    {more}
"""


@pytest.fixture
def settings_file(tmp_path):
    def write(more: str = "pass") -> str:
        file = tmp_path / "gunicorn.py"
        file.write_text(IMPATIENT.format(more=more))
        return str(file)

    return write


@pytest.fixture
def impatient(site, settings_file) -> Iterator[int]:
    with servers.gunicorn(site, "-c", settings_file(), CHAT_STREAMS="1") as port:
        yield port
        assert "Traceback" not in log(site, port)


def test_nobody_is_waited_for_for_ever(impatient):
    visitor = Visitor(impatient)
    half = post("/chat/send", visitor.form("Half"), *visitor.headers)[:-2]
    parts = head("POST /chat/send", "Transfer-Encoding: chunked")
    with ExitStack() as stack:

        def wire(*said: str | bytes) -> Wire:
            return stack.enter_context(Wire(impatient, *said))

        again = wire(get("/healthz"))
        again.answer()
        again.send("GET / HT")
        silent = [wire(), wire("\r\n"), wire("GET / HTTP/1.1\r\nHost:"), again]
        for one in [wire(half), wire(parts), wire(parts, "5\r\n")]:
            assert one.answer().status == 408
            assert one.is_closed()
        assert all(one.is_closed() for one in silent)
    assert visitor.has_said() == []


def test_readers_who_take_nothing_are_left(impatient):
    ask(impatient, LARGE)
    before = held(impatient)
    with ExitStack() as stack:
        for _one in range(3):
            reader = stack.enter_context(Wire(impatient, get(LARGE), taking=4096))
            assert reader.socket.recv(12, socket.MSG_WAITALL) == b"HTTP/1.1 200"
        assert held(impatient) > before
        assert until(lambda: held(impatient) <= before)


def test_a_stream_behind_which_another_waits_ends_with_its_connection(impatient):
    """Here one alone is let in."""
    stream = get("/chat/stream", Visitor(impatient).cookie)

    def status() -> int:
        with Wire(impatient, stream) as wire:
            return int(wire.socket.recv(12, socket.MSG_WAITALL)[-3:])

    with Wire(impatient, stream, stream) as wire:
        assert wire.socket.recv(12, socket.MSG_WAITALL) == b"HTTP/1.1 200"
        assert status() == 503
        wire.goes_away()
    assert until(lambda: status() == 200)


def test_a_full_disk_takes_no_thread_away(site, settings_file):
    full = "resource.setrlimit(resource.RLIMIT_FSIZE, (4 * 2**20, resource.RLIM_INFINITY))"
    with servers.gunicorn(site, "-c", settings_file(full)) as port:
        for _one in range(9):  # more than there are threads
            with Wire(port, get(LARGE)) as wire:
                assert wire.is_closed()
        assert longest(port) < 3


def test_bodies_that_nobody_finishes_fill_no_disk(site, settings_file):
    few = "patience.MOST_HELD = 4 * 2**20"
    with servers.gunicorn(site, "-c", settings_file(f"patience.PATIENCE = 30; {few}")) as port:
        part = post("/admin/nothing/", bytes(4 * 2**20))[: -(2**20)]
        first = Wire(port, part)
        with Wire(port, part) as second:
            answer = second.answer()
            assert (answer.status, answer.headers["Retry-After"]) == (503, "60")
        assert ask(port, "/news/").status == 200
        first.goes_away()

        def is_taken() -> bool:
            with Wire(port, post("/admin/nothing/", bytes(3 * 2**20))) as wire:
                return wire.answer().status != 503

        assert until(is_taken)


def test_a_body_that_takes_too_long_is_given_up(site, settings_file):
    impatient = settings_file("patience.PATIENCE, patience.WHOLE = 30, 0.5")
    with servers.gunicorn(site, "-c", impatient) as port, Wire(port, post("/chat/send", bytes(100))[:-1]) as wire:
        assert wire.answer().status == 408


def test_what_was_begun_is_finished_when_the_server_is_to_end(site):
    with servers.gunicorn(site) as port:
        visitor = Visitor(port)
        body = post("/chat/send", visitor.form("In the end"), *visitor.headers)
        reading = Wire(port, get(LARGE), taking=2**16)
        with Wire(port, get("/healthz")) as idle, Wire(port, body[:-5]) as sender, reading as reader:
            idle.answer()
            assert reader.socket.recv(12, socket.MSG_PEEK) == b"HTTP/1.1 200"
            os.kill(servers.RUNNING[port].pid, signal.SIGTERM)
            assert idle.is_closed()
            sender.send(body[-5:])
            answer = sender.answer()
            assert (answer.status, answer.headers["Connection"]) == (201, "close")
            assert reader.answer().body == CONTENT
        assert servers.has_ended(servers.RUNNING[port], within=5)
        assert "Traceback" not in log(site, port)


def test_threads_alone_serve_with_a_chat_that_asks(site):
    with servers.gunicorn(site, application="hifred.wsgi") as port:
        refused = ask(port, "/chat/stream")
        assert (refused.status, refused.headers["Retry-After"] is not None) == (503, True)
        visitor = Visitor(port)
        assert visitor.sends("Hello") == 201
        assert visitor.has_said() == ["Hello"]
        assert ask(port, LARGE).body == CONTENT
        assert json.loads(ask(port, "/chat/bootstrap", visitor.cookie).body)["last_seq"] == 1
