"""What a worker does beside answering: looks for what has changed, folds counts, sends mail, clears away what is old.

Apps register small duties that may be done twice or by several workers at once: what must happen once is claimed
in the database. One thread does them in turn; what cannot wait for its turn has a thread of its own for good.
"""

import atexit
import logging
import os
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import close_old_connections, connections

logger = logging.getLogger(__name__)

PAUSE = 1.0  # seconds between two looks at what is due
PATIENCE = 15  # seconds that a worker which ends gives a duty to be finished


@dataclass
class Duty:
    name: str
    every: timedelta
    do: Callable[[], None]
    is_slow: bool = False  # it waits for others' machines, and gets a thread of its own while it does
    is_steady: bool = False  # it is done again and again in a thread of its own, and once more at the end
    due: float = 0.0  # by time.monotonic()
    thread: threading.Thread | None = None


_duties: dict[str, Duty] = {}
_end = threading.Event()
_running: tuple[int, threading.Thread] | None = None  # in which process


def register(
    name: str, every: timedelta, do: Callable[[], None], *, is_slow: bool = False, is_steady: bool = False
) -> None:
    _duties[name] = Duty(name, every, do, is_slow, is_steady)


def duties() -> dict[str, Duty]:
    return _duties


def do_what_is_due() -> None:
    for duty in _duties.values():
        if _end.is_set():
            return
        if not duty.is_steady and duty.due <= time.monotonic():
            # Workers that began together do not go on in step.
            duty.due = time.monotonic() + duty.every.total_seconds() * random.uniform(0.9, 1.1)  # noqa: S311
            if duty.is_slow:
                _do_aside(duty)
            else:
                _do(duty)


def _do_aside(duty: Duty) -> None:
    """Unless it is still at it."""
    if duty.thread is None or not duty.thread.is_alive():
        thread = threading.Thread(target=_do_and_close, args=[duty], name=duty.name, daemon=True)
        try:
            thread.start()
        except RuntimeError:  # the system has none left; the next time it may
            logger.exception("The duty “%s” was not begun", duty.name)
        else:
            duty.thread = thread


def _do_and_close(duty: Duty) -> None:
    _do(duty)
    connections.close_all()


def _do(duty: Duty) -> None:
    close_old_connections()
    try:
        duty.do()
    except Exception:  # the next duty, and this one the next time, must still be done
        logger.exception("The duty “%s” was not done", duty.name)


def _keep_doing(duty: Duty) -> None:
    """With one connection, which the duty closes if it does not hold."""
    is_over = False
    while not is_over:
        is_over = _end.wait(duty.every.total_seconds())
        try:
            duty.do()
        except Exception:
            logger.exception("The duty “%s” was not done", duty.name)
            connections.close_all()
    connections.close_all()


def _watch() -> None:
    while not _end.wait(PAUSE):
        do_what_is_due()
    connections.close_all()


def start() -> None:
    """Once in each process; a thread does not survive a fork."""
    global _running
    if _running and _running[0] == os.getpid():
        return
    _end.clear()
    thread = threading.Thread(target=_watch, name="caretaker", daemon=True)
    _running = (os.getpid(), thread)
    atexit.register(stop)
    for duty in _duties.values():
        if duty.is_steady:
            duty.thread = threading.Thread(target=_keep_doing, args=[duty], name=duty.name, daemon=True)
            duty.thread.start()
    thread.start()


def stop() -> None:
    """What is half done is finished first."""
    if _running and _running[0] == os.getpid():
        _end.set()
        end = time.monotonic() + PATIENCE
        for thread in filter(None, [_running[1], *(duty.thread for duty in _duties.values())]):
            thread.join(max(0, end - time.monotonic()))


def with_caretaker(application: Callable) -> Callable:
    """The WSGI application, and from the first request on the caretaker beside it."""

    def answer(environ, start_response):
        start()
        return application(environ, start_response)

    return answer
