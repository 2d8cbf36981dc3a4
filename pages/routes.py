"""Addresses by the names of their routes, each put together once: a list has as many as it has lines."""

from functools import lru_cache

from django.urls import reverse
from django.utils import translation


def path_to(route: str, *values, language: str | None = None) -> str:
    """In the language that is active, unless another one is named."""
    return _path_to(language or translation.get_language(), route, values)


@lru_cache(maxsize=4_096)
def _path_to(language: str, route: str, values: tuple) -> str:
    with translation.override(language):
        return reverse(route, args=values)
