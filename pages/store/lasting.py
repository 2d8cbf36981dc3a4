"""What is the same for all readers, such as the chrome, and is read once as long as nothing changes that they see."""

import time
from collections.abc import Callable, Hashable
from typing import Any, NamedTuple

from django.db import DatabaseError
from django.http import HttpRequest

from pages.store.shelf import LIFE, watch
from pages.store.watch import State


class Values(NamedTuple):
    state: State | None
    until: float  # by time.monotonic()
    by_key: dict[Hashable, Any]


class Lasting:
    def __init__(self):
        self.forget()

    def forget(self) -> None:
        self._values = Values(None, 0.0, {})

    def get(self, request: HttpRequest, key: Hashable, make: Callable[[], Any]) -> Any:
        """What `make` gives. Nobody may change it: others have the same."""
        known = self._known(request)
        if known is None:
            return make()
        if key not in known:
            known[key] = make()
        return known[key]

    def get_all(self, request: HttpRequest, keys: list, make: Callable[[list], dict[Hashable, Any]]) -> dict:
        """Those that are missing are made together."""
        known = self._known(request)
        if known is None:
            return make(keys)
        if missing := [key for key in keys if key not in known]:
            known.update(make(missing))
        return {key: known[key] for key in keys}

    def _known(self, request: HttpRequest) -> dict[Hashable, Any] | None:
        state = state_of(request)
        if state is None:
            return None
        values = self._values
        if values.state is not state or time.monotonic() >= values.until:
            values = self._values = Values(state, time.monotonic() + LIFE, {})
        return values.by_key


def state_of(request: HttpRequest) -> State | None:
    """What held when somebody first asked for it; None if nothing may be kept.

    Each request looks for itself: with what was known a second ago, a page could have an old menu around a new text.
    In the middle of a step nobody knows whether it will last.
    """
    if not hasattr(request, "state_of_the_site"):
        request.state_of_the_site = _seen() if request.method in ("GET", "HEAD") else None
    return request.state_of_the_site


def _seen() -> State | None:
    try:
        return watch.look()
    except DatabaseError:
        return None


lasting = Lasting()
