"""The menus in header and footer."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.utils.translation import get_language, gettext_lazy as _

from pages import links
from pages.admin.ordering import OrderedAdmin
from pages.admin.result import ShowsResult
from pages.models import MenuItem


@admin.register(MenuItem)
class MenuItemAdmin(ShowsResult, OrderedAdmin):
    fields = ["place", "parent", "label", "target"]
    peers = ("place", "parent")

    def tree(self, rows) -> list[dict]:
        rows = list(rows)
        known = links.resolve([row.target for row in rows], get_language())
        for row in rows:
            row.leads_to = links.address_of(row.target, known, get_language())
            row.rows_below = [below for below in rows if below.parent_id == row.pk]
            row.state = (
                ("", "") if row.leads_to or not row.target else ("draft", _("Not shown: not live in this language"))
            )
        return [
            {"heading": label, "rows": [row for row in rows if row.place == place and row.parent_id is None]}
            for place, label in MenuItem.Place.choices
        ]

    def formfield_for_foreignkey(self, db_field, request, **options):
        if db_field.name == "parent":
            options["queryset"] = MenuItem.objects.filter(parent=None)
        return super().formfield_for_foreignkey(db_field, request, **options)

    def get_form(self, request, obj=None, change=False, **options):
        """The parent is chosen among items named with their menu; not edited from here."""
        form = super().get_form(request, obj, change=change, **options)
        if parent := form.base_fields.get("parent"):
            parent.label_from_instance = lambda item: f"{item.get_place_display()}: {item}"
            widget = parent.widget
            widget.can_add_related = widget.can_change_related = widget.can_delete_related = False
            widget.can_view_related = False
        return form

    def get_changeform_initial_data(self, request):
        """A new item goes last."""
        return {"place": MenuItem.Place.HEADER} | super().get_changeform_initial_data(request)

    def get_urls(self):
        suggestions = self.admin_site.admin_view(self.suggestions)
        return [path("suggestions/", suggestions, name="pages_suggestions"), *super().get_urls()]

    def suggestions(self, request: HttpRequest) -> JsonResponse:
        """For every field that says where something leads. Titles of drafts are among them."""
        if not any(request.user.has_perm(f"pages.change_{model}") for model in ("menuitem", "banner", "redirect")):
            raise PermissionDenied
        words = request.GET.get("q", "").replace("\0", "").strip()[:100]
        return JsonResponse({"suggestions": links.suggestions(words, 8) if words else []})

    def save_model(self, request, obj, form, change):
        if not change or {"place", "parent"} & {*form.changed_data}:
            obj.position = MenuItem.objects.filter(place=obj.place, parent=obj.parent).count()
        super().save_model(request, obj, form, change)
