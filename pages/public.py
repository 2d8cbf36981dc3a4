"""What all public pages have in common: they are the same for every reader and say when they have not changed."""

from collections.abc import Callable

from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    return conditional_page(cache_control(no_cache=True)(view))


class PublicPage:
    """For class-based views."""

    http_method_names = ["get", "head", "options"]

    @method_decorator(public_page)
    def dispatch(self, *args, **kwargs):
        return super().dispatch(*args, **kwargs)
