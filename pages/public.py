"""What all public pages have in common: they are the same for every reader and say when they have not changed."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page


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
    if isinstance(response, SimpleTemplateResponse):
        response.render()
    if response.status_code == 200 and not response.has_header("ETag"):
        set_response_etag(response)
    return get_conditional_response(request, etag=response.get("ETag"), response=response)


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    return conditional(cache_control(no_cache=True)(view))


class PublicPage:
    """For class-based views."""

    http_method_names = ["get", "head", "options"]

    @method_decorator(public_page)
    def dispatch(self, *args, **kwargs):
        return super().dispatch(*args, **kwargs)
