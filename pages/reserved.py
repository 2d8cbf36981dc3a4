"""Words that no page's address may begin with, because another route does."""

from collections.abc import Iterator

from django.conf import settings
from django.urls import get_resolver
from django.urls.resolvers import LocalePrefixPattern

# Addresses that are promised (docs/contract.md) and come with a later version: a page there now would be hidden then.
PROMISED = {"metrics", "search", "feed", "static"}


def reserved_words() -> set[str]:
    languages = {code for code, _name in settings.LANGUAGES}
    return {word.lower() for word in _first_words(get_resolver().url_patterns)} | languages | PROMISED


def _first_words(patterns: list) -> Iterator[str]:
    for pattern in patterns:
        route = "" if isinstance(pattern.pattern, LocalePrefixPattern) else str(pattern.pattern)
        word, _slash, _rest = route.partition("/")
        if not word:
            yield from _first_words(getattr(pattern, "url_patterns", []))
        elif "<" not in word:
            yield word
