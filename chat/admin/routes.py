"""Addresses of our own beside Django's, each behind the admin's door: those that only show, those that only do."""

from collections.abc import Callable

from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

ONLY_SHOW = method_decorator([never_cache, require_safe])
ONLY_DO = method_decorator([never_cache, require_POST])
BOTH = method_decorator(never_cache)


def routes(of, where: str, guard: Callable, *views: Callable) -> list[URLPattern]:
    """For a ModelAdmin: each of its methods `name_view` at `where` with its name."""
    made = []
    for view in views:
        name = view.__name__.removesuffix("_view")
        guarded = guard(view.__func__).__get__(of)
        address = where.format(name.replace("_", "-"))
        full_name = f"{of.opts.app_label}_{of.opts.model_name}_{name}"
        made.append(path(address, of.admin_site.admin_view(guarded), name=full_name))
    return made
