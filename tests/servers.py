"""Real gunicorn servers for tests: a site of its own in a folder, in a process group that always ends."""

import atexit
import fcntl
import http.client
import os
import secrets
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path
from random import Random

import psycopg

BASE = Path(__file__).resolve().parent.parent
DATABASE = "hifred.sqlite3"
SHARED = "TESTS_SHARED"  # in the environment: what `shared` gave the first process
LARGE = f"/media/1-{'a' * 24}/800.jpg"
CONTENT = Random("large").randbytes(5 * 2**20)  # more than kernels hold for a reader
STOCK = """
from django.test import Client
from tests import factories
factories.published("新闻 here", slug="news-here")
client = Client(headers={"host": "127.0.0.1"})
client.force_login(factories.superuser())
print(client.cookies["session"].value)
"""
PATIENCE = 30  # seconds for a server to come up on a busy machine
RUNNING: dict[int, subprocess.Popen] = {}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(folder: Path, **more: str) -> dict[str, str]:
    """What the site in the folder runs with; nothing of the tests' own settings."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH") if name in os.environ}
    own = {"DATA_DIR": str(folder), "DATABASE_URL": f"sqlite:///{folder}/{DATABASE}"}
    return inherited | own | {"SECRET_KEY": secrets.token_hex(32)} | more


def manage(env: dict[str, str], *command: str) -> str:
    """What a management command of that site prints."""
    run = [sys.executable, "manage.py", *command]
    done = subprocess.run(run, cwd=BASE, env=env, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def sql(env: dict[str, str], statement: str, *values: str) -> list[tuple]:
    """What that site's database answers, past the site; to start a command takes a second."""
    if env["DATABASE_URL"].startswith("postgres"):
        with psycopg.connect(env["DATABASE_URL"]) as connection:
            return connection.execute(statement, values).fetchall()
    with closing(sqlite3.connect(Path(env["DATA_DIR"], DATABASE), timeout=20)) as connection, connection:
        return connection.execute(statement, values).fetchall()


@cache
def shared() -> Path:
    """A folder of all processes of a run; it goes with the one that asked first."""
    if SHARED not in os.environ:
        os.environ[SHARED] = tempfile.mkdtemp(prefix="hifred-")
        atexit.register(shutil.rmtree, os.environ[SHARED])
    return Path(os.environ[SHARED])


@cache
def made() -> Path:
    """The folder of an empty site, to be copied: it takes seconds to make, and whoever comes first makes it for all."""
    folder = shared() / "site"
    with (shared() / "turn").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not folder.exists():
            making = Path(tempfile.mkdtemp(dir=shared()))
            manage(environment(making), "migrate", "--verbosity=0")
            manage(environment(making), "collectstatic", "--verbosity=0", "--no-input")
            making.rename(folder)
    return folder


def migrate(env: dict[str, str]) -> None:
    if env["DATABASE_URL"].startswith("sqlite:"):
        shutil.copy(made() / DATABASE, Path(env["DATA_DIR"], DATABASE))
    else:
        manage(env, "migrate", "--verbosity=0")


def collect(env: dict[str, str]) -> None:
    """What `collectstatic` would give, which takes seconds."""
    shutil.copytree(made() / "static", Path(env["DATA_DIR"], "static"))


def prepare(env: dict[str, str]) -> None:
    migrate(env)
    collect(env)


def stocked(folder: Path) -> dict[str, str]:
    """A site with an article, a large file, and a superuser's session in `SESSION`."""
    env = environment(folder, WEB_CONCURRENCY="1")
    prepare(env)
    large = folder / LARGE[1:]
    large.parent.mkdir(parents=True)
    large.write_bytes(CONTENT)
    return env | {"SESSION": manage(env, "shell", "-v0", "-c", STOCK).strip()}


@contextmanager
def gunicorn(
    env: dict[str, str], *options: str, application: str = "hifred.asgi", port: int = 0, **more: str
) -> Iterator[int]:
    """The port of a server that answers; `server` is in `RUNNING` by that port."""
    port = port or free_port()
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.py", *options, application]
    bound = env | more | {"BIND": f"127.0.0.1:{port}"}
    with running(command, port, Path(env["DATA_DIR"]) / f"gunicorn-{port}.log", env=bound):
        yield port


@contextmanager
def running(command: list[str], port: int, log: Path, cwd: Path = BASE, **options) -> Iterator[None]:
    """What answers at the port until the end of the block, in a process group of its own."""
    with log.open("w+") as said:
        server = subprocess.Popen(
            command, cwd=cwd, stdout=said, stderr=subprocess.STDOUT, start_new_session=True, **options
        )
        try:
            wait_for(server, port, said)
            RUNNING[port] = server
            yield
        finally:
            RUNNING.pop(port, None)
            stop(server)


def wait_for(server: subprocess.Popen, port: int, log) -> None:
    deadline = time.monotonic() + PATIENCE
    while not answers(port):
        if has_ended(server, within=0.05) or time.monotonic() > deadline:
            log.seek(0)
            raise AssertionError(f"{server.args[0]} did not come up: {log.read()}")


def has_ended(server: subprocess.Popen, within: float) -> bool:
    """Also the pause between two polls."""
    try:
        server.wait(within)
    except subprocess.TimeoutExpired:
        return False
    return True


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def stop(server: subprocess.Popen) -> None:
    """The whole group, workers included, politely at first."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(server.pid, number)
            server.wait(15)
        except ProcessLookupError:
            break
        except subprocess.TimeoutExpired:
            continue


def held(port: int) -> int:
    """How many connections and temporary files the only worker has open; the database comes and goes as it likes."""
    master = RUNNING[port].pid
    worker = Path(f"/proc/{master}/task/{master}/children").read_text().split()[0]
    links = []
    for file in Path(f"/proc/{worker}/fd").iterdir():
        with suppress(FileNotFoundError):
            links.append(os.readlink(file))
    return sum(link.startswith("socket:") or link.endswith("(deleted)") for link in links)


def log(env: dict[str, str], port: int) -> str:
    return (Path(env["DATA_DIR"]) / f"gunicorn-{port}.log").read_text()
