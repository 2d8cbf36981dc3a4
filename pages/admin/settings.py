"""The site settings, on one screen, with header and footer as they will look."""

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from pages.admin.lists import StaffAdmin
from pages.admin.one_row import OneRowAdmin
from pages.admin.result import ShowsResult
from pages.colours import ColourField
from pages.forms.pictures import TakesPictures, TakesPicturesAdmin
from pages.models import SiteSettings
from pages.widgets import Colour


class SiteSettingsForm(TakesPictures, forms.ModelForm):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["trash_days"].required = False

    def clean_trash_days(self) -> int:
        return self.cleaned_data["trash_days"] or self.instance.trash_days


@admin.register(SiteSettings)
class SiteSettingsAdmin(OneRowAdmin, ShowsResult, TakesPicturesAdmin, StaffAdmin):
    form = SiteSettingsForm
    change_form_template = "admin/pages/settings_form.html"
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}, ColourField: {"widget": Colour}}
    fieldsets = [
        (
            _("Company"),
            {"fields": ["company_name", "welcome", "description", "about", "logo", "favicon", "share_image"]},
        ),
        (_("Colours"), {"fields": ["accent", "band"]}),
        (_("Contact"), {"fields": ["phone", "email", "address", "hours", "map", "map_link"]}),
        (_("Footer"), {"fields": ["footer_text", "icp_number", "icp_link", "police_number", "police_link"]}),
        (_("For staff"), {"fields": ["trash_days"]}),
    ]

    def result(self, request: HttpRequest, site: SiteSettings) -> dict:
        """With what stands in the form, as far as it is right; a file that was chosen shows once it is saved."""
        if request.method == "POST" and self.has_change_permission(request):
            self.get_form(request, site, change=True)(request.POST, instance=site).is_valid()
        return {}

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if obj.logo_plate and "logo" in form.changed_data:
            on = {"light": _("light"), "dark": _("dark")}[obj.logo_plate]
            words = _("The logo is hard to see on %(ground)s pages. It stands on a plate of its own there.")
            messages.info(request, words % {"ground": on})
