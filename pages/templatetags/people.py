"""Whom colleagues know by a name."""

from django import template

from pages.models.people import name_of

register = template.Library()
register.filter("name_of", name_of)
