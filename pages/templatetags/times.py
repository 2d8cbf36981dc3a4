"""Moments for the staff's screens: what readers see in the site's time zone, what colleagues did in one's own."""

from datetime import datetime

from django import template

from pages import times

register = template.Library()


@register.filter
def at_the_site(moment: datetime | None, format: str = "DATETIME_FORMAT") -> str:
    return times.at_the_site(moment, format) if moment else ""


@register.filter
def recorded(moment: datetime | None) -> str:
    return times.recorded(moment) if moment else ""
