"""A PostgreSQL database for one test, gone when it is done."""

import atexit
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import psycopg

from tests import servers

SERVER = "postgres://postgres@127.0.0.1:5432/"


@cache
def made() -> str:
    """The name of a database with empty tables, to be copied: it takes seconds to make."""
    name = f"hifred_{secrets.token_hex(4)}_empty"
    _do(f"CREATE DATABASE {name}")
    atexit.register(_do, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    with tempfile.TemporaryDirectory() as folder:
        servers.manage(servers.environment(Path(folder), DATABASE_URL=SERVER + name), "migrate", "--verbosity=0")
    return name


def _do(statement: str) -> None:
    with psycopg.connect(f"{SERVER}postgres", autocommit=True) as server:
        server.execute(statement)


@contextmanager
def database(has_tables: bool = True) -> Iterator[dict[str, str]]:
    """What the site needs in its environment to use it."""
    from tests.conftest import missing

    try:
        psycopg.connect(f"{SERVER}postgres", connect_timeout=3).close()
    except psycopg.OperationalError:
        missing("no PostgreSQL answers at 127.0.0.1:5432")
    name = f"hifred_{secrets.token_hex(4)}"
    _do(f"CREATE DATABASE {name}" + (f" TEMPLATE {made()}" if has_tables else ""))
    try:
        yield {"DATABASE_URL": SERVER + name}
    finally:
        _do(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def run_again(files: list[str], *options: str) -> None:
    """The tests of files, but for those that need PostgreSQL anyway, on a server of it."""
    with database() as known:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")} | known
        environment["PGOPTIONS"] = "-c synchronous_commit=off"  # what is written need not outlive a power cut
        environment["TEST_TEMPLATE"] = made()
        command = [sys.executable, "-m", "pytest", "-m", "not postgres", *options, *files]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stdout[-5_000:]
