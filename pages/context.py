"""What every template may use without asking: above all the site's settings."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_info

from pages.models import SiteSettings
from pages.store.lasting import lasting


def for_readers(request: HttpRequest) -> dict:
    """All their pages show the settings, and so often that a lazy object would be a twentieth of a page's time."""
    language = get_language()
    return {"site": site_of(request), "LANGUAGE_CODE": language, "LANGUAGE_BIDI": get_language_info(language)["bidi"]}


def for_staff(request: HttpRequest) -> dict:
    """Read only if used."""
    return {"site": SimpleLazyObject(lambda: site_of(request)), "SITE_URL": settings.SITE_URL}


def site_of(request: HttpRequest) -> SiteSettings:
    """Those that a view would show (`shown_site`), else those that hold."""
    if shown := getattr(request, "shown_site", None):
        return shown
    return lasting.get(request, ("site", get_language()), SiteSettings.objects.current)
