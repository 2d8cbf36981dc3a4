"""People who read articles, and what became of each reading."""

import asyncio
import contextlib
import gzip
import random
import re
from collections.abc import AsyncIterator, Sequence
from typing import NamedTuple

from bench import machine, wire
from bench.visitors import clock

UNSENT, BROKEN = -1, 0  # in place of a status: nobody was there; no whole answer came to what was sent
PATIENCE = 60.0  # seconds for a whole answer
LATEST = 1.0  # seconds that a reader makes good; what is later than that is left out
KEPT = (2, 30)  # readings on one connection, at random
AGENTS = (None, "curl/8.5.0", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0")
SHOWN = re.compile(rb"Click:(\d+)<")


class Article(NamedTuple):
    pk: int
    address: str


class Reading(NamedTuple):
    """`number` is what the page shows, `worker` the process that answered; 0 where that is not known."""

    article: int
    begun: float
    ended: float
    status: int
    number: int = 0
    worker: int = 0


class Reader:
    """Reads one of the articles again and again: half the time over a new connection, or always."""

    def __init__(
        self,
        port: int,
        articles: Sequence[Article],
        pause: float,
        *,
        is_always_new: bool = False,
        knows_worker: bool = False,
    ):
        self.port, self.articles, self.pause = port, articles, pause
        self.is_always_new, self.knows_worker = is_always_new, knows_worker
        self.readings: list[Reading] = []
        self._connection: wire.Connection | None = None
        self._left = self._worker = 0

    async def read_until(self, is_over: asyncio.Event) -> None:
        due = clock()
        while not is_over.is_set():
            due = max(due + random.uniform(0, 2 * self.pause), clock() - LATEST)
            await asyncio.sleep(due - clock())
            self.readings.append(await self.read(random.choice(self.articles)))
        self._let_go()

    async def read(self, article: Article) -> Reading:
        begun = clock()
        try:
            connection = await self._connected()
        except OSError:
            return Reading(article.pk, begun, clock(), UNSENT)
        begun = clock()
        try:
            async with asyncio.timeout(PATIENCE):
                answer = await connection.ask("GET", article.address, self._headers())
        except wire.BROKEN:
            self._let_go()
            return Reading(article.pk, begun, clock(), BROKEN)
        ended = clock()
        self._worker = self._worker or self._looked_up(connection)
        reading = Reading(article.pk, begun, ended, answer.status, number(answer), self._worker)
        self._left -= 1
        if not self._left or answer.header("connection") == "close":
            self._let_go()
        return reading

    async def _connected(self) -> wire.Connection:
        if self._connection and self._connection.is_over:
            self._let_go()
        if not self._connection:
            self._connection = await wire.Connection.open(self.port)
            self._left = 1 if self.is_always_new or random.random() < 0.5 else random.randint(*KEPT)
        return self._connection

    def _headers(self) -> dict[str, str]:
        agent = random.choice(AGENTS)
        headers = {"User-Agent": agent} if agent else {}
        if random.random() < 0.5:
            headers["Accept-Encoding"] = "gzip"
        if self._left == 1 and not self.knows_worker:  # whose connection has to be open to be looked up
            headers["Connection"] = "close"
        return headers

    def _looked_up(self, connection: wire.Connection) -> int:
        return machine.worker_of(self.port, connection.own_port) if self.knows_worker else 0

    def _let_go(self) -> None:
        if self._connection:
            self._connection.close()
        self._connection, self._worker = None, 0


def number(answer: wire.Answer) -> int:
    if answer.status != 200:
        return 0
    body = gzip.decompress(answer.body) if answer.header("content-encoding") == "gzip" else answer.body
    return int(SHOWN.search(body)[1])


@contextlib.asynccontextmanager
async def reading(readers: Sequence[Reader]) -> AsyncIterator[None]:
    """As long as the block does; each ends the reading that he has in hand."""
    is_over = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        for reader in readers:
            tasks.create_task(reader.read_until(is_over))
        try:
            yield
        finally:
            is_over.set()


def all_readings(readers: Sequence[Reader]) -> list[Reading]:
    return [one for reader in readers for one in reader.readings]
