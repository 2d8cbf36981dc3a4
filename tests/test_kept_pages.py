"""Pages from memory under real servers: right for everybody, and at once what they should be after a change."""

import gzip
import re
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from os import kill
from pathlib import Path

import pytest

from bench import machine
from tests import servers
from tests.postgres import database
from tests.servers import sql
from tests.wire import Said, Wire, ask, get, until

pytestmark = pytest.mark.xdist_group("kept pages")

SERVERS = {
    "ours": ("hifred.asgi",),
    "gunicorn's for asgi": ("hifred.asgi", "--worker-class=asgi"),
    "wsgi": ("hifred.wsgi",),
}
LOOKED_AGAIN = 1.0  # seconds within which a change must be seen


@pytest.fixture(scope="module")
def stocked(tmp_path_factory) -> dict[str, str]:
    return servers.stocked(tmp_path_factory.mktemp("stocked"))


@contextmanager
def site(stocked: dict, folder: Path, kind: str = "ours", **more: str) -> Iterator[tuple[dict[str, str], int]]:
    application, *options = SERVERS[kind]
    shutil.copytree(stocked["DATA_DIR"], folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.log"))
    env = stocked | {"DATA_DIR": str(folder), "DATABASE_URL": f"sqlite:///{folder}/{servers.DATABASE}"} | more
    with servers.gunicorn(env, *options, application=application) as port:
        yield env, port


def from_memory(port: int, path: str, *headers: str) -> Said:
    """The next answer that no view made: only those that one did have a number in the log."""
    answers = []
    assert until(lambda: answers.append(ask(port, path, *headers)) or answers[-1].headers["X-Request-ID"] is None, 10)
    return answers[-1]


def number(said: Said) -> int:
    return int(re.search(rb"Click:(\d+)<", said.body)[1])


def article(env: dict[str, str]) -> str:
    ((pk, slug),) = sql(env, "SELECT id, slug FROM news_article")
    return f"/news/{pk}/{slug}/"


@pytest.mark.parametrize("kind", SERVERS)
def test_a_page_comes_from_memory_as_django_made_it(stocked, tmp_path, kind):
    with site(stocked, tmp_path, kind) as (env, port):
        made = ask(port, "/news/")
        kept = from_memory(port, "/news/")
        assert (kept.status, kept.body) == (made.status, made.body)
        dropped = {"date", "x-request-id", "connection", "server", "keep-alive", "transfer-encoding"}
        headers = [{n.lower(): v for n, v in said.headers.items() if n.lower() not in dropped} for said in (made, kept)]
        assert headers[0] == headers[1]
        packed = from_memory(port, "/news/", "Accept-Encoding: gzip")
        assert gzip.decompress(packed.body) == made.body
        assert from_memory(port, "/news/", f"If-None-Match: {made.headers['ETag']}")[::2] == (304, b"")
        address = article(env)
        numbers = [number(ask(port, address)) for _time in range(20)]
        numbers += [number(from_memory(port, address)), number(from_memory(port, address))]
        assert numbers == sorted(set(numbers))
        with Wire(port, get(address, method="HEAD"), get("/healthz")) as wire:
            assert wire.answer("HEAD").body == b""
            assert wire.answer().body == b"ok\n"


def test_kept_pages_and_others_take_turns_on_one_connection(stocked, tmp_path):
    with site(stocked, tmp_path) as (env, port):
        address = article(env)
        from_memory(port, "/news/"), from_memory(port, address)
        questions = ["/news/", "/healthz", address, "/news/", "/robots.txt", address, "/nothing/", "/news/"] * 2
        with Wire(port, *map(get, questions)) as wire:
            answers = [wire.answer() for _question in questions]
        expected = {"/healthz": b"ok\n", "/robots.txt": b"User-agent", address: b"Click:", "/nothing/": b"<title>"}
        for question, answer in zip(questions, answers, strict=True):
            assert expected.get(question, b"news-here") in answer.body
        with Wire(port, get("/news/").replace("1.1", "1.0")) as wire:
            assert wire.answer().status == 200
            assert wire.is_closed()


def test_somebody_who_does_not_read_is_sent_no_more_than_a_little(stocked, tmp_path):
    with site(stocked, tmp_path) as (_env, port):
        from_memory(port, "/news/")
        before = machine.pss(machine.workers(port)[0])
        with Wire(port, *[get("/news/")] * 2_000, taking=4096):
            assert until(lambda: ask(port, "/healthz").body == b"ok\n")
            assert machine.pss(machine.workers(port)[0]) - before < 2**23


def test_all_workers_see_a_change_within_a_second_and_staff_at_once(stocked, tmp_path):
    with site(stocked, tmp_path, WEB_CONCURRENCY="2") as (env, port):
        address, cookie = article(env), f"Cookie: session={env['SESSION']}"
        for _time in range(12):
            from_memory(port, address)
        for n in range(3):
            sql(env, "UPDATE news_articlerevision SET title = ?", f"Changed {n}")
            title = f"<h1>Changed {n}</h1>".encode()
            assert title in ask(port, address, cookie).body
            # Any number of connections, and so each worker.
            assert until(lambda title=title: all(title in ask(port, address).body for _time in range(12)), LOOKED_AGAIN)
            assert title in from_memory(port, address).body


DATABASES = ("SQLite", "PostgreSQL")
CRAWLER = "User-Agent: Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"  # is not counted


@pytest.mark.parametrize("name", DATABASES)
def test_no_click_is_lost_or_doubled_when_workers_are_killed(tmp_path, name):
    with own_site(tmp_path, name) as env:
        address = servers.manage(env, "shell", "-v0", "-c", PUBLISHED).strip().splitlines()[-1]
        with servers.gunicorn(env, WEB_CONCURRENCY="2") as port:
            answered = 0
            for _round in range(6):
                victim, *_others = machine.workers(port)
                answered += read(port, address, 60)
                kill(victim, signal.SIGKILL)
                answered += read(port, address, 60)
                assert until(lambda gone=victim: len(set(machine.workers(port)) - {gone}) == 2, 20)
            assert until(lambda: clicks(env) == [(answered, answered)], 20), (answered, clicks(env))
            assert until(lambda: {number(ask(port, address, CRAWLER)) for _worker in range(6)} == {answered})


PUBLISHED = "from tests import factories; print(factories.published('Busy').get_absolute_url())"


@contextmanager
def own_site(folder: Path, name: str) -> Iterator[dict[str, str]]:
    with database() if name == "PostgreSQL" else nothing() as known:
        env = servers.environment(folder, **known)
        servers.prepare(env)
        yield env


@contextmanager
def nothing() -> Iterator[dict[str, str]]:
    yield {}


def read(port: int, address: str, times: int) -> int:
    """How many answers came whole, of one after the other; what a dying worker had taken is answered by nobody."""
    came = 0
    for _time in range(times):
        try:
            came += ask(port, address).status == 200
        except (OSError, EOFError):
            pass
    return came


def clicks(env: dict[str, str]) -> list[tuple]:
    return sql(env, "SELECT (SELECT SUM(clicks) FROM news_dailyclicks), (SELECT SUM(clicks) FROM news_clicks)")
