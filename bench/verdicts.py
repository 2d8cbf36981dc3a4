"""What was asked and what was measured, side by side; and how what was read is compared with what is true."""

import json
import sys
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from bench import machine, performance
from bench.visitors import Received, Sent

FOLDER = Path(__file__).resolve().parent / "results"
KINDS = ("not sent", "lost", "doubled", "gaps", "out of order")


class Row(NamedTuple):
    what: str
    asked: str
    measured: str
    ok: bool


class Verdicts:
    """Prints each row as soon as it is known."""

    def __init__(self):
        self.rows: list[Row] = []
        self.machine = machine.description()
        self._print("what", "asked", "measured", "ok")

    def add(self, *rows: Row) -> None:
        for row in rows:
            self.rows.append(row)
            self._print(row.what, row.asked, row.measured, "yes" if row.ok else "NO")

    def _print(self, what: str, asked: str, measured: str, ok: str) -> None:
        sys.stdout.write(f"{what:44} | {asked:40} | {measured:58} | {ok}\n")
        sys.stdout.flush()

    def keep(self, name: str) -> None:
        """In a file and in docs/performance.md; what other runs measured stays, a row of the same name is replaced."""
        FOLDER.mkdir(exist_ok=True)
        place = FOLDER / f"{name}.json"
        known = json.loads(place.read_text())["rows"] if place.exists() else []
        rows = {row["what"]: row for row in [*known, *(row._asdict() for row in self.rows)]}
        told = {"machine": self.machine, "rows": list(rows.values())}
        place.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
        performance.write(name, table(rows.values()))

    def end(self) -> None:
        sys.exit(0 if all(row.ok for row in self.rows) else 1)


def table(rows: Iterable[dict]) -> str:
    lines = ["| what | asked | measured |", "|---|---|---|"]
    for row in rows:
        missed = "" if row["ok"] else " (missed)"
        lines.append(f"| {row['what']} | {row['asked']} | {row['measured']}{missed} |")
    return "\n".join(lines)


def at_most(what: str, most: float, measured: float, unit: str, note: str = "") -> Row:
    return Row(what, f"<= {most:g} {unit}", f"{measured:.4g} {unit}{note}", measured <= most)


def judge(truth: list[list], sent: list[Sent], readers: list[list[Received]]) -> Counter:
    """How much is wrong with one conversation, by kind.

    `truth` is what the database has, as [seq, client id, body]; each reader was there from the first message on.
    """
    wrong = Counter(dict.fromkeys(KINDS, 0))
    numbers = [seq for seq, _number, _body in truth]
    known = {number: seq for seq, number, _body in truth}
    wrong["gaps"] += numbers != list(range(1, len(numbers) + 1))
    wrong["doubled"] += len(truth) - len({body for _seq, _number, body in truth})
    wrong["not sent"] += sum(not one.seq for one in sent)
    wrong["lost"] += sum(known.get(one.client_id) != one.seq for one in sent if one.seq)
    for received in readers:
        wrong.update(_compare(truth, received))
    return wrong


def _compare(truth: list[list], received: list[Received]) -> Counter:
    seen = [one.seq for one in received]
    return Counter(
        {
            "lost": len(truth) - len({(one.seq, one.client_id) for one in received} & {(s, n) for s, n, _b in truth}),
            "doubled": len(seen) - len(set(seen)),
            "gaps": sum(later > before + 1 for before, later in pairwise([0, *seen])),
            "out of order": sum(later < before for before, later in pairwise(seen)),
        }
    )


def nothing_wrong(what: str, wrong: Counter, note: str) -> Row:
    measured = ", ".join(f"{wrong[kind]} {kind}" for kind in KINDS)
    return Row(what, "0 of each kind", f"{measured}; {note}", not any(wrong.values()))
