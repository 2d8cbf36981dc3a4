"""How long a search takes among many articles: `python -m bench.search [N]`, on SQLite and PostgreSQL."""

import gc
import logging
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

QUESTIONS = {
    "in every title": ["bulletin", "readings week", "station"],
    "in some titles": ["station 17", "bulletin 4711", "week from station 3"],
    "in texts alone": ["band", "outside its band", "reports 42"],
    "Chinese": ["传感器", "苏州工坊", "振动 冷库"],
    "one sign": ["茶", "水"],
    "mixed": ["HiFred 传感器", "E2计算盒"],
    "rare": ["Oosterveen", "noodle", "Rotterdam quay"],
    "nothing": ["zebra", "qqqq", "斑马斑马", "statoin zzz"],
    "narrowed": ["station&category=products", "band&within=week", "readings&within=year"],
}
ROUNDS = 5


def measure() -> None:
    """In a process with the site's environment: times through the whole of Django, in milliseconds."""
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    logging.disable()
    client, taken = Client(), {}
    for _round in range(ROUNDS + 1):
        gc.collect()
        gc.freeze()  # as the workers do when they begin (deploy/gunicorn.py)
        for kind, questions in QUESTIONS.items():
            prefix = "/zh-hans" if kind in ("Chinese", "one sign", "mixed") else ""
            for question in questions:
                begun = time.perf_counter()
                answer = client.get(f"{prefix}/news/search/?q={question}")
                if answer.status_code != 200:
                    raise SystemExit(f"{question}: {answer.status_code}")
                if _round:
                    taken.setdefault(kind, []).append((time.perf_counter() - begun) * 1000)
    every = [one for times in taken.values() for one in times]
    for kind, times in taken.items():
        sys.stdout.write(f"{kind:20}{statistics.median(times):>9.0f}{max(times):>9.0f}\n")
    sys.stdout.write(
        f"{'all: median, p95':20}{statistics.median(every):>9.0f}{statistics.quantiles(every, n=20)[-1]:>9.0f}\n"
    )


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from tests.postgres import database
    from tests.servers import environment, manage

    count = sys.argv[1] if len(sys.argv) > 1 else "100000"
    with tempfile.TemporaryDirectory() as folder, database() as postgres:
        for name, own in (("SQLite", {}), ("PostgreSQL", postgres)):
            env = environment(Path(folder), **own) | {"DJANGO_SETTINGS_MODULE": "hifred.settings", "DEBUG": "0"}
            manage(env, "migrate", "-v0")
            subprocess.run([sys.executable, "-m", "hifred.first_run"], env=env, check=True, stdout=subprocess.DEVNULL)
            begun = time.perf_counter()
            subprocess.run(
                [sys.executable, "manage.py", "sample_site", "--articles", count],
                env=env,
                check=True,
                stdout=subprocess.DEVNULL,
            )
            sys.stdout.write(f"\n{name}, {count} more articles, made in {time.perf_counter() - begun:.0f} s\n")
            sys.stdout.write(f"{'milliseconds':20}{'median':>9}{'most':>9}\n")
            sys.stdout.flush()
            subprocess.run([sys.executable, "-m", "bench.search", "measure"], env=env, check=True)


if __name__ == "__main__":
    if sys.argv[1:] == ["measure"]:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hifred.settings")
        measure()
    else:
        main()
