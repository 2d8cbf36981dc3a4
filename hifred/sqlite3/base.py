"""Django's SQLite, which makes `?` of each `%s` once a statement, and not at every execution: half the time of some."""

from functools import lru_cache

from django.db.backends.sqlite3.base import DatabaseWrapper as SQLite, SQLiteCursorWrapper

LONGEST = 20_000  # signs of a statement that is likely to come again


class Cursor(SQLiteCursorWrapper):
    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        if param_names is None and len(query) <= LONGEST:
            return _converted(query)
        return super().convert_query(query, param_names=param_names)


@lru_cache(maxsize=512)
def _converted(query: str) -> str:
    return SQLiteCursorWrapper.convert_query(None, query)


class DatabaseWrapper(SQLite):
    def create_cursor(self, name: str | None = None) -> Cursor:
        return self.connection.cursor(factory=Cursor)
