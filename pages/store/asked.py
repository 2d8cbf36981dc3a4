"""What a request asks for, and whether it is a reader's like any other's, whom nothing sets apart."""

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qsl

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from pages.redirects import OWN_QUERIES
from pages.store.page import Headers

LONGEST_QUERY, LONGEST_HOST = 1_000, 255  # bytes
_SESSION = re.compile(re.escape(settings.SESSION_COOKIE_NAME.encode()) + rb"\s*=")
_NEED_DJANGO = {b"transfer-encoding", b"if-match", b"if-unmodified-since", b"upgrade", b"expect"}
_PLAIN = {"CONTENT_TYPE", "CONTENT_LENGTH"}


class Key(NamedTuple):
    path: str
    page: str  # of a list; the one word of a query that makes another page


class Asked(NamedTuple):
    key: Key
    has_foreign_query: bool  # words that mean nothing to the site, such as where the reader came from


def asked_in(path: str, query: bytes) -> Asked | None:
    """What is asked for; None if no answer to it is kept."""
    return _asked_with(path, query) if query else Asked(Key(path, ""), has_foreign_query=False)


def _asked_with(path: str, query: bytes) -> Asked | None:
    if len(query) > LONGEST_QUERY:
        return None
    words = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    own = [(name, value) for name, value in words if name in OWN_QUERIES]
    has_foreign_query = len(own) < len(words) or not words
    match own:
        case []:
            return Asked(Key(path, ""), has_foreign_query)
        case [("page", number)] if number.isascii() and number.isdecimal() and number[0] != "0" and len(number) < 7:
            return Asked(Key(path, number), has_foreign_query)
    return None


@lru_cache(maxsize=256)
def _is_ours(host: bytes) -> bool:
    domain, _port = split_domain_port(host.decode("latin-1"))
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)


def may_be_kept(scheme: str, headers: Headers) -> bool:
    """A reader whom nothing sets apart, at an address of ours, who sends nothing along."""
    return (
        not _SESSION.search(headers.get(b"cookie", b""))
        and len(headers.get(b"host", b"")) <= LONGEST_HOST
        and _is_ours(headers.get(b"host", b""))
        and (not settings.SECURE_SSL_REDIRECT or _is_secure(scheme, headers))
        and headers.get(b"content-length", b"0") == b"0"
        and not headers.keys() & _NEED_DJANGO
    )


def _is_secure(scheme: str, headers: Headers) -> bool:
    proxy = settings.SECURE_PROXY_SSL_HEADER
    told = headers.get(proxy[0].removeprefix("HTTP_").replace("_", "-").lower().encode()) if proxy else None
    return told.split(b",")[0].strip() == b"https" if told is not None else scheme == "https"


# Headers, as servers hand them over


def each_once(headers: list[tuple[bytes, bytes]]) -> Headers | None:
    """By name; None if one is said twice, since only the last would be looked at."""
    known = dict(headers)
    return known if len(known) == len(headers) else None


def headers_of(environ: dict) -> Headers:
    return {
        name.removeprefix("HTTP_").replace("_", "-").lower().encode(): value.encode("latin-1", "replace")
        for name, value in environ.items()
        if name.startswith("HTTP_") or name in _PLAIN
    }
