"""Whether each reading of an article counts once, whatever goes wrong: `python -m bench.clicks --only kill9,disk`.

Seen from outside: pages are read over HTTP, processes get signals, and the database is asked what was counted.
Whoever got the whole page counts once; a reading whose connection broke may count or not.
"""

import argparse
import asyncio
import os
import random
import signal
import sys
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import nullcontext
from typing import NamedTuple

from bench import disk, machine, sites
from bench.articles import A_SECOND, PEOPLE, WORKERS, Site, site
from bench.cluster import Cluster, cluster
from bench.readers import Reader, Reading, all_readings, reading
from bench.tally import Tally, shown, tally
from bench.verdicts import Row, Verdicts
from bench.visitors import clock, until

WARM, COOL = 5.0, 2.0  # seconds of reading before and after what goes wrong
COMES_BACK = 60.0  # seconds for workers
FULL, AWAY, HANGS, WATCHED = 10.0, 30.0, 15.0, 60.0  # seconds
SOON = 1.0  # second, after which everybody is to see what was counted


class Span(NamedTuple):
    """What is reported of the time in which something was away: readings begun in it."""

    begun: float
    ended: float
    is_asked: bool = False  # that all are answered


# Processes that end


async def kill_workers(site: Site, rounds: int) -> None:
    for _round in range(rounds):
        await kill_a_worker(site)
        await asyncio.sleep(random.uniform(0.5, 1))


async def kill_a_worker(site: Site) -> None:
    killed = machine.kill_one(site.port)
    await until(lambda: len(set(machine.workers(site.port)) - {killed}) == WORKERS, COMES_BACK)


async def end_politely(site: Site, rounds: int) -> None:
    """In turn as by a supervisor who tells all, and by one who tells the master alone."""
    for number in range(rounds):
        await site.again(is_for_all=number % 2 == 0)
        await asyncio.sleep(random.uniform(1, 2))


async def kill_all(site: Site, rounds: int) -> None:
    for _round in range(rounds):
        await site.again(signal.SIGKILL)
        await asyncio.sleep(random.uniform(1, 2))


async def reload(site: Site, rounds: int) -> None:
    for _round in range(rounds):
        old = set(machine.workers(site.port))
        os.kill(machine.master(site.port), signal.SIGHUP)
        await until(lambda old=old: bool(now := set(machine.workers(site.port))) and not old & now, COMES_BACK)
        await asyncio.sleep(random.uniform(1, 2))


# What they write to


async def fill_disk(site: Site, _rounds: int) -> Span:
    begun = clock()
    async with disk.full(site.folder):
        await asyncio.sleep(FULL)
        return Span(begun, clock())


async def fill_disk_and_kill(site: Site, rounds: int) -> Span:
    """Who goes on writing to a file has the rest of its last block; a new worker has nothing."""
    filling = asyncio.create_task(fill_disk(site, rounds))
    await asyncio.sleep(FULL / 4)
    await kill_a_worker(site)
    return await filling


async def end_database(site: Site, _rounds: int) -> Span:
    await asyncio.to_thread(site.cluster.end)
    begun = clock()
    await asyncio.sleep(AWAY)
    ended = clock()
    await asyncio.to_thread(site.cluster.begin)
    return Span(begun, ended, is_asked=True)


async def end_database_and_kill(site: Site, rounds: int) -> Span:
    """What a new worker, which never saw a page, answers without a database is not asked."""
    ending = asyncio.create_task(end_database(site, rounds))
    await asyncio.sleep(AWAY / 2)
    await kill_a_worker(site)
    return (await ending)._replace(is_asked=False)


async def stop_database(site: Site, _rounds: int) -> Span:
    """It takes connections and says nothing."""
    site.cluster.signal(signal.SIGSTOP)
    begun = clock()
    try:
        await asyncio.sleep(HANGS)
    finally:
        site.cluster.signal(signal.SIGCONT)
    return Span(begun, begun + HANGS, is_asked=True)


# All of them


class Trial(NamedTuple):
    name: str
    what: str
    meddle: Callable[[Site, int], Awaitable[Span | None]]
    rounds: int = 1
    databases: Sequence[str] = sites.DATABASES


TRIALS = (
    Trial("kill9", "workers killed", kill_workers, 100),
    Trial("sigterm", "server ended and begun again", end_politely, 10),
    Trial("sighup", "server reloaded", reload, 10),
    Trial("killall", "server killed and begun again", kill_all, 10),
    Trial("disk", "disk full", fill_disk),
    Trial("disk-kill", "disk full, a worker killed", fill_disk_and_kill),
    Trial("away", "database away", end_database, databases=["PostgreSQL"]),
    Trial("away-kill", "database away, a worker killed", end_database_and_kill, databases=["PostgreSQL"]),
    Trial("hang", "database hangs", stop_database, databases=["PostgreSQL"]),
)
NUMBERS = "numbers"
ON_SMALL_DISK = {"disk", "disk-kill"}


async def judge(site: Site, trial: Trial, rounds: int, what: str) -> list[Row]:
    first, readers = await read_by_each(site), site.readers()
    async with reading(readers):
        await asyncio.sleep(WARM)
        span = await trial.meddle(site, rounds)
        await asyncio.sleep(COOL)
    readings = [*first, *all_readings(readers)]
    rows = [exact(what, await tallies(site, readings), f", {rounds} times" if rounds > 1 else "")]
    return [*rows, meanwhile(what, span, readings)] if span else rows


async def read_by_each(site: Site) -> list[Reading]:
    """So that every worker has every page in memory, if it keeps any."""
    readings = []
    for pid in machine.workers(site.port):
        with machine.only(site.port, pid):
            for article in site.articles:
                readings.append(await Reader(site.port, [], 0, is_always_new=True).read(article))
    return readings


async def tallies(site: Site, readings: list[Reading]) -> list[Tally]:
    """At once, and after one more start, at which nothing may be counted again."""
    first = tally(readings, await site.settled(readings))
    await site.again()
    return [first, tally(readings, await site.settled(readings))]


def exact(what: str, looks: list[Tally], note: str = "") -> Row:
    worst = max(looks, key=lambda one: one.lost + one.doubled)
    return Row(what, "0 lost, 0 doubled", f"{worst}{note}", not worst.lost and not worst.doubled and worst.answered > 0)


def meanwhile(what: str, span: Span, readings: list[Reading]) -> Row:
    """What is answered only when all is well again was not answered meanwhile."""
    some = [one for one in readings if span.begun < one.begun < span.ended - SOON]
    answered = sum(one.status == 200 and one.ended < span.ended for one in some)
    longest = max((one.ended - one.begun for one in some), default=0)
    measured = f"{answered} answered with the page, {len(some) - answered} not, longest {longest:.1f} s"
    is_fine = not span.is_asked or answered == len(some) > 0
    return Row(f"{what}: meanwhile", "all answered" if span.is_asked else "-", measured, is_fine)


async def numbers(site: Site, what: str) -> list[Row]:
    """One reads the same article as fast as it goes, always over a new connection; the others read as ever."""
    crowd = site.readers(PEOPLE // 2, A_SECOND / 2, knows_worker=True)
    alone = Reader(site.port, site.articles[:1], 0, is_always_new=True, knows_worker=True)
    async with reading([*crowd, alone]):
        await asyncio.sleep(WATCHED)
    readings = all_readings([*crowd, alone])
    found, note = shown(readings), f"of {len(readings)} pages, {len(alone.readings)} one after the other"
    late = max(found.clicks_late, found.numbers_late)
    measured = f"clicks {found.clicks_late:.2f} s, numbers {found.numbers_late:.2f} s; {note}"
    wrong = f"{found.twice} twice, {found.beyond} too high; {note}"
    return [
        Row(f"{what}: what a page did not know", f"nothing older than {SOON:g} s", measured, late <= SOON),
        Row(f"{what}: twice by one worker, too high", "0 twice, 0 too high", wrong, not found.twice + found.beyond),
        exact(f"{what}: clicks", await tallies(site, readings)),
    ]


def measure(name: str, wanted: set[str], rounds: int | None) -> Iterator[list[Row]]:
    """Each with a site of its own; PostgreSQL is one of ours, since it has to end and nobody else may be in its way."""
    with cluster() if name == "PostgreSQL" else nullcontext() as own:
        for trial in TRIALS:
            if trial.name in wanted and name in trial.databases:
                yield on_its_own(trial, own, rounds or trial.rounds, f"{name}, {trial.what}")
        if NUMBERS in wanted:
            with site(own) as made:
                yield asyncio.run(numbers(made, f"{name}, numbers shown"))


def on_its_own(trial: Trial, own: Cluster | None, rounds: int, what: str) -> list[Row]:
    is_small = trial.name in ON_SMALL_DISK
    with disk.small_disk() if is_small else nullcontext() as folder, site(own, folder) as made:
        return asyncio.run(judge(made, trial, rounds if trial.rounds > 1 else 1, what))


def arguments() -> argparse.Namespace:
    names = [*(trial.name for trial in TRIALS), NUMBERS]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default=",".join(names), help="such as kill9,disk")
    parser.add_argument("--rounds", type=int, help="in place of 100 kills, and of 10 of all else that is repeated")
    parser.add_argument("--databases", default=",".join(sites.DATABASES))
    return parser.parse_args()


def main() -> None:
    # Whoever ends this ends its servers, too, and takes its disk away.
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit(1))
    sites.set_up()
    asked, verdicts = arguments(), Verdicts()
    wanted = set(asked.only.split(","))
    if wanted & ON_SMALL_DISK and not disk.may_mount():
        sys.stderr.write("Only root may mount a small disk: what a full one does is not measured.\n")
        wanted -= ON_SMALL_DISK
    for name in asked.databases.split(","):
        for rows in measure(name, wanted, asked.rounds):
            verdicts.add(*rows)
            verdicts.keep("clicks")
    verdicts.end()


if __name__ == "__main__":
    main()
