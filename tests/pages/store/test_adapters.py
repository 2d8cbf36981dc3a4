"""In front of Django, under WSGI and under ASGI."""

import asyncio

import pytest
from django.test import RequestFactory

from pages.store.adapters import StoredPages, stored_pages
from tests.threads import aside

pytestmark = pytest.mark.django_db


def test_a_wsgi_server_is_answered_from_memory(client, site, kept):
    made = client.get(f"/zh-hans/news/?page=1&x={'y' * 20}")
    said = []
    application = stored_pages(lambda environ, start_response: [b"Django"])
    environ = RequestFactory(headers={"host": "127.0.0.1"}).get("/zh-hans/news/", {"page": 1}).environ
    assert application(environ, lambda *answer: said.append(answer)) == [made.content]
    ((status, headers),) = said
    assert status == "200 OK"
    assert dict(headers)["etag"] == made["ETag"]
    assert application(environ | {"QUERY_STRING": "page=2"}, None) == [b"Django"]


def ask_by_asgi(path: str, headers: list[tuple[bytes, bytes]], query: bytes = b"") -> list:
    said = []

    async def otherwise(scope, receive, send):
        said.append("Django")

    async def send(message):
        said.append(message)

    scope = {"type": "http", "method": "GET", "scheme": "http", "path": path, "query_string": query, "headers": headers}
    asyncio.run(StoredPages(otherwise)(scope, None, send))
    return said


def test_an_asgi_server_is_answered_from_memory(client, site, kept):
    made = client.get("/news/")
    start, body = aside(ask_by_asgi, "/news/", [(b"host", b"localhost:8000")])
    assert (start["status"], body["body"]) == (200, made.content)
    assert aside(ask_by_asgi, "/news/category/", [(b"host", b"localhost:8000")]) == ["Django"]


def test_a_header_that_is_said_twice_is_for_django(client, site, kept):
    client.get("/news/")
    cookies = [(b"host", b"localhost"), (b"cookie", b"session=x"), (b"cookie", b"theme=dark")]
    assert aside(ask_by_asgi, "/news/", cookies) == ["Django"]
    assert len(aside(ask_by_asgi, "/news/", cookies[::2])) == 2
