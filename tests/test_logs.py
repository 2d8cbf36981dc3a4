"""Log lines: one JSON object each, with the request's id, and nothing about who asked."""

import json
import logging
import os
import re
import subprocess
import sys
from io import StringIO

import pytest
from django.test import Client
from django.utils.module_loading import import_string

from hifred import settings as real
from pages.views import Home
from tests import factories

WHO = {"REMOTE_ADDR": "203.0.113.77", "HTTP_X_FORWARDED_FOR": "198.51.100.7", "HTTP_USER_AGENT": "Peculiar/1.0"}


@pytest.fixture
def lines(db, monkeypatch):
    """What was logged until now, as the site logs in production."""
    handler = logging.StreamHandler(StringIO())
    handler.addFilter(import_string(real.LOGGING["filters"]["request_id"]["()"])())
    handler.setFormatter(import_string(real.LOGGING["formatters"]["json"]["()"])())
    levels = {"": real.LOGGING["root"]} | real.LOGGING["loggers"]
    for name, options in levels.items():
        monkeypatch.setattr(logging.getLogger(name), "level", logging.getLevelName(options["level"]))
    logging.Logger.manager._clear_cache()
    logging.getLogger().addHandler(handler)
    yield lambda: [json.loads(line) for line in handler.stream.getvalue().split("\n")[:-1]]
    logging.getLogger().removeHandler(handler)
    monkeypatch.undo()
    logging.Logger.manager._clear_cache()


@pytest.fixture
def broken(monkeypatch):
    def get(*args, **options):
        raise RuntimeError("two\nlines")

    monkeypatch.setattr(Home, "get", get)
    return Client(raise_request_exception=False)


def test_a_site_in_production_writes_such_lines_and_no_others(tmp_path):
    ask = "import django; django.setup(); from django.test import Client; c = Client(headers={'host': '127.0.0.1'});"
    ask += "c.raise_request_exception = False; c.get('/healthz'); c.get('/')"
    variables = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "SECRET_KEY": "k" * 60}
    variables |= {"DJANGO_SETTINGS_MODULE": "hifred.settings", "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-c", ask]
    answer = subprocess.run(command, cwd=real.BASE_DIR, env=variables, capture_output=True, text=True, check=True)
    found = [json.loads(line) for line in answer.stderr.splitlines()]
    assert [line["status"] for line in found if line["logger"] == "hifred.requests"] == [200, 500]
    assert [line["error"][:9] for line in found if "error" in line] == ["Traceback"]


def test_each_answer_leaves_one_line(lines, client):
    answer = client.get("/news/")
    (line,) = lines()
    assert line["message"] == "GET /news/ 200"
    assert (line["level"], line["logger"], line["status"]) == ("info", "hifred.requests", 200)
    assert line["request_id"] == answer["X-Request-ID"]
    assert line["ms"] > 0
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["time"])


def test_an_exception_stands_with_its_traceback_in_one_line(lines, broken):
    answer = broken.get("/")
    failed, answered = lines()
    assert failed["level"] == "error"
    assert failed["error"].startswith("Traceback")
    assert 'RuntimeError("two\\nlines")' in failed["error"]
    assert failed["error"].endswith("RuntimeError: two\nlines")
    assert failed["request_id"] == answered["request_id"] == answer["X-Request-ID"]
    assert answered["status"] == 500


def test_every_request_has_an_id_of_its_own(client, db):
    names = [client.get("/")["X-Request-ID"] for _time in range(3)]
    assert len(set(names)) == 3
    assert all(re.fullmatch("[0-9a-f]{32}", name) for name in names)


@pytest.mark.parametrize("name", ["0123456789abcdef", "a-request_of-ours", "x" * 64])
def test_the_id_of_a_proxy_is_taken_over(name, lines, client):
    assert client.get("/", headers={"x-request-id": name})["X-Request-ID"] == name
    assert lines()[0]["request_id"] == name


@pytest.mark.parametrize(
    "name",
    ["", "short", "x" * 65, "with a space", "new\nline-12345", "<script>alert", '"quote"quote', "新闻新闻新闻新闻"],
)
def test_an_odd_id_is_replaced(name, lines, client):
    answer = client.get("/", headers={"x-request-id": name})
    assert re.fullmatch("[0-9a-f]{32}", answer["X-Request-ID"])
    assert lines()[0]["request_id"] == answer["X-Request-ID"]


@pytest.mark.parametrize("path", ["/", "/nothing/", "/admin/", "/chat/", "/media/x/y"])
def test_nothing_tells_who_asked(path, lines, client):
    client.get(path, **WHO)
    text = json.dumps(lines())
    assert path in text
    assert [value for value in WHO.values() if value in text] == []


def test_nothing_tells_who_met_an_error(lines, broken):
    broken.get("/?q=secret", **WHO)
    text = json.dumps(lines())
    assert "RuntimeError" in text
    assert [value for value in [*WHO.values(), "q=secret"] if value in text] == []


def test_nothing_tells_what_a_visitor_wrote(lines, client):
    form = {"client_id": "00000000-0000-4000-8000-000000000001", "body": "my secret", "email": "me@example.com"}
    client.post("/chat/", form, **WHO)
    text = json.dumps(lines())
    assert "POST /chat/ 302" in text
    assert [value for value in [*WHO.values(), *form.values()] if value in text] == []


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/preview/12:x0_aB3dEfGhIjKlMnOpQrStUvWxYz/", "/preview/…"),
        ("/preview/12:x0_aB3dEfGhIjKlMnOpQrStUvWxYz", "/preview/…"),
        ("/admin/password/Mg/cx2k1a-0123456789abcdef0123456789abcdef/", "/admin/password/Mg/…"),
        ("/admin/password/sent/", "/admin/password/sent/"),
        ("/preview-of-the-year-in-twenty-four-pictures/", "/preview-of-the-year-in-twenty-four-pictures/"),
    ],
)
def test_what_opens_something_by_itself_is_not_written_down(path, told, lines, client):
    client.get(path)
    written = lines()[-1]["message"].split()[1]
    assert written == told


@pytest.mark.parametrize(
    "path", ["/%0a%7b%22level%22:%22forged%22%7d/", "/%0d%0aforged/", "/%e2%80%a8forged/", "/%1b[31m/", "/%ff/"]
)
def test_an_address_cannot_forge_a_line(path, lines, client):
    client.get(path)
    found = lines()
    assert {line["level"] for line in found} == {"info"}
    assert len(found) == 1


@pytest.mark.parametrize("host", ["elsewhere.example", "x\x1b[31m"])
def test_a_foreign_host_leaves_lines_that_can_be_read(host, lines, client):
    answer = client.get("/", headers={"host": host}, **WHO)
    found = lines()
    assert {line["request_id"] for line in found} == {answer["X-Request-ID"]}
    assert "203.0.113.77" not in json.dumps(found)


def test_signing_in_with_a_wrong_password_leaves_no_password(lines, client):
    factories.superuser()
    client.post("/admin/login/", {"username": "boss", "password": "a wrong secret"}, **WHO)
    text = json.dumps(lines())
    assert "/admin/login/" in text
    assert [value for value in [*WHO.values(), "a wrong secret"] if value in text] == []
