"""What was said, to be found among very many messages: their words in a table of its own, on SQLite and PostgreSQL.

The newest messages that answer are asked for, and no more than can be looked at.
"""

from collections.abc import Iterable

from django.db import connection

from pages.search.index import for_fts5, for_tsquery
from pages.search.words import fold, pairs, runs, stem, words_of

TABLE = "chat_messagewords"
LONGEST, MOST_WORDS = 200, 12  # of a question: signs, and words that are looked at
MOST = 500  # messages found
NEWEST = 5_000  # messages that PostgreSQL looks through before it asks its index
SHORTEST_BEGUN = 2  # letters of a word that may go on
STEP = 200  # pages of the index that are written anew at a time
_has_traces = True  # in SQLite's index, left by this process, or by one before it


def create(schema_editor) -> None:
    """For a migration."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"CREATE TABLE {TABLE} (number bigint PRIMARY KEY, words tsvector NOT NULL)")
        schema_editor.execute(f"CREATE INDEX {TABLE}_words ON {TABLE} USING gin (words)")
    else:
        options = "detail=none, columnsize=0, tokenize=\"ascii tokenchars '@#+-'\""
        schema_editor.execute(f"CREATE VIRTUAL TABLE {TABLE} USING fts5 (words, {options})")


def drop(schema_editor) -> None:
    schema_editor.execute(f"DROP TABLE {TABLE}")


def add(messages: Iterable[tuple[int, str, str]], using=connection) -> None:
    """Number, name and body of each."""
    rows = [(number, words_of(f"{name} {body}")) for number, name, body in messages]
    if using.vendor == "postgresql":
        sql = f"INSERT INTO {TABLE} (number, words) VALUES (%s, array_to_tsvector(%s)) ON CONFLICT DO NOTHING"  # noqa: S608
    else:
        sql = f"INSERT INTO {TABLE} (rowid, words) VALUES (%s, %s)"  # noqa: S608 - a name of ours
        rows = [(number, " ".join(words)) for number, words in rows]
    with using.cursor() as cursor:
        cursor.executemany(sql, rows)


def remove(numbers: Iterable[int]) -> None:
    global _has_traces
    _has_traces = True
    key = "number" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM {TABLE} WHERE {key} = %s", [[number] for number in numbers])  # noqa: S608


def forget_traces() -> None:
    """SQLite's index keeps the words of what was removed until it is written anew, which is done in small steps."""
    global _has_traces
    if connection.vendor == "postgresql":
        return
    _has_traces = False
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {TABLE} ({TABLE}, rank) VALUES ('merge', {-STEP})")  # noqa: S608 - ours
        is_done = False
        while not is_done:
            before = connection.connection.total_changes
            cursor.execute(f"INSERT INTO {TABLE} ({TABLE}, rank) VALUES ('merge', {STEP})")  # noqa: S608 - ours
            is_done = connection.connection.total_changes - before < 2  # as SQLite's documentation says


def forget_traces_left() -> None:
    """A duty of the caretaker: after what this process has removed, if nobody has done it at once."""
    if _has_traces:
        forget_traces()


def asked_words(text: str) -> list[str]:
    """What must all be found; the last word may go on."""
    found: list[str] = []
    words = list(runs(fold(text[:LONGEST])))[:MOST_WORDS]
    for place, (word, is_han) in enumerate(words, 1):
        if is_han:
            found += pairs(word) or [f"{word}*"]
        elif place == len(words) and len(word) >= SHORTEST_BEGUN:
            found.append(f"{stem(word)}*")
        else:
            found.append(stem(word))
    return list(dict.fromkeys(found))


def find(text: str) -> list[int]:
    """The numbers of the newest messages in which all of this was said."""
    words = asked_words(text)
    if not words:
        return []
    if connection.vendor != "postgresql":
        asked = " AND ".join(map(for_fts5, words))
        sql = f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s ORDER BY rowid DESC LIMIT {MOST}"  # noqa: S608
        return _numbers(sql, asked)
    asked = " & ".join(map(for_tsquery, words))
    # As in pages/search/index.py: a common word stands in many of the newest, a rare one is looked up.
    newest = f"(SELECT number, words FROM {TABLE} ORDER BY number DESC LIMIT {NEWEST}) AS newest"  # noqa: S608
    for source in (newest, TABLE):
        sql = (
            f"WITH found AS MATERIALIZED (SELECT number FROM {source} WHERE words @@ %s::tsquery)"  # noqa: S608
            f" SELECT number FROM found ORDER BY number DESC LIMIT {MOST}"
        )
        found = _numbers(sql, asked)
        if len(found) == MOST:
            break
    return found


def _numbers(sql: str, asked: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [asked])
        return [number for (number,) in cursor.fetchall()]
