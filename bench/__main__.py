"""Requests a second for each kind of page, as a part of what an empty view answers in the same run."""

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.servers import environment, gunicorn, manage

PAGES = {
    "baseline: an empty view": "/healthz",
    "home": "/",
    "news list": "/news/",
    "category": "/news/category/products/",
}
ROUNDS, SECONDS, CONNECTIONS = 3, 3, 16


def article_address(env: dict[str, str]) -> str:
    code = "from news.models import Article; print(Article.objects.filter(language='en').first().get_absolute_url())"
    return manage(env, "shell", "-v0", "-c", code).strip().splitlines()[-1]


def requests_a_second(address: str) -> float:
    wrk = ["wrk", "-t2", f"-c{CONNECTIONS}", f"-d{SECONDS}s", address]
    said = subprocess.run(wrk, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said:
        raise SystemExit(f"{address} does not answer 200")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])


def main() -> None:
    if not shutil.which("wrk"):
        raise SystemExit("wrk is not here (apt install wrk)")
    with tempfile.TemporaryDirectory() as folder:
        env = environment(Path(folder))
        subprocess.run([sys.executable, "-m", "hifred.first_run"], env=env, check=True, stdout=subprocess.DEVNULL)
        pages = PAGES | {"article, its click counted": article_address(env)}
        with gunicorn(env) as port:
            measured = {name: [] for name in pages}
            for _round in range(ROUNDS):
                for name, path in pages.items():
                    measured[name].append(requests_a_second(f"http://127.0.0.1:{port}{path}"))
    medians = {name: statistics.median(figures) for name, figures in measured.items()}
    baseline = medians[next(iter(PAGES))]
    sys.stdout.write(f"{'page':34}{'requests/s':>12}{'of the baseline':>18}   ({os.cpu_count()} cores)\n")
    for name, median in medians.items():
        sys.stdout.write(f"{name:34}{median:>12.0f}{median / baseline:>17.1%}\n")


if __name__ == "__main__":
    main()
