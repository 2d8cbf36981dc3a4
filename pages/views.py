"""Home, pictures, and what is said when something is missing, forbidden or broken."""

import re

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from pages.pictures import CONTENT_TYPES
from pages.public import PublicPage


class Home(PublicPage, TemplateView):
    template_name = "pages/home.html"


@require_safe
def media(request: HttpRequest, folder: str, name: str) -> FileResponse:
    if not re.fullmatch(r"[0-9]{1,18}-[0-9a-f]{24}", folder) or not re.fullmatch(r"[0-9]{1,5}\.(avif|jpg|png)", name):
        raise Http404
    try:
        file = default_storage.open(f"{folder}/{name}")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(
        file,
        content_type=CONTENT_TYPES[name.rpartition(".")[2]],
        headers={"Cache-Control": "public, max-age=31536000, immutable"},
    )


def not_found(request: HttpRequest, exception: Exception | None = None, **arguments) -> HttpResponse:
    return render(request, "404.html", status=404)


def gone(request: HttpRequest) -> HttpResponse:
    return render(request, "410.html", status=410)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Says so without the database, the settings or the request, any of which may be what is broken."""
    return HttpResponse(render_to_string("500.html"), status=500)
