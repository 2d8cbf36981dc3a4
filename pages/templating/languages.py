"""Where a page stands in other languages: for readers, and for search engines."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language, get_language_info
from jinja2 import pass_context
from jinja2.runtime import Context

from pages.languages import homes, in_each_language


@pass_context
def language_switch(context: Context) -> list[dict]:
    """The other languages, each with where it leads: to this page, else to what stands nearest."""
    found = in_each_language(context["request"], context.get("elsewhere"))
    others = [code for code, _name in settings.LANGUAGES if code != get_language()]
    return [
        get_language_info(code) | {"address": found.get(code) or _instead(context, code), "is_here": code in found}
        for code in others
    ]


def _instead(context: Context, code: str) -> str:
    """What the view names as nearest, else the home page."""
    nearest = context.get("nearest")
    with translation.override(code):
        return nearest.get_absolute_url() if nearest else homes()[code]


@pass_context
def canonical(context: Context) -> str:
    """The one address of this page; the numbered pages of a list are pages of their own, what is found is not."""
    address = settings.SITE_URL + in_each_language(context["request"], {})[get_language()]
    number = 1 if "asked" in context else getattr(context.get("page_obj"), "number", 1)
    return f"{address}?page={number}" if number > 1 else address


@pass_context
def alternates(context: Context) -> list[tuple[str, str]]:
    """hreflang and address of each translation, this page included and x-default last; empty where it has none."""
    if getattr(context.get("page_obj"), "number", 1) > 1:
        return []
    found = in_each_language(context["request"], context.get("elsewhere"))
    if len(found) < 2:
        return []
    listed = [(code, settings.SITE_URL + found[code]) for code, _name in settings.LANGUAGES if code in found]
    default = settings.SITE_URL + found.get(settings.LANGUAGE_CODE, next(iter(found.values())))
    return [*listed, ("x-default", default)]
