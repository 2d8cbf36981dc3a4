"""Requests a second beside what others answer on this machine: `make bench ARGS="--rounds 5 --seconds 5 --only c,a"`.

A whole run is kept in bench/results/speed.json and docs/performance.md; one with `--only` is printed.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from bench import load, machine
from bench.contenders import BY_LETTER, Contender
from bench.contenders.ground import WAGTAIL, Ground, fetch, nginx_program
from bench.load import Load
from bench.report import Measured, Report
from bench.starts import starts

WARM_UP = 1  # second


def letters(text: str) -> list[str]:
    chosen = [one.strip() for one in text.split(",")]
    if unknown := set(chosen) - BY_LETTER.keys():
        raise argparse.ArgumentTypeError(f"{', '.join(sorted(unknown))}: choose from {', '.join(BY_LETTER)}")
    return chosen


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=5, help="that each address is under load in a round")
    parser.add_argument("--only", type=letters, default=list(BY_LETTER), help="letters of contenders: c,a")
    return parser.parse_args()


def insist_on_what_is_needed() -> None:
    for program, is_here in {"wrk": shutil.which("wrk"), "nginx": nginx_program()}.items():
        if not is_here:
            raise SystemExit(f"{program} is not here (apt install wrk nginx-light)")
    if not WAGTAIL.exists():
        raise SystemExit("Wagtail is not here (make bench installs it)")


def measure(ground: Ground, contenders: list[Contender], rounds: int, seconds: float) -> list[Measured]:
    """All servers are up, one at a time is under load; each round begins one further on."""
    with ExitStack() as stack:
        ports = {name: stack.enter_context(ground.start(name)) for name in dict.fromkeys(c.server for c in contenders)}
        measured = [Measured(one, len(fetch(ports[one.server], one.path, *one.headers))) for one in contenders]
        for one in measured:
            _under_load(one, ports, WARM_UP)
        for number in range(rounds):
            for one in [*measured[number % len(measured) :], *measured[: number % len(measured)]]:
                one.loads.append(_under_load(one, ports, seconds))
                _tell(number + 1, one)
    return measured


def _under_load(one: Measured, ports: dict[str, int], seconds: float) -> Load:
    address = f"http://127.0.0.1:{ports[one.contender.server]}{one.contender.path}"
    return load.load(address, seconds, *one.contender.headers)


def _tell(number: int, one: Measured) -> None:
    last = one.loads[-1]
    if not last.a_second:
        raise SystemExit(f"{one.contender.name} did not answer at all: the machine is too busy")
    broken = f", {last.errors} connections broken" if last.errors else ""
    sys.stderr.write(f"round {number}: {one.contender.name}, {last.a_second:.0f} a second{broken}\n")
    sys.stderr.flush()


def chosen(ground: Ground, wanted: Iterable[str]) -> list[Contender]:
    return [one for letter in BY_LETTER if letter in wanted for one in BY_LETTER[letter](ground)]


def main() -> None:
    asked = arguments()
    insist_on_what_is_needed()
    described = machine.description()
    with tempfile.TemporaryDirectory() as folder:
        ground = Ground(Path(folder))
        contenders = chosen(ground, asked.only)
        started = starts(ground, contenders, asked.seconds)
        measured = measure(ground, contenders, asked.rounds, asked.seconds)
    report = Report(described, asked.seconds, measured, started)
    sys.stdout.write(report.tables() + "\n")
    if set(asked.only) == BY_LETTER.keys():
        report.keep()
    sys.exit(0 if all(row.ok for row in report.rows) else 1)


if __name__ == "__main__":
    main()
