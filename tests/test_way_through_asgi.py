"""The way of a request through hifred.asgi: whole or not at all, whatever is sent, and however slowly."""

import hashlib
import json
import re
import socket
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from io import BytesIO
from pathlib import Path
from random import Random
from urllib.parse import urlencode

import pytest
from PIL import Image

from tests import servers
from tests.servers import CONTENT, LARGE, held, log
from tests.wire import FROM, Said, Wire, ask, get, head, post, until

pytestmark = [pytest.mark.xdist_group("servers")]
OURS, GUNICORNS = "hifred.worker.Worker", "asgi"
FORM = "Content-Type: application/x-www-form-urlencoded"
TOKEN = "t" * 32
CHUNKED = "Transfer-Encoding: chunked"


# The servers


@pytest.fixture(scope="module")
def running(site) -> Iterator:
    """The port of a server with this kind of worker; begun once."""
    with ExitStack() as stack:
        yield cache(lambda kind: stack.enter_context(servers.gunicorn(site, "-k", kind)))


@pytest.fixture(params=[OURS, GUNICORNS])
def port(request, running) -> int:
    return running(request.param)


@pytest.fixture
def ours(running) -> int:
    return running(OURS)


@pytest.fixture
def gunicorns(running) -> int:
    return running(GUNICORNS)


class Visitor:
    def __init__(self, port: int):
        answer = ask(port, "/chat/bootstrap")
        cookies = [value.partition(";")[0] for value in answer.headers.get_all("Set-Cookie")]
        self.port, self.cookie = port, f"Cookie: {'; '.join(cookies)}"
        self.headers = [self.cookie, f"X-CSRFToken: {json.loads(answer.body)['csrf_token']}", FORM]

    def form(self, text: str) -> bytes:
        """With the text at its end, so that a part of the form is a form."""
        return urlencode({"client_id": uuid.uuid4(), "body": text}).encode()

    def sends(self, text: str) -> int:
        with Wire(self.port, post("/chat/send", self.form(text), *self.headers)) as wire:
            return wire.answer().status

    def has_said(self) -> list[str]:
        told = ask(self.port, "/chat/updates?after=0", self.cookie)
        return [message["body"] for message in json.loads(told.body)["messages"]]


@pytest.fixture
def visitor(port) -> Visitor:
    return Visitor(port)


def in_parts(body: bytes, size: int) -> bytes:
    parts = [body[begin : begin + size] for begin in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


# Bodies


@cache
def photograph() -> bytes:
    """A small picture and three megabytes of a camera's notes, a chain in which each link says where the next is."""
    buffer, dice = BytesIO(), Random("photograph")
    Image.linear_gradient("L").save(buffer, "JPEG")
    notes = b"".join(b"\xff\xfe\xff\xfe" + dice.randbytes(65_532) for _note in range(48))
    return buffer.getvalue()[:2] + notes + buffer.getvalue()[2:]


def upload(port: int, session: str, is_announced: bool) -> Said:
    disposition = 'Content-Disposition: form-data; name="file"; filename="a.jpg"'
    body = f"--edge\r\n{disposition}\r\n\r\n".encode() + photograph() + b"\r\n--edge--\r\n"
    headers = [f"Cookie: session={session}; csrftoken={TOKEN}", f"X-CSRFToken: {TOKEN}"]
    headers.append("Content-Type: multipart/form-data; boundary=edge")
    path = "/admin/pages/picture/upload/"
    if is_announced:
        request = [post(path, body, *headers)]
    else:
        request = [head(f"POST {path}", CHUNKED, *headers), in_parts(body, 100_000)]
    with Wire(port, *request) as wire:
        return wire.answer()


@pytest.mark.parametrize("is_announced", [True, False])
def test_a_picture_of_some_megabytes_is_taken(is_announced, port, site):
    answer = upload(port, site["SESSION"], is_announced)
    assert answer.status == 201, answer.body
    folder = Path(site["DATA_DIR"]) / re.search(r"media/[^/]+", answer.body.decode())[0]
    assert (folder / "256.jpg").exists()  # its width


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_a_body_may_come_in_parts(size, visitor):
    form = visitor.form("A text in parts")
    with Wire(visitor.port, head("POST /chat/send", CHUNKED, *visitor.headers)) as wire:
        wire.send(in_parts(form, size))
        assert wire.answer().status == 201
    assert visitor.has_said() == ["A text in parts"]


@pytest.mark.parametrize(
    ("path", "length", "more"),
    [("/chat/send", 64 * 2**10 + 1, []), ("/admin/login/", 64 * 2**20 + 1, ["Expect: 100-continue"])],
)
def test_a_body_that_is_too_large_is_refused_before_it_is_sent(path, length, more, port):
    with Wire(port, head(f"POST {path}", f"Content-Length: {length}", *more)) as wire:
        begin = wire.socket.recv(12, socket.MSG_PEEK)
        answer = wire.answer()
        assert (begin, answer.headers["Connection"]) == (b"HTTP/1.1 413", "close")
        wire.send(get("/healthz"))  # which would be taken for a part of the body
        assert wire.is_closed()


def test_somebody_who_sends_too_much_to_its_end_sees_the_refusal(port):
    with Wire(port, head("POST /chat/send", "Content-Length: 4000000"), bytes(4_000_000)) as wire:
        assert wire.answer().status == 413


def test_a_body_without_an_end_is_refused(port):
    part = b"10000\r\n" + bytes(2**16) + b"\r\n"
    with Wire(port, head("POST /chat/send", CHUNKED), part, part) as wire:
        assert wire.answer().status == 413


def test_a_body_is_asked_for(visitor):
    form = visitor.form("Asked for")
    begin = head("POST /chat/send", f"Content-Length: {len(form)}", "Expect: 100-continue", *visitor.headers)
    with Wire(visitor.port, begin) as wire:
        assert wire.socket.recv(25, socket.MSG_WAITALL) == b"HTTP/1.1 100 Continue\r\n\r\n"
        wire.send(form)
        assert wire.answer().status == 201


@pytest.mark.parametrize("is_announced", [True, False])
@pytest.mark.parametrize("politely", [True, False])
def test_a_message_that_is_broken_off_is_never_kept(is_announced, politely, visitor):
    form = visitor.form("I agree unless you write to me")
    half = form[: len(form) // 2 + 30]
    length = f"Content-Length: {len(form)}" if is_announced else CHUNKED
    body = half if is_announced else b"%x\r\n%s\r\n" % (len(half), half)
    with Wire(visitor.port, head("POST /chat/send", length, *visitor.headers), body) as wire:
        if politely:
            wire.socket.shutdown(socket.SHUT_WR)
            assert wire.is_closed()
        else:
            wire.goes_away()
    assert visitor.sends("What came later") == 201
    assert visitor.has_said() == ["What came later"]


def test_twenty_slow_senders_keep_nobody_waiting(visitor):
    form = visitor.form("Slow")
    with ExitStack() as stack:
        begin = post("/chat/send", form, *visitor.headers)[:-5]
        wires = [stack.enter_context(Wire(visitor.port, begin)) for _one in range(20)]
        assert longest(visitor.port) < 3
        for wire in wires:
            wire.send(form[-5:])
        assert {wire.answer().status for wire in wires} <= {200, 201}
    assert visitor.has_said() == ["Slow"]


def longest(port: int) -> float:
    """Seconds that one of some pages needs."""
    taken = []
    for path in ["/healthz", "/news/", "/chat/"]:
        begun = time.monotonic()
        assert ask(port, path).status == 200
        taken.append(time.monotonic() - begun)
    return max(taken)


# Answers


def test_a_long_download_is_whole(port):
    with Wire(port, get(LARGE), get("/healthz")) as wire:
        answer = wire.answer()
        assert hashlib.sha256(answer.body).digest() == hashlib.sha256(CONTENT).digest()
        assert wire.answer().body == b"ok\n"


def test_twenty_slow_readers_keep_nobody_waiting(port):
    with ExitStack() as stack:
        wires = [stack.enter_context(Wire(port, get(LARGE), taking=4096)) for _one in range(20)]
        for wire in wires:
            assert wire.socket.recv(12, socket.MSG_WAITALL) == b"HTTP/1.1 200"
        assert longest(port) < 3
        for wire in wires:
            wire.socket.recv(100)
        assert longest(port) < 3


def test_readers_who_go_away_leave_nothing_behind(port):
    ask(port, "/news/")
    before = held(port)
    for _one in range(12):
        wire = Wire(port, get(LARGE), taking=4096)
        wire.socket.recv(1000)
        wire.goes_away()
    assert until(lambda: held(port) <= before)
    assert longest(port) < 3


@pytest.mark.parametrize("path", ["/", "/news/", "/healthz", LARGE, "/nothing/", "/static/site/layers.css"])
def test_head_is_get_without_its_body(path, port):
    whole = ask(port, path)
    with Wire(port, get(path, method="HEAD"), get("/healthz")) as wire:
        answer = wire.answer("HEAD")
        assert (answer.status, answer.headers["Content-Length"]) == (whole.status, whole.headers["Content-Length"])
        assert wire.answer().body == b"ok\n"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_what_has_not_changed_is_not_sent(method, port):
    known = ask(port, "/").headers["ETag"]
    with Wire(port, get("/", f"If-None-Match: {known}", method=method), get("/healthz")) as wire:
        assert wire.answer(method)[::2] == (304, b"")
        assert wire.answer().body == b"ok\n"


def test_answers_come_in_the_order_of_their_questions(port):
    with Wire(port, get("/news/"), get("/healthz"), get("/robots.txt"), get("/healthz", method="HEAD")) as wire:
        bodies = [wire.answer().body for _one in range(3)]
        assert [b"news-here" in bodies[0], bodies[1], bodies[2][:11]] == [True, b"ok\n", b"User-agent:"]
        assert wire.answer("HEAD").status == 200
        for _one in range(20):
            wire.send(get("/healthz"))
            assert wire.answer().body == b"ok\n"


def test_an_answer_has_a_date_and_names_no_program(ours, gunicorns):
    assert [(bool(answer.headers["Date"]), answer.headers["Server"]) for answer in [ask(ours, "/")]] == [(True, None)]
    # gunicorn's own worker cannot be told not to.
    assert ask(gunicorns, "/").headers["Server"] == "gunicorn/asgi"


# Heads


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/news/search/?q=%E6%96%B0%E9%97%BB", 200),
        *(("/news/search/?q=%ff", 200), ("/?%ff=%00&&&=", 200), ("/%ff/", 404), ("/%00/", 404), ("/%E6%96/", 404)),
        *(("//elsewhere.example/", 404), ("/static/../hifred.sqlite3", 404), ("/static/%2e%2e/hifred.sqlite3", 404)),
    ],
)
def test_an_address_in_order_is_looked_up(path, status, port):
    answer = ask(port, path)
    assert answer.status == status
    assert b"news-here" in answer.body or path[-3:] != "%BB"


@pytest.mark.parametrize("size", [1, 1000])
def test_an_address_with_bare_letters_finds(size, ours):
    """No browser sends one, but links that programs follow have them."""
    request = get("/news/search/?q=新闻").encode()
    with Wire(ours, *(request[begin : begin + size] for begin in range(0, len(request), size))) as wire:
        answer = wire.answer()
    assert answer.status == 200
    assert b"news-here" in answer.body
    assert ask(ours, "/新闻/").status == 404


def test_an_address_with_odd_bytes_finds_nothing(ours):
    with Wire(ours, b"GET /news/search/?q=\xff\xfe HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n") as wire:
        assert wire.answer().status == 200


def test_gunicorns_own_parser_refuses_bare_letters(gunicorns):
    assert ask(gunicorns, "/news/search/?q=新闻").status == 400


MALFORMED = {
    "no HTTP": "GET\r\n\r\n",
    "of another version": "GET / HTTP/9.9\r\nHost: 127.0.0.1\r\n\r\n",
    "begun in HTTP/2": "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "with a bare line feed": "GET / HTTP/1.1\nHost: 127.0.0.1\n\n",
    "with a folded header": get("/", "X-A: b\r\n c"),
    "with a zero byte": get("/", "X-A: a\0b"),
    "with a space before the colon": get("/", "X-A : b"),
    "with two lengths": head("POST /chat/send", "Content-Length: 5", "Content-Length: 6") + "hello!",
    "with one length twice": head("POST /chat/send", "Content-Length: 5", "Content-Length: 5") + "hello",
    "with a list of lengths": head("POST /chat/send", "Content-Length: 5, 5") + "hello",
    "with a signed length": head("POST /chat/send", "Content-Length: +5") + "hello",
    "with a length and in parts": head("POST /chat/send", "Content-Length: 5", CHUNKED) + "0\r\n\r\n",
    "in parts and with a length": head("POST /chat/send", CHUNKED, "Content-Length: 5") + "0\r\n\r\n",
    "in parts, then otherwise": head("POST /chat/send", "Transfer-Encoding: chunked, identity") + "0\r\n\r\n",
    "in an unknown coding": head("POST /chat/send", "Transfer-Encoding: gzip") + "hello",
    "in parts of no size": head("POST /chat/send", CHUNKED) + "zz\r\n\r\n",
    "with an endless address": get("/" + "a" * 40_000),
    "with an endless header": get("/", "X-A: " + "a" * 40_000),
    "with too many headers": get("/", *(f"X-{number}: a" for number in range(101))),
}


@pytest.mark.parametrize("what", MALFORMED)
def test_a_request_is_refused_and_its_connection_closed(what, port):
    with Wire(port, MALFORMED[what]) as wire:
        assert wire.answer().status in {400, 414, 431}
        assert wire.is_closed()


def test_nobody_can_speak_tls_here(ours):
    hello = b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(512)
    with Wire(ours, hello) as wire:
        assert wire.answer().status == 400
        assert wire.is_closed()


@pytest.mark.parametrize("begin", [get("/")[:-2] + "X-A: ", head("POST /chat/send", CHUNKED) + "0\r\nX-A: "])
def test_a_header_without_an_end_fills_no_memory(begin, port):
    with Wire(port, begin) as wire:
        sent = 0
        try:
            while sent < 2**26:
                wire.send(b"a" * 2**16)
                sent += 2**16
        except (ConnectionResetError, BrokenPipeError):
            pass
    assert sent < 2**24  # what the kernel holds on both sides


def test_a_thousand_requests_at_once_are_not_kept(ours):
    with Wire(ours, get("/news/search/") * 1000) as wire:
        assert wire.answer().status == 400


@pytest.mark.parametrize("method", ["TRACE", "PROPFIND", "DELETE", "PATCH", "OPTIONS", "CONNECT", "BREW"])
def test_an_odd_method_does_nothing(method, port):
    assert ask(port, "/", method=method).status in {200, 400, 403, 404, 405}


def test_who_knows_no_chunks_is_given_no_stream(port):
    with Wire(port, "GET /chat/stream HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n") as wire:
        answer = wire.answer()
    assert (answer.status, answer.headers["Transfer-Encoding"], answer.headers["Retry-After"]) == (503, None, "3600")


def test_a_socket_is_not_to_be_had(port):
    key = ["Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="]
    with Wire(port, get("/healthz", "Connection: Upgrade", "Upgrade: websocket", *key)) as wire:
        assert wire.answer().status in {200, 403}


@pytest.mark.parametrize("protocol", ["h2c", "websocket/7"])
def test_who_is_not_given_another_protocol_goes_on_in_this_one(protocol, port):
    with Wire(port, get("/healthz", "Connection: Upgrade", f"Upgrade: {protocol}")) as wire:
        assert wire.answer().body == b"ok\n"
        wire.send(get("/robots.txt"))
        assert wire.answer().status == 200


def test_a_whole_address_is_one_too(ours, gunicorns):
    request = get("http://127.0.0.1/healthz")
    with Wire(ours, request) as wire:
        assert wire.answer().status == 200
    with Wire(gunicorns, request) as wire:
        assert wire.answer().status == 404  # it takes all of it for a path


def test_what_comes_behind_a_body_is_no_header(ours):
    visitor = Visitor(ours)
    request = head("POST /chat/send", CHUNKED, *visitor.headers).encode() + in_parts(visitor.form("Hello"), 100)
    with Wire(ours, request[:-2] + b"Host: elsewhere.example\r\nCookie: chat=another\r\n\r\n") as wire:
        assert wire.answer().status == 201
    assert visitor.has_said() == ["Hello"]


@pytest.mark.parametrize("header", ["SCRIPT_NAME: /x", "Script-Name: /x", "Path_Info: /x", "X-Original-URL: /x"])
def test_no_header_decides_what_is_asked_for(header, port):
    answer = ask(port, "/news", header)
    assert (answer.status, answer.headers["Location"]) == (301, "/news/")


# Whom a proxy speaks for


@pytest.fixture(scope="module", params=["1", "0"], ids=["trusted", "unknown"])
def behind(request, site):
    """(port, whether proxies are trusted) of a site that is reached by https."""
    more = {"SITE_URL": "https://www.example.com", "DJANGO_SETTINGS_MODULE": "tests.settings"}
    with servers.gunicorn(site, **more, TRUSTED_PROXIES=request.param) as port:
        yield port, request.param == "1"


def test_a_proxy_says_how_a_reader_came(behind):
    port, is_trusted = behind
    host = ["X-Forwarded-Host: elsewhere.example"]
    told = ask(port, "/", *host, "X-Forwarded-Proto: https")
    assert told.status == (200 if is_trusted else 301)
    for header in [
        "X_Forwarded_Proto: https",
        "X-Forwarded-Proto: http",
        "X-Forwarded-Ssl: on",
        "Forwarded: proto=https",
    ]:
        assert ask(port, "/", *host, header).headers["Location"] == "https://127.0.0.1/"


def test_a_proxy_says_who_a_reader_is(behind, site):
    """Ten wrong passwords of one network, then none is looked at."""
    port, is_trusted = behind
    form = f"csrfmiddlewaretoken={TOKEN}&username=boss&password=wrong".encode()
    usual = [FORM, f"Cookie: __Host-csrftoken={TOKEN}", "X-Forwarded-Proto: https", "Referer: https://127.0.0.1/"]

    def attempt(*addresses: str) -> int:
        with Wire(port, post("/admin/login/", form, *usual, *addresses)) as wire:
            return wire.answer().status

    if not is_trusted:
        # Over plain http nobody gets as far as a password.
        assert attempt("X-Forwarded-For: 203.0.113.7") == 301
        return
    assert {attempt("X-Forwarded-For: 203.0.113.7") for _time in range(10)} == {200}
    assert attempt("X-Forwarded-For: 198.51.100.1", "X-Forwarded-For: 203.0.113.7") == 429
    assert attempt("X-Forwarded-For: 198.51.100.1, 203.0.113.7") == 429
    assert attempt("X_Forwarded_For: 198.51.100.1", "X-Forwarded-For: 203.0.113.7") == 429
    assert attempt("X-Forwarded-For: 203.0.113.7", "X_Forwarded_For: 198.51.100.1") == 429
    assert attempt("X-Forwarded-For: 203.0.113.7, 198.51.100.1") == 200


# Last: what all of that has left


def test_no_line_tells_who_asked(port, site):
    lines = log(site, port).splitlines()
    assert any('"GET /news/ 200"' in line for line in lines)
    assert [line for line in lines if FROM in line] == []


def test_nothing_went_wrong(port, site):
    wrong = [line for line in log(site, port).splitlines() if "Traceback" in line or "never retrieved" in line]
    assert [line for line in wrong if "DisallowedHost" not in line] == []
