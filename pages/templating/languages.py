"""Where a page stands in other languages: for readers, and for search engines."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language_info
from jinja2 import pass_context
from jinja2.runtime import Context

from pages.languages import homes, in_each_language
from pages.store.lasting import lasting


def where(context: Context) -> dict[str, str]:
    """The addresses of this page by language, its own first. A page asks several times."""
    request, elsewhere = context["request"], context.get("elsewhere")
    known = getattr(request, "stands_at", None)
    if known is None or known[0] is not elsewhere:
        known = request.stands_at = elsewhere, in_each_language(request, context["LANGUAGE_CODE"], elsewhere)
    return known[1]


@pass_context
def language_switch(context: Context) -> list[dict]:
    """The other languages, each with where it leads: to this page, else to what stands nearest."""
    found = where(context)
    others = [code for code, _name in settings.LANGUAGES if code != context["LANGUAGE_CODE"]]
    return [
        get_language_info(code) | {"address": found.get(code) or _instead(context, code), "is_here": code in found}
        for code in others
    ]


def _instead(context: Context, code: str) -> str:
    """What the view names as nearest, such as a category, else the home page."""
    nearest = context.get("nearest")

    def found() -> str:
        with translation.override(code):
            return nearest.get_absolute_url() if nearest else homes()[code]

    return lasting.get(context["request"], ("instead", code, nearest), found)


@pass_context
def canonical(context: Context) -> str:
    """The one address of this page; the numbered pages of a list are pages of their own, what is found is not."""
    address = settings.SITE_URL + where(context)[context["LANGUAGE_CODE"]]
    number = 1 if "asked" in context else getattr(context.get("page_obj"), "number", 1)
    return f"{address}?page={number}" if number > 1 else address


@pass_context
def alternates(context: Context) -> list[tuple[str, str]]:
    """hreflang and address of each translation, this page included and x-default last; empty where it has none."""
    if getattr(context.get("page_obj"), "number", 1) > 1:
        return []
    found = where(context)
    if len(found) < 2:
        return []
    listed = [(code, settings.SITE_URL + found[code]) for code, _name in settings.LANGUAGES if code in found]
    default = settings.SITE_URL + found.get(settings.LANGUAGE_CODE, next(iter(found.values())))
    return [*listed, ("x-default", default)]
