"""What the chat takes and how fast it is: `make bench-chat`, or `python -m bench.chat --only R2 --streams 500`."""

import argparse
import asyncio
import os
import random
import re
import shutil
import signal
import statistics
import subprocess
from collections.abc import Callable, Iterator

from bench import faults, machine, sites, wire
from bench.machine import p95
from bench.sites import Begun, Site
from bench.talks import ASGI, CAUGHT_UP, Talk, crowd, dismiss, meanwhile
from bench.verdicts import Row, Verdicts, at_most
from bench.visitors import Follower, Reader, Sent, Visitor, clock, until
from tests.servers import gunicorn

# How soon a message is there (R1)


async def messages_either_way(site: Site, port: int, name: str, streams: int, messages: int) -> list[Row]:
    idle = await crowd(site, port, streams)
    talks = [Talk(begun, port, 1) for begun in site.begin(10)]
    agent = await site.agent(port)
    await asyncio.gather(*(talk.open(ASGI, agent) for talk in talks))
    await until(lambda: all(reader.is_connected for talk in talks for reader in talk.readers), CAUGHT_UP)
    await asyncio.gather(*(_either_way(talk, messages // len(talks)) for talk in talks))
    await asyncio.gather(*(talk.settle() for talk in talks))
    await dismiss(idle)
    there = [delay for talk in talks for delay in _delays(talk.visitors[0].sent, talk.readers[1])]
    back = [delay for talk in talks for delay in _delays(talk.answers, talk.readers[0])]
    return [*_times(f"R1 visitor to staff, {name}", there), *_times(f"R1 staff to visitor, {name}", back)]


async def _either_way(talk: Talk, messages: int) -> None:
    for number in range(messages):
        await asyncio.sleep(random.uniform(0, 0.8))
        await talk.visitors[0].send(f"{talk.begun.pk} {number} there")
        await talk.agent.send(talk.begun.pk, f"{talk.begun.pk}: {number} back")


def _delays(sent: list[Sent], reader: Reader) -> Iterator[float]:
    """Seconds from the answer, which follows the commit, until the other has it."""
    arrived = {one.client_id: one.at for one in reader.received}
    for one in sent:
        yield max(0.0, arrived.get(one.client_id, float("inf")) - one.at)


def _times(what: str, delays: list[float]) -> list[Row]:
    note = f", median {statistics.median(delays) * 1000:.0f}, {len(delays)} messages"
    return [
        at_most(f"{what}: p95", 500, p95(delays) * 1000, "ms", note),
        at_most(f"{what}: longest", 1_500, max(delays) * 1000, "ms"),
    ]


def arrival(site: Site, name: str, streams: int, messages: int) -> list[Row]:
    with gunicorn(site.env) as port:
        return asyncio.run(messages_either_way(site, port, name, streams, messages))


# What idle streams take (R2), and how many there may be (R3)


async def at_rest(site: Site, port: int, name: str, streams: int, seconds: float) -> list[Row]:
    (pid,) = machine.workers(port)
    await dismiss(await crowd(site, port, 20))  # what is loaded at the first use is no stream's
    before = machine.pss(pid)
    idle = await crowd(site, port, streams)
    await asyncio.sleep(3)
    each = (machine.pss(pid) - before) / len(idle) / 1000
    begun, spent = clock(), machine.cpu_seconds(pid)
    await asyncio.sleep(seconds)
    share = (machine.cpu_seconds(pid) - spent) / (clock() - begun)
    threads, connected = machine.threads(pid), sum(reader.is_connected for reader in idle)
    await dismiss(idle)
    return [
        Row(f"R2 idle streams, {name}", f"{streams} connected", f"{connected} connected", connected == streams),
        at_most(f"R2 memory of one, {name}", 32, each, "kB", f", {before / 2**20:.0f} MiB without"),
        at_most(f"R2 threads, {name}", 20, threads, "threads"),
        at_most(f"R2 share of a core, {name}", 3, share * 100, "%", f", over {seconds:g} s"),
    ]


def rest(site: Site, name: str, streams: int, seconds: float = 30) -> list[Row]:
    with gunicorn(site.env, WEB_CONCURRENCY="1") as port:
        return asyncio.run(at_rest(site, port, name, streams, seconds))


async def one_more(site: Site, port: int, most: int) -> list[Row]:
    idle, taken, answers = await crowd(site, port, most), [], []
    connected = sum(reader.is_connected for reader in idle)
    for begun in site.begin(10):
        visitor, at = begun.visitor(port), clock()
        async with wire.opened(port, "GET", "/chat/stream?after=0", visitor.headers()) as (head, _reader):
            answers.append(head)
        taken.append(clock() - at)
        await asyncio.sleep(0.2)
    polled = {(await begun.visitor(port).ask("GET", "/chat/updates?after=0")).status for begun in site.begin(3)}
    await dismiss(idle)
    refusals = {(head.status, bool(head.header("retry-after"))) for head in answers}
    is_so = connected == most and refusals == {(503, True)} and polled == {200}
    measured = f"{connected} open; {sorted(head.status for head in answers)[0]}, then {sorted(polled)} to polls"
    return [
        Row(f"R3 stream {most + 1:,}", "503 with Retry-After; it may poll", measured, is_so),
        at_most("R3 refused within, the longest of ten", 100, max(taken) * 1000, "ms"),
    ]


def full(site: Site, most: int = 5_000) -> list[Row]:
    with gunicorn(site.env, WEB_CONCURRENCY="1", CHAT_STREAMS=str(most)) as port:
        return asyncio.run(one_more(site, port, most))


# Without hints (R8)


def without_hints(site: Site, name: str) -> list[Row]:
    with gunicorn(site.env, CHAT_WAKES="0") as port:
        return [asyncio.run(faults.delays(site, port, f"R8 {name}, all wake-ups off", 3))]


# When workers end (R10)


async def reload(site: Site, port: int, name: str, streams: int) -> list[Row]:
    idle, visitors = await crowd(site, port, streams), [one.visitor(port) for one in site.begin(5)]
    await asyncio.gather(*(visitor.arrive() for visitor in visitors))
    async with meanwhile(*(_send_on(visitor) for visitor in visitors)):
        await asyncio.sleep(0.5)
        at = clock()
        os.kill(machine.master(port), signal.SIGHUP)
        await until(lambda: all(_is_back(reader, at) for reader in idle), CAUGHT_UP)
        await asyncio.sleep(2)
    left, back = [_ended_after(reader, at) for reader in idle], [_back_after(reader, at) for reader in idle]
    sent = [one for visitor in visitors for one in visitor.sent]
    failed, repeated = sum(not one.seq for one in sent), sum(one.tries > 1 for one in sent)
    rows = [
        at_most(f"R10 SIGHUP, {streams} streams out, {name}", 3, max(left), "s"),
        at_most(f"R10 SIGHUP, all of them back, {name}", 10, max(back), "s"),
        Row(
            f"R10 sends meanwhile, {name}", "0 failed", f"{failed} failed of {len(sent)}, {repeated} again", not failed
        ),
    ]
    return [*rows, *await _stop(port, name, idle)]


async def _send_on(visitor: Visitor) -> None:
    while True:
        await visitor.send(f"{len(visitor.sent)} of {id(visitor)}")
        await asyncio.sleep(0.1)


async def _stop(port: int, name: str, idle: list[Follower]) -> list[Row]:
    at, before = clock(), sum(reader.farewells for reader in idle)
    connected = sum(reader.is_connected for reader in idle)
    os.kill(machine.master(port), signal.SIGTERM)
    await until(lambda: not any(reader.is_connected for reader in idle), CAUGHT_UP)
    left = max(_ended_after(reader, at) for reader in idle)
    told = sum(reader.farewells for reader in idle) - before
    await dismiss(idle)
    return [at_most(f"R10 SIGTERM, {connected} streams out, {name}", 3, left, "s", f", {told} told so")]


def _ended_after(reader: Follower, at: float) -> float:
    return next((moment - at for moment in reader.ended_at if moment > at), float("inf"))


def _is_back(reader: Follower, at: float) -> bool:
    return reader.is_connected and reader.begun_at[-1] > at


def _back_after(reader: Follower, at: float) -> float:
    return reader.begun_at[-1] - at if _is_back(reader, at) else float("inf")


def ending(site: Site, name: str, streams: int) -> list[Row]:
    with gunicorn(site.env) as port:
        return asyncio.run(reload(site, port, name, streams))


# Polls (R13)


async def poll_in_vain(begun: Begun, port: int, times: int = 500) -> list[Row]:
    """How many questions to the database one costs is counted in the tests."""
    visitor = await begun.visitor(port).arrive()
    await visitor.send("Hello")
    first = await visitor.ask("GET", "/chat/updates?after=1")
    taken, statuses = [], set()
    for _time in range(times):
        at = clock()
        answer = await visitor.ask("GET", "/chat/updates?after=1", **{"If-None-Match": first.header("etag")})
        taken.append(clock() - at)
        statuses.add((answer.status, len(answer.body)))
    measured = f"{sorted(statuses)}, median {statistics.median(taken) * 1000:.1f} ms of {times}"
    return [Row("R13 a poll without news", "304, 0 bytes", measured, statuses == {(304, 0)})]


def polls(site: Site) -> list[Row]:
    with gunicorn(site.env) as port:
        return asyncio.run(poll_in_vain(site.begin(1)[0], port))


# What pages keep of their throughput (R14)

SERVERS = {
    "hifred.asgi": ((), ASGI),
    "sync": (("-k", "sync"), "hifred.wsgi"),
    "gthread": ((), "hifred.wsgi"),
    "gunicorn's asgi": (("-k", "asgi"), ASGI),
}
ASKED = {"sync": 0.9, "gthread": 0.9}


def requests_a_second(address: str, seconds: int) -> float:
    command = ["wrk", "-t2", "-c16", f"-d{seconds}s", address]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said:
        raise SystemExit(f"{address} does not answer 200")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])


def throughput(rounds: int, seconds: int) -> list[Row]:
    """In each round every server has its turn with every page, so that the machine's moods fall on all alike."""
    if not shutil.which("wrk"):
        raise SystemExit("wrk is not here (apt install wrk)")
    with sites.site(has_pages=True, PAGE_STORE_BYTES="0") as site:
        pages = {"healthz": "/healthz", "home": "/", "list": "/news/", "article": site.article_address()}
        measured = {(page, server): [] for page in pages for server in SERVERS}
        for _round in range(rounds):
            for server, (options, application) in SERVERS.items():
                with gunicorn(site.env, *options, application=application) as port:
                    for page, path in pages.items():
                        address = f"http://127.0.0.1:{port}{path}"
                        requests_a_second(address, 1)
                        measured[page, server].append(requests_a_second(address, seconds))
    medians = {key: statistics.median(figures) for key, figures in measured.items()}
    return [_compared(page, server, medians) for page in pages for server in SERVERS if server != "hifred.asgi"]


def _compared(page: str, server: str, medians: dict[tuple[str, str], float]) -> Row:
    ours, theirs = medians[page, "hifred.asgi"], medians[page, server]
    asked = ASKED.get(server, 0)
    measured = f"{ours / theirs:.2f} times, {ours:.0f} against {theirs:.0f} a second"
    return Row(f"R14 {page}, to {server}", f">= {asked:g} times" if asked else "-", measured, ours / theirs >= asked)


# All of them


def of_database(name: str, asked: argparse.Namespace) -> Iterator[tuple[str, Callable[[Site], list[Row]]]]:
    yield "R1", lambda site: arrival(site, name, asked.streams, asked.messages)
    yield "R2", lambda site: rest(site, name, asked.streams)
    yield "R8", lambda site: without_hints(site, name)
    yield "R10", lambda site: ending(site, name, asked.streams)
    if name == "SQLite":
        yield "R3", full
        yield "R13", polls


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="R1,R2,R3,R8,R10,R13,R14", help="such as R1,R2")
    parser.add_argument("--streams", type=int, default=2_000)
    parser.add_argument("--messages", type=int, default=1_000, help="each way")
    parser.add_argument("--rounds", type=int, default=3, help="of R14")
    parser.add_argument("--seconds", type=int, default=10, help="of a page's turn in R14")
    parser.add_argument("--databases", default=",".join(sites.DATABASES))
    return parser.parse_args()


def main() -> None:
    sites.set_up()
    asked, verdicts = arguments(), Verdicts()
    wanted = asked.only.split(",")
    for name in asked.databases.split(","):
        for requirement, measurement in of_database(name, asked):
            if requirement in wanted:
                with sites.site(name) as site:
                    verdicts.add(*measurement(site))
    if "R14" in wanted:
        verdicts.add(*throughput(asked.rounds, asked.seconds))
    verdicts.keep("chat")
    verdicts.end()


if __name__ == "__main__":
    main()
