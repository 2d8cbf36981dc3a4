"""Words of the chrome in several languages: one JSON object, a key a language, falling back to the default one."""

import json

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language, gettext_lazy as _

from pages.fields import LinesField, OneLineField


class Label(dict):
    """{"en": "News", "zh-hans": "新闻"}; as text, the word in the language now active."""

    def __str__(self) -> str:
        return self.in_language(get_language())

    def in_language(self, code: str | None) -> str:
        return self.get(code or "") or self.get(settings.LANGUAGE_CODE) or next(iter(self.values()), "")

    def __bool__(self) -> bool:
        return any(self.values())


class ReadableJSONEncoder(json.JSONEncoder):
    """Keeps Chinese legible in the database."""

    def __init__(self, **options):
        super().__init__(**options | {"ensure_ascii": False})


def as_label(value) -> Label | None:
    """A plain text is the word in the default language; other keys than text are refused."""
    if value is None or isinstance(value, Label):
        return value
    if isinstance(value, str):
        return Label({settings.LANGUAGE_CODE: value}) if value else Label()
    if not isinstance(value, dict) or not all(isinstance(word, str) for word in value.values()):
        raise ValidationError(_("Write one text for each language."), code="invalid")
    return Label(value)


def named_with(field: str, words: str) -> models.Q:
    """Rows whose label has these words in any language."""
    codes = (code for code, _name in settings.LANGUAGES)
    return models.Q(*((f"{field}__{code}__icontains", words) for code in codes), _connector=models.Q.OR)


class LabelInput(forms.MultiWidget):
    template_name = "pages/widgets/label.html"

    def __init__(self, widget: type[forms.Widget] = forms.TextInput, attrs: dict | None = None):
        self.languages = list(settings.LANGUAGES)
        super().__init__(
            {code.replace("-", "_"): widget(attrs={"lang": code}) for code, _name in self.languages}, attrs
        )

    def decompress(self, value) -> list[str]:
        label = as_label(value) or {}
        return [label.get(code, "") for code, _name in self.languages]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        for widget, (_code, language) in zip(context["widget"]["subwidgets"], self.languages, strict=True):
            widget["language"] = language
            # A required label needs a word in the default language only; the browser must not ask for more.
            widget["attrs"].pop("required", None)
        return context


class LabelFormField(forms.MultiValueField):
    def __init__(self, *, widget=None, max_length: int | None = None, required=True, long=False, **options):
        self.codes = [code for code, _name in settings.LANGUAGES]
        for unused in ("encoder", "decoder"):
            options.pop(unused, None)
        kind = LinesField if long else OneLineField
        super().__init__(
            fields=[kind(required=False, max_length=max_length) for _code in self.codes],
            widget=widget or LabelInput(),
            require_all_fields=False,
            required=required,
            **options,
        )

    def compress(self, words: list[str]) -> Label:
        return Label({code: word for code, word in zip(self.codes, words, strict=False) if word})

    def clean(self, value) -> Label:
        label = super().clean(value)
        if label and not label.get(settings.LANGUAGE_CODE):
            name = dict(settings.LANGUAGES)[settings.LANGUAGE_CODE]
            raise ValidationError(
                _("Write it in %(language)s first; other languages fall back to that."), params={"language": name}
            )
        return label or Label()


class LabelField(models.JSONField):
    """Holds a Label. `long=True` gives several lines to write in."""

    def __init__(self, *args, max_length: int = 200, long: bool = False, **options):
        self.long = long
        options.setdefault("default", Label)
        options["encoder"] = ReadableJSONEncoder
        super().__init__(*args, max_length=max_length, **options)

    def deconstruct(self):
        name, path, args, options = super().deconstruct()
        options.pop("encoder")
        if self.long:
            options["long"] = True
        return name, path, args, options

    def from_db_value(self, value, expression, connection):
        """What somebody else wrote into the row must not break every page that shows it."""
        try:
            return as_label(super().from_db_value(value, expression, connection))
        except ValidationError:
            return Label()

    def to_python(self, value):
        return as_label(value)

    def pre_save(self, instance, add):
        label = as_label(getattr(instance, self.attname))
        setattr(instance, self.attname, label)
        return label

    def formfield(self, **options):
        widget = LabelInput(forms.Textarea, {"rows": 3}) if self.long else LabelInput()
        return models.Field.formfield(
            self,
            **{
                "form_class": LabelFormField,
                "widget": widget,
                "max_length": self.max_length,
                "long": self.long,
                "show_hidden_initial": False,
            }
            | options,
        )
