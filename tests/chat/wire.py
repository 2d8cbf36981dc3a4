"""Visitors and staff of a real server, over plain HTTP; each request and each stream has a connection of its own."""

import http.client
import json
import re
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from urllib.parse import urlencode

PATIENCE = 30  # seconds that a stream may be silent before a test gives up


class Client:
    def __init__(self, port: int):
        self.port, self.jar, self.token = port, {}, ""

    def request(self, method: str, path: str, form: dict | None = None, **headers: str):
        """The answer and its text; `headers` are written with underscores."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.jar:
            sent |= {"Cookie": self.cookies, "Origin": f"http://127.0.0.1:{self.port}"}
        if form is not None:
            sent |= {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": self.token}
        line.request(method, path, urlencode(form or {}, errors="surrogatepass"), sent)
        answer = line.getresponse()
        body = answer.read().decode()
        line.close()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.jar[key] = rest.partition(";")[0]
        return answer, body

    @property
    def cookies(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.jar.items())

    def at_once(self, path: str, forms: list[dict]) -> list[tuple[int, str]]:
        with ThreadPoolExecutor(len(forms)) as crowd:
            answers = list(crowd.map(lambda form: self.request("POST", path, form), forms))
        return [(answer.status, body) for answer, body in answers]

    @contextmanager
    def listening(self, path: str, **headers: str) -> Iterator["Listener"]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        line.request(
            "GET", path, headers={"Cookie": self.cookies} | {k.replace("_", "-"): v for k, v in headers.items()}
        )
        try:
            yield Listener(line.getresponse())
        finally:
            line.close()


class Visitor(Client):
    def __init__(self, port: int):
        super().__init__(port)
        self.token = json.loads(self.request("GET", "/chat/bootstrap")[1])["csrf_token"]

    def send(self, body: str, number: str = "") -> dict:
        answer, said = self.request("POST", "/chat/send", {"client_id": number or str(uuid.uuid4()), "body": body})
        assert answer.status in (200, 201), said
        return json.loads(said)

    def said(self, after: int = 0) -> list[dict]:
        return json.loads(self.request("GET", f"/chat/updates?after={after}")[1])["messages"]

    def stream(self, after: int = 0, **headers: str):
        return self.listening(f"/chat/stream?after={after}", **headers)


class Staff(Client):
    def __init__(self, port: int, name: str, password: str = "a good password"):
        super().__init__(port)
        page = self.request("GET", "/admin/login/")[1]
        self.token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        answer, page = self.request("POST", "/admin/login/", {"username": name, "password": password})
        assert answer.status == 302, page
        page = self.request("GET", "/admin/")[1]
        self.token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]

    def answer(self, conversation: int, body: str, seen: int, number: str = ""):
        form = {"client_id": number or str(uuid.uuid4()), "body": body, "seen": seen}
        return self.request("POST", f"/admin/chat/conversation/{conversation}/send", form)


class Listener:
    """A stream that is open: its events one by one, without the signs of life between them."""

    def __init__(self, answer: http.client.HTTPResponse):
        self.answer, self.status = answer, answer.status

    def next(self) -> tuple[str, dict]:
        """Name and content of what comes next; `end` when nothing more can."""
        fields = {}
        while line := self.answer.readline().decode():
            name, _, value = line.rstrip("\n").partition(": ")
            if line == "\n" and "event" in fields:
                self.number = fields.get("id")
                return fields["event"], json.loads(fields["data"])
            fields[name] = value
        return "end", {}

    def until(self, wanted: str) -> dict:
        while True:
            name, told = self.next()
            if name == wanted:
                return told
            assert name != "end", f"it ended before “{wanted}” came"

    def bodies(self, count: int) -> list[str]:
        return [self.until("message")["body"] for _message in range(count)]
