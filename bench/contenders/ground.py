"""What the contenders stand on: a sample site, its text in the others' databases, and how each server starts."""

import json
import os
import pwd
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property
from http.client import HTTPConnection
from pathlib import Path

from tests.servers import BASE, environment, free_port, gunicorn, manage, running

HERE = Path(__file__).resolve().parent
WAGTAIL = BASE / ".venv-bench/bin/python"  # made by `make bench`
WORKERS = "2"
TELL = "from bench.contenders import sample; sample.tell()"
NGINX = """
daemon off;
{user}
worker_processes {workers};
pid {folder}/pid;
error_log stderr;
events {{ worker_connections 256; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000;
    types {{ text/html html; }}
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{ listen 127.0.0.1:{port}; root {folder}/files; }}
}}
"""


class Ground:
    """Each part is made when somebody first asks for it."""

    def __init__(self, folder: Path):
        self.folder = folder

    def start(self, server: str) -> AbstractContextManager[int]:
        """The port of what answers until the block ends."""
        match server:
            case "plain":
                return self._sync(server, sys.executable, "plain", self._plain)
            case "ours":
                return gunicorn(self._site)
            case "uncached":
                return gunicorn(self._site_again, PAGE_STORE_BYTES="0")
            case "nginx":
                return self._nginx()
            case "wagtail":
                return self._in_wagtail(server, cache="")
            case "wagtail-cache (memory)":
                return self._in_wagtail(server, cache="memory")
            case "wagtail-cache (files)":
                return self._in_wagtail(server, cache="files")
            case _:
                raise KeyError(server)

    @property
    def article(self) -> str:
        return json.loads(self._told)["address"]

    @cached_property
    def in_wagtail(self) -> tuple[str, str]:
        """The addresses of the same article and of the list."""
        fill = [str(WAGTAIL), "-m", "django", "fill"]
        env = self._wagtail | {"DJANGO_SETTINGS_MODULE": "wagtail_site.settings"}
        filled = subprocess.run(fill, cwd=HERE, env=env, input=self._told, capture_output=True, text=True)
        if filled.returncode:
            raise SystemExit(filled.stderr)
        return tuple(json.loads(filled.stdout))

    # Our own

    @cached_property
    def _site(self) -> dict[str, str]:
        env = environment(self._made("ours"), WEB_CONCURRENCY=WORKERS)
        first_run = [sys.executable, "-m", "hifred.first_run"]
        subprocess.run(first_run, cwd=BASE, env=env, check=True, stdout=subprocess.DEVNULL)
        return env

    @cached_property
    def _site_again(self) -> dict[str, str]:
        """A copy: two servers on one database would do each other's duties."""
        again = self.folder / "uncached"
        shutil.copytree(self._site["DATA_DIR"], again)
        return environment(again, WEB_CONCURRENCY=WORKERS)

    @cached_property
    def _told(self) -> str:
        return manage(self._site, "shell", "--no-imports", "-v0", "-c", TELL)

    @cached_property
    def _answer(self) -> bytes:
        with gunicorn(self._site) as port:
            return fetch(port, self.article)

    # The others

    @contextmanager
    def _sync(self, server: str, python: str, application: str, env: dict[str, str]) -> Iterator[int]:
        port = free_port()
        options = ["--bind", f"127.0.0.1:{port}", "--workers", WORKERS, "--worker-class", "sync"]
        quiet = ["--log-level", "error", "--no-control-socket"]
        command = [python, "-m", "gunicorn", *options, *quiet, application]
        with running(command, port, self.folder / f"{server}.log", cwd=HERE, env=env):
            yield port

    def _in_wagtail(self, server: str, cache: str) -> AbstractContextManager[int]:
        return self._sync(server, str(WAGTAIL), "wagtail_site.wsgi", self._wagtail | {"CACHE": cache})

    @cached_property
    def _plain(self) -> dict[str, str]:
        database = self._made("plain") / "plain.sqlite3"
        env = _around() | {"BYTES": str(len(self._answer)), "DATABASE": str(database)}
        subprocess.run([sys.executable, "plain.py"], cwd=HERE, env=env, check=True)
        return env

    @cached_property
    def _wagtail(self) -> dict[str, str]:
        return _around() | {"FOLDER": str(self._made("wagtail")), "SECRET_KEY": secrets.token_hex(32)}

    @contextmanager
    def _nginx(self) -> Iterator[int]:
        folder, port = self._made("nginx"), free_port()
        (folder / "files").mkdir(exist_ok=True)
        (folder / "files/article.html").write_bytes(self._answer)
        (folder / "files/healthz").touch()
        user = f"user {pwd.getpwuid(os.geteuid()).pw_name};" if os.geteuid() == 0 else ""
        settings = folder / "nginx.conf"
        settings.write_text(NGINX.format(folder=folder, port=port, user=user, workers=WORKERS))
        command = [nginx_program(), "-p", str(folder), "-c", str(settings), "-e", "stderr"]
        with running(command, port, folder / "log"):
            yield port

    def _made(self, name: str) -> Path:
        (self.folder / name).mkdir(exist_ok=True)
        return self.folder / name


def fetch(port: int, path: str, *headers: str) -> bytes:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers=dict(header.split(": ") for header in headers))
        answer = connection.getresponse()
        if answer.status != 200:
            raise SystemExit(f"{path} answers {answer.status}")
        return answer.read()
    finally:
        connection.close()


def nginx_program() -> str | None:
    return shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")


def _around() -> dict[str, str]:
    """What a program needs of this one's surroundings."""
    return {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH") if name in os.environ}
