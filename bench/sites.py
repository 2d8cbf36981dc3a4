"""A site for measurements, and what can be asked of its database past the web."""

import json
import os
import secrets
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import NamedTuple

import django

from bench.machine import allow_many_files
from bench.visitors import Agent, Visitor
from tests.postgres import database
from tests.servers import BASE, environment, prepare

DATABASES = ("SQLite", "PostgreSQL")


class Begun(NamedTuple):
    """A conversation, and the visitor's cookie that selects it."""

    pk: int
    token: str

    def visitor(self, port: int) -> Visitor:
        return Visitor(port, {"chat": self.token})


def set_up() -> None:
    """Before anything of the tests can be used outside of them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    allow_many_files()


class Site:
    """Its environment, and a process of it that is asked past the web."""

    def __init__(self, env: dict[str, str]):
        self.env = env
        self._turn = threading.Lock()
        command = [sys.executable, "manage.py", "shell", "--no-imports", "-v0", "-c", ANSWERING]
        pipe = subprocess.PIPE
        self._shell = subprocess.Popen(command, cwd=BASE, env=env, stdin=pipe, stdout=pipe, text=True)

    def ask(self, code: str, **given):
        """What the code calls `answer`."""
        with self._turn:
            print(json.dumps([code, given]), file=self._shell.stdin, flush=True)
            return json.loads(self._shell.stdout.readline())

    def end(self) -> None:
        self._shell.stdin.close()
        self._shell.wait(30)
        self._shell.stdout.close()

    def begin(self, count: int) -> list[Begun]:
        """Conversations in which nothing was said yet."""
        code = (
            "from chat.identity import hash_of, new_token\nfrom chat.models import Conversation\n"
            "tokens = [new_token() for number in range(count)]\n"
            "made = Conversation.objects.bulk_create(Conversation(token_hash=hash_of(token)) for token in tokens)\n"
            "answer = [[one.pk, token] for one, token in zip(made, tokens)]"
        )
        return [Begun(*one) for one in self.ask(code, count=count)]

    def said(self, begun: Begun) -> list[list]:
        """What the database has: [seq, client id, body]."""
        code = (
            "from chat.models import Message\nfound = Message.objects.filter(conversation=pk).order_by('seq')\n"
            "answer = [[one.seq, str(one.client_id), one.body] for one in found]"
        )
        return self.ask(code, pk=begun.pk)

    async def agent(self, port: int) -> Agent:
        """Somebody new who may answer."""
        name, password = f"agent{secrets.token_hex(4)}", secrets.token_hex(8)
        code = (
            "from django.contrib.auth.models import User\n"
            "answer = User.objects.create_superuser(name, f'{name}@example.com', password).pk"
        )
        self.ask(code, name=name, password=password)
        return await Agent(port).sign_in(name, password)

    def article_address(self) -> str:
        code = "from news.models import Article\none = Article.objects.filter(language='en').first()\n"
        return self.ask(f"{code}answer = one.get_absolute_url()")


ANSWERING = (
    "import json, sys\n"
    "for line in sys.stdin:\n"
    "    code, names = json.loads(line)\n"
    "    exec(code, names)\n"
    "    print(json.dumps(names['answer']), flush=True)\n"
)


@contextmanager
def site(name: str = "SQLite", *, has_pages: bool = False, **more: str) -> Iterator[Site]:
    """With limits that a load test does not reach; empty, or with the sample pages."""
    own = database() if name == "PostgreSQL" else nullcontext({})
    with tempfile.TemporaryDirectory() as folder, own as known:
        env = environment(Path(folder), CHAT_LIMITS_TIMES="1000", **known, **more)
        (show_something if has_pages else prepare)(env)
        made = Site(env)
        try:
            yield made
        finally:
            made.end()


def show_something(env: dict[str, str]) -> None:
    command = [sys.executable, "-m", "hifred.first_run"]
    subprocess.run(command, cwd=BASE, env=env, check=True, stdout=subprocess.DEVNULL)
