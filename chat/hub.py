"""Who waits in this process for news of a conversation, and what the database last said of it.

The database is the truth. A hint (chat/wakes.py) makes the hub look at what moved of late; every two seconds it looks
at all that somebody waits for, so that a lost hint costs two seconds and never a message. Everything here runs in the
event loop but for the questions to the database, which have a small executor of their own.
"""

import asyncio
import contextlib
import logging
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import NamedTuple, TypeVar

from django.db import Error, connection
from django.db.models import Max
from django.utils import timezone

from chat import wakes
from chat.models import Conversation, Message

logger = logging.getLogger(__name__)
T = TypeVar("T")

EVERY = 2.0  # seconds between two looks at all that is waited for
OF_LATE = timedelta(seconds=10)  # clocks of several hosts may differ by this much before a hint is lost
TOGETHER = 0.03  # seconds: hints that come this close are one look
ALIVE_EVERY = 0.1  # seconds
AT_A_TIME = 500  # conversations in one question
THREADS = 2
PATIENCE = 10.0  # seconds that the database may take to answer


class State(NamedTuple):
    """What an open window may have to show anew; named as the columns are."""

    token_hash: str
    pk: int
    last_seq: int
    status: str
    created_at: datetime
    visitor_typed_at: datetime | None
    staff_typed_at: datetime | None
    staff_typing: str
    assignee_id: int | None
    noted_at: datetime | None
    visitor_seen: int
    replying_id: int | None
    replying_at: datetime | None


BRIEF = State._fields[:4]


class Inbox(NamedTuple):
    """The same of all conversations together."""

    waiting: int
    stirred_at: datetime | None


class Away(Exception):
    """The database does not answer."""


class Waiter:
    """Something that wants to be woken when the state under its key changes."""

    def __init__(self, key: str):
        self.key = key
        self.woken = asyncio.Event()


INBOX = "inbox"  # no hash looks like this


class Hub:
    def __init__(self):
        self.waiting: dict[str, set[Waiter]] = defaultdict(set)
        self.states: dict[str, State | Inbox | None] = {}
        self.count = 0
        self.is_alive: Callable[[], bool] = lambda: True
        self.is_ending = False
        self._executor = ThreadPoolExecutor(THREADS, thread_name_prefix="chat")
        self._hint = asyncio.Event()
        self._joining: set[str] = set()
        self._tasks: list[asyncio.Task] = []
        self._is_out = False  # the database does not answer

    # Waiting

    @contextlib.asynccontextmanager
    async def waits(self, waiter: Waiter):
        """First it stands in the list, then the state is read: what comes between wakes it."""
        self.count += 1
        self.waiting[waiter.key].add(waiter)
        self._begin()
        try:
            self._joining.add(waiter.key)
            self._hint.set()
            await asyncio.shield(self._next_look)
            yield
        finally:
            self.count -= 1
            self.waiting[waiter.key].discard(waiter)
            if not self.waiting[waiter.key]:
                del self.waiting[waiter.key]
                self.states.pop(waiter.key, None)

    async def _guard(self) -> None:
        """When the process is to end, everybody is sent to another."""
        while self.is_alive():
            await asyncio.sleep(ALIVE_EVERY)
        self.is_ending = True
        for waiters in self.waiting.values():
            for waiter in waiters:
                waiter.woken.set()

    async def ask(self, question: Callable[[], T]) -> T:
        """Raises Away, also where the database says nothing at all."""
        try:
            async with asyncio.timeout(PATIENCE):
                return await asyncio.get_running_loop().run_in_executor(self._executor, _asked, question)
        except TimeoutError as error:
            raise Away("no answer") from error

    # Looking

    def _begin(self) -> None:
        if not self._tasks:
            self._next_look = asyncio.get_running_loop().create_future()
            self._tasks = [asyncio.create_task(task()) for task in (self._listen, self._watch, self._guard)]

    async def _listen(self) -> None:
        async for _hint in wakes.hints():
            self._hint.set()

    async def _watch(self) -> None:
        """One look after the other, so that none can note what an earlier one has read."""
        clock = asyncio.get_running_loop().time
        due = clock() + EVERY
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout_at(due):
                    await self._hint.wait()
            self._hint.clear()
            is_due = clock() >= due
            if is_due:
                due = clock() + EVERY
            await self._look(is_due)
            await asyncio.sleep(TOGETHER)

    async def _look(self, at_all: bool) -> None:
        joining, self._joining = self._joining, set()
        done, self._next_look = self._next_look, asyncio.get_running_loop().create_future()
        try:
            await self._look_at(await self._changed(joining) if at_all else list(joining))
            await self._look_at_what_stirred()
            self._is_out = False
            done.set_result(None)
        except Exception as error:  # whatever it is: without looks nobody would hear anything any more
            if not self._is_out:
                logger.exception("The chat cannot read its conversations; it tries again every two seconds")
            self._is_out = True
            if joining:
                done.set_exception(Away(str(error)))

    async def _look_at_what_stirred(self) -> None:
        since = timezone.now() - OF_LATE
        stirred = Conversation.objects.stirred_since(since).order_by().values_list(*State._fields)
        for row in await self.ask(lambda: list(stirred)):
            if row[0] in self.waiting:
                self._note(row[0], State(*row))
        if INBOX in self.waiting:
            self._note(INBOX, await self.ask(_inbox))

    async def _changed(self, joining: set[str]) -> list[str]:
        """Of all that is waited for; told without the times, whose reading costs more than all the rest."""
        keys = [key for key in self.waiting if key != INBOX]
        found = {brief[0]: brief for brief in await self._rows(keys, BRIEF)}
        known = {key: state and state[: len(BRIEF)] for key, state in self.states.items()}
        return [*joining, INBOX, *(key for key in keys if known.get(key, ...) != found.get(key))]

    async def _look_at(self, keys: list[str]) -> None:
        """All of them, also those that are not there, or no longer."""
        conversations = [key for key in keys if key != INBOX]
        found = {row[0]: State(*row) for row in await self._rows(conversations, State._fields)}
        for key in conversations:
            self._note(key, found.get(key))
        if INBOX in keys and INBOX in self.waiting:
            self._note(INBOX, await self.ask(_inbox))

    async def _rows(self, keys: list[str], columns: tuple[str, ...]) -> list[tuple]:
        rows = []
        for first in range(0, len(keys), AT_A_TIME):
            some = Conversation.objects.filter(token_hash__in=keys[first : first + AT_A_TIME])
            rows += await self.ask(lambda some=some: list(some.order_by().values_list(*columns)))
        return rows

    def _note(self, key: str, state: State | Inbox | None) -> None:
        if self.states.get(key, ...) != state and key in self.waiting:
            self.states[key] = state
            for waiter in self.waiting[key]:
                waiter.woken.set()


def _asked(question: Callable[[], T]) -> T:
    """The connection is kept for the next question, unless it is broken."""
    try:
        return question()
    except Error as error:
        connection.close()
        raise Away(str(error)) from error


def _inbox() -> Inbox:
    latest = Conversation.objects.aggregate(Max("stirred_at"))["stirred_at__max"]
    return Inbox(Conversation.objects.waiting().count(), latest)


def messages_after(pk: int, seq: int, most: int) -> list[Message]:
    return list(Message.objects.filter(conversation_id=pk, seq__gt=seq)[:most])
