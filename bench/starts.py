"""How long a server takes until it answers, and what memory its workers take then and after load.

Each is alone meanwhile: what several processes share would count for less in each of them.
"""

import time
from collections.abc import Iterator
from typing import NamedTuple

from bench import machine
from bench.contenders import OURS, WAGTAIL, WAGTAIL_MEMORY, Contender
from bench.contenders.ground import Ground, fetch
from bench.load import load

TIMES = 3
SETTLED = 3  # seconds until a server that has begun is idle
CALM = 1  # second after load


class Start(NamedTuple):
    """Seconds until the first answer; bytes of all workers, idle and after load."""

    seconds: float
    idle: int
    loaded: int


def starts(ground: Ground, contenders: list[Contender], seconds: float) -> dict[str, list[Start]]:
    alone = [one for one in contenders if one.name in {OURS, WAGTAIL, WAGTAIL_MEMORY}]
    found = {one.server: [] for one in alone}
    for _time in range(TIMES):
        for one in alone:
            found[one.server].append(_start(ground, one, seconds))
    return found


def _start(ground: Ground, one: Contender, seconds: float) -> Start:
    begun = time.monotonic()
    with ground.start(one.server) as port:
        fetch(port, one.path)
        taken = time.monotonic() - begun
        time.sleep(SETTLED)
        idle = sum(_memory(port))
        load(f"http://127.0.0.1:{port}{one.path}", seconds)
        time.sleep(CALM)
        return Start(taken, idle, sum(_memory(port)))


def _memory(port: int) -> Iterator[int]:
    return (machine.pss(pid) for pid in machine.workers(port))
