"""What a visitor may send."""

import re
import unicodedata

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 2_000  # characters
# Control characters, and those that turn the direction of a text to make it look like another one.
_HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """Composed, with one kind of line end, without what cannot be seen."""
    text = re.sub(r"\r\n?", "\n", unicodedata.normalize("NFC", text))
    return _HIDDEN.sub("", text).strip()


class PlainCharField(forms.CharField):
    """Made plain before it is measured: a browser sends two characters for each line end."""

    def to_python(self, value) -> str:
        return super().to_python(plain(value) if isinstance(value, str) else value)


class MessageForm(forms.Form):
    client_id = forms.UUIDField(widget=forms.HiddenInput)
    body = PlainCharField(
        label=_("Your message"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write a message first.")},
    )
    name = PlainCharField(
        label=_("Your name"), max_length=80, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        max_length=254,
        label=_("Your e-mail"),
        required=False,
        help_text=_("If you want the answer by e-mail as well."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean_name(self) -> str:
        return self.cleaned_data["name"].replace("\n", " ")
