"""Fields of text. RichTextField is the one seam between the site's text and whichever editor writes it."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _, ngettext_lazy

from pages import html, limits
from pages.text import one_line


class OneLineField(forms.CharField):
    """Whatever is sent, it is one line: in a letter another one could be taken for ours."""

    def to_python(self, value) -> str:
        return one_line(super().to_python(value))


class LinesField(forms.CharField):
    """Browsers end lines with two signs; kept is one, so that what nobody touched has not changed."""

    widget = forms.Textarea

    def to_python(self, value) -> str:
        return super().to_python(value).replace("\r\n", "\n")


class RichTextFormField(forms.CharField):
    def __init__(self, **options):
        options["widget"] = import_string(settings.RICH_TEXT_WIDGET)()
        super().__init__(**options | {"max_length": limits.TEXT, "strip": True})

    def clean(self, value) -> str:
        text = super().clean(value)
        # Cleaning writes some signs at more length; the worst of them is measured before that.
        self.run_validators(text.replace("&", "&amp;"))
        cleaned = html.clean(text)
        self.run_validators(cleaned)
        if self.required and not cleaned:
            raise ValidationError(self.error_messages["required"], code="required")
        silent = [image for image in html.images_of(cleaned) if not image.get("alt") and not image.get("role")]
        if silent:
            raise ValidationError(
                ngettext_lazy(
                    "%(count)d picture in the text has no alternative text. Double-click it and say what it shows, "
                    "or mark it as decorative.",
                    "%(count)d pictures in the text have no alternative text. Double-click each and say what it "
                    "shows, or mark it as decorative.",
                    len(silent),
                ),
                params={"count": len(silent)},
                code="no_alternative_text",
            )
        return cleaned


class RichTextField(models.TextField):
    """Cleans whatever is written through the ORM, and asks a setting for its widget.

    In migrations it is a TextField: no history names the editor.
    """

    description = _("Rich text")

    def deconstruct(self):
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.TextField", args, options

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return html.clean(value) if isinstance(value, str) else value

    def pre_save(self, instance, add):
        value = self.get_prep_value(super().pre_save(instance, add))
        setattr(instance, self.attname, value)
        return value

    def formfield(self, **options):
        # The admin offers its own widget for every TextField; it would win over ours.
        options.pop("widget", None)
        return super().formfield(**{"form_class": RichTextFormField, "max_length": None} | options)
