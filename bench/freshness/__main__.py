"""Whether readers see what is true, while everything changes: `python -m bench.freshness [--edits N] [--seconds S]`.

Readers ask for pages all the time while writers change the site in every way; each answer is held against what was
true between a second before it was asked for and its end. It knows the site from outside alone: answers, and rows.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import sites
from bench.freshness.clicks import judged
from bench.freshness.judging import Judge
from bench.freshness.model import Model
from bench.freshness.readers import Noted
from bench.freshness.report import Trial, examples, rows
from bench.freshness.things import WRITERS
from bench.sites import Site
from bench.verdicts import Verdicts
from tests.servers import BASE, gunicorn, log

WORKERS = "4"
PROCESSES, READERS = 2, 6  # of readers, and without staff in each
PASSED_ON = 3.0  # seconds
QUIET = 6.0  # seconds after the last change, in which the last moments pass


def trial(name: str, edits: int, seconds: float) -> Trial:
    with sites.site(name, WEB_CONCURRENCY=WORKERS) as site, tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        stock = json.loads(_run(site, "stock", str(PROCESSES)))
        with gunicorn(site.env) as port:
            with reading(site, port, stock["sessions"], place):
                _write(site, place, edits // len(WRITERS), seconds)
            counted, failures = _counted(site), _failures(log(site.env, port))
        journal = [json.loads(line) for file in place.glob("*.journal") for line in file.open()]
        read = [json.loads(file.read_text()) for file in sorted(place.glob("*.answers"))]
        return _judged(name, counted, stock["plans"], journal, read)._replace(failures=failures)


def _judged(name: str, counted: dict[int, int], plans: dict, journal: list[dict], read: list[dict]) -> Trial:
    judge = Judge(Model(plans, (noted for noted in journal if "plans" in noted)))
    answers = []
    for one in read:
        heard = [Noted(*answer) for answer in one["answers"]]
        judge.hear(heard, one["claims"])
        answers += heard
    clicks = judged(answers)
    foreign, broken = ([words for one in read for words in one[kind]] for kind in ("foreign", "broken"))
    return Trial(name, judge.found, clicks, counted, journal, foreign, broken)


def _run(site: Site, module: str, *given: str) -> str:
    command = [sys.executable, "-m", f"bench.freshness.{module}", *given]
    return subprocess.run(command, cwd=BASE, env=site.env, check=True, capture_output=True, text=True).stdout


def _begin(site: Site, module: str, *given: object) -> subprocess.Popen:
    command = [sys.executable, "-m", f"bench.freshness.{module}", *map(str, given)]
    return subprocess.Popen(command, cwd=BASE, env=site.env)


def _end(processes: list[subprocess.Popen]) -> None:
    ends = [process.wait() for process in processes]
    if any(ends):
        raise RuntimeError("a process of the measurement failed")


@contextmanager
def reading(site: Site, port: int, sessions: list[str], place: Path) -> Iterator[None]:
    stop = place / "stop"
    crowd = [
        _begin(site, "readers", number, port, READERS, session, stop, place / f"{number}.answers")
        for number, session in enumerate(sessions)
    ]
    try:
        yield
    finally:
        stop.touch()
        _end(crowd)


def _write(site: Site, place: Path, edits: int, seconds: float) -> None:
    writers = [_begin(site, "writer", first, edits, seconds, place / f"{first}.journal") for first in WRITERS]
    _end(writers)
    time.sleep(QUIET)


def _counted(site: Site) -> dict[int, int]:
    """Clicks in the database by article, once every worker has had the time to pass on his."""
    time.sleep(PASSED_ON)
    code = (
        "from django.db.models import Sum\nfrom news.models import DailyClicks\n"
        "found = DailyClicks.objects.values_list('article').annotate(Sum('clicks'))\n"
        "answer = [list(one) for one in found]"
    )
    return dict(site.ask(code))


def _failures(log: str) -> list[str]:
    """The last lines of each exception that the server told."""
    told = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    return [" ".join(one["error"].splitlines()[-2:]) for one in told if "error" in one]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=10_000, help="changes, on each database")
    parser.add_argument("--seconds", type=float, default=1_800, help="after which it ends with fewer changes")
    parser.add_argument("--database", choices=sites.DATABASES, help="one of them only")
    return parser.parse_args()


def main() -> None:
    sites.set_up()
    asked, verdicts = arguments(), Verdicts()
    for name in [asked.database] if asked.database else sites.DATABASES:
        found = trial(name, asked.edits, asked.seconds)
        verdicts.add(*rows(found))
        sys.stdout.write(examples(found))
    verdicts.keep("freshness")
    verdicts.end()


if __name__ == "__main__":
    main()
