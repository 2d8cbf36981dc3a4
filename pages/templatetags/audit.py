"""The log of what was done, for the lists that Django's admin makes of it."""

from django import template
from django.contrib.admin.models import LogEntry

from pages.models import AuditEntry

register = template.Library()


@register.filter
def audited(entry: LogEntry) -> AuditEntry:
    """The same row, with words for what it tells."""
    return AuditEntry(**{field.attname: getattr(entry, field.attname) for field in LogEntry._meta.concrete_fields})
