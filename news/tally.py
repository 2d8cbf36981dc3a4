"""How often articles were read, as this process knows it: what the database had, and what it does not have yet.

A view is noted in the journal before it is answered. A thread of the caretaker's folds what is new into the database
and learns what other processes folded. Counts and the journal's place move together: no crash costs or doubles a view.
"""

import logging
import math
import os
import threading
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple
from weakref import WeakValueDictionary

from django.conf import settings
from django.db import DatabaseError, connection

from news.days import today
from news.journal import Journal, Left, journals_in, record_of, taken
from news.models.clicks import FOLDS, Clicks, Counts, FoldedJournal, Total
from pages.models import Generation

logger = logging.getLogger(__name__)

EVERY = timedelta(seconds=0.3)  # between two folds; with as long to learn of it, others know within a second
LOOK_FOR_DEAD = 5  # folds between two looks for journals that nobody will go on with
LONGEST = 65_536  # views after which another journal is begun


class Known:
    """What one article's number is made of."""

    __slots__ = ("__weakref__", "article", "day", "flight", "flying", "fold", "mine", "record", "total")

    def __init__(self, article: int):
        self.article = article
        self.total = self.fold = 0  # what the database has, and since which fold
        self.mine = 0  # noted here and not yet on its way
        self.flying, self.flight = 0, math.inf  # on its way, and with which fold
        self.day, self.record = date.min, b""

    def count(self) -> int:
        """What is on its way is in the total already if that is as new as its fold."""
        return self.total + self.mine + (self.flying if self.fold < self.flight else 0)

    def learn(self, total: Total) -> None:
        if total.fold >= self.fold:
            self.total, self.fold = total.clicks, total.fold


class Attempt(NamedTuple):
    """Views of a journal that are being folded, up to a place in it."""

    journal: Journal
    end: int
    counts: Counts
    known: list[Known]
    is_last: bool

    def since(self, place: int) -> tuple[Counts, int]:
        """Nothing, if an earlier try came through of which nobody could say so."""
        return (Counter() if place >= self.end else self.counts), self.end

    def goes_with(self, fold: float) -> None:
        for known in self.known:
            known.flight = fold


class Tally:
    def __init__(self, folder: Callable[[], Path]):
        self._folder = folder
        self._lock = threading.Lock()  # of what readers move
        self._turn = threading.Lock()  # of who folds
        self._journal: Journal | None = None
        self.forget()

    def forget(self) -> None:
        """As in a process that has just begun."""
        if self._journal:
            self._journal.close()
        self._process = os.getpid()
        self._known: WeakValueDictionary[int, Known] = WeakValueDictionary()
        self._begin_journal()
        self._attempt: Attempt | None = None
        self._learnt: tuple[int, int] | None = None  # the folds of which all was learnt at the two last looks
        self._rounds = 0
        self._failures = 0  # one after the other
        self._lately: list[list[Known]] = []  # held for two folds, for pages that are made of what was read before
        self._told: set[str] = set()

    def _begin_journal(self) -> None:
        self._journal = None
        self._begin_counts()

    def _begin_counts(self) -> None:
        self._counts: Counts = Counter()
        self._moved: dict[int, Known] = {}

    # What readers do

    def about(self, total: Total) -> Known:
        """What is known of an article whose total was just read; the same for all who hold it."""
        with self._lock:
            known = self._known.get(total.article)
            if known is None:
                known = self._known[total.article] = Known(total.article)
            known.learn(total)
            return known

    def note(self, known: Known) -> int:
        """One view more; the number with it."""
        with self._lock:
            if self._process != os.getpid():  # a process has none of its parent's views
                self.forget()
            if self._journal is None:
                self._journal = Journal(self._folder())
            day = today()
            if known.day != day:
                known.day, known.record = day, record_of(known.article, day)
            self._journal.note(known.record)
            self._counts[known.article, day] += 1
            self._moved[known.article] = known
            known.mine += 1
            return known.count()

    # What the caretaker does

    def keep_folding(self) -> None:
        try:
            self._rounds += 1
            self.fold()
            self._learn()
            if self._rounds % LOOK_FOR_DEAD == 0:
                self.fold_those_left_behind()
            self._failures = 0
        except DatabaseError:
            connection.close()
            self._failures += 1
            if self._failures == 2:  # once may be an article that was destroyed meanwhile; the next fold leaves it out
                logger.exception("Views are noted and wait for the database")

    def fold(self) -> None:
        """All that was noted in this process until now."""
        with self._turn:
            if self._attempt is None:
                self._attempt = self._next_attempt()
            if self._attempt:
                self._carry_out(self._attempt)
                self._lately = [self._attempt.known, *self._lately[:1]]
                self._attempt = None

    def _next_attempt(self) -> Attempt | None:
        with self._lock:
            journal, counts = self._journal, self._counts
            if journal is None:
                return None
            journal.settle()
            if not counts:
                return None
            attempt = Attempt(journal, journal.end, counts, list(self._moved.values()), journal.end >= LONGEST)
            for known in attempt.known:
                known.flying, known.mine, known.flight = known.mine, 0, math.inf
            if attempt.is_last:
                self._begin_journal()
            else:
                self._begin_counts()
            return attempt

    def _carry_out(self, attempt: Attempt) -> None:
        try:
            FoldedJournal.objects.fold(attempt.journal.name, attempt.since, attempt.goes_with)
        except DatabaseError:
            attempt.goes_with(math.inf)
            raise
        totals = Clicks.objects.totals([known.article for known in attempt.known])
        with self._lock:
            for known in attempt.known:
                if total := totals.get(known.article):
                    known.learn(total)
                known.flying = 0
        if attempt.is_last:
            attempt.journal.close()  # and is one of those that were left behind, with nothing in it to be folded

    def _learn(self) -> None:
        """What others folded. One look more than needed goes back, since a page may be made of what was read before."""
        fold = Generation.objects.number(FOLDS)
        before, last = self._learnt or (fold, fold)
        if fold != last or before != last:
            totals = list(Clicks.objects.moved_since(before))
            with self._lock:
                for total in totals:
                    if known := self._known.get(total.article):
                        known.learn(total)
        self._learnt = (last, fold)

    def fold_those_left_behind(self) -> None:
        for path in journals_in(self._folder()):
            try:
                with taken(path) as left:
                    if left:
                        _fold_to_its_end(left)
            except DatabaseError:
                raise
            except Exception:  # the others are none the worse for it
                if path.name not in self._told:
                    logger.exception("The journal %s cannot be folded; it is left where it is", path)
                self._told.add(path.name)


def _fold_to_its_end(left: Left) -> None:
    """The file goes before its place: without it, it would be folded once more."""
    FoldedJournal.objects.fold(left.name, left.since, lambda fold: None)
    left.remove()
    FoldedJournal.objects.filter(pk=left.name).delete()


tally = Tally(lambda: Path(settings.DATA_DIR) / "journal")
