"""Search engines that want to be told at once what is new: how each is spoken to, once the operator has set its key."""

import json
import time
from collections.abc import Callable
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

PATIENCE, LONGEST = 10, 30  # seconds without a byte, and for an answer
MOST = 500  # addresses in a message; IndexNow takes 10,000, Baidu 2,000


class Refused(Exception):
    """What the service said instead of yes."""


def switched_on() -> list[str]:
    keys = {"indexnow": settings.INDEXNOW_KEY, "baidu": settings.BAIDU_PUSH_TOKEN}
    return [service for service, key in keys.items() if key]


def tell_indexnow(addresses: list[str]) -> None:
    message = {
        "host": urlsplit(settings.SITE_URL).netloc,
        "key": settings.INDEXNOW_KEY,
        "keyLocation": settings.SITE_URL + reverse("indexnow_key"),
        "urlList": addresses,
    }
    _send(settings.INDEXNOW_URL, json.dumps(message).encode(), "application/json; charset=utf-8")


def tell_baidu(addresses: list[str]) -> None:
    query = urlencode({"site": settings.SITE_URL, "token": settings.BAIDU_PUSH_TOKEN})
    answer = _send(f"{settings.BAIDU_PUSH_URL}?{query}", "\n".join(addresses).encode(), "text/plain")
    try:
        taken = json.loads(answer)["success"]
    except (ValueError, TypeError, LookupError):
        taken = 0
    if not taken:
        raise Refused(answer.decode(errors="replace"))


TELL: dict[str, Callable[[list[str]], None]] = {"indexnow": tell_indexnow, "baidu": tell_baidu}
TAKES_WHAT_IS_GONE = {"indexnow"}


def what_went_wrong(error: Exception) -> str:
    """In words that may be kept: without the keys, which a service may repeat."""
    said = str(error) or type(error).__name__
    for secret in filter(None, (settings.BAIDU_PUSH_TOKEN, settings.INDEXNOW_KEY)):
        said = said.replace(secret, "…")
    return said


class _Stay(HTTPRedirectHandler):
    """Led elsewhere, the message would be lost on the way."""

    def redirect_request(self, *_told):
        return None


def _send(address: str, message: bytes, kind: str) -> bytes:
    request = Request(address, message, {"Content-Type": kind, "User-Agent": "HiFred"})  # noqa: S310 - the operator's
    try:
        with build_opener(_Stay).open(request, timeout=PATIENCE) as answer:
            return _read(answer)
    except HTTPError as error:
        with error:
            said = _read(error).decode(errors="replace")
        raise Refused(f"{error.code} {error.reason} {said}".strip()) from None


def _read(answer) -> bytes:
    """As much as is of use, from a service that may never come to an end."""
    end, said = time.monotonic() + LONGEST, b""
    while (part := answer.read1(1_000)) and len(said) < 10_000:
        said += part
        if time.monotonic() > end:
            raise Refused("too slow")
    return said


@require_safe
def indexnow_key(request: HttpRequest) -> HttpResponse:
    """Shows IndexNow that who has the key also has the site. It is no secret."""
    if not settings.INDEXNOW_KEY:
        raise Http404
    return HttpResponse(settings.INDEXNOW_KEY, content_type="text/plain", headers={"X-Robots-Tag": "noindex"})
