"""The table of words, on SQLite and on PostgreSQL: the one place that knows how each of them is asked.

A row is an entry: its number, the words of its title, and all the others. A question is a list of groups of words, of
which each group must be met by one of its words; a word ending in * stands for all that begin with it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from django.db import connection

TABLE, ENTRIES = "pages_searchwords", "pages_searchentry"
MOST_BYTES = 1_000_000  # of the words of a text; PostgreSQL refuses from 2**20 on
NEWEST = (1_000, 50_000)  # entries that PostgreSQL looks through before it asks its index


@dataclass(frozen=True)
class Question:
    groups: tuple[tuple[str, ...], ...]
    marks: tuple[tuple[str, ...], ...] = ()  # met by the entry, not by its text: language, category
    above: int = -(2**63)  # numbers of entries: what readers see as dates
    below: int = 2**63 - 1


class Entry(NamedTuple):
    number: int
    kind: str
    subject: int
    revision: int


def create(schema_editor) -> None:
    """For a migration."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"CREATE TABLE {TABLE} (number bigint PRIMARY KEY, title tsvector NOT NULL, words tsvector NOT NULL)"
        )
        for column in ("title", "words"):
            schema_editor.execute(f"CREATE INDEX {TABLE}_{column} ON {TABLE} USING gin ({column})")
    else:
        options = "detail=column, columnsize=0, tokenize=\"ascii tokenchars '@#+-'\""
        schema_editor.execute(f"CREATE VIRTUAL TABLE {TABLE} USING fts5 (title, words, {options})")


def drop(schema_editor) -> None:
    schema_editor.execute(f"DROP TABLE {TABLE}")


def add(rows: Iterable[tuple[int, list[str], list[str], list[str]]]) -> None:
    """Number, marks, words of the title, all other words."""
    if connection.vendor == "postgresql":
        sql = f"INSERT INTO {TABLE} (number, title, words) VALUES (%s, array_to_tsvector(%s), array_to_tsvector(%s))"  # noqa: S608
        values = [(number, [*marks, *title], _fitting([*marks, *title, *rest])) for number, marks, title, rest in rows]
    else:
        sql = f"INSERT INTO {TABLE} (rowid, title, words) VALUES (%s, %s, %s)"  # noqa: S608 - a name of ours
        values = [(number, " ".join([*marks, *title]), " ".join(rest)) for number, marks, title, rest in rows]
    with connection.cursor() as cursor:
        cursor.executemany(sql, values)


def _fitting(words: list[str]) -> list[str]:
    """As many as a tsvector holds; only a text of many thousand different words has more."""
    lengths = accumulate(len(word.encode()) for word in words)
    return [word for word, length in zip(words, lengths, strict=True) if length < MOST_BYTES]


def remove(numbers: list[int]) -> None:
    key = "number" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        for number in numbers:
            cursor.execute(f"DELETE FROM {TABLE} WHERE {key} = %s", [number])  # noqa: S608 - names of ours


def clear() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE}")  # noqa: S608 - a name of ours


def find(question: Question, limit: int, in_title: bool = False) -> list[Entry]:
    """The newest entries that answer."""
    if connection.vendor != "postgresql":
        return _rows(*_on_sqlite(question, in_title), question, limit)
    # A word that many texts hold stands in many of the newest; one that few hold is looked up in the index. Asked
    # for both at once, the planner would sort all that hold the first, or walk all entries in search of the second.
    for newest in (few for few in NEWEST if few >= 20 * limit):
        found = _rows(*_on_postgresql(question, in_title, newest), question, limit)
        if len(found) == limit:
            return found
    return _rows(*_on_postgresql(question, in_title), question, limit)


def _rows(sql: str, expression: str, question: Question, limit: int) -> list[Entry]:
    named = {"asked": expression, "above": question.above, "below": question.below, "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(sql, named)
        return [Entry(*row) for row in cursor.fetchall()]


def for_fts5(word: str) -> str:
    return f'"{word[:-1]}" *' if word.endswith("*") else f'"{word}"'


def for_tsquery(word: str) -> str:
    bare = word.removesuffix("*").replace("\\", "\\\\").replace("'", "''")
    return f"'{bare}'" + (":*" if word.endswith("*") else "")


def _on_sqlite(question: Question, in_title: bool) -> tuple[str, str]:
    def group(words: tuple[str, ...]) -> str:
        return "(" + " OR ".join(map(for_fts5, words)) + ")"

    marks = [f"title : {group(words)}" for words in question.marks]
    words = [("title : " if in_title else "") + group(words) for words in question.groups]
    return (
        f"SELECT {TABLE}.rowid, kind, subject, revision FROM {TABLE} JOIN {ENTRIES} ON number = {TABLE}.rowid"  # noqa: S608
        f" WHERE {TABLE} MATCH %(asked)s AND {TABLE}.rowid BETWEEN %(above)s AND %(below)s"
        f" ORDER BY {TABLE}.rowid DESC LIMIT %(limit)s",
        " AND ".join([*marks, *words]),
    )


def _on_postgresql(question: Question, in_title: bool, newest: int = 0) -> tuple[str, str]:
    """Among so many, or by the index among all."""
    column, between = "title" if in_title else "words", "number BETWEEN %(above)s AND %(below)s"
    answers, in_order = f"{column} @@ %(asked)s::tsquery", "ORDER BY number DESC LIMIT"
    if newest:
        some = f"SELECT number, {column} FROM {TABLE} WHERE {between} {in_order} {newest}"  # noqa: S608
        aside, source = "", f"({some}) AS newest WHERE {answers}"
    else:
        all_of_them = f"SELECT number FROM {TABLE} WHERE {answers} AND {between}"  # noqa: S608
        aside, source = f"answering AS MATERIALIZED ({all_of_them}), ", "answering"
    groups = [*question.marks, *question.groups]
    return (
        f"WITH {aside}found AS MATERIALIZED (SELECT number FROM {source} {in_order} %(limit)s)"  # noqa: S608
        f" SELECT number, kind, subject, revision FROM found JOIN {ENTRIES} USING (number) ORDER BY number DESC",
        " & ".join("(" + " | ".join(map(for_tsquery, words)) + ")" for words in groups),
    )
