"""What templates may ask of the ground: pictures, addresses, rich text."""

import re
from datetime import datetime
from urllib.parse import unquote

from django import template
from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language_info

from pages import elements, html
from pages.models import AuditEntry, SiteSettings
from pages.routes import path_to
from pages.text import cut, one_line

register = template.Library()
register.simple_tag(path_to)
register.simple_tag(elements.picture)
TRAIL_COLUMNS = 80


@register.filter
def wide_at(picture, height: int) -> int:
    """How wide it is when it is so high."""
    return max(1, round(picture.width * height / picture.height))


@register.filter
def rich(text: str):
    return html.for_page(text)


@register.filter
def trail_title(title: str) -> str:
    return cut(str(title), TRAIL_COLUMNS)


@register.filter
def here(address: str, path: str) -> str:
    """For `aria-current`: whether an address is this page's, or that of what it belongs to."""
    own = unquote(address or "")
    if own == path:
        return "page"
    is_home = own in {reverse("pages:home"), ""}
    return "true" if path.startswith(own) and own.endswith("/") and not is_home else ""


@register.filter
def place_in_menu(site: SiteSettings, path: str) -> tuple[bool | str, ...]:
    """Which of the menu's addresses are `here`, and whether the path itself is one."""
    steps = path.split("/")
    above = ["/".join(steps[:depth]) + "/" for depth in range(1, len(steps))]
    return path in site.places, *(place for place in above if place in site.places)


@register.filter
def iso(moment: datetime | None) -> str:
    """For programs."""
    return timezone.localtime(moment).isoformat() if moment else ""


@register.filter
def day(moment: datetime | None) -> str:
    """As it stands beside an article."""
    return timezone.localtime(moment).date().isoformat() if moment else ""


@register.filter
def absolute(path: str) -> str:
    return settings.SITE_URL + str(path)


@register.filter
def markdown(text: str) -> str:
    """As one line of Markdown that means nothing but its words."""
    return re.sub(r"([\\`*_{}\[\]<>#|])", r"\\\1", one_line(str(text)))


@register.filter
def telephone(number: str) -> str:
    """As it stands in a `tel:` address."""
    return "".join(sign for sign in number if sign.isdigit() or sign == "+")


@register.simple_tag
def other_languages() -> list[dict]:
    """The languages that are not active, each with its own name."""
    return [get_language_info(code) for code, _name in settings.LANGUAGES if code != translation.get_language()]


@register.simple_tag(takes_context=True)
def last_steps(context: dict, count: int) -> QuerySet[AuditEntry]:
    """What the person did last, but for coming and going, and what he could not look at."""
    person = context["request"].user
    steps = AuditEntry.objects.filter(user=person).exclude(change_message__startswith='[{"step": "sign_')
    return (steps if person.is_superuser else steps.exclude(content_type__app_label="auth"))[:count]
