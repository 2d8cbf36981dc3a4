"""The templates of readers' pages, in Jinja, which makes Python of them; Django's took most of the time of a page.

Staff's screens are Django's own and so are their templates, as are letters and what is not HTML.
"""

from collections.abc import Callable
from datetime import date as Date
from typing import Any

from django.template import defaultfilters
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from jinja2 import ChainableUndefined, Environment, FileSystemLoader, TemplateNotFound

from pages import elements
from pages.routes import path_to
from pages.templating import chrome, languages, structured
from pages.templating.compiled import Templates
from pages.templating.once import once
from pages.templating.words import said

DJANGOS = ("admin/", "mail/", "sitemaps/", "pages/widgets/")
FUNCTIONS: dict[str, Callable] = {
    "_": said,
    "alternates": languages.alternates,
    "canonical": languages.canonical,
    "company_data": structured.company_data,
    "language_switch": languages.language_switch,
    "now": lambda format: date_format(timezone.localtime(), format),
    "once": once,
    "path_to": path_to,
    "picture": elements.picture,
    "share_card": structured.share_card,
    "static": static,
    "steps_above": chrome.steps_above,
    "trail_data": structured.trail_data,
}


class Loader(FileSystemLoader):
    """Of all templates but Django's."""

    def get_source(self, environment: Environment, template: str):
        if not template.endswith(".html") or template.startswith(DJANGOS):
            raise TemplateNotFound(template)
        return super().get_source(environment, template)


def register(**functions: Callable) -> None:
    """What templates may ask of an app."""
    FUNCTIONS.update(functions)


def date(moment: Date | None, format: str) -> str:
    """As Django's filter, in the site's time zone."""
    return defaultfilters.date(timezone.template_localtime(moment), format)


def environment(**options: Any) -> Templates:
    """What a page does not know is empty, as in Django's templates: they are shared by pages that know more or less."""
    options |= {"loader": Loader(options["loader"].searchpath), "undefined": ChainableUndefined}
    constant = {name: FUNCTIONS[name] for name in ("_", "path_to", "static")}
    made = Templates(constant, **options, keep_trailing_newline=True)
    made.globals |= FUNCTIONS
    made.filters |= {
        "date": date,
        "dated": elements.date,
        "here": chrome.here,
        "linebreaks": defaultfilters.linebreaks_filter,
        "linebreaksbr": defaultfilters.linebreaksbr,
        "place_in_menu": chrome.place_in_menu,
        "telephone": chrome.telephone,
        "trail_title": chrome.trail_title,
        "urlencode": defaultfilters.urlencode,
        "wide_at": chrome.wide_at,
    }
    return made
