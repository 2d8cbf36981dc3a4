"""What staff are told once, on their next page."""

from django.contrib.messages.middleware import MessageMiddleware
from django.http import HttpRequest

from pages.limits import STAFF


class StaffMessageMiddleware(MessageMiddleware):
    """Readers are told nothing, so their pages do not look for it."""

    def process_request(self, request: HttpRequest) -> None:
        if request.path_info.startswith(STAFF):
            super().process_request(request)
