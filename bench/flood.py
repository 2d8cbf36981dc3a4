"""What the page store takes when it is full, and under addresses that nobody has a use for: `python -m bench.flood`."""

import re
import subprocess
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench import machine
from bench.sites import Site, set_up, site
from bench.verdicts import Row, Verdicts, at_most
from tests import servers
from tests.wire import ask

LIFE = 60  # seconds that a page is kept (pages/store/shelf.py)
ARTICLES = 3_000  # more than two workers have room for
ADDRESSES = 1_000_000  # queries that mean nothing, each another one
AT_A_TIME = 30  # seconds of a flood; one of paths is over then, since each is looked up by Django
MIB = 2**20
QUERIES = """
local n = 0
request = function()
  n = n + 1
  return wrk.format("GET", "{path}?x=" .. ({seed} + n))
end
"""
PATHS = """
local n = 0
request = function()
  n = n + 1
  return wrk.format("GET", "/nowhere-" .. ({seed} + n) .. "/")
end
"""


def main() -> None:
    set_up()
    verdicts = Verdicts()
    with site(has_pages=True) as made:
        servers.manage(made.env, "sample_site", "--articles", str(ARTICLES))
        with servers.gunicorn(made.env, WEB_CONCURRENCY="2") as port:
            time.sleep(3)
            verdicts.add(at_most("two workers, idle", 160, memory(port), "MiB"))
            fill(made, port)
            verdicts.add(at_most("two workers, stores full", 240, memory(port), "MiB", f"; {ARTICLES} articles read"))
            verdicts.add(*flooded("queries", QUERIES, ADDRESSES, port, made.article_address()))
            verdicts.add(*flooded("paths", PATHS, 0, port, made.article_address()))
    verdicts.keep("flood")
    verdicts.end()


def memory(port: int) -> float:
    return sum(map(machine.pss, machine.workers(port))) / MIB


def fill(made: Site, port: int) -> None:
    """By readers on connections of their own, so that each worker gets its half or more."""
    addresses = made.ask(
        "from news.models import ArticleRevision\nfrom django.utils import timezone\n"
        "live = ArticleRevision.objects.live(timezone.now()).select_related('article')\n"
        "answer = [one.get_absolute_url() for one in live]"
    )
    with ThreadPoolExecutor(16) as readers:
        statuses = Counter(readers.map(lambda address: ask(port, address).status, addresses))
    if set(statuses) != {200}:
        raise SystemExit(f"not every article was answered: {statuses}")


def flooded(name: str, script: str, least: int, port: int, address: str) -> list[Row]:
    """With a real reader meanwhile: how many answers came from memory, and what the flood left behind."""
    for _time in range(20):
        ask(port, address)
    before, watch, begun = memory(port), Watch(port, address), time.monotonic()
    count = 0
    with watch, tempfile.TemporaryDirectory() as folder:
        while not count or count < least:
            count += wrk(port, script.format(path=address, seed=count), Path(folder))
    grown, made = memory(port) - before, watch.asked - watch.kept
    due = 2 * (1 + int((time.monotonic() - begun) // LIFE))
    return [
        at_most(f"{name}: memory grown by", 10, grown, "MiB", f"; {count} different ones"),
        Row(f"{name}: a reader's page made anew", f"<= {due}, a minute old", f"{made} of {watch.asked}", made <= due),
    ]


def wrk(port: int, script: str, folder: Path) -> int:
    """How many requests it made."""
    place = folder / "flood.lua"
    place.write_text(script)
    command = ["wrk", "-t1", "-c16", f"-d{AT_A_TIME}s", "-s", place, f"http://127.0.0.1:{port}"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return int(re.search(r"(\d+) requests in", said)[1])


class Watch:
    """A reader of the real page, ten times a second."""

    def __init__(self, port: int, address: str):
        self.port, self.address = port, address
        self.asked = self.kept = 0
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._read)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_error) -> None:
        self._end.set()
        self._thread.join()

    def _read(self) -> None:
        while not self._end.wait(0.1):
            answer = ask(self.port, self.address)
            self.asked += 1
            self.kept += answer.headers["X-Request-ID"] is None


if __name__ == "__main__":
    main()
