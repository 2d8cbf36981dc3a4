"""Banners of the home page, and links to partners."""

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, gettext_lazy as _

from pages.admin.ordering import OrderedAdmin
from pages.admin.result import ShowsResult
from pages.forms.pictures import TakesPictures, TakesPicturesAdmin
from pages.models import Banner, Partner, SiteSettings
from pages.times import SiteMoment
from pages.widgets import Moment


class PicturedForm(TakesPictures, forms.ModelForm):
    pass


class PicturedAdmin(ShowsResult, TakesPicturesAdmin, OrderedAdmin):
    """A list of things with a picture each; a new one goes last."""

    form = PicturedForm

    def save_model(self, request, obj, form, change):
        if not change:
            obj.position = self.model.objects.count()
        super().save_model(request, obj, form, change)


@admin.register(Banner)
class BannerAdmin(PicturedAdmin):
    fields = ["picture", "title", "text", "target", "link_words", "shown_from", "shown_until"]
    formfield_overrides = {models.DateTimeField: {"form_class": SiteMoment, "widget": Moment}}
    list_select_related = ["picture"]
    result_template = "pages/result_banners.html"

    def result(self, request: HttpRequest, site: SiteSettings) -> dict:
        return {"banners": Banner.objects.shown_now(get_language())}

    def state_of(self, banner: Banner) -> tuple[str, str]:
        now = timezone.now()
        if banner.shown_from and banner.shown_from > now:
            when = date_format(timezone.localtime(banner.shown_from), "SHORT_DATETIME_FORMAT")
            return "scheduled", gettext("Shown from %(moment)s") % {"moment": when}
        if banner.shown_until and banner.shown_until <= now:
            return "ended", _("No longer shown")
        return "live", _("Shown")

    def tree(self, rows) -> list[dict]:
        rows = list(rows)
        for row in rows:
            row.thumbnail = row.picture
        return super().tree(rows)


@admin.register(Partner)
class PartnerAdmin(PicturedAdmin):
    fields = ["name", "address", "logo"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    list_select_related = ["logo"]

    def tree(self, rows) -> list[dict]:
        rows = list(rows)
        for row in rows:
            row.thumbnail, row.leads_to = row.logo, row.address
        return super().tree(rows)
