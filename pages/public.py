"""What all public pages have in common: they are the same for every reader, and say when they have not changed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps

from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import SimpleTemplateResponse
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.decorators import method_decorator
from django.utils.encoding import iri_to_uri
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page

from pages.redirects import OWN_QUERIES
from pages.store.page import Meter


@dataclass(frozen=True)
class Public:
    """What a view says of an answer that every reader may get (`pages/store/middleware.py`)."""

    meter: Meter | None = None  # of the number that stands where the answer has `pages.store.page.MARK`
    is_kept: bool = True
    has_pages: bool = False  # by `page` in its query; else that word makes no other page


def conditional(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """With an ETag, also where only the head is asked for, which Django leaves out."""
    answered = conditional_page(view)

    @wraps(view)
    def asked(request: HttpRequest, *args, **named) -> HttpResponse:
        response = answered(request, *args, **named)
        return _of_head(request, response) if request.method == "HEAD" else response

    return asked


def _of_head(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """What Django does for GET alone."""
    if response.status_code == 200 and not response.has_header("ETag"):
        set_response_etag(response)
    return get_conditional_response(request, etag=response.get("ETag"), response=response)


def public(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For a view that says itself which of its answers are public, by their attribute of that name."""

    @wraps(view)
    def shown(request: HttpRequest, *args, **named) -> HttpResponse:
        with _own_query(request) as foreign:
            response = view(request, *args, **named)
            if isinstance(response, SimpleTemplateResponse):
                response.render()
        if foreign and "Location" in response:
            mark = "&" if "?" in response["Location"] else "?"
            response["Location"] += mark + foreign
        return response

    shown.is_public = True
    return shown


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """All its answers are public."""

    @wraps(view)
    def marked(*args, **named) -> HttpResponse:
        response = view(*args, **named)
        response.public = Public()
        return response

    return public(cache_control(no_cache=True)(marked))


@contextmanager
def _own_query(request: HttpRequest) -> Iterator[str]:
    """Words of the query that mean nothing to the site are out of the way meanwhile: so no page can repeat them."""
    whole, words = request.META.get("QUERY_STRING", ""), request.GET
    parts = [part for part in whole.split("&") if part]
    own = [part for part in parts if QueryDict(part).keys() <= OWN_QUERIES]
    if len(own) == len(parts):
        yield ""
        return
    request.META["QUERY_STRING"], request.GET = "&".join(own), QueryDict("&".join(own))
    try:
        yield iri_to_uri("&".join(part for part in parts if part not in own))
    finally:
        request.META["QUERY_STRING"], request.GET = whole, words


class PublicPage:
    """For class-based views."""

    http_method_names = ["get", "head", "options"]
    is_kept = True
    has_pages = False

    @method_decorator([public, cache_control(no_cache=True)])
    def dispatch(self, *args, **kwargs):
        response = super().dispatch(*args, **kwargs)
        response.public = Public(is_kept=self.is_kept, has_pages=self.has_pages)
        return response
