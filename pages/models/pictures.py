"""Pictures that staff uploaded, kept in several sizes."""

import secrets

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image

from pages import pictures


class PictureQuerySet(models.QuerySet):
    def store(
        self,
        image: Image.Image,
        *,
        name: str,
        alt: str = "",
        uploaded_by=None,
        focus: tuple[int, int] = pictures.MIDDLE,
    ) -> "Picture":
        """Keeps what pictures.read() gave; either all of it or nothing."""
        picture = self.model(name=name[:150], alt=alt[:300], uploaded_by=uploaded_by)
        picture.hold(image, focus)
        return picture


class Picture(models.Model):
    name = models.CharField(_("name"), max_length=150, help_text=_("To find it again; readers do not see it."))
    alt = models.CharField(
        _("alternative text"),
        max_length=300,
        blank=True,
        help_text=_("What the picture shows, for those who cannot see it. Offered wherever the picture is used."),
    )
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    focus_x = models.PositiveSmallIntegerField(
        _("what matters, from the left"), default=50, validators=[MaxValueValidator(100)], help_text=_("In per cent.")
    )
    focus_y = models.PositiveSmallIntegerField(
        _("what matters, from the top"),
        default=50,
        validators=[MaxValueValidator(100)],
        help_text=_("In per cent. Where a picture is cut, this point stays in it."),
    )
    crops = models.JSONField(editable=False, default=dict)  # the sizes of what was cut, by ratio; empty: not yet
    token = models.CharField(max_length=32, editable=False)
    widths = models.JSONField(editable=False, default=list)
    fallback = models.CharField(max_length=4, editable=False, default="jpg")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)

    # What pages.elements.picture wants.
    of_an_element = ("width", "height", "focus_x", "focus_y", "token", "widths", "fallback")

    objects = PictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name

    def hold(self, image: Image.Image, focus: tuple[int, int] = pictures.MIDDLE) -> None:
        """Takes the image as this picture's own, under a new file name, and saves."""
        before = self._files() if self.pk else []
        self.focus_x, self.focus_y = focus
        is_prepared = focus == pictures.MIDDLE and hasattr(image, "prepared_crops")
        cut = image.prepared_crops if is_prepared else list(pictures.crops(image, focus))
        self.crops = {ratio: list(size) for ratio, size, _content in cut}
        self.width, self.height = image.size
        self.token, self.widths, self.fallback = (
            secrets.token_hex(12),
            pictures.widths_of(image),
            pictures.fallback_format(image),
        )
        versions = getattr(image, "prepared", None) or list(pictures.renditions(image))
        written: list[str] = []
        try:
            with transaction.atomic():
                self.save()
                for width, extension, content in versions:
                    written.append(self.file(width, extension))
                    default_storage.save(written[-1], ContentFile(content))
                for ratio, _size, content in cut:
                    written.append(self.crop_file(ratio))
                    default_storage.save(written[-1], ContentFile(content))
        except BaseException:
            _remove(written)
            raise
        transaction.on_commit(lambda: _remove(before))

    def look_at(self, focus: tuple[int, int]) -> None:
        """Cuts anew around another point, from the largest version that is kept."""
        before = self._crop_files()
        self.focus_x, self.focus_y = focus
        with default_storage.open(self.file(max(self.widths), self.fallback)) as file:
            cut = list(pictures.crops(Image.open(file).copy(), focus))
        self.crops = {ratio: list(size) for ratio, size, _content in cut}
        for ratio, _size, content in cut:
            if not default_storage.exists(self.crop_file(ratio)):
                default_storage.save(self.crop_file(ratio), ContentFile(content))
        self.save(update_fields=["focus_x", "focus_y", "crops"])
        gone = [file for file in before if file not in self._crop_files()]
        transaction.on_commit(lambda: _remove(gone))

    def delete(self, *args, **options):
        files = self._files()
        result = super().delete(*args, **options)
        transaction.on_commit(lambda: _remove(files))
        return result

    def file(self, width: int, extension: str) -> str:
        return f"{self._folder}{width}.{extension}"

    def crop_file(self, ratio: str) -> str:
        """The point is part of the name: a file never changes what it shows."""
        return f"{self._folder}{ratio}-{self.focus_x}-{self.focus_y}.jpg"

    @property
    def _folder(self) -> str:
        return f"{self.pk}-{self.token}/"

    def _crop_files(self) -> list[str]:
        return [self.crop_file(ratio) for ratio in self.crops]

    def _files(self) -> list[str]:
        whole = [self.file(width, extension) for width in self.widths for extension in ("avif", self.fallback)]
        return whole + self._crop_files()

    @property
    def focus_class(self) -> str:
        """For the style sheet, which knows steps of ten; none for the middle."""
        steps = {"x": round(self.focus_x, -1), "y": round(self.focus_y, -1)}
        return " ".join(f"focus-{name}-{step}" for name, step in steps.items() if step != 50)

    def address(self, width: int | None = None, extension: str | None = None) -> str:
        return settings.MEDIA_URL + self.file(width or max(self.widths), extension or self.fallback)

    @property
    def small(self) -> str:
        return self.address(min(self.widths))

    @property
    def small_avif(self) -> str:
        return self.address(min(self.widths), "avif")

    @property
    def source(self) -> str:
        """For the `src` of old browsers: large enough for a phone, small enough for its contract."""
        return self.address(min((width for width in self.widths if width >= 960), default=max(self.widths)))

    @property
    def avif_srcset(self) -> str:
        return self._srcset("avif")

    @property
    def fallback_srcset(self) -> str:
        return self._srcset(self.fallback)

    def _srcset(self, extension: str) -> str:
        folder = settings.MEDIA_URL + self._folder
        return ", ".join(f"{folder}{width}.{extension} {width}w" for width in sorted(self.widths))


def _remove(files: list[str]) -> None:
    for file in files:
        default_storage.delete(file)
