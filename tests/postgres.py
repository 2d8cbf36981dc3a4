"""A PostgreSQL database for one test, gone when it is done."""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

SERVER = "postgres://postgres@127.0.0.1:5432/"


@contextmanager
def database() -> Iterator[dict[str, str]]:
    """What the site needs in its environment to use it."""
    from tests.conftest import missing

    try:
        psycopg.connect(f"{SERVER}postgres", connect_timeout=3).close()
    except psycopg.OperationalError:
        missing("no PostgreSQL answers at 127.0.0.1:5432")
    name = f"hifred_{secrets.token_hex(4)}"
    with psycopg.connect(f"{SERVER}postgres", autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield {"DATABASE_URL": SERVER + name}
        finally:
            server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def run_again(file: str, *options: str) -> None:
    """The tests of a file, but for those that need PostgreSQL anyway, on a server of it."""
    with database() as known:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")} | known
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", "-m", "not postgres", *options, file]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout[-5_000:]
