"""Moments in words, in the site's time zone, which is named: the staff may sit in another one."""

from datetime import datetime

from babel import Locale, UnknownLocaleError
from babel.dates import get_timezone_name
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, to_locale


def zone_name() -> str:
    """“China Standard Time”, “中国标准时间”."""
    try:
        locale = Locale.parse(to_locale(get_language() or "en"))
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")
    return get_timezone_name(timezone.get_current_timezone(), width="long", zone_variant="standard", locale=locale)


def in_words(moment: datetime) -> str:
    return f"{date_format(timezone.localtime(moment), 'DATETIME_FORMAT')} {zone_name()}"
