"""How much may be sent to the site, in one place; a larger body is refused before anybody reads it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

PUBLIC_BODY = 64 * 2**10  # bytes: 2,000 Chinese characters are 18 kB encoded
STAFF_BODY = 64 * 2**20  # several pictures at once; what is wrong with one is then told beside its field
STAFF = "/admin/"

TEXT = 400_000  # characters of a rich text; a hundred times a long article
DEEPEST = 100  # elements one within the other; a person's text has under twenty
MESSAGE = 2_000  # characters of a visitor's message

# Pictures
LARGEST_FILE = 10 * 2**20  # bytes
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 16_000
MOST_PIXELS_KEPT = 8_000_000  # of one version: a tall picture is kept narrower
MOST_READS = 100_000  # by which a decoder takes a file apart; each needs a while
MOST_SEGMENTS = 250  # of a JPEG: each scan paints all pixels once more; a camera's file has about thirty
MOST_DIRECTORY = 200_000  # bytes that say what is where in an AVIF file

CSV_FILE = 2**20  # bytes
CSV_ROWS = 2_000


class BodyLimitMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        most = STAFF_BODY if request.path.startswith(STAFF) else PUBLIC_BODY
        if length.isdecimal() and int(length) > most:
            return render(request, "413.html", {"characters": MESSAGE}, status=413)
        return self.get_response(request)
