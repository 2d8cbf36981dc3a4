"""LinkField: where a menu item, a banner or a redirect leads: something on the site, or an address elsewhere."""

from urllib.parse import urlsplit

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.urls import Resolver404, resolve as resolve_path
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from pages import links
from pages.languages import language_in

LONGEST = 500
_elsewhere = URLValidator(
    schemes=["http", "https"],
    message=_("This is no address. It begins with / or https://, as in https://www.example.com/."),
)


class LinkInput(forms.TextInput):
    """Shows addresses, keeps references; suggests pages, articles and categories while one types."""

    template_name = "pages/widgets/link.html"

    class Media:
        js = [forms.Script("staff/link.js", type="module")]

    def format_value(self, value) -> str:
        return links.addresses_for_staff([value]).get(value, value) if value else ""


class LinkFormField(forms.CharField):
    widget = LinkInput

    def clean(self, value) -> str:
        address = super().clean(value).replace("\\", "/")
        if not address:
            return ""
        reference = links.reference_to(address) or address
        if links.addresses_for_staff([reference]):
            return reference
        if address.startswith("/") and not address.startswith("//"):
            _refuse_nothing(address)
            return address
        if not address.startswith(("mailto:", "tel:")):
            _elsewhere(address)
        return address


def _refuse_nothing(address: str) -> None:
    """Of our own addresses only those that lead somewhere."""
    path = urlsplit(address).path
    if apps.get_model("pages", "Redirect").objects.for_address(path, urlsplit(address).query):
        return  # an old address, which leads on
    with translation.override(language_in(path)):
        try:
            match = resolve_path(path)
        except Resolver404:
            match = None
    if match is None or not match.url_name or match.view_name in {kind.route for kind in links.kinds().values()}:
        raise ValidationError(
            _("There is nothing at this address of the site. Choose from what is suggested while you type."),
            code="nothing",
        )


class LinkField(models.CharField):
    """Holds a reference (`page:3`), a path of ours that has no reference (`/news/`), or a full address."""

    def __init__(self, *args, **options):
        super().__init__(*args, **{"max_length": LONGEST} | options)

    def formfield(self, **options):
        # The admin offers its own widget for every CharField; it would win over ours.
        options.pop("widget", None)
        return super().formfield(**{"form_class": LinkFormField} | options)
