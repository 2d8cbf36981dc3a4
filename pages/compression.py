"""Text is sent compressed; pictures are compressed already."""

from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

TEXT = ("text/", "application/json", "application/xml", "application/rss+xml", "application/atom+xml", "image/svg+xml")


class CompressionMiddleware(GZipMiddleware):
    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if hasattr(response, "public"):  # as it is kept; pages/store/page.py compresses it
            return response
        if response.streaming or not response.get("Content-Type", "").startswith(TEXT):
            return response
        patch_vary_headers(response, ["Accept-Encoding"])  # however short this answer is
        return super().process_response(request, response)
