"""What templates may ask of the ground: pictures, addresses, rich text."""

import re

from django import template
from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import get_language_info

from pages import elements, html
from pages.models import AuditEntry
from pages.text import one_line

register = template.Library()
register.simple_tag(elements.picture)


@register.filter
def rich(text: str):
    return html.for_page(text)


@register.filter
def absolute(path: str) -> str:
    return settings.SITE_URL + str(path)


@register.filter
def markdown(text: str) -> str:
    """As one line of Markdown that means nothing but its words."""
    return re.sub(r"([\\`*_{}\[\]<>#|])", r"\\\1", one_line(str(text)))


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
