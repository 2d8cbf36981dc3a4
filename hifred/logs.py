"""Log lines: one JSON object each, with the id of the request it belongs to."""

import json
import logging
import re
import time
from collections.abc import Callable
from contextvars import ContextVar
from secrets import token_hex

from django.http import HttpRequest, HttpResponse

request_id: ContextVar[str] = ContextVar("request_id", default="")
requests = logging.getLogger("hifred.requests")
logging._srcfile = None  # which line of code wrote it is told nowhere, and to look for it takes as long as to write
_encoded = json.JSONEncoder(ensure_ascii=False, default=str).encode
_STANDARD = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "request", "server_time", "status_code"}


# Addresses that open something to whoever has them: that part of them is nobody's business but the holder's.
_KEYS = re.compile(r"^/(preview|chat/letter|admin/password/[^/]+)/(?P<key>[^/]{20,}|[^/]+-[0-9a-f]{20,})/?$")


def without_key(path: str) -> str:
    found = _KEYS.match(path)
    return path[: found.start("key")] + "…" if found else path


class RequestIdFilter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        return True


class JSONFormatter(logging.Formatter):
    """What was passed as `extra` becomes keys of the line."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)) + f".{int(record.msecs):03}Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {key: value for key, value in vars(record).items() if key not in _STANDARD and value != ""}
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return _encoded(line)


class RequestLogMiddleware:
    """Gives each request that Django answers an id (a proxy's, if it looks like one) and writes one line about it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        offered = request.headers.get("X-Request-ID", "")
        name = offered if re.fullmatch(r"[\w-]{8,64}", offered, re.ASCII) else token_hex(16)
        token = request_id.set(name)
        begun = time.perf_counter()
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = name
            requests.info(
                "%s %s %s",
                request.method,
                without_key(request.path),
                response.status_code,
                extra={"status": response.status_code, "ms": round((time.perf_counter() - begun) * 1000, 1)},
            )
            return response
        finally:
            request_id.reset(token)
