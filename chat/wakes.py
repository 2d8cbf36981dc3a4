"""Hints across processes that something of the chat has moved: by the database's own means, and free to be lost.

Whoever gets none looks every two seconds anyway (chat/hub.py).
"""

import asyncio
import contextlib
import logging
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

from django.conf import settings
from django.db import connection

logger = logging.getLogger(__name__)

CHANNEL = "chat"
EVERY = 0.2  # seconds between two looks at SQLite's number; one costs two microseconds
_OF_DJANGO = {"cursor_factory", "context", "prepare_threshold"}
_ALIVE = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}  # else it takes two hours to notice
AGAIN = 1.0  # seconds until a listener that broke down begins anew


def tell() -> None:
    """Inside the transaction that moves something: PostgreSQL tells others once it is committed.

    SQLite has a number that moves with every commit of another connection, and needs no word.
    """
    if connection.vendor == "postgresql" and settings.CHAT_WAKES:
        with connection.cursor() as cursor:
            cursor.execute(f"NOTIFY {CHANNEL}")


async def hints() -> AsyncIterator[None]:
    """One for each time that something may have moved, for ever."""
    listen = _notifications if connection.vendor == "postgresql" else _data_version
    is_told = False
    while settings.CHAT_WAKES:
        try:
            async with contextlib.aclosing(listen()) as heard:
                async for hint in heard:
                    is_told = False
                    yield hint
        except Exception:  # whatever it is, the chat goes on without, and the next one may hold
            if not is_told:
                logger.exception("The chat hears no hints; it looks every two seconds until it does")
            is_told = True
        await asyncio.sleep(AGAIN)


async def _data_version() -> AsyncIterator[None]:
    """In WAL mode nobody's writing keeps this from reading."""
    path = Path(connection.settings_dict["NAME"]).resolve()
    with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, isolation_level=None)) as database:
        seen = None
        while True:
            version = database.execute("PRAGMA data_version").fetchone()[0]
            if version != seen:
                seen = version
                yield None
            await asyncio.sleep(EVERY)


async def _notifications() -> AsyncIterator[None]:
    import psycopg

    known = connection.get_connection_params()
    options = {name: value for name, value in known.items() if name not in _OF_DJANGO}
    async with await psycopg.AsyncConnection.connect(autocommit=True, **_ALIVE | options) as listener:
        await listener.execute(f"LISTEN {CHANNEL}")
        yield None  # what was said while nobody listened
        async for _notice in listener.notifies():
            yield None
