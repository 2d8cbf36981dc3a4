"""The figures as a page and as a table; what is drawn is drawn here, not in the browser."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chat.admin.routes import ONLY_SHOW, routes
from chat.figures import Figures
from pages.tables import as_csv

PERIODS = {"7": _("7 days"), "30": _("30 days"), "90": _("90 days"), "365": _("A year")}
USUAL = "30"


class FigureViews:
    """For the inbox's ModelAdmin."""

    def figures_urls(self) -> list:
        return routes(self, "{}/", ONLY_SHOW, self.figures_view, self.figures_csv_view)

    def _figures(self, request: HttpRequest) -> tuple[str, Figures]:
        if not self.has_view_permission(request):
            raise PermissionDenied
        days, now = request.GET.get("days", ""), timezone.now()
        days = days if days in PERIODS else USUAL
        return days, Figures(now - timedelta(days=int(days)), now)

    def figures_view(self, request: HttpRequest) -> HttpResponse:
        days, figures = self._figures(request)
        context = self.admin_site.each_context(request) | {"title": _("Figures of the chat"), "opts": self.opts}
        context |= {"figures": figures, "days": days, "periods": PERIODS}
        return TemplateResponse(request, "admin/chat/conversation/figures.html", context)

    def figures_csv_view(self, request: HttpRequest) -> HttpResponse:
        days, figures = self._figures(request)
        name = f"chat-{timezone.localdate().isoformat()}-{days}.csv"
        disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(as_csv(figures.lines()), content_type="text/csv; charset=utf-8", headers=disposition)
