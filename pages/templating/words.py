"""`{{ _("Search") }}`: words in the language of the page, looked up once a language.

A page has the `_` of its own language (`pages/context.py`); that of all templates is for macros, and what is no page.
"""

from collections.abc import Callable
from functools import cache

from django.utils.translation import get_language, gettext
from markupsafe import Markup


class _Words(dict[str, Markup]):
    def __missing__(self, words: str) -> Markup:
        self[words] = found = Markup(gettext(words))  # noqa: S704 - from our templates and catalogues
        return found


@cache
def words_in(language: str | None) -> Callable[[str], Markup]:
    """They are ours, and may hold markup. What is put into them with `%` is escaped."""
    return _Words().__getitem__


def said(words: str) -> Markup:
    """Where no page says in which language."""
    return words_in(get_language())(words)
