"""The generation: a number in the database that moves in every transaction which changes what readers see.

Triggers move it, so that SQL by hand counts too; where they are not, there is no generation. On PostgreSQL they wait
for the end of the transaction and move it once, in a row that nobody else holds: it is the sum of its rows, and no
writer waits for another.
"""

import hashlib
import math
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime

from django.apps import AppConfig
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from pages.models import Generation

NAME = "readers"
PREFIX = "generation_"
_seen: dict[type[models.Model], frozenset[str]] = {}  # models, and the fields of each that readers do not see
_moments: list[tuple[type[models.Model], str]] = []

MOVE = f"UPDATE pages_generation SET number = number + 1 WHERE name = '{NAME}'"  # noqa: S608 - a name of ours
POSTGRES_FUNCTION = f"""
CREATE OR REPLACE FUNCTION move_generation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('hifred.moved', true) IS DISTINCT FROM txid_current()::text THEN
    UPDATE pages_generation SET number = number + 1
    WHERE name = (SELECT name FROM pages_generation WHERE name LIKE '{NAME}%' LIMIT 1 FOR UPDATE SKIP LOCKED);
    IF NOT FOUND THEN
      INSERT INTO pages_generation (name, number) VALUES ('{NAME} ' || txid_current() % 1000000000, 1)
      ON CONFLICT (name) DO UPDATE SET number = pages_generation.number + 1;
    END IF;
    PERFORM set_config('hifred.moved', txid_current()::text, true);
  END IF;
  RETURN NULL;
END $$
"""  # noqa: S608 - a name of ours


def register(*seen: type[models.Model], unseen: tuple[str, ...] = (), moments: tuple[str, ...] = ()) -> None:
    """Readers see these, but for the fields that are `unseen`; `moments` are fields at whose time they see another."""
    for model in seen:
        _seen[model] = frozenset(unseen)
        _moments.extend((model, name) for name in moments)


def watched() -> set[str]:
    return {model._meta.db_table for model in _seen}


# What it is now


def read() -> int | None:
    """None while nobody watches."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT SUM(number) FROM pages_generation WHERE name LIKE %s", [f"{NAME}%"])
        number = cursor.fetchone()[0]
    return None if number is None else int(number)


def next_moment() -> float:
    """The next one at which readers see something else without anybody doing anything, as a timestamp."""
    if not _moments:
        return math.inf
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    each = " UNION ALL ".join(
        f"SELECT MIN({column}) AS moment FROM {table} WHERE {column} > %s"  # noqa: S608 - names of ours
        for table, column in ((model._meta.db_table, model._meta.get_field(name).column) for model, name in _moments)
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT MIN(moment) FROM ({each}) AS moments", [now] * len(_moments))  # noqa: S608
        moment = cursor.fetchone()[0]
    return math.inf if moment is None else _as_utc(moment).timestamp()


def _as_utc(moment: datetime | str) -> datetime:
    """SQLite gives a text, and neither says in which time zone."""
    moment = parse_datetime(moment) if isinstance(moment, str) else moment
    return moment if timezone.is_aware(moment) else moment.replace(tzinfo=UTC)


# The triggers


def install(sender: AppConfig | None = None, **_signal) -> None:
    """After migrating: those that are missing, and none that is of an earlier version."""
    with transaction.atomic(), connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        if Generation._meta.db_table not in tables:
            return  # half way back to an earlier version
        wanted = {name: trigger for name, trigger in _triggers() if trigger[0] in tables}
        there = set(_installed(cursor))
        for name, table in there - {(name, table) for name, (table, _sql) in wanted.items()}:
            cursor.execute(_drop(name, table))
        missing = wanted.keys() - {name for name, _table in there}
        if missing and connection.vendor == "postgresql":
            cursor.execute(POSTGRES_FUNCTION)
        for name in sorted(missing):
            cursor.execute(wanted[name][1])
    # Anywhere, so that no generation comes again after the tables were emptied or nobody watched.
    Generation.objects.get_or_create(name=NAME, defaults={"number": secrets.randbits(52)})


def remove(plan: list, **_signal) -> None:
    """Before tables are changed: a trigger may be in the way, and does not survive SQLite's making a table anew.

    No page is kept until all are there again, however the migration ends.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        if plan and Generation._meta.db_table in connection.introspection.table_names(cursor):
            Generation.objects.filter(name__startswith=NAME).delete()
            for name, table in _installed(cursor):
                cursor.execute(_drop(name, table))


def _installed(cursor) -> list[tuple[str, str]]:
    if connection.vendor == "postgresql":
        names = "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid WHERE tgname LIKE %s"
    else:
        names = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s"
    cursor.execute(names, [f"{PREFIX}%"])
    return cursor.fetchall()


def _drop(name: str, table: str) -> str:
    return f"DROP TRIGGER {name} ON {table}" if connection.vendor == "postgresql" else f"DROP TRIGGER {name}"


def _triggers() -> Iterator[tuple[str, tuple[str, str]]]:
    """Name, table and SQL of each. The name says which version it is."""
    make = _postgres_triggers if connection.vendor == "postgresql" else _sqlite_triggers
    for model, unseen in _seen.items():
        columns = [
            connection.ops.quote_name(field.column) for field in model._meta.concrete_fields if field.name not in unseen
        ]
        updated = f"UPDATE OF {', '.join(columns)}" if unseen else "UPDATE"
        table = model._meta.db_table
        for ending, sql in make(table, updated):
            version = hashlib.sha256((sql + MOVE + POSTGRES_FUNCTION).encode()).hexdigest()[:8]
            name = f"{PREFIX}{version}_{table}_{ending}"[:63]
            yield name, (table, sql.format(name=name))


def _sqlite_triggers(table: str, updated: str) -> Iterator[tuple[str, str]]:
    for event in ("INSERT", "DELETE", updated):
        yield event.split()[0].lower(), f"CREATE TRIGGER {{name}} AFTER {event} ON {table} BEGIN {MOVE}; END"


def _postgres_triggers(table: str, updated: str) -> Iterator[tuple[str, str]]:
    yield (
        "row",
        f"CREATE CONSTRAINT TRIGGER {{name}} AFTER INSERT OR DELETE OR {updated} ON {table}"
        " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION move_generation()",
    )
    yield (
        "all",
        f"CREATE TRIGGER {{name}} AFTER TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION move_generation()",
    )
