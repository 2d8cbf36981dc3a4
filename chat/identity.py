"""Who a visitor is: nothing but a random cookie that we gave out. Of it, too, only the hash is kept."""

import base64
import binascii
import hashlib
import hmac
import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

COOKIE = "__Secure-chat" if settings.SECURE else "chat"
THIRTY_DAYS = 30 * 24 * 60 * 60
_RANDOM, _SEAL = 32, 8  # bytes


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    """Sealed, so that a later message may begin a conversation under it, and under nothing that somebody made up."""
    random = secrets.token_bytes(_RANDOM)
    return _written(random + _seal(random))


def is_ours(token: str) -> bool:
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return False
    is_sealed = len(raw) == _RANDOM + _SEAL and hmac.compare_digest(_seal(raw[:_RANDOM]), raw[_RANDOM:])
    return is_sealed and token == _written(raw)  # the same bytes written in another way would be another visitor


def _written(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _seal(random: bytes) -> bytes:
    return salted_hmac("chat", random, algorithm="sha256").digest()[:_SEAL]


def token_of(request: HttpRequest) -> str:
    return request.COOKIES.get(COOKIE, "")[:100]


def give(response: HttpResponse, token: str) -> HttpResponse:
    response.set_cookie(
        COOKIE, token, max_age=THIRTY_DAYS, path="/chat/", secure=settings.SECURE, httponly=True, samesite="Lax"
    )
    return response
