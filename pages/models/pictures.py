"""Pictures that staff uploaded, kept in several sizes."""

import secrets

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image

from pages import pictures


class PictureQuerySet(models.QuerySet):
    def store(self, image: Image.Image, *, name: str, alt: str = "", uploaded_by=None) -> "Picture":
        """Keeps what pictures.read() gave; either all of it or nothing."""
        picture = self.model(name=name[:150], alt=alt[:300], uploaded_by=uploaded_by)
        picture.hold(image)
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

    objects = PictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name

    def hold(self, image: Image.Image) -> None:
        """Takes the image as this picture's own, under a new file name, and saves."""
        before = self._files() if self.pk else []
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
        except BaseException:
            _remove(written)
            raise
        transaction.on_commit(lambda: _remove(before))

    def delete(self, *args, **options):
        files = self._files()
        result = super().delete(*args, **options)
        transaction.on_commit(lambda: _remove(files))
        return result

    def file(self, width: int, extension: str) -> str:
        return f"{self.pk}-{self.token}/{width}.{extension}"

    def _files(self) -> list[str]:
        return [self.file(width, extension) for width in self.widths for extension in ("avif", self.fallback)]

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
        return ", ".join(f"{self.address(width, extension)} {width}w" for width in sorted(self.widths))


def _remove(files: list[str]) -> None:
    for file in files:
        default_storage.delete(file)
