"""What staff may send to the ground: pictures."""

from contextlib import suppress

from django import forms
from django.utils.translation import gettext_lazy as _
from PIL import Image

from pages import pictures
from pages.models import Picture


class PictureField(forms.FileField):
    """A file that must be a picture; its clean value is the decoded image."""

    def __init__(self, **options):
        options.setdefault("widget", forms.FileInput(attrs={"accept": pictures.ACCEPT}))
        super().__init__(**options | {"max_length": 255})

    def clean(self, value, initial=None):
        file = super().clean(value, initial)
        return read_once(file) if file else None


def read_once(file) -> Image.Image:
    """The picture in an upload, or the ValidationError that it is none; the same when asked again."""
    if not hasattr(file, "picture"):
        try:
            file.picture = pictures.read(file)
        except forms.ValidationError as error:
            file.picture = error
    if isinstance(file.picture, forms.ValidationError):
        raise file.picture
    return file.picture


class ReadsPicturesFirst:
    """For a ModelAdmin: pictures are taken apart before its form's transaction, so that nobody waits for them."""

    def changeform_view(self, request, *args, **options):
        for file in request.FILES.values():
            if self.has_add_permission(request) or self.has_change_permission(request):
                with suppress(forms.ValidationError):
                    read_once(file)
        return super().changeform_view(request, *args, **options)


class PictureUploadForm(forms.Form):
    file = PictureField(label=_("file"))
    alt = forms.CharField(max_length=300, required=False)

    def store(self, user) -> Picture:
        return Picture.objects.store(
            self.cleaned_data["file"], name=self.files["file"].name, alt=self.cleaned_data["alt"], uploaded_by=user
        )
