"""Many minutes of everything at once: idle streams, people who talk, staff, killed workers, and pages that are read.

Between the minutes in which people talk, the pages of another server are read, which nobody chats with and whose
workers are killed just the same: this machine is not as fast in one minute as in the next. So each turn has a ratio of
its own, and their median counts. One worker is never killed, since in one that lives shortly a leak does not show;
memory is that of the whole group, because streams wander.
"""

import asyncio
import json
import math
import random
import statistics
import sys
from collections import Counter
from itertools import chain

from bench import machine, sites, wire
from bench.machine import p95
from bench.sites import Site
from bench.talks import ASGI, Talk, crowd, dismiss, judged, kill_again_and_again, meanwhile
from bench.verdicts import Row, at_most, nothing_wrong
from bench.visitors import clock, until
from tests.servers import BASE, gunicorn

TALKING, AGENTS = 50, 5
EVERY = 6.0  # seconds between two messages of a visitor, at an average
KILLED_EVERY, ALWAYS = 20.0, 10**6  # seconds, times
PAGES_A_SECOND = 8
TALKED, QUIET = 60.0, 30.0  # seconds, in turn
WORKERS = "3"


def run(minutes: float, streams: int, name: str) -> list[Row]:
    with (
        sites.site(name, has_pages=True, WEB_CONCURRENCY=WORKERS) as site,
        gunicorn(site.env) as port,
        gunicorn(site.env) as other,
    ):
        return asyncio.run(in_turn(site, port, other, math.ceil(minutes * 60 / TALKED), streams))


async def in_turn(site: Site, port: int, other: int, turns: int, streams: int) -> list[Row]:
    killed, memory, taken, without = [], [], [], []
    talks = [Talk(begun, port, 1) for begun in site.begin(TALKING)]
    agents = [await site.agent(port) for _agent in range(AGENTS)]
    for number, talk in enumerate(talks):
        await talk.open(ASGI, agents[number % AGENTS])
    idle = await crowd(site, port, streams)
    spared = {each: machine.workers(each)[0] for each in (port, other)}
    async with meanwhile(weigh(port, memory)):
        for _turn in range(turns):
            async with meanwhile(kill_again_and_again(other, KILLED_EVERY, [], ALWAYS, spared[other])):
                without.append(await pages_read(site, other, QUIET))
            end = clock() + TALKED
            async with meanwhile(kill_again_and_again(port, KILLED_EVERY, killed, ALWAYS, spared[port])):
                spoken = asyncio.gather(*(converse(talk, end) for talk in talks))
                taken.append(await pages_read(site, port, TALKED))
                await spoken
    await asyncio.gather(*(talk.settle() for talk in talks))
    back = await asyncio.gather(*(until(lambda one=one: one.is_connected, 10) for one in idle))
    await dismiss(idle)
    wrong, sent = judged(site, talks), sum(len(talk.sent) for talk in talks)
    return rows(wrong, f"{sent} sent, {len(killed)} killed", memory, taken, without, (sum(back), streams))


def rows(
    wrong: Counter,
    note: str,
    memory: list[int],
    taken: list[list[float]],
    without: list[list[float]],
    idle: tuple[int, int],
) -> list[Row]:
    first, last = (statistics.median(some) for some in (_part(memory, 0.2, 0.4), _part(memory, 0.8, 1)))
    weights = f", from {first / 2**20:.0f} to {last / 2**20:.0f} MiB"
    ratios = [p95(talked) / p95(quiet) for talked, quiet in zip(taken, without, strict=True)]
    with_chat, quiet = (p95(list(chain(*turns))) * 1000 for turns in (taken, without))
    spread = f", {min(ratios):.2f} to {max(ratios):.2f} by turn, in all {with_chat:.0f} ms against {quiet:.0f}"
    return [
        nothing_wrong("soak: messages", wrong, note),
        Row("soak: idle streams that came back at the end", f"{idle[1]}", f"{idle[0]}", idle[0] == idle[1]),
        at_most("soak: memory of all workers, end to begin", 1.1, last / first, "times", weights),
        at_most("soak: pages' p95, to that without chat", 1.3, statistics.median(ratios), "times", spread),
    ]


def _part(figures: list[int], first: float, last: float) -> list[int]:
    """At the very beginning everything still warms up."""
    return figures[int(len(figures) * first) : max(1, int(len(figures) * last))]


async def weigh(port: int, memory: list[int]) -> None:
    while True:
        await asyncio.sleep(1)
        pids = machine.workers(port)
        if len(pids) == int(WORKERS):  # a killed one is not there for a moment
            memory.append(sum(map(machine.pss, pids)))


async def converse(talk: Talk, end: float) -> None:
    """The visitor writes now and then, and is answered to every third time."""
    said = talk.visitors[0].sent
    while clock() < end:
        await asyncio.sleep(random.uniform(0, 2 * EVERY))
        await talk.visitors[0].send(f"{len(said)} from {talk.begun.pk}")
        if len(said) % 3 == 0:
            await talk.agent.send(talk.begun.pk, f"{talk.begun.pk}: {len(said)} back")


# Pages, read by a process of its own so that its times are not ours


async def pages_read(site: Site, port: int, seconds: float) -> list[float]:
    paths = ["/", "/news/", site.article_address()]
    command = [sys.executable, "-m", "bench.soak", str(port), str(seconds), *paths]
    process = await asyncio.create_subprocess_exec(*command, cwd=BASE, stdout=asyncio.subprocess.PIPE)
    said, _nothing = await process.communicate()
    return json.loads(said)


async def read_pages(port: int, seconds: float, paths: list[str]) -> list[float]:
    """Seconds that each answer took; begun at their time, however late the others are."""
    taken, end, tasks = [], clock() + seconds, []
    while clock() < end:
        tasks.append(asyncio.create_task(_read_page(port, random.choice(paths), taken)))
        await asyncio.sleep(random.uniform(0, 2 / PAGES_A_SECOND))
    await asyncio.gather(*tasks)
    return taken


async def _read_page(port: int, path: str, taken: list[float]) -> None:
    """One that a killed worker had in hand has no time."""
    begun = clock()
    try:
        answer = await wire.ask(port, "GET", path, {"Connection": "close"})
    except wire.BROKEN:
        return
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status}")
    taken.append(clock() - begun)


if __name__ == "__main__":
    port, seconds, *paths = sys.argv[1:]
    sys.stdout.write(json.dumps(asyncio.run(read_pages(int(port), float(seconds), paths))))
