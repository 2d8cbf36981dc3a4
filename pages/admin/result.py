"""A picture of the result: the site's own header, footer or banners, shown beside the staff's form or list."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import get_language

from pages.csp import framed, with_frame
from pages.models import SiteSettings


class ShowsResult:
    """For a ModelAdmin. `result_template` is what is shown, `result()` what it needs besides the site's settings."""

    result_template = "pages/result_chrome.html"

    def result(self, request: HttpRequest, site: SiteSettings) -> dict:
        return {}

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_result"
        return [path("result/", self.admin_site.admin_view(self.result_view), name=name), *super().get_urls()]

    @method_decorator(framed)
    def result_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        request.state_of_the_site = None  # nothing of what only he sees may be kept for others, nor the other way round
        asked = request.GET.get("language", "")
        with translation.override(asked if asked in dict(settings.LANGUAGES) else get_language()):
            request.LANGUAGE_CODE = get_language()
            site = SiteSettings.objects.current()
            context = {"site": site, "elsewhere": {}} | self.result(request, site)
            request.shown_site = context.pop("site")
            return render(request, self.result_template, context)

    @method_decorator(with_frame)
    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, extra_context)

    @method_decorator(with_frame)
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        return super().changeform_view(request, object_id, form_url, extra_context)
