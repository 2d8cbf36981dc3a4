"""What every template may use without asking: the site's settings, read once a request and only if used."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from pages.models import SiteSettings


def chrome(request: HttpRequest) -> dict:
    return {"site": SimpleLazyObject(SiteSettings.objects.current), "SITE_URL": settings.SITE_URL}
