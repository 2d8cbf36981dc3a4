"""What stands in front of Django, under ASGI and under WSGI, and answers from the shelf."""

from collections.abc import Awaitable, Callable, Iterable
from http import HTTPStatus

from pages.store.asked import each_once, headers_of
from pages.store.page import Answer
from pages.store.shelf import shelf


def from_memory(method: str, scheme: str, path: str, query: bytes, headers: list[tuple[bytes, bytes]]) -> Answer | None:
    """For a server that asks before it runs an application (hifred/worker.py). None: run it."""
    return shelf.answer(method, scheme, path, query, each_once(headers))


class StoredPages:
    """An ASGI application; what is not kept goes to the one behind it."""

    def __init__(self, otherwise: Callable):
        self.otherwise = otherwise

    async def __call__(self, scope: dict, receive: Callable, send: Callable[[dict], Awaitable[None]]) -> None:
        answer = None
        if scope["type"] == "http":
            asked = scope["method"], scope["scheme"], scope["path"], scope["query_string"]
            answer = from_memory(*asked, scope["headers"])
        if answer is None:
            await self.otherwise(scope, receive, send)
            return
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
        await send({"type": "http.response.body", "body": answer.body})


def stored_pages(otherwise: Callable) -> Callable:
    """The same as a WSGI application."""

    def application(environ: dict, start_response: Callable) -> Iterable[bytes]:
        path = environ["PATH_INFO"].encode("latin-1").decode(errors="replace")
        query = environ.get("QUERY_STRING", "").encode("latin-1")
        asked = environ["REQUEST_METHOD"], environ["wsgi.url_scheme"], path, query
        answer = shelf.answer(*asked, headers_of(environ))
        if answer is None:
            return otherwise(environ, start_response)
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in answer.headers]
        start_response(f"{answer.status} {HTTPStatus(answer.status).phrase}", headers)
        return [answer.body]

    return application
