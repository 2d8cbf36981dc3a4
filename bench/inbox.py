"""How long the inbox takes, and a search in all that was said: `python -m bench.inbox`, on SQLite and PostgreSQL.

Through all of Django, as a chat agent, in one process; milliseconds.
"""

import gc
import logging
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from datetime import timedelta
from itertools import islice
from pathlib import Path

FEW, MANY = 10_000, 100_000  # conversations; ten messages each in the second
SCREENS = {
    "inbox": "",
    "waiting": "?status=open",
    "mine": "?who=me",
    "unread": "?unread=1",
    "page 100": "?p=100",
    "all, spam too": "?status=all",
}
QUESTIONS = {
    "in every message": ["the", "we", "gates"],
    "in many": ["garden", "price", "order week"],
    "in a few": ["4711", "number88000", "oosterveen"],
    "Chinese": ["报价", "安装", "两扇门"],
    "begun words": ["gard", "pri", "ord"],
    "nothing": ["zebra", "斑马", "qqqq garden"],
    "address, reference": ["visitor77@example.com", "0123456789"],
}
WORDS = ["gates", "garden", "price", "order", "week", "steel", "wood", "window", "answer", "friday", "metre", "sensor"]
HAN = ["请问你们的报价包括安装吗", "两扇门多少钱", "您好，售后服务怎么联系", "传感器什么时候到货"]
ROUNDS = 20


def batched(rows, size: int):
    rows = iter(rows)
    while batch := list(islice(rows, size)):
        yield batch


def fill(conversations: int, each: int) -> None:
    from django.contrib.auth.models import Group, User
    from django.utils import timezone

    from chat import search
    from chat.models import Conversation, Message

    dice, now = random.Random("inbox"), timezone.now()
    agent, _made = User.objects.get_or_create(username="marit", defaults={"is_staff": True})
    agent.groups.add(Group.objects.get(name="Chat agents"))
    statuses = ["open"] * 2 + ["pending"] * 2 + ["resolved"] * 5 + ["spam"]
    for numbers in batched(range(conversations), 2_000):
        made = Conversation.objects.bulk_create(
            Conversation(
                token_hash=uuid.uuid4().hex * 2,
                status=dice.choice(statuses),
                name=dice.choice(["", "Ann", "王芳", "Bo"]),
                email=f"visitor{number}@example.com" if number % 3 == 0 else "",
                language=dice.choice(["en", "zh-hans"]),
                page=f"/news/{number % 50}/",
                last_seq=each,
                moved_at=now - timedelta(minutes=conversations - number),
                assignee=dice.choice([None, agent]),
            )
            for number in numbers
        )
        said = [
            Message(
                conversation=one,
                seq=seq,
                sender="staff" if seq % 2 == 0 else "visitor",
                name=one.name if seq % 2 else "Marit",
                body=dice.choice(HAN) if one.language != "en" else sentence(dice, one.pk * each + seq),
            )
            for one in made
            for seq in range(1, each + 1)
        ]
        for messages in batched(said, 5_000):
            Message.objects.bulk_create(messages)
            search.add([(message.pk, message.name, message.body) for message in messages])


def sentence(dice: random.Random, number: int) -> str:
    rare = " 4711 oosterveen" if number % 50_000 == 7 else ""
    return f"We have the gates {' '.join(dice.choices(WORDS, k=8))} number{number}{rare}"


def measure() -> None:
    """In a process with the site's environment."""
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    settings.ALLOWED_HOSTS = ["testserver"]
    logging.disable()
    fill(FEW, 3)
    client = Client()
    client.force_login(User.objects.get(username="marit"))
    gc.collect()
    gc.freeze()  # as the workers do when they begin (deploy/gunicorn.py)
    inbox = "/admin/chat/conversation/"
    client.get(inbox)
    with CaptureQueriesContext(connection) as asked:
        client.get(inbox)
    told(f"{FEW:,} conversations, {len(asked)} queries", "median", "p95")
    table(client, {name: [f"{inbox}{query}"] for name, query in SCREENS.items()})
    begun = time.perf_counter()
    fill(MANY, 10)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    told(f"\n{MANY * 10:,} messages more, in {time.perf_counter() - begun:.0f} s", "median", "p95")
    table(client, {name: [f"{inbox}?q={one}" for one in asked] for name, asked in QUESTIONS.items()})
    told("\nseconds", "", "")
    erase()


def table(client, screens: dict[str, list[str]]) -> None:
    every = []
    for name, addresses in screens.items():
        taken = []
        for _round in range(ROUNDS):
            for address in addresses:
                begun = time.perf_counter()
                if client.get(address).status_code != 200:
                    raise SystemExit(address)
                taken.append((time.perf_counter() - begun) * 1000)
        every += taken
        told(name, f"{statistics.median(taken):.0f}", f"{p95(taken):.0f}")
    told("all", f"{statistics.median(every):.0f}", f"{p95(every):.0f}")


def p95(taken: list[float]) -> float:
    return statistics.quantiles(taken, n=20)[-1]


def erase() -> None:
    from chat import search
    from chat.models import Conversation

    begun = time.perf_counter()
    Conversation.objects.filter(email="visitor77@example.com").erase()
    between = time.perf_counter()
    search.forget_traces()
    told("erase one visitor", f"{between - begun:.2f}", "")
    told("and all traces in the index", f"{time.perf_counter() - between:.2f}", "")


def told(name: str, *figures: str) -> None:
    sys.stdout.write(f"{name:44}" + "".join(f"{figure:>9}" for figure in figures) + "\n")
    sys.stdout.flush()


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from tests.postgres import database
    from tests.servers import environment, prepare

    with tempfile.TemporaryDirectory() as folder, database() as postgres:
        for name, own in (("SQLite", {}), ("PostgreSQL", postgres)):
            (place := Path(folder, name)).mkdir()
            env = environment(place, **own) | {"DJANGO_SETTINGS_MODULE": "hifred.settings", "DEBUG": "0"}
            prepare(env)
            sys.stdout.write(f"\n{name}\n")
            sys.stdout.flush()
            subprocess.run([sys.executable, "-m", "bench.inbox", "measure"], env=env, check=True)


if __name__ == "__main__":
    if sys.argv[1:] == ["measure"]:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hifred.settings")
        measure()
    else:
        main()
