"""Django's sessions in the database, for keys that look like one: PostgreSQL stops at a NUL in what it is asked."""

from django.contrib.sessions.backends import db


class SessionStore(db.SessionStore):
    def _validate_session_key(self, key: str | None) -> bool:
        return super()._validate_session_key(key) and key.isascii() and key.isalnum()
