"""What the chat tells visitors, when somebody is there, and how long it keeps what was said: on one screen."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from chat.models import ChatSettings, Holiday, OpeningHours
from pages.admin.one_row import OneRowAdmin


class OpeningHoursInline(admin.TabularInline):
    model = OpeningHours
    extra = 1


class HolidayInline(admin.TabularInline):
    model = Holiday
    extra = 1


@admin.register(ChatSettings)
class ChatSettingsAdmin(OneRowAdmin, admin.ModelAdmin):
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
