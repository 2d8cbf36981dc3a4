"""The log of what staff did: to be read, filtered and taken along, never to be changed."""

import csv
from collections.abc import Iterator

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import NoReverseMatch, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy as _

from pages import times
from pages.admin.reading import ReadingAdmin
from pages.models import AuditEntry
from pages.models.audit import STEPS
from pages.models.people import name_of
from pages.tables import safe_cells
from pages.widgets import is_number


class StepFilter(admin.SimpleListFilter):
    title = _("what was done")
    parameter_name = "step"

    def lookups(self, request, model_admin):
        return [("added", _("Added")), ("changed", _("Changed")), ("deleted", _("Deleted")), *STEPS.items()]

    def queryset(self, request, queryset):
        return queryset.of_step(self.value()) if self.value() else queryset


class KindFilter(admin.SimpleListFilter):
    title = _("what it was done to")
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        kinds = ContentType.objects.filter(pk__in=AuditEntry.objects.order_by().values("content_type").distinct())
        return [(str(kind.pk), kind.name) for kind in kinds]

    def queryset(self, request, queryset):
        return queryset.filter(content_type=self.value()) if is_number(self.value() or "") else queryset


class PersonFilter(admin.SimpleListFilter):
    title = _("person")
    parameter_name = "person"

    def lookups(self, request, model_admin):
        people = User.objects.filter(pk__in=AuditEntry.objects.order_by().values("user").distinct())
        return sorted(((str(person.pk), name_of(person)) for person in people), key=lambda one: one[1])

    def queryset(self, request, queryset):
        return queryset.filter(user=self.value()) if is_number(self.value() or "") else queryset


@admin.register(AuditEntry)
class AuditAdmin(ReadingAdmin):
    change_list_template = "admin/pages/audit_list.html"
    list_display = ["when", "person", "done", "from_to", "on", "told"]
    list_filter = [StepFilter, KindFilter, PersonFilter]
    list_select_related = ["user", "content_type"]
    search_fields = ["object_repr", "change_message", "user__username"]
    date_hierarchy = "action_time"
    fields = readonly_fields = ["when", "person", "done", "from_to", "on", "told"]

    def changelist_view(self, request, extra_context=None):
        context = {"title": _("Log of what was done")}
        return super().changelist_view(request, context | (extra_context or {}))

    @admin.display(description=_("when"), ordering="action_time")
    def when(self, entry: AuditEntry) -> str:
        return times.recorded(entry.action_time)

    @admin.display(description=_("who"), ordering="user")
    def person(self, entry: AuditEntry) -> str:
        return name_of(entry.user)

    @admin.display(description=_("what"))
    def done(self, entry: AuditEntry) -> str:
        return entry.what

    @admin.display(description=_("from – to"))
    def from_to(self, entry: AuditEntry) -> str:
        return f"{entry.before or '–'} → {entry.after or '–'}" if entry.before or entry.after else ""

    @admin.display(description=_("to what"))
    def on(self, entry: AuditEntry) -> str:
        kind = entry.content_type
        if kind is None:
            return entry.object_repr
        try:
            model = f"admin:{kind.app_label}_{kind.model}"
            address = reverse(f"{model}_change", args=[entry.object_id]) if entry.object_id else ""
            address = address or reverse(f"{model}_changelist")
        except NoReverseMatch:
            return entry.object_repr
        return format_html('<a href="{}">{}</a> <span class="quiet-words">{}</span>', address, entry.object_repr, kind)

    @admin.display(description=_("words"))
    def told(self, entry: AuditEntry) -> str:
        return entry.words

    def get_urls(self):
        export = self.admin_site.admin_view(self.export)
        return [path("export/", export, name="pages_auditentry_export"), *super().get_urls()]

    def get_changelist_instance(self, request):
        try:
            return super().get_changelist_instance(request)
        except OverflowError:  # the day after the last one of the calendar
            raise IncorrectLookupParameters from None

    def export(self, request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
        """What the filters leave, as a table."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            found = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(reverse("admin:pages_auditentry_changelist") + "?e=1")
        AuditEntry.objects.note(request.user, AuditEntry, "export", words=request.META.get("QUERY_STRING", ""))
        name = f"log-{timezone.localdate().isoformat()}.csv"
        return StreamingHttpResponse(
            self._lines(found),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    def _lines(self, entries) -> Iterator[str]:
        table = csv.writer(_Echo())
        names = [_("when"), _("who"), _("user name"), _("what"), _("from"), _("to")]
        names += [_("to what"), _("kind"), _("number"), _("words")]
        yield "\ufeff" + table.writerow([gettext(str(name)) for name in names])
        for entry in entries.iterator(chunk_size=500):
            row = [entry.action_time.isoformat(), name_of(entry.user), entry.user.get_username(), entry.what]
            row += [entry.before, entry.after]
            row += [entry.object_repr, str(entry.content_type or ""), entry.object_id or "", entry.words]
            yield table.writerow(safe_cells(row))


class _Echo:
    def write(self, line: str) -> str:
        return line
