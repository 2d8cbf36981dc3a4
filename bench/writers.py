"""Threads that write into one conversation: `python -m bench.writers PK THREADS MESSAGES DELAY`.

The delay is the most seconds that a transaction stays open when its message is written.
"""

import os
import random
import sys
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hifred.settings")


def write(pk: int, messages: int, delay: float) -> None:
    from django.db import connection, transaction

    from chat.models import Conversation

    for _message in range(messages):
        number = uuid.uuid4()
        with transaction.atomic():
            Conversation.objects.get(pk=pk).add("staff", number, f"from {number}", name="Mei")
            time.sleep(random.uniform(0, delay))
    connection.close()


def main() -> None:
    django.setup()
    pk, threads, messages, delay = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
    with ThreadPoolExecutor(threads) as crowd:
        for done in [crowd.submit(write, pk, messages // threads, delay) for _thread in range(threads)]:
            done.result()


if __name__ == "__main__":
    main()
