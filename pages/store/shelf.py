"""The pages that a process keeps, bounded in bytes, and which of them answers a request. It does no I/O."""

import threading
import time
from collections import OrderedDict

from django.conf import settings

from pages.store.asked import Key, asked_in, may_be_kept
from pages.store.page import Answer, Headers, Page
from pages.store.watch import State, Watch

LIFE = 60.0  # seconds: what no generation tells of, such as what is read most, is no older
LARGEST = 2**20  # bytes; a page that is larger is made anew each time
WAIT = 10.0  # seconds for somebody else who makes the same page


class Shelf:
    def __init__(self, room: int, watch: Watch):
        self.room, self.watch = room, watch
        self._lock = threading.Lock()
        self._making: dict[Key, threading.Event] = {}
        self.forget()

    def forget(self) -> None:
        self._pages: OrderedDict[Key, Page] = OrderedDict()
        self.size = 0  # bytes

    def answer(self, method: str, scheme: str, path: str, query: bytes, headers: Headers | None) -> Answer | None:
        """None: ask Django."""
        if headers is None or method not in ("GET", "HEAD") or (asked := asked_in(path, query)) is None:
            return None
        page = self.find(asked.key)
        if page is None or (asked.has_foreign_query and not page.is_deaf) or not may_be_kept(scheme, headers):
            return None
        return page.answer(headers, is_head=method == "HEAD")

    def find(self, key: Key) -> Page | None:
        page, state = self._pages.get(key), self.watch.current()
        if page is None or page.state is not state:
            return None
        if time.monotonic() >= page.until and not self.watch.is_away():
            return None
        try:
            self._pages.move_to_end(key)
        except KeyError:
            pass  # another thread needed its room just now
        return page

    def keep(self, key: Key, page: Page, state: State) -> None:
        """A page that was made while this state held, the least wanted making room."""
        if page.size > min(self.room, LARGEST):
            return
        page.state, page.until = state, time.monotonic() + LIFE
        with self._lock:
            if replaced := self._pages.pop(key, None):
                self.size -= replaced.size
            self._pages[key] = page
            self.size += page.size
            while self.size > self.room:
                _key, oldest = self._pages.popitem(last=False)
                self.size -= oldest.size

    # One of those who ask for the same at once makes it

    def wait_or_make(self, key: Key) -> bool:
        """Whether it is for the caller to make, who then says when he is `done`; the others come back when he is."""
        with self._lock:
            maker = self._making.get(key)
            if maker is None:
                self._making[key] = threading.Event()
                return True
        maker.wait(WAIT)
        return False

    def done(self, key: Key) -> None:
        with self._lock:
            self._making.pop(key).set()


watch = Watch()
shelf = Shelf(0 if settings.DEBUG else settings.PAGE_STORE_BYTES, watch)
