"""Widgets of the staff's forms that Django's admin has not, or not for everybody."""

from datetime import datetime

from django.contrib.admin.widgets import AdminSplitDateTime, ForeignKeyRawIdWidget
from django.forms.widgets import Media, Script, TextInput
from django.utils import timezone
from django.utils.translation import gettext

from pages import pictures
from pages.models import Picture


def is_number(text: str) -> bool:
    """One that a database takes for a row's."""
    return text.isascii() and text.isdecimal() and len(text) <= 18


class PictureChoice(ForeignKeyRawIdWidget):
    """A picture by its number, chosen from the library in a window of its own, and shown."""

    template_name = "pages/widgets/picture.html"

    @property
    def media(self) -> Media:
        return Media(js=["staff/picture.js"])

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        number = str(value or "")
        context["accept"] = pictures.ACCEPT
        context["picture"] = Picture.objects.filter(pk=number).first() if is_number(number) else None
        return context


class Colour(TextInput):
    """A colour to be typed, pasted or picked."""

    template_name = "pages/widgets/colour.html"

    @property
    def media(self) -> Media:
        return Media(js=[Script("staff/colour.js", type="module")])


class Moment(AdminSplitDateTime):
    """Date and time at the site, each named for those who hear the form."""

    @property
    def media(self) -> Media:
        return super().media + Media(js=[Script("staff/moment.js", type="module")])

    def decompress(self, value) -> list:
        """What stands in an address is no moment yet."""
        return super().decompress(value if isinstance(value, datetime) else None)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        now = timezone.localtime(timezone=timezone.get_default_timezone())
        for widget, label in zip(context["widget"]["subwidgets"], (gettext("Date"), gettext("Time")), strict=True):
            widget["attrs"]["aria-label"] = label
            widget["attrs"]["data-site-offset"] = int(now.utcoffset().total_seconds())
        return context
