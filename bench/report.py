"""What was asked of our speed and what was measured: as tables, and as JSON for whoever compares runs."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median

from bench import contenders, performance
from bench.contenders import Contender
from bench.load import CONNECTIONS, Load
from bench.starts import Start
from bench.verdicts import FOLDER, Row, table

NAME = "speed"
CACHED = (contenders.WAGTAIL_MEMORY, contenders.WAGTAIL_FILES)
MIB = 2**20


@dataclass
class Measured:
    contender: Contender
    size: int  # bytes of an answer
    loads: list[Load] = field(default_factory=list)

    def a_second(self) -> list[float]:
        return [one.a_second for one in self.loads]

    def p50(self) -> list[float]:
        return [one.p50 for one in self.loads]

    def p99(self) -> list[float]:
        return [one.p99 for one in self.loads]


class Report:
    def __init__(self, machine: dict, seconds: float, measured: list[Measured], starts: dict[str, list[Start]]):
        self.machine, self.seconds, self.starts = machine, seconds, starts
        self.by_name = {one.contender.name: one for one in measured}
        self.rows = [*self._ratios(), *self._own()]

    def ratios(self, name: str, to: str) -> list[float]:
        """One a round, so that a machine that was slow for a while was so for both. Empty if one was not measured."""
        if not {name, to} <= self.by_name.keys():
            return []
        pairs = zip(self.by_name[name].loads, self.by_name[to].loads, strict=True)
        return [one.a_second / other.a_second for one, other in pairs]

    def _ratios(self) -> list[Row]:
        ours, cached = contenders.OURS, self._faster(CACHED)
        asked = [
            (ours, contenders.EMPTY, 4),
            (ours, contenders.WAGTAIL, 150),
            (ours, cached, 8),
            (ours, contenders.NGINX, 0.25),
            (contenders.OURS_GZIP, ours, 0.9),
            (contenders.UNCACHED, contenders.WAGTAIL, 5),
            (contenders.UNCACHED, contenders.QUERY, 0.35),
            (contenders.LIST_UNCACHED, contenders.WAGTAIL_LIST, 4),
        ]
        found = [(f"{name} against {to}", least, self.ratios(name, to)) for name, to, least in asked]
        return [_at_least(what, least, ratios) for what, least, ratios in found if ratios]

    def _faster(self, names: tuple[str, ...]) -> str:
        known = [name for name in names if name in self.by_name]
        return max(known, key=lambda name: median(self.by_name[name].a_second()), default=names[0])

    def _own(self) -> list[Row]:
        rows = []
        if ours := self.by_name.get(contenders.OURS):
            rows.append(_at_most("our article, p99", 3, ours.p99(), "ms"))
        if started := self.starts.get("ours"):
            rows.append(_at_most("our two workers, idle", 160, [one.idle / MIB for one in started], "MiB"))
        return rows

    def tables(self) -> str:
        parts = [self._speeds(), table(row._asdict() for row in self.rows)]
        return "\n\n".join([*parts, self._memory()] if self.starts else parts)

    def _speeds(self) -> str:
        lines = [
            f"| | requests/s | p50 ms | p99 ms | bytes | to {contenders.EMPTY} |",
            "|---|---|---|---|---|---|",
        ]
        for name, one in self.by_name.items():
            ratios = self.ratios(name, contenders.EMPTY)
            cells = [_spread(one.a_second(), _whole), _spread(one.p50()), _spread(one.p99()), f"{one.size:,}"]
            lines.append(f"| {' | '.join([name, *cells, _spread(ratios) if ratios else '-'])} |")
        return "\n".join(lines)

    def _memory(self) -> str:
        lines = ["| server, two workers | s until it answers | MiB idle | MiB after load |", "|---|---|---|---|"]
        for name, started in self.starts.items():
            idle, loaded = ([getattr(one, what) / MIB for one in started] for what in ("idle", "loaded"))
            seconds = [one.seconds for one in started]
            lines.append(f"| {name} | {_spread(seconds)} | {_spread(idle, _whole)} | {_spread(loaded, _whole)} |")
        return "\n".join(lines)

    def keep(self) -> None:
        FOLDER.mkdir(exist_ok=True)
        (FOLDER / f"{NAME}.json").write_text(json.dumps(self._told(), ensure_ascii=False, indent=1) + "\n")
        cores = f"{self.machine['cores']} cores, {self.machine['cpu']}, {self.machine['on']}"
        rounds = len(next(iter(self.by_name.values())).loads)
        heading = f"Medians of {rounds} rounds of {self.seconds:g} s, least to most; {cores}."
        performance.write(NAME, f"{heading}\n\n{self.tables()}")

    def _told(self) -> dict:
        return {
            "machine": self.machine,
            "connections": CONNECTIONS,
            "seconds": self.seconds,
            "contenders": {
                name: {"path": one.contender.path, "bytes": one.size, "rounds": [load._asdict() for load in one.loads]}
                for name, one in self.by_name.items()
            },
            "starts": {name: [one._asdict() for one in started] for name, started in self.starts.items()},
            "rows": [row._asdict() for row in self.rows],
        }


def _at_least(what: str, least: float, figures: list[float]) -> Row:
    return Row(what, f">= {least:g} times", f"{_spread(figures)} times", median(figures) >= least)


def _at_most(what: str, most: float, figures: list[float], unit: str) -> Row:
    return Row(what, f"<= {most:g} {unit}", f"{_spread(figures)} {unit}", median(figures) <= most)


def _figure(number: float) -> str:
    return f"{number:.3g}" if number < 100 else _whole(number)


def _whole(number: float) -> str:
    return f"{number:,.0f}"


def _spread(figures: list[float], shown: Callable[[float], str] = _figure) -> str:
    least, most = shown(min(figures)), shown(max(figures))
    return f"{shown(median(figures))} ({least} to {most})"
