"""Home, static pages, pictures, and what is said when something is missing, forbidden or broken."""

import re

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from pages.html import for_page
from pages.models import Banner, Page, PageRevision
from pages.pictures import CONTENT_TYPES
from pages.public import PublicPage, public_page
from pages.redirects import moved


class Home(PublicPage, TemplateView):
    template_name = "pages/home.html"

    def get_context_data(self, **context):
        return super().get_context_data(
            banners=Banner.objects.shown(timezone.now()).with_addresses(get_language()), **context
        )


@public_page
@require_safe
def page(request: HttpRequest, path: str) -> HttpResponse:
    now, language = timezone.now(), get_language()
    revision = PageRevision.objects.live(now).at_path(path, language).first()
    if revision is None:
        return _formerly(request, path, language, now)
    if not request.path.endswith("/"):
        return moved(request, revision.get_absolute_url())
    return page_page(request, revision)


def _formerly(request: HttpRequest, path: str, language: str, now) -> HttpResponse:
    """Nothing is live under this path: perhaps something was, or has moved."""
    found = Page.objects.at_path(path, language).first()
    if found is None or not PageRevision.objects.begun(now).filter(page=found).exists():
        raise Http404
    if found.path != path and PageRevision.objects.live(now).filter(page=found).exists():
        return moved(request, found.get_absolute_url())
    return gone(request)


def page_page(request: HttpRequest, revision: PageRevision, is_preview: bool = False) -> HttpResponse:
    """The page of a revision."""
    here = revision.page
    around = list(PageRevision.objects.live(timezone.now()).around(here))
    context = {
        "revision": revision,
        "page": here,
        "body": for_page(revision.body),
        "trail": sorted(
            (one for one in around if here.path.startswith(f"{one.page.path}/") and one.page.language == here.language),
            key=lambda one: len(one.page.path),
        ),
        "children": [one for one in around if one.page.parent_id == here.pk],
        "elsewhere": {
            one.page.language: one.get_absolute_url() for one in around if one.page.language != here.language
        },
        "is_preview": is_preview,
    }
    return render(request, "pages/page.html", context)


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
