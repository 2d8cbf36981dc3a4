"""Mail that waits, mail that went, mail that failed. What stands in a letter is nobody's business."""

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from pages import times
from pages.admin.reading import ReadingAdmin
from pages.models import AuditEntry, Letter


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


@admin.register(Letter)
class LetterAdmin(ReadingAdmin):
    change_list_template = "admin/pages/outbox.html"
    list_display = ["subject", "to", "state", "written", "tries", "next_try", "problem"]
    list_filter = [StateFilter]
    search_fields = ["to", "subject"]
    fields = readonly_fields = ["subject", "to", "state", "written", "tries", "next_try", "problem"]

    @admin.display(description=_("state"))
    def state(self, letter: Letter) -> str:
        if letter.sent_at:
            words = _("Sent"), "live", times.recorded(letter.sent_at)
        elif letter.failed_at:
            words = _("Given up"), "ended", times.recorded(letter.failed_at)
        else:
            words = _("Waiting"), "scheduled", ""
        return format_html('<span class="standing {1}">{0}</span> {2}', *words)

    @admin.display(description=_("written at"), ordering="created_at")
    def written(self, letter: Letter) -> str:
        return times.recorded(letter.created_at)

    @admin.display(description=_("next try"))
    def next_try(self, letter: Letter) -> str:
        return "" if letter.sent_at or letter.failed_at else times.recorded(letter.due_at)

    def changelist_view(self, request, extra_context=None):
        is_printed = settings.EMAIL_BACKEND.endswith("console.EmailBackend")
        failed = Letter.objects.exclude(failed_at=None).exists()
        waiting = Letter.objects.waiting().filter(tries__gt=0).exists()
        context = {"title": _("Outbox"), "is_printed": is_printed, "may_retry": failed or waiting}
        return super().changelist_view(request, context | (extra_context or {}))

    def get_urls(self):
        retry = self.admin_site.admin_view(self.retry)
        return [path("retry/", retry, name="pages_letter_retry"), *super().get_urls()]

    @method_decorator(require_POST)
    def retry(self, request: HttpRequest) -> HttpResponse:
        """All that failed or waits for its next try goes out now."""
        if not request.user.is_superuser:
            raise PermissionDenied
        count = Letter.objects.try_again()
        AuditEntry.objects.note(request.user, Letter, "retry", words=str(count))
        messages.success(request, _("They are sent again within seconds; reload this page to see how it went."))
        return HttpResponseRedirect(reverse("admin:pages_letter_changelist"))
