"""Where the time of a page goes that is not kept: `python -m bench.shares`, the sample site and 10,000 articles more.

Milliseconds through all of Django in one process: in the database and its driver, in templates, in middleware and
routing, and in views. What templates ask for while they are rendered is the database's, if it is.
"""

import gc
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import performance
from bench.growth import make, pages

ARTICLES, TIMES = 10_000, 40
PAGES = (
    *("home", "article", "list", "search, two words", "feed"),
    *("staff: start", "staff: articles", "staff: an article", "staff: inbox"),
)
WHERE = ("database", "templates", "views", "around")


class Clock:
    """Time by where it went: of what is within another, each moment belongs to the innermost."""

    def __init__(self):
        self.taken: dict[str, float] = defaultdict(float)
        self._within, self._since = ["around"], time.perf_counter()

    def _turn(self) -> None:
        now = time.perf_counter()
        self.taken[self._within[-1]] += now - self._since
        self._since = now

    @contextmanager
    def within(self, where: str) -> Iterator[None]:
        self._turn()
        self._within.append(where)
        try:
            yield
        finally:
            self._turn()
            self._within.pop()

    def timed(self, where: str, act: Callable) -> Callable:
        def done(*values, **named):
            with self.within(where):
                return act(*values, **named)

        return done

    def of(self, act: Callable) -> list[float]:
        """Milliseconds, in the order of WHERE."""
        self.taken.clear()
        self._since = time.perf_counter()
        act()
        self._turn()
        return [self.taken[where] * 1000 for where in WHERE]

    def put_around(self, owner: type, name: str, where: str) -> None:
        setattr(owner, name, self.timed(where, getattr(owner, name)))


def watch(clock: Clock) -> None:
    from django.core.handlers.base import BaseHandler
    from django.db.backends.utils import CursorWrapper
    from django.db.utils import DatabaseErrorWrapper
    from django.template.backends import django as djangos, jinja2

    clock.put_around(CursorWrapper, "execute", "database")
    clock.put_around(djangos.Template, "render", "templates")
    clock.put_around(jinja2.Template, "render", "templates")
    call = DatabaseErrorWrapper.__call__  # of fetchall and the like
    DatabaseErrorWrapper.__call__ = lambda wrapper, act: clock.timed("database", call(wrapper, act))
    made = BaseHandler.make_view_atomic
    BaseHandler.make_view_atomic = lambda handler, view: clock.timed("views", made(handler, view))


def measure() -> None:
    asked, clock, told = pages(), Clock(), {}
    watch(clock)
    gc.collect()
    gc.freeze()
    for what in PAGES:
        rounds = [clock.of(asked[what].ask) for _time in range(TIMES)]
        told[what] = [asked[what].queries, *(statistics.median(one) for one in zip(*rounds, strict=True))]
    sys.stdout.write(json.dumps(told))


def table(by_database: dict[str, dict[str, list[float]]]) -> str:
    lines = [
        f"| page | database | queries | all, ms | {' | '.join(WHERE)} |",
        "|---|---|---:|---:|---:|---:|---:|---:|",
    ]
    for what in PAGES:
        for database, told in by_database.items():
            queries, *shares = told[what]
            cells = [f"{one:.2f}" for one in (sum(shares), *shares)]
            lines.append(f"| {what} | {database} | {queries} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    from bench.sites import set_up

    set_up()
    from tests.postgres import database

    with tempfile.TemporaryDirectory() as folder, database() as postgresql:
        sites = [
            make("SQLite", ARTICLES, Path(folder) / "sqlite", {}),
            make("PostgreSQL", ARTICLES, Path(folder) / "postgresql", postgresql),
        ]
        told = {}
        for made in sites:
            command = [sys.executable, "-m", "bench.shares", "measure"]
            done = subprocess.run(command, env=made.env, stdout=subprocess.PIPE, text=True, check=True)
            told[made.database] = json.loads(done.stdout)
    sys.stdout.write(table(told) + "\n")
    performance.write("shares", table(told))


if __name__ == "__main__":
    measure() if sys.argv[1:] == ["measure"] else main()
