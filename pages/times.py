"""Moments in words. What readers see is told and typed in the site's time zone, which is named: the staff may sit in
another one, and see in their own what colleagues did.
"""

from datetime import datetime

from babel import Locale, UnknownLocaleError
from babel.dates import get_timezone_name
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy as _, to_locale

from pages.widgets import Moment


def zone_name() -> str:
    """“China Standard Time”, “中国标准时间”."""
    try:
        locale = Locale.parse(to_locale(get_language() or "en"))
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")
    return get_timezone_name(timezone.get_default_timezone(), width="long", zone_variant="standard", locale=locale)


def at_the_site(moment: datetime, format: str = "DATETIME_FORMAT") -> str:
    return date_format(timezone.localtime(moment, timezone.get_default_timezone()), format)


def iso(moment: datetime | None) -> str:
    """For programs, in the site's time zone."""
    return moment.astimezone(timezone.get_default_timezone()).isoformat() if moment else ""


def in_words(moment: datetime) -> str:
    return f"{at_the_site(moment)} {zone_name()}"


def recorded(moment: datetime) -> str:
    """When a colleague did something, in the time zone of who reads it."""
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")


class SiteMoment(forms.SplitDateTimeField):
    """Typed and shown in the site's time zone, whatever the person's own is."""

    widget = Moment
    years = range(1900, 3000)  # at both ends of the calendar, reckoning in another zone leads out of it

    def prepare_value(self, value):
        if not isinstance(value, datetime) or timezone.is_naive(value):
            return value
        return timezone.make_naive(value, timezone.get_default_timezone())

    def clean(self, value):
        with timezone.override(timezone.get_default_timezone()):
            moment = super().clean(value)
        if moment and moment.year not in self.years:
            raise ValidationError(_("Choose a date between the years 1900 and 2999."), code="year")
        return moment

    def has_changed(self, initial, data) -> bool:
        with timezone.override(timezone.get_default_timezone()):
            return super().has_changed(initial, data)
