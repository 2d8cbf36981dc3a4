"""Whether what is kept still holds: the database's generation, and the next moment at which readers see another."""

import logging
import math
import threading
import time
from typing import NamedTuple

from django.db import DatabaseError, connection

from pages.store import generation

logger = logging.getLogger(__name__)

EVERY = 0.25  # seconds between two looks
HOLDS = 0.9  # seconds that a look is worth; a change must be seen within one
OWED = 0.4  # seconds without an answer after which the database is away; the look before is worth as long still


class State(NamedTuple):
    """What pages are kept under. Another one is never the same object, so that pages compare by `is`."""

    number: int
    until: float  # by time.time()


class Watch:
    def __init__(self):
        self._lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        self.state: State | None = None
        self.looked_at = -math.inf  # by time.monotonic(): when the look began that was answered last
        self.has_failed = False
        self._asked_at = math.inf  # since when the database owes an answer

    def is_fresh(self) -> bool:
        return time.monotonic() - self.looked_at <= HOLDS

    def is_away(self) -> bool:
        return self.has_failed or time.monotonic() - self._asked_at > OWED

    def current(self) -> State | None:
        """None if nobody knows, or if what was known is over. While the database is away, what was known last."""
        state = self.state
        if state is None or time.time() >= state.until:
            return None
        return state if self.is_fresh() or self.is_away() else None

    def look(self) -> State | None:
        """What holds now, for whoever asks after this; None if nobody watches the database."""
        begun = time.monotonic()
        try:
            number = generation.read()
            state = self.state
            if number is None:
                state = None
            elif state is None or state.number != number or time.time() >= state.until:
                state = State(number, generation.next_moment())
        except DatabaseError:
            self.has_failed = True
            raise
        with self._lock:
            if begun > self.looked_at:  # else another look, begun later, knows better
                self.state, self.looked_at, self.has_failed = state, begun, False
            return self.state

    def keep_looking(self) -> None:
        """A duty of the caretaker's."""
        was_away = self.has_failed
        self._asked_at = time.monotonic()
        try:
            self.look()
        except DatabaseError:
            connection.close()
            if not was_away:
                logger.exception("The database does not answer; pages that are kept are served as they are")
        finally:
            self._asked_at = math.inf
