"""What goes out to others: mail, and what search engines are told; waiting, sent, or given up.

What stands in a letter is nobody's business.
"""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from pages import search_engines, times
from pages.admin.reading import ReadingAdmin
from pages.models import Announcement, AuditEntry, Letter
from pages.models.errands import Errand
from pages.models.outbox import goes_out


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("waiting", _("Waiting")), ("sent", _("Sent")), ("failed", _("Given up"))]

    def queryset(self, request, queryset):
        return {
            "waiting": queryset.waiting(),
            "sent": queryset.exclude(sent_at=None),
            "failed": queryset.exclude(failed_at=None),
        }.get(self.value(), queryset)


class ErrandAdmin(ReadingAdmin):
    change_list_template = "admin/pages/outbox.html"
    list_filter = [StateFilter]

    @admin.display(description=_("state"))
    def state(self, errand: Errand) -> str:
        if errand.sent_at:
            words = _("Sent"), "live", times.recorded(errand.sent_at)
        elif errand.failed_at:
            words = _("Given up"), "ended", times.recorded(errand.failed_at)
        else:
            words = _("Waiting"), "scheduled", ""
        return format_html('<span class="standing {1}">{0}</span> {2}', *words)

    @admin.display(description=_("written at"), ordering="created_at")
    def written(self, errand: Errand) -> str:
        return times.recorded(errand.created_at)

    @admin.display(description=_("next try"))
    def next_try(self, errand: Errand) -> str:
        return "" if errand.sent_at or errand.failed_at else times.recorded(errand.due_at)

    hint_style = "help"

    def hint(self) -> str:
        """What keeps all of them from going out."""
        raise NotImplementedError

    @property
    def _retry(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_retry"

    def changelist_view(self, request, extra_context=None):
        failed = self.model.objects.exclude(failed_at=None).exists()
        waiting = self.model.objects.waiting().filter(tries__gt=0).exists()
        context = {
            "hint": self.hint(),
            "hint_style": self.hint_style,
            "retry": reverse(f"admin:{self._retry}"),
            "may_retry": failed or waiting,
        }
        return super().changelist_view(request, context | (extra_context or {}))

    def get_urls(self):
        retry = self.admin_site.admin_view(self.retry)
        return [path("retry/", retry, name=self._retry), *super().get_urls()]

    @method_decorator(require_POST)
    def retry(self, request: HttpRequest) -> HttpResponse:
        """All that failed or waits for its next try goes out now."""
        if not request.user.is_superuser:
            raise PermissionDenied
        count = self.model.objects.try_again()
        AuditEntry.objects.note(request.user, self.model, "retry", words=str(count))
        messages.success(request, _("They are sent again within seconds; reload this page to see how it went."))
        return HttpResponseRedirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"))


@admin.register(Letter)
class LetterAdmin(ErrandAdmin):
    list_display = ["subject", "to", "state", "written", "tries", "next_try", "problem"]
    search_fields = ["to", "subject"]
    fields = readonly_fields = list_display
    hint_style = "errornote"  # people wait for their letters

    def hint(self) -> str:
        words = _("No mail server is set up: letters are printed to the server's log. The operator sets EMAIL_URL.")
        return "" if goes_out() else words

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": _("Outbox")} | (extra_context or {}))


@admin.register(Announcement)
class AnnouncementAdmin(ErrandAdmin):
    list_display = ["what", "service", "state", "written", "tries", "next_try", "problem"]
    list_filter = [StateFilter, "service"]
    fields = readonly_fields = list_display

    @admin.display(description=_("address"))
    def what(self, announcement: Announcement) -> str:
        return str(announcement)

    def hint(self) -> str:
        words = _("No search engine is told of what is published. The operator sets INDEXNOW_KEY or BAIDU_PUSH_TOKEN.")
        return "" if search_engines.switched_on() else words
