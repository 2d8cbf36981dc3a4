"""What grows with a site: `python -m bench.growth [N ...]`, by itself 1,000 to 1,000,000 articles on both databases.

Each article has three versions and a message, a hundred have a picture. No page comes from the store. All sites are
made first and then asked in turn, so that a busy minute of the machine is every site's.
"""

import gc
import json
import logging
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from bench import performance

SIZES = [1_000, 10_000, 100_000, 1_000_000]
ROUNDS, TIMES = 3, 7  # in turn, and requests for each page in a round
NEAR, STAFF, LIST_1000, QUERIES = 1.3, 300, 30, 12  # as often as among 1,000; milliseconds; queries
STAYS = ("article", "list", "category", "month", "feed", "staff: articles")
FINDS = {"SQLite": 150, "PostgreSQL": 300}  # milliseconds
RESULTS = Path(__file__).resolve().parent / "results/growth.json"


class Made(NamedTuple):
    database: str
    size: int
    env: dict[str, str]
    seconds: float

    @property
    def name(self) -> str:
        return f"{self.database} {self.size:,}"


# In a process with the site's environment


def addresses() -> dict[str, str]:
    from django.utils import timezone

    from news.models import Article

    article = Article.objects.filter(slug__startswith="bulletin-").order_by("-pk")[500]
    month, staff = timezone.localtime(article.published_at), "/admin/news/article/"
    return {
        "home": "/",
        "article": article.get_absolute_url(),
        "list": "/news/",
        "list, page 1,000": "/news/?page=1000",
        "category": "/news/category/company-news/",
        "tag": "/news/tag/line-7/",
        "month": f"/news/archive/{month.year}/{month.month}/",
        "feed": "/news/feed/rss/",
        "search, a word in all": "/news/search/?q=station",
        "search, two words": "/news/search/?q=station+17",
        "search, one article": f"/news/search/?q=bulletin+{article.slug.rpartition('-')[2]}",
        "search, nothing": "/news/search/?q=zebra",
        "search, typing": "/news/search/suggestions/?q=stat",
        "API": "/api/articles/",
        "staff: start": "/admin/",
        "staff: articles": staff,
        "staff: articles, page 100": f"{staff}?p=100",
        "staff: articles, by date": f"{staff}?o=4",
        "staff: articles, drafts": f"{staff}?standing=draft",
        "staff: articles, live": f"{staff}?standing=live",
        "staff: articles, trash": f"{staff}?standing=trash",
        "staff: articles, a category": f"{staff}?category={article.category_id}",
        "staff: articles, search": f"{staff}?q={article.slug.replace('-', '+')}",
        "staff: an article": f"{staff}{article.pk}/change/",
        "staff: its history": f"{staff}{article.pk}/history/",
        "staff: pictures": "/admin/pages/picture/",
        "staff: inbox": "/admin/chat/conversation/",
        "staff: tags": "/admin/news/tag/",
    }


class Page(NamedTuple):
    ask: Callable[[], Any]
    queries: int


def pages() -> dict[str, Page]:
    """Each was asked before; those that a small site does not have are left out."""
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    settings.ALLOWED_HOSTS = ["testserver"]
    logging.disable()
    reader, staff = Client(), Client()
    staff.force_login(User.objects.filter(is_superuser=True).first())
    found = {}
    for what, path in addresses().items():
        ask = partial((staff if what.startswith("staff") else reader).get, path)
        status = ask().status_code
        if status != 200:
            if "page 1" not in what:
                raise SystemExit(f"{path}: {status}")
            continue
        with CaptureQueriesContext(connection) as asked:
            ask()
        found[what] = Page(ask, len(asked))
    return found


def measure() -> None:
    asked, taken = pages(), defaultdict(list)
    gc.collect()
    gc.freeze()
    for _time in range(TIMES):
        for what, page in asked.items():
            begun = time.perf_counter()
            page.ask()
            taken[what].append((time.perf_counter() - begun) * 1000)
    queries = {what: page.queries for what, page in asked.items()}
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps({"taken": taken, "queries": queries, "memory": most}))


# Here


def make(database: str, size: int, folder: Path, own: dict[str, str]) -> Made:
    from tests.servers import environment, manage

    folder.mkdir()
    env = environment(folder, **own) | {"DJANGO_SETTINGS_MODULE": "hifred.settings", "PAGE_STORE_BYTES": "0"}
    manage(env, "migrate", "-v0")
    subprocess.run([sys.executable, "-m", "hifred.first_run"], env=env, check=True, stdout=subprocess.DEVNULL)
    begun = time.perf_counter()
    many = [sys.executable, "manage.py", "sample_site", "--articles", str(size)]
    subprocess.run(many, env=env, check=True, stdout=subprocess.DEVNULL)
    return _told(Made(database, size, env, time.perf_counter() - begun))


def _told(made: Made) -> Made:
    sys.stderr.write(f"{made.name}: made in {made.seconds:.0f} s\n")
    return made


def ask(made: Made) -> dict:
    command = [sys.executable, "-m", "bench.growth", "measure"]
    done = subprocess.run(command, env=made.env, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20, method="inclusive")[-1]


class Asked:
    """What one site took, over all rounds."""

    def __init__(self, made: Made, rounds: list[dict]):
        self.made, self.queries = made, rounds[0]["queries"]
        self.memory = max(one["memory"] for one in rounds)
        self.taken = {what: [t for one in rounds for t in one["taken"][what]] for what in self.queries}

    def median(self, what: str) -> float:
        return statistics.median(self.taken[what])

    def cell(self, what: str) -> str:
        if what not in self.taken:
            return "–"
        return f"{self.median(what):.1f} ({p95(self.taken[what]):.0f}; {self.queries[what]})"


def table(asked: list[Asked]) -> str:
    names = [one.made.name for one in asked]
    rows = [f"| page | {' | '.join(names)} |", f"|---|{'---:|' * len(names)}"]
    for what in dict.fromkeys(what for one in asked for what in one.taken):
        rows.append(f"| {what} | {' | '.join(one.cell(what) for one in asked)} |")
    rows.append(f"| most memory, MiB | {' | '.join(f'{one.memory:.0f}' for one in asked)} |")
    rows.append(f"| made in, s | {' | '.join(f'{one.made.seconds:.0f}' for one in asked)} |")
    return "\n".join(rows)


def missed(asked: list[Asked]) -> list[str]:
    """Of the largest sites, beside the smallest of the same database."""
    found = []
    for database in {one.made.database: None for one in asked}:
        by_size = [one for one in asked if one.made.database == database]
        least, largest = by_size[0], by_size[-1]
        ratios = {what: largest.median(what) / least.median(what) for what in STAYS}
        found += [f"{database}: {what} {ratio:.2f} times" for what, ratio in ratios.items() if ratio > NEAR]
        for what, times in largest.taken.items():
            most = STAFF if what.startswith("staff: articles") else FINDS[database] if "search" in what else None
            if most and p95(times) > most:
                found.append(f"{database}: {what} p95 {p95(times):.0f} ms")
            if what.startswith("staff: articles") and largest.queries[what] > QUERIES:
                found.append(f"{database}: {what} {largest.queries[what]} queries")
        if "list, page 1,000" in largest.taken and largest.median("list, page 1,000") > LIST_1000:
            found.append(f"{database}: page 1,000 {largest.median('list, page 1,000'):.0f} ms")
    return found


def main(sizes: list[int]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from tests.postgres import database

    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        sites = [make("SQLite", size, folder / f"sqlite-{size}", {}) for size in sizes]
        for size in sizes:
            sites.append(make("PostgreSQL", size, folder / f"postgresql-{size}", stack.enter_context(database())))
        rounds = [[ask(made) for made in sites] for _round in range(ROUNDS)]
    asked = [Asked(made, [one[place] for one in rounds]) for place, made in enumerate(sites)]
    sys.stdout.write(table(asked) + "\n")
    for one in missed(asked):
        sys.stdout.write(f"missed: {one}\n")
    if sizes == SIZES:
        kept = {one.made.name: {"taken": one.taken, "queries": one.queries, "memory": one.memory} for one in asked}
        RESULTS.write_text(json.dumps(kept, indent=1) + "\n")
        performance.write("growth", table(asked))


if __name__ == "__main__":
    if sys.argv[1:] == ["measure"]:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hifred.settings")
        measure()
    else:
        main([int(size) for size in sys.argv[1:]] or SIZES)
