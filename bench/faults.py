"""What goes wrong while people talk: `make faults`, or `python -m bench.faults --only R4,soak`.

Workers are killed, connections break, hints are lost. Whatever was answered must be in the database, once, and
everybody must read the same in the same order.
"""

import argparse
import asyncio
import random
import sys
from collections.abc import Iterator
from typing import NamedTuple

from bench import machine, sites, soak
from bench.sites import Begun, Site
from bench.talks import ASGI, CAUGHT_UP, WSGI, Talk, dismiss, judged, kill_again_and_again, meanwhile, speak
from bench.verdicts import Row, Verdicts, at_most, nothing_wrong
from bench.visitors import Follower, Poller, Reader, Sent, Visitor, until
from tests.servers import BASE, gunicorn


class Plan(NamedTuple):
    clients: int = 50
    conversations: int = 10
    messages: int = 5_000
    seconds: float = 60.0
    kills: int = 60
    kill_every: float = 1.0


WHOLE = Plan()

# Killed workers (R4)


async def kills(site: Site, port: int, what: str, application: str = ASGI, plan: Plan = WHOLE) -> Row:
    agent = await site.agent(port) if application == ASGI else None
    talks = [Talk(begun, port, plan.clients // plan.conversations) for begun in site.begin(plan.conversations)]
    await asyncio.gather(*(talk.open(application, agent) for talk in talks))
    visitors, killed = [visitor for talk in talks for visitor in talk.visitors], []
    async with meanwhile(kill_again_and_again(port, plan.kill_every, killed, plan.kills)):
        each = plan.messages // len(visitors)
        await asyncio.gather(*(speak(visitor, each, plan.seconds) for visitor in visitors))
    await asyncio.gather(*(talk.settle() for talk in talks))
    sent = [one for visitor in visitors for one in visitor.sent]
    note = f"{len(sent)} sent, {sum(one.tries > 1 for one in sent)} repeated, {len(killed)} killed"
    return nothing_wrong(f"{what} workers killed", judged(site, talks), note)


# Twenty who write at once (R7)


async def writers(site: Site, port: int, threads: int = 20, messages: int = 2_000, delay: float = 0.02) -> Row:
    """Somebody reads as fast as he can meanwhile. Two processes write, as one has no more than 16 connections."""
    talk = Talk(site.begin(1)[0], port, 2)
    await asyncio.gather(*(visitor.arrive() for visitor in talk.visitors))
    first, second = talk.visitors
    talk.readers = [Follower(first, Visitor.stream).begin(), Poller(second, every=0).begin()]
    begun = [await write(site, talk.begun, threads // 2, messages // 2, delay) for _half in range(2)]
    are_broken = any([await process.wait() for process in begun])
    await until(lambda: all(reader.after >= messages for reader in talk.readers), CAUGHT_UP)
    await talk.settle()
    wrong = judged(site, [talk])
    wrong["not sent"] += messages - len(site.said(talk.begun)) + are_broken
    polls = len({one.at for one in talk.readers[1].received})
    return nothing_wrong(f"R7 {threads} writers, delays before commit", wrong, f"{messages} read in {polls} polls")


async def write(site: Site, begun: Begun, threads: int, messages: int, delay: float) -> asyncio.subprocess.Process:
    command = [sys.executable, "-m", "bench.writers", *map(str, (begun.pk, threads, messages, delay))]
    return await asyncio.create_subprocess_exec(*command, cwd=BASE, env=site.env)


# How soon a message is there without hints (R8), and by polling (R12)


async def delays(site: Site, port: int, what: str, most: float, application: str = ASGI, rounds: int = 50) -> Row:
    """Both ways, from the answer until all others have it."""
    talk, taken = Talk(site.begin(1)[0], port, 2), []
    await talk.open(application, await site.agent(port))
    await until(lambda: all(getattr(reader, "is_connected", True) for reader in talk.readers), CAUGHT_UP)
    for number in range(rounds):
        await asyncio.sleep(random.uniform(0, 1))
        there = await talk.visitors[0].send(f"{number} there")
        back = await talk.agent.send(talk.begun.pk, f"{talk.begun.pk}: {number} back")
        await until(lambda back=back: all(reader.after >= back.seq for reader in talk.readers), CAUGHT_UP)
        taken += [_delay(one, reader) for one in (there, back) for reader in talk.readers]
    await talk.settle()
    return at_most(what, most, max(taken), "s", f", median {sorted(taken)[len(taken) // 2]:.2f}")


def _delay(sent: Sent, reader: Reader) -> float:
    arrived = next((one.at for one in reader.received if one.seq == sent.seq), float("inf"))
    return max(0.0, arrived - sent.at)


# Away (R9)


async def away(site: Site, port: int, what: str, application: str = ASGI, missed: int = 1_000) -> Row:
    """Somebody comes back to each worker, one of which is new, having missed one message or very many."""
    begun = site.begin(1)[0]
    await (await write(site, begun, 1, missed, 0)).wait()
    killed = machine.kill_one(port)
    await until(lambda: len(set(machine.workers(port)) - {killed}) == int(site.env["WEB_CONCURRENCY"]), CAUGHT_UP)
    given = []
    for pid in machine.workers(port):
        with machine.only(port, pid):
            for after in (missed - 1, missed - 3, missed // 2, 0):
                given += [(after, one) for one in await come_back(begun, port, after, missed, application)]
    truth = site.said(begun)
    wrong = sum(one != truth[after:] for after, one in given) + (len(truth) != missed)
    measured = f"{wrong} wrong of {len(given)} returns, up to {missed} missed, each worker"
    return Row(f"{what} away a moment and long", "exactly what was missed", measured, not wrong)


async def come_back(begun: Begun, port: int, after: int, last: int, application: str) -> list[list]:
    """What a poller and a stream that begin after this number are given."""
    visitor = begun.visitor(port)
    readers: list[Reader] = [Poller(visitor, after=after, every=0.1)]
    if application == ASGI:
        readers.append(Follower(visitor, Visitor.stream, after))
    for reader in readers:
        reader.begin()
    await until(lambda: all(reader.after >= last for reader in readers), CAUGHT_UP)
    await asyncio.sleep(0.2)  # for what should not come
    await dismiss(readers)
    return [[[one.seq, one.client_id, one.body] for one in reader.received] for reader in readers]


# All of them


def of_database(name: str) -> Iterator[tuple]:
    """Requirement, application, what the server's environment says more, and what is tried."""
    yield "R4", ASGI, {}, lambda site, port: kills(site, port, f"R4 {name},")
    if name == "PostgreSQL":
        yield "R7", ASGI, {}, writers
    yield "R8", ASGI, {"CHAT_WAKES": "0"}, lambda site, port: delays(site, port, f"R8 {name}, all wake-ups off", 3)
    yield "R9", ASGI, {}, lambda site, port: away(site, port, f"R9 {name},")
    yield "R12", WSGI, {}, lambda site, port: kills(site, port, f"R12 {name}, polling,", WSGI)
    yield "R12", WSGI, {}, lambda site, port: delays(site, port, f"R12 {name}, polling each second", 1.5, WSGI)
    yield "R12", WSGI, {}, lambda site, port: away(site, port, f"R12 {name}, polling,", WSGI)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="R4,R7,R8,R9,R12,soak", help="such as R4,R9")
    parser.add_argument("--soak", type=float, default=10, metavar="MINUTES")
    parser.add_argument("--streams", type=int, default=2_000, help="idle ones, in the soak")
    parser.add_argument("--databases", default=",".join(sites.DATABASES))
    return parser.parse_args()


def main() -> None:
    sites.set_up()
    asked, verdicts = arguments(), Verdicts()
    wanted, databases = asked.only.split(","), asked.databases.split(",")
    for name in databases:
        with sites.site(name, WEB_CONCURRENCY="2") as site:
            for requirement, application, more, trial in of_database(name):
                if requirement in wanted:
                    with gunicorn(site.env, application=application, **more) as port:
                        verdicts.add(asyncio.run(trial(site, port)))
    if "soak" in wanted:
        verdicts.add(*soak.run(asked.soak, asked.streams, databases[0]))
    verdicts.keep("faults")
    verdicts.end()


if __name__ == "__main__":
    main()
