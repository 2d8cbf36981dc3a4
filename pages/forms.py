"""What staff may send to the ground: pictures."""

from django import forms
from django.utils.translation import gettext_lazy as _

from pages import pictures
from pages.models import Picture


class PictureField(forms.FileField):
    """A file that must be a picture; its clean value is the decoded image."""

    def __init__(self, **options):
        options.setdefault("widget", forms.FileInput(attrs={"accept": pictures.ACCEPT}))
        super().__init__(**options | {"max_length": 255})

    def clean(self, value, initial=None):
        file = super().clean(value, initial)
        return pictures.read(file) if file else None


class PictureUploadForm(forms.Form):
    file = PictureField(label=_("file"))
    alt = forms.CharField(max_length=300, required=False)

    def store(self, user) -> Picture:
        return Picture.objects.store(
            self.cleaned_data["file"], name=self.files["file"].name, alt=self.cleaned_data["alt"], uploaded_by=user
        )
