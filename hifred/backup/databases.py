"""A database as it is at one moment, taken while others write; and put back into an empty place."""

import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from hifred.backup import Refused

NOT_EMPTY = "The database is not empty. Restore into an empty place: another DATA_DIR, or a new database."


def database() -> "SQLite | PostgreSQL":
    return SQLite() if connection.vendor == "sqlite" else PostgreSQL()


class SQLite:
    engine = "sqlite"

    @property
    def place(self) -> Path:
        return Path(settings.DATABASES["default"]["NAME"])

    def is_empty(self) -> bool:
        return not self.place.exists() or not _tables(self.place)

    def snapshot(self, into: Path) -> dict[str, int]:
        """One read transaction, which stops no writer. Gives the number of rows of each table."""
        if not self.place.exists():
            raise Refused(f"There is no database at {self.place}.")
        source = sqlite3.connect(self.place, timeout=60, isolation_level=None)
        try:
            source.execute("VACUUM INTO ?", [str(into)])
        except sqlite3.Error as error:
            raise Refused(f"The database could not be copied: {error}") from None
        finally:
            source.close()
        return _tables(into)

    def restore(self, source: Path) -> dict[str, int]:
        try:
            verdict, found = _verdict(source), _tables(source)
        except sqlite3.Error as error:
            raise Refused(f"The database in the backup is damaged: {error}") from None
        if verdict != "ok":
            raise Refused(f"The database in the backup is damaged: {verdict}")
        connection.close()
        self.remove()
        self.place.parent.mkdir(parents=True, exist_ok=True)
        os.replace(source, self.place)
        return found

    def remove(self) -> None:
        """What an attempt left behind; only an empty place is ever restored into."""
        for ending in ("", "-wal", "-shm"):
            Path(f"{self.place}{ending}").unlink(missing_ok=True)


def _verdict(place: Path) -> str:
    database = sqlite3.connect(place)
    try:
        return database.execute("PRAGMA integrity_check").fetchone()[0]
    finally:
        database.close()


def _tables(place: Path) -> dict[str, int]:
    database = sqlite3.connect(place)
    try:
        names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        return {name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names.fetchall()}  # noqa: S608
    finally:
        database.close()


class PostgreSQL:
    engine = "postgresql"

    def is_empty(self) -> bool:
        return not connection.introspection.table_names()

    def snapshot(self, into: Path) -> dict[str, int]:
        """pg_dump sees what the counting transaction sees."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SELECT pg_export_snapshot()")
            (name,) = cursor.fetchone()
            found = self._counts()
            self._run("pg_dump", "--format=custom", "--no-owner", f"--snapshot={name}", f"--file={into}")
        return found

    def restore(self, source: Path) -> dict[str, int]:
        connection.close()
        self._run("pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", str(source))
        return self._counts()

    def remove(self) -> None:
        """Nothing: a transaction that failed left nothing."""

    def _counts(self) -> dict[str, int]:
        with connection.cursor() as cursor:
            found = {}
            for name in connection.introspection.table_names(cursor):
                cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")  # noqa: S608
                found[name] = cursor.fetchone()[0]
        return found

    def _run(self, program: str, *arguments: str) -> None:
        """The password goes by the environment, where other users of the machine do not see it."""
        if not shutil.which(program):
            raise Refused(f"{program} is missing: install PostgreSQL's programs (apt install postgresql-client).")
        known = settings.DATABASES["default"]
        names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
        told = {name: str(known[key]) for name, key in names.items() if known.get(key)}
        command = [program, f"--dbname={known['NAME']}", *arguments]
        done = subprocess.run(command, env=os.environ | told, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Refused(f"{program}: {(done.stderr.strip().splitlines() or ['failed'])[0]}")
