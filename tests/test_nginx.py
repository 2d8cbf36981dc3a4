"""The site behind a real nginx, with the very file that deploy/ has for it."""

import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests import servers
from tests.conftest import missing
from tests.servers import CONTENT, LARGE
from tests.test_way_through_asgi import FORM, TOKEN, Visitor, upload
from tests.wire import Wire, ask, get, head, post

pytestmark = [pytest.mark.xdist_group("servers")]
AROUND = """
daemon off;
{user}
pid {folder}/pid;
error_log stderr;
events {{ worker_connections 256; }}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""
QUICK = """
import runpy
globals().update(runpy.run_path("deploy/gunicorn.py"))
usual = post_worker_init

def post_worker_init(worker):
    usual(worker)
    from chat import streams
    from django.conf import settings
    streams.BEAT = 0.3
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
"""


@contextmanager
def nginx(folder: Path, site: dict[str, str], backend: int) -> Iterator[int]:
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if not program:
        missing("nginx is not installed")
    port = servers.free_port()
    text = (servers.BASE / "deploy/nginx.conf").read_text()
    for there, here in {
        "127.0.0.1:8000": f"127.0.0.1:{backend}",
        "    listen 80;": f"    listen 127.0.0.1:{port};",
        "www.example.com": "127.0.0.1",
        "/var/lib/hifred": site["DATA_DIR"],
        "proxy_read_timeout 60s": "proxy_read_timeout 1s",
    }.items():
        assert there in text
        text = text.replace(there, here)
    (folder / "site.conf").write_text(text)
    user = f"user {pwd.getpwuid(os.geteuid()).pw_name};" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder, user=user))
    with (folder / "log").open("w+") as told:
        command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", "stderr"]
        running = subprocess.Popen(command, stdout=told, stderr=told, start_new_session=True)
        try:
            servers.wait_for(running, port, told)
            yield port
        finally:
            servers.stop(running)


@pytest.fixture(scope="module")
def port(site, tmp_path_factory) -> Iterator[int]:
    folder = tmp_path_factory.mktemp("nginx")
    (folder / "gunicorn.py").write_text(QUICK)
    with ExitStack() as stack:
        backend = stack.enter_context(servers.gunicorn(site, "-c", str(folder / "gunicorn.py"), TRUSTED_PROXIES="1"))
        yield stack.enter_context(nginx(folder, site, backend))


def lines(wire: Wire) -> Iterator[bytes]:
    while line := wire.line():
        yield line


def test_an_event_comes_at_once_and_silence_ends_nothing(port):
    visitor = Visitor(port)
    with Wire(port, get("/chat/stream", visitor.cookie)) as wire:
        told = lines(wire)
        assert any(line.startswith(b"event: hello") for line in told)
        begun = time.monotonic()
        beats = sum(line.startswith(b": still here") for line, _number in zip(told, range(20), strict=False))
        assert (time.monotonic() - begun > 1.2, beats > 3) == (True, True)  # longer than nginx waits for a word here
        begun = time.monotonic()
        assert visitor.sends("Hello") == 201
        assert any(line.startswith(b"event: message") for line in told)
        assert time.monotonic() - begun < 2


def test_pictures_come_from_nginx(port):
    answer = ask(port, LARGE)
    assert answer.body == CONTENT
    assert answer.headers["X-Request-ID"] is None  # which the site adds to all that it answers
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert "immutable" in answer.headers["Cache-Control"]
    absent = ask(port, LARGE.replace("800", "801"))
    assert (absent.status, absent.headers["X-Request-ID"] is None) == (404, False)


def test_static_files_come_from_nginx_compressed(port):
    page = ask(port, "/").body.decode()
    path = next(part for part in page.split('"') if part.startswith("/static/") and part.endswith(".css"))
    answer = ask(port, path, "Accept-Encoding: gzip")
    assert (answer.status, answer.headers["Content-Encoding"]) == (200, "gzip")
    assert answer.headers["X-Request-ID"] is None
    assert "immutable" in answer.headers["Cache-Control"]
    assert "immutable" not in ask(port, "/static/ckeditor/ckeditor/ckeditor.js").headers["Cache-Control"]


@pytest.mark.parametrize(
    "path", ["/hifred.sqlite3", "/media/../hifred.sqlite3", "/static/%2e%2e/hifred.sqlite3", "/media/", "/static/"]
)
def test_nothing_else_of_the_folder_can_be_had(path, port):
    assert ask(port, path).status in {400, 404}


@pytest.mark.parametrize("is_announced", [True, False])
def test_pictures_are_taken(is_announced, port, site):
    assert upload(port, site["SESSION"], is_announced).status == 201


@pytest.mark.parametrize(
    ("path", "length", "of_nginx"),
    [("/chat/send", 2**16 + 1, False), ("/chat/send", 2**17 + 1, True), ("/admin/login/", 2**26 + 1, True)],
)
def test_what_is_too_large_is_refused(path, length, of_nginx, port):
    with Wire(port, head(f"POST {path}", f"Content-Length: {length}"), b"" if of_nginx else bytes(length)) as wire:
        answer = wire.answer()
    assert (answer.status, answer.headers["X-Request-ID"] is None) == (413, of_nginx)


def test_throttles_count_by_who_is_in_front_of_nginx(port):
    form = f"csrfmiddlewaretoken={TOKEN}&username=nobody&password=wrong".encode()

    def attempt(forged: str, source: str) -> int:
        headers = [FORM, f"Cookie: csrftoken={TOKEN}", f"X-Forwarded-For: {forged}", f"X_Forwarded_For: {forged}"]
        with Wire(port, post("/admin/login/", form, *headers), source=source) as wire:
            return wire.answer().status

    assert [attempt(f"203.0.{number}.7", "127.0.7.1") for number in range(11)] == [200] * 10 + [429]
    assert attempt("203.0.0.7", "127.0.8.1") == 200


def test_bare_letters_find(port):
    assert b"news-here" in ask(port, "/news/search/?q=新闻").body
