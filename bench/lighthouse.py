"""Lighthouse's mobile preset against gunicorn: `python -m bench.lighthouse` writes its figures to docs/performance.md.

Needs Chromium, and Node with npx, which fetches Lighthouse. Five rounds, the pages in turn; medians.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

from bench import performance
from tests.servers import environment, gunicorn, manage

LIGHTHOUSE = os.environ.get("LIGHTHOUSE", "npx --yes lighthouse@12.8.2").split()
ROUNDS = int(os.environ.get("ROUNDS", "5"))
SCORES = ["performance", "accessibility", "best-practices", "seo"]
TIMES = {"largest-contentful-paint": "LCP ms", "total-blocking-time": "TBT ms", "cumulative-layout-shift": "CLS"}


def pages(env: dict[str, str]) -> dict[str, str]:
    code = (
        "from news.models import Article; from django.utils import timezone\n"
        "for code in ('en', 'zh-hans'):"
        " print(Article.objects.live(timezone.now()).in_language(code).earliest('pk').get_absolute_url())"
    )
    articles = manage(env, "shell", "-v0", "-c", code).split()[-2:]
    found = {}
    for prefix, language, article, words in (
        ("", "en", articles[0], "sensor"),
        ("/zh-hans", "zh", articles[1], "传感器"),
    ):
        found |= {f"home, {language}": f"{prefix}/", f"list, {language}": f"{prefix}/news/"}
        found |= {f"article, {language}": article, f"search, {language}": f"{prefix}/news/search/?q={words}"}
    return found


def measure(address: str, folder: Path) -> dict[str, float]:
    report = folder / "report.json"
    flags = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"
    command = [*LIGHTHOUSE, address, "--quiet", "--output=json", f"--output-path={report}", f"--chrome-flags={flags}"]
    chromium = os.environ.get("CHROME_PATH") or shutil.which("chromium") or ""
    subprocess.run(command, check=True, env=os.environ | {"CHROME_PATH": chromium}, stdout=subprocess.DEVNULL)
    told = json.loads(report.read_text())
    figures = {name: told["categories"][name]["score"] * 100 for name in SCORES}
    figures |= {words: told["audits"][name]["numericValue"] for name, words in TIMES.items()}
    requests = told["audits"]["network-requests"]["details"]["items"]
    figures["kB"] = sum(one["transferSize"] for one in requests if one.get("resourceType") != "Image") / 1000
    short = [
        f"{name}: {audit['title']}"
        for name, audit in told["audits"].items()
        if audit["score"] is not None and audit["score"] < 0.9 and audit["scoreDisplayMode"] == "binary"
    ]
    if short:
        sys.stderr.write(f"{address}: {'; '.join(short)}\n")
    return figures


def warm_up(addresses: list[str]) -> None:
    """A worker that has just begun reads its templates first."""
    for address in addresses * 10:
        with urlopen(quote(address, safe=":/?=%")) as answer:  # noqa: S310 - our own server
            answer.read()


def table(measured: dict[str, list[dict[str, float]]]) -> str:
    names = list(next(iter(measured.values()))[0])
    lines = [f"| page | {' | '.join(names)} |", "|---" * (len(names) + 1) + "|"]
    for page, rounds in measured.items():
        medians = [statistics.median(one[name] for one in rounds) for name in names]
        lines.append(
            f"| {page} | {' | '.join(f'{figure:.3g}' if figure < 1 else f'{figure:.0f}' for figure in medians)} |"
        )
    return "\n".join(lines)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        env = environment(folder)
        subprocess.run([sys.executable, "-m", "hifred.first_run"], env=env, check=True, stdout=subprocess.DEVNULL)
        with gunicorn(env) as port:
            measured = {page: [] for page in pages(env)}
            warm_up([f"http://127.0.0.1:{port}{path}" for path in pages(env).values()])
            for _round in range(ROUNDS):
                for page, path in pages(env).items():
                    measured[page].append(measure(f"http://127.0.0.1:{port}{path}", folder))
    performance.write("lighthouse", table(measured))
    sys.stdout.write(table(measured) + "\n")


if __name__ == "__main__":
    main()
