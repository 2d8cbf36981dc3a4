"""`{{ _("Search") }}`: words in the language of the page."""

from django.utils.translation import gettext
from markupsafe import Markup


def said(words: str) -> Markup:
    """They are ours, and may hold markup. What is put into them with `%` is escaped."""
    return Markup(gettext(words))  # noqa: S704 - from our templates and catalogues
