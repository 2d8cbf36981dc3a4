"""A site with articles that nobody has read, whose server may be ended and begun again at the same port."""

import asyncio
import os
import signal
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.cluster import Cluster
from bench.readers import Article, Reader, Reading
from bench.tally import answered, counted
from bench.visitors import clock
from tests.servers import RUNNING, environment, free_port, gunicorn, manage, prepare

WORKERS, ARTICLES = 4, 5
PEOPLE, A_SECOND = 16, 200  # few, since a reading that breaks says nothing; and as many as the server keeps up with
STILL, SETTLED = 5.0, 40.0  # seconds without a change, once all is there; and the most that is waited for it
ENDS = 60.0  # seconds
WRITE = """
from tests import factories
for n in range({count}):
    article = factories.published(f"Article {{n}}", slug=f"article-{{n}}", body="<p>A text of some words.</p>" * 100)
    print("ARTICLE", article.pk, article.get_absolute_url())
"""


class Site:
    def __init__(self, env: dict[str, str], logs: Path, cluster: Cluster | None):
        self.env, self.port, self.cluster = env, free_port(), cluster
        self._logging = env | {"DATA_DIR": str(logs)}  # not where the disk may be full
        said = manage(env, "shell", "-v0", "-c", WRITE.format(count=ARTICLES)).splitlines()
        lines = [line.split() for line in said if line.startswith("ARTICLE")]
        self.articles = [Article(int(pk), address) for _mark, pk, address in lines]

    @property
    def folder(self) -> Path:
        return Path(self.env["DATA_DIR"])

    # The server

    def begin(self) -> None:
        self._running = gunicorn(self._logging, port=self.port, DATA_DIR=self.env["DATA_DIR"])
        self._running.__enter__()

    def end(self, number: int = signal.SIGTERM, *, is_for_all: bool = True) -> None:
        """By a signal to the master alone, or to all at once."""
        if server := RUNNING.get(self.port):
            (os.killpg if is_for_all else os.kill)(server.pid, number)
            server.wait(ENDS)
            self._running.__exit__(None, None, None)

    async def again(self, number: int = signal.SIGTERM, *, is_for_all: bool = True) -> None:
        await asyncio.to_thread(self.end, number, is_for_all=is_for_all)
        await asyncio.to_thread(self.begin)

    # Those who read

    def readers(self, people: int = PEOPLE, a_second: float = A_SECOND, **how: bool) -> list[Reader]:
        return [Reader(self.port, self.articles, people / a_second, **how) for _person in range(people)]

    async def settled(self, readings: Sequence[Reading]) -> dict[int, int]:
        """What is counted when nothing moves any more."""
        least, seen, since, end = answered(readings), None, clock(), clock() + SETTLED
        while clock() < end:
            if (now := counted(self.env["DATABASE_URL"])) != seen:
                seen, since = now, clock()
            if clock() - since > STILL and all(seen.get(article, 0) >= number for article, number in least.items()):
                break
            await asyncio.sleep(0.25)
        return seen


@contextmanager
def site(cluster: Cluster | None = None, folder: Path | None = None) -> Iterator[Site]:
    """On SQLite, or a new database of the cluster; what it writes is in this folder, or in one of its own."""
    with tempfile.TemporaryDirectory() as own:
        more = {"DATABASE_URL": cluster.database()} if cluster else {}
        env = environment(folder or Path(own), WEB_CONCURRENCY=str(WORKERS), **more)
        prepare(env)
        made = Site(env, Path(own), cluster)
        made.begin()
        try:
            yield made
        finally:
            made.end()
