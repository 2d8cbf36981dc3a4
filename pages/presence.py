"""Notes that somebody of the staff is there, seldom enough to cost nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from pages.limits import STAFF
from pages.models import StaffSession

EVERY = timedelta(minutes=5)
MOST_KNOWN = 1_000

_noted: dict[str, datetime] = {}  # by this process


class PresenceMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(STAFF) and request.user.is_staff:
            note(request, timezone.now())
        return self.get_response(request)


def note(request: HttpRequest, now: datetime) -> None:
    key = request.session.session_key
    if key in _noted and now - _noted[key] < EVERY:
        return
    if len(_noted) > MOST_KNOWN:
        _noted.clear()
    _noted[key] = now
    StaffSession.objects.see(request, now)
