"""What the chat tells visitors, when somebody is there, and how long it keeps what was said: on one screen."""

from django import forms
from django.contrib import admin
from django.db import models
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from chat.models import ChatSettings, Holiday, OpeningHours
from pages.admin.lists import StaffAdmin
from pages.admin.one_row import OneRowAdmin


class RowsInline(admin.TabularInline):
    """A few empty rows are always there: one more needs no script."""

    template = "admin/chat/rows_inline.html"
    extra = 2
    said = ""
    media = forms.Media()
    formfield_overrides = {
        models.TimeField: {"widget": forms.TimeInput({"type": "time"}, format="%H:%M")},
        models.DateField: {"widget": forms.DateInput({"type": "date"}, format="%Y-%m-%d")},
    }


class OpeningHoursInline(RowsInline):
    """Where there are none, each day of the week has an empty row."""

    model = OpeningHours

    def get_extra(self, request, obj=None, **options):
        return self.extra if obj and obj.opening_hours.exists() else len(WEEKDAYS)

    said = _("In the site's time zone. Without any, visitors are told nothing of hours. 0:00 is the end of a day.")


class HolidayInline(RowsInline):
    model = Holiday
    said = _("On these days nobody is there, whatever the hours say.")


@admin.register(ChatSettings)
class ChatSettingsAdmin(OneRowAdmin, StaffAdmin):
    fieldsets = [
        (_("Told to visitors"), {"fields": ["welcome", "answer_time", "absence", "shows_typing"]}),
        (_("E-mail"), {"fields": ["tell_after", "digest_every", "mails_transcript"]}),
        (
            _("Kept"),
            {
                "fields": ["kept_days", "spam_days"],
                "description": _(
                    "What is older is erased by itself. Visitors are told these numbers on the privacy page."
                ),
            },
        ),
    ]
    inlines = [OpeningHoursInline, HolidayInline]

    def get_formset_kwargs(self, request, obj, inline, prefix):
        options = super().get_formset_kwargs(request, obj, inline, prefix)
        if isinstance(inline, OpeningHoursInline) and not obj.opening_hours.exists():
            options["initial"] = [{"weekday": weekday} for weekday in WEEKDAYS]
        return options
