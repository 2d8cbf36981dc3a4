"""What every template may use without asking: the site's settings, read only if used."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from pages.models import SiteSettings
from pages.store.lasting import lasting


def chrome(request: HttpRequest) -> dict:
    return {"site": SimpleLazyObject(lambda: site_of(request)), "SITE_URL": settings.SITE_URL}


def site_of(request: HttpRequest) -> SiteSettings:
    return lasting.get(request, ("site", get_language()), SiteSettings.objects.current)
