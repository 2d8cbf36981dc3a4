"""Lists that staff put in order: by dragging, with the arrow keys, or with plain buttons."""

from collections.abc import Iterable

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from pages.admin.lists import StaffAdmin
from pages.models import AuditEntry
from pages.widgets import is_number


class OrderedAdmin(StaffAdmin):
    """The model has a `position`; `peers` are the fields whose rows are in order among each other."""

    change_list_template = "admin/pages/ordered_list.html"
    list_per_page = 1_000
    actions = None
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # they count whole tables
    peers: tuple[str, ...] = ()

    def tree(self, rows: Iterable[models.Model]) -> list[dict]:
        """The lists on the screen: dicts with `heading` and `rows`; a row may have `rows_below`."""
        return [{"heading": "", "rows": list(rows)}]

    def state_of(self, row: models.Model) -> tuple[str, str]:
        """A word for the style and one for the reader, if there is something to say."""
        return "", ""

    def changelist_view(self, request, extra_context=None):
        response = super().changelist_view(request, extra_context)
        if context := getattr(response, "context_data", None) and response.context_data:
            rows = list(context["cl"].result_list) if "cl" in context else []
            for row in rows:
                row.state = self.state_of(row)
            context["lists"] = self.tree(rows)
            context["may_order"] = self.has_change_permission(request)
        return response

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_order"
        return [path("order/", self.admin_site.admin_view(self.order), name=name), *super().get_urls()]

    @method_decorator(require_POST)
    def order(self, request: HttpRequest) -> HttpResponse:
        """`row` again and again: the numbers in their new order. Or `move`: one number, and “up” or “down”."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        if "move" in request.POST:
            number, _colon, direction = request.POST["move"].partition(":")
            self._move(number, -1 if direction == "up" else 1)
            messages.success(request, _("The order is saved."))
        else:
            self._place([number for number in request.POST.getlist("row") if is_number(number)])
        AuditEntry.objects.note(request.user, self.model, "order")
        return HttpResponseRedirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"))

    @transaction.atomic
    def _place(self, numbers: list[str]) -> None:
        places = {int(number): place for place, number in enumerate(numbers)}
        rows = self.model.objects.select_for_update().filter(pk__in=places)
        for row in rows:
            row.position = places[row.pk]
        self.model.objects.bulk_update(rows, ["position"])

    def _move(self, number: str, by: int) -> None:
        row = self.model.objects.filter(pk=number).first() if is_number(number) else None
        if row is None:
            return
        beside = list(self.model.objects.filter(**{name: getattr(row, name) for name in self.peers}))
        before = beside.index(row)
        beside.insert(max(before + by, 0), beside.pop(before))
        self._place([str(each.pk) for each in beside])
