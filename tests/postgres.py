"""A PostgreSQL database for one test, gone when it is done."""

import secrets
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
