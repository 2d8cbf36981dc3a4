"""What every template may use without asking: the site's settings, read only if used."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from pages.models import SiteSettings
from pages.store.lasting import lasting
from pages.templating.words import words_in


def words(request: HttpRequest) -> dict:
    """For Jinja: what templates say, in the language of the page."""
    return {"_": words_in(get_language())}


def chrome(request: HttpRequest) -> dict:
    return {"site": SimpleLazyObject(lambda: site_of(request)), "SITE_URL": settings.SITE_URL}


def site_of(request: HttpRequest) -> SiteSettings:
    """Those that a view would show (`shown_site`), else those that hold."""
    if shown := getattr(request, "shown_site", None):
        return shown
    return lasting.get(request, ("site", get_language()), SiteSettings.objects.current)
