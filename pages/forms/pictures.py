"""Pictures that staff send: alone, from within a text, and beside the field that is to show one."""

from contextlib import suppress

from django import forms
from django.utils.translation import gettext_lazy as _
from PIL import Image

from pages import pictures
from pages.models import Picture
from pages.widgets import PictureChoice


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


class TakesPictures:
    """For a ModelForm with references to pictures: each takes a number from the library or, beside it, a new file.

    A good file is kept even if something else must be mended first: nobody chooses it twice.
    """

    uploaded_by = None  # set by the admin: the person at the form

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.picture_names = [
            name
            for name, field in self.fields.items()
            if getattr(getattr(field, "queryset", None), "model", 0) is Picture
        ]
        for name in self.picture_names:
            self.fields[f"{name}_file"] = PictureField(label=self.fields[name].label, required=False)

    def clean(self) -> dict:
        cleaned = super().clean()
        for name in self.picture_names:
            if errors := self.errors.pop(f"{name}_file", None):
                self.errors.pop(name, None)
                self.add_error(name, errors.as_data())
            elif image := cleaned.get(f"{name}_file"):
                self._keep(name, image)
        return self.cleaned_data

    def _keep(self, name: str, image: Image.Image) -> None:
        file, alt = self.files[self.add_prefix(f"{name}_file")], self.cleaned_data.get(f"{name}_alt", "")
        picture = Picture.objects.store(image, name=file.name, alt=alt, uploaded_by=self.uploaded_by)
        self.errors.pop(name, None)
        self.cleaned_data[name] = picture
        self.data = self.data.copy()
        self.data[self.add_prefix(name)] = picture.pk


class TakesPicturesAdmin(ReadsPicturesFirst):
    """For the ModelAdmin of such a form."""

    def formfield_for_dbfield(self, db_field, request, **options):
        """Without Django's buttons for related rows: the field has its own."""
        field = super().formfield_for_dbfield(db_field, request, **options)
        if field and db_field.related_model is Picture:
            field.widget = PictureChoice(db_field.remote_field, self.admin_site)
        return field

    def get_form(self, request, obj=None, change=False, **options):
        form = super().get_form(request, obj, change=change, **options)
        form.uploaded_by = request.user
        return form


class PictureUploadForm(forms.Form):
    file = PictureField(label=_("file"))
    alt = forms.CharField(max_length=300, required=False)

    def store(self, user) -> Picture:
        return Picture.objects.store(
            self.cleaned_data["file"], name=self.files["file"].name, alt=self.cleaned_data["alt"], uploaded_by=user
        )
