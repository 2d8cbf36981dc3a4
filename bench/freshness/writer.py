"""A process that changes the site at random, and notes what readers have to see since when.

Bursts, single changes and quiet times take turns, at the same time in all writers: only in a quiet time are pages
kept for long, and only after one can an old page be seen.
"""

import json
import os
import random
import sys
import time
from pathlib import Path

import django

TURN = 4.0  # seconds of a burst, of single changes, or of quiet
PAUSES = {"burst": (0.0, 0.0), "single": (0.3, 1.5), "quiet": (TURN, TURN)}
SEVERAL, UNDONE = 0.15, 0.1  # of all transactions: those of several changes, those that are rolled back
HELD = {"sqlite": 0.3, "postgresql": 0.8}  # seconds at most: on SQLite everybody waits meanwhile


class UndoneError(Exception):
    pass


def mood(now: float) -> str:
    return random.Random(f"{now // TURN}").choice(list(PAUSES))


def pause(dice: random.Random) -> None:
    now, kind = time.time(), mood(time.time())
    wanted = dice.uniform(*PAUSES[kind])
    time.sleep(min(wanted, TURN - now % TURN + 0.01) if kind == "quiet" else wanted)


class Writer:
    def __init__(self, first: int, edits: int, ends_at: float, journal: Path):
        from bench.freshness.steps import Steps

        self.edits, self.ends_at, self.journal = edits, ends_at, journal
        self.dice = random.Random(f"freshness {first}")
        self.steps = Steps(first, self.dice)
        self.made = 0

    def run(self) -> None:
        with self.journal.open("w") as journal:
            while self.made < self.edits and time.time() < self.ends_at:
                journal.write(json.dumps(self.change()) + "\n")
                pause(self.dice)

    def change(self) -> dict:
        """One transaction, told as moments before and after its commit, and plans."""
        from django.db import DatabaseError

        chance = self.dice.random()
        count = self.dice.randint(2, 6) if chance < SEVERAL else 1
        is_undone = chance > 1 - UNDONE
        try:
            noted = self._take(count, is_undone)
        except UndoneError:
            return {"undone": count}
        except DatabaseError as error:
            return {"refused": str(error)[:200]}
        self.made += noted["steps"]
        return noted

    def _take(self, count: int, is_undone: bool) -> dict:
        from django.db import connection, transaction

        from bench.freshness.plans import plan

        is_long = count > 1 or is_undone
        with transaction.atomic():
            moved = [self.steps.take() for _step in range(count)]
            if is_long:
                time.sleep(self.dice.uniform(0, HELD[connection.vendor]))
            if is_undone:
                raise UndoneError
            plans = {thing: plan(thing) for thing in sorted(set().union(*moved))}
            begun = time.time()
        return {"begun": begun, "done": time.time(), "plans": plans, "steps": sum(map(bool, moved))}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hifred.settings")
    django.setup()
    first, edits, seconds, journal = sys.argv[1:]
    Writer(int(first), int(edits), time.time() + float(seconds), Path(journal)).run()


if __name__ == "__main__":
    main()
