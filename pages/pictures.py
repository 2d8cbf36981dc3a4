"""Pictures as they come in: what is accepted, and the smaller versions made of each."""

from collections.abc import Iterator
from io import BytesIO
from struct import error as struct_error

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

LARGEST_FILE = 10 * 2**20  # bytes
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 16_000
MOST_PIXELS_KEPT = 8_000_000  # of one version: a tall picture is kept narrower
Image.MAX_IMAGE_PIXELS = None  # our own limit speaks of it in words
WIDTHS = (320, 640, 960, 1280, 1920)
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
ACCEPT = "image/jpeg,image/png,image/webp,image/avif,image/gif"
CONTENT_TYPES = {"avif": "image/avif", "jpg": "image/jpeg", "png": "image/png"}
# What Pillow raises for a file that is not what its first bytes promise.
_BROKEN = (ValueError, TypeError, KeyError, SyntaxError, struct_error)
_SAVING = {
    "avif": {"format": "AVIF", "quality": 60, "speed": 8},
    "jpg": {"format": "JPEG", "quality": 80, "progressive": True, "optimize": True},
    "png": {"format": "PNG", "optimize": False, "compress_level": 6},
}


def read(file: File) -> Image.Image:
    """The picture in the file, upright, decoded to its last pixel and free of everything else.

    Raises ValidationError in words for whatever else it is.
    """
    if file.size > LARGEST_FILE:
        raise ValidationError(
            _("This file has %(size)s; a picture may have %(most)s at most. Save it smaller and try again."),
            params={"size": filesizeformat(file.size), "most": filesizeformat(LARGEST_FILE)},
            code="too_large",
        )
    try:
        file.seek(0)
        image = Image.open(file, formats=FORMATS)
        if image.width * image.height > MOST_PIXELS or max(image.size) > LONGEST_SIDE:
            raise ValidationError(
                _(
                    "This picture has %(width)d × %(height)d pixels; %(most)d million are the most, and %(side)d on a "
                    "side. Make it smaller."
                ),
                params={
                    "width": image.width,
                    "height": image.height,
                    "most": MOST_PIXELS // 1_000_000,
                    "side": LONGEST_SIDE,
                },
                code="too_many_pixels",
            )
        image.load()
        upright = _upright(image)
        # Made here, before anybody begins a transaction: other writers must not wait for it.
        upright.prepared = list(renditions(upright))
        return upright
    except UnidentifiedImageError:
        raise ValidationError(
            _("This is not a picture that can be used here. Choose a JPEG, PNG, WebP, AVIF or GIF file."),
            code="no_picture",
        ) from None
    except (*_BROKEN, OSError, EOFError, MemoryError, OverflowError, RuntimeError) as error:
        raise ValidationError(
            _("This picture is damaged or incomplete. Save it anew in a picture editor and try again."), code="damaged"
        ) from error


def _upright(image: Image.Image) -> Image.Image:
    try:
        image = ImageOps.exif_transpose(image)
    except _BROKEN:
        pass  # what the camera noted is broken; the picture is not
    if image.mode.startswith("I"):  # 16 bits of grey, which convert() would clip to white
        image = image.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")
    has_alpha = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    pixels = image.convert("RGBA" if has_alpha else "RGB")
    if has_alpha and pixels.getextrema()[3][0] == 255:
        pixels = pixels.convert("RGB")
    # A new image holds pixels and nothing else: no metadata, no appended file.
    bare = Image.new(pixels.mode, pixels.size)
    bare.paste(pixels)
    return bare


def fallback_format(image: Image.Image) -> str:
    """For browsers without AVIF; JPEG has no transparency."""
    return "png" if image.mode == "RGBA" else "jpg"


def widths_of(image: Image.Image) -> list[int]:
    """Never wider than the picture itself."""
    widths = sorted({width for width in WIDTHS if width < image.width} | {min(image.width, WIDTHS[-1])})
    return [width for width in widths if width**2 * image.height / image.width <= MOST_PIXELS_KEPT] or widths[:1]


def renditions(image: Image.Image) -> Iterator[tuple[int, str, bytes]]:
    """(width, format, bytes) for every file to keep, from the widest down; each is made of the one before."""
    for width in sorted(widths_of(image), reverse=True):
        if width != image.width:
            height = max(1, round(image.height * width / image.width))
            image = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3)
        for name in ("avif", fallback_format(image)):
            buffer = BytesIO()
            image.save(buffer, **_SAVING[name])
            yield width, name, buffer.getvalue()
