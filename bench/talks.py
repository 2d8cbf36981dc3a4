"""Conversations with all who write and read in them, and whether everybody read the same."""

import asyncio
import contextlib
import random
from collections import Counter

from bench import machine
from bench.sites import Begun, Site
from bench.verdicts import judge
from bench.visitors import Agent, Client, Follower, Poller, Reader, Sent, Visitor, until

ASGI, WSGI = "hifred.asgi", "hifred.wsgi"
CAUGHT_UP = 30.0  # seconds that readers have after the last message
AT_A_TIME = 200  # streams that are opened together


class Talk:
    """A conversation with all who write in it and read it; windows of one visitor share a cookie."""

    def __init__(self, begun: Begun, port: int, windows: int):
        self.begun = begun
        self.visitors = [begun.visitor(port) for _window in range(windows)]
        self.readers: list[Reader] = []
        self.agent: Agent | None = None

    async def open(self, application: str, agent: Agent | None) -> None:
        """Of five windows one polls; without streams, all of them."""
        self.agent = agent
        await asyncio.gather(*(visitor.arrive() for visitor in self.visitors))
        for number, visitor in enumerate(self.visitors):
            is_poller = application == WSGI or number % 5 == 4
            self.readers.append((Poller(visitor) if is_poller else Follower(visitor, Visitor.stream)).begin())
        if agent and application == ASGI:
            self.readers.append(Follower(agent, Agent.stream(self.begun.pk)).begin())

    @property
    def answers(self) -> list[Sent]:
        """An agent answers in several conversations, and says in which."""
        return [one for one in self.agent.sent if one.body.startswith(f"{self.begun.pk}:")] if self.agent else []

    @property
    def sent(self) -> list[Sent]:
        return [one for visitor in self.visitors for one in visitor.sent] + self.answers

    async def settle(self) -> None:
        last = max((one.seq for one in self.sent), default=0)
        await until(lambda: all(reader.after >= last for reader in self.readers), CAUGHT_UP)
        await dismiss(self.readers)


async def speak(visitor: Client, messages: int, seconds: float) -> None:
    pause = seconds / messages
    for number in range(messages):
        await asyncio.sleep(random.uniform(0, 2 * pause))
        await visitor.send(f"{number} of {id(visitor)}")


@contextlib.asynccontextmanager
async def meanwhile(*coroutines):
    """What goes on as long as the block does."""
    tasks = [asyncio.create_task(one) for one in coroutines]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        for broken in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(broken, Exception):
                raise broken


def judged(site: Site, talks: list[Talk]) -> Counter:
    wrong = Counter()
    for talk in talks:
        wrong.update(judge(site.said(talk.begun), talk.sent, [reader.received for reader in talk.readers]))
    return wrong


async def crowd(site: Site, port: int, count: int) -> list[Follower]:
    """Visitors who have a conversation, and only listen."""
    readers = [Follower(begun.visitor(port), Visitor.stream) for begun in site.begin(count)]
    for first in range(0, count, AT_A_TIME):
        some = [reader.begin() for reader in readers[first : first + AT_A_TIME]]
        await until(lambda some=some: all(reader.is_connected for reader in some), CAUGHT_UP)
    return readers


async def dismiss(readers: list[Reader]) -> None:
    await asyncio.gather(*(reader.stop() for reader in readers))


async def kill_again_and_again(port: int, every: float, killed: list[int], most: int, spared: int = 0) -> None:
    while len(killed) < most:
        await asyncio.sleep(every)
        if pid := machine.kill_one(port, spared):
            killed.append(pid)
