"""Old addresses that lead on, and those that nobody leads on yet."""

import csv

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _, ngettext

from pages.admin.lists import StaffAdmin
from pages.forms.redirects import COLUMNS, RedirectForm, RedirectsFileForm
from pages.links import REFERENCE, addresses_for_staff
from pages.models import AuditEntry, MissingAddress, Redirect


@admin.register(Redirect)
class RedirectAdmin(StaffAdmin):
    form = RedirectForm
    change_list_template = "admin/pages/redirect_list.html"
    list_display = ["source", "leads_to", "is_permanent", "hits", "last_hit_at"]
    list_filter = ["is_permanent"]
    search_fields = ["source"]
    list_per_page = 100
    fields = ["source", "target", "is_permanent"]

    def get_changelist_instance(self, request):
        changelist = super().get_changelist_instance(request)
        known = addresses_for_staff([row.target for row in changelist.result_list])
        for row in changelist.result_list:
            row.address = known.get(row.target, row.target)
        return changelist

    @admin.display(description=_("leads to"))
    def leads_to(self, row: Redirect) -> str:
        return row.address

    def get_urls(self):
        return [
            path("export/", self.admin_site.admin_view(self.export), name="pages_redirect_export"),
            path("import/", self.admin_site.admin_view(self.take_in), name="pages_redirect_import"),
            *super().get_urls(),
        ]

    def export(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        response = HttpResponse(
            "\ufeff",
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="redirects.csv"'},
        )
        table = csv.writer(response)
        table.writerow([*COLUMNS, "hits"])
        rows = list(Redirect.objects.all())
        known = addresses_for_staff([row.target for row in rows])
        for row in rows:
            target = known.get(row.target, row.target)
            if not REFERENCE.fullmatch(target):  # what it led to is deleted
                table.writerow([row.source, target, 301 if row.is_permanent else 302, row.hits])
        AuditEntry.objects.note(request.user, Redirect, "export")
        return response

    def take_in(self, request: HttpRequest) -> HttpResponse:
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied
        form = RedirectsFileForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            try:
                count = form.save()
            except ValidationError as error:
                form.add_error("file", error)
            else:
                AuditEntry.objects.note(request.user, Redirect, "import", words=str(count))
                words = ngettext("%(count)d redirect is there.", "%(count)d redirects are there.", count)
                messages.success(request, words % {"count": count})
                return redirect("admin:pages_redirect_changelist")
        context = self.admin_site.each_context(request) | {
            "form": form,
            "title": _("Redirects from a file"),
            "opts": self.opts,
        }
        return render(request, "admin/pages/redirect_import.html", context)


class AskedForFilter(admin.SimpleListFilter):
    title = _("asked for")
    parameter_name = "asked"

    def lookups(self, request, model_admin):
        return [("all", _("Also once")), ("ignored", _("Ignored"))]

    def choices(self, changelist):
        first, *others = super().choices(changelist)
        return [first | {"display": _("Again and again")}, *others]

    def queryset(self, request, queryset):
        if self.value() == "ignored":
            return queryset.filter(is_ignored=True)
        return queryset.filter(is_ignored=False, hits__gte=1 if self.value() == "all" else 2)


@admin.register(MissingAddress)
class MissingAddressAdmin(StaffAdmin):
    list_display = ["address", "hits", "first_at", "last_at", "way_on"]
    list_display_links = None
    list_filter = [AskedForFilter]
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["address"]
    list_per_page = 100
    actions = ["ignore"]

    @admin.display(description=_("what to do"))
    def way_on(self, row: MissingAddress):
        address = f"{reverse('admin:pages_redirect_add')}?{urlencode({'source': row.address})}"
        return format_html('<a class="quiet-button" href="{}">{}</a>', address, _("Make a redirect"))

    @admin.action(description=_("Ignore the selected addresses"), permissions=["delete"])
    def ignore(self, request, queryset):
        told = ", ".join(queryset.values_list("address", flat=True)[:20])
        count = queryset.update(is_ignored=True)
        AuditEntry.objects.note(request.user, MissingAddress, "ignore", words=told)
        words = ngettext(
            "%(count)d address is ignored from now on.", "%(count)d addresses are ignored from now on.", count
        )
        messages.success(request, words % {"count": count})

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
