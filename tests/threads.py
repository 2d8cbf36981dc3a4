"""A thread of its own for what begins an event loop: a browser leaves one running in the thread of all tests."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor


def aside(act: Callable, *values, **named):
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(act, *values, **named).result()
