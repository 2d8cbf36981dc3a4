"""The page of a version, in the language it is written in, whatever the language of who looks at it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from pages import links
from pages.models import Revision


def in_its_language(request: HttpRequest, language: str, show: Callable[[], HttpResponse]) -> HttpResponse:
    with translation.override(language):
        request.LANGUAGE_CODE = language
        response = show()
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Content-Language"] = language
    return response


def show(request: HttpRequest, revision: Revision, notice: str) -> HttpResponse:
    identity = getattr(revision, revision.subject)
    page = links.kinds()[identity._meta.model_name].page
    return in_its_language(request, identity.language, lambda: page(request, revision, notice=notice))
