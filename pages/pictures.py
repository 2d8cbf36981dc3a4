"""Pictures as they come in: what is accepted, and the smaller versions made of each."""

import re
from collections.abc import Iterator
from ctypes import CDLL
from io import BytesIO
from itertools import islice
from struct import error as struct_error

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from pages.limits import (
    LARGEST_FILE,
    LONGEST_SIDE,
    MOST_DIRECTORY,
    MOST_PIXELS,
    MOST_PIXELS_KEPT,
    MOST_READS,
    MOST_SEGMENTS,
)

WIDTHS = (320, 640, 960, 1280, 1920)
RATIOS = {"1x1": (1, 1), "4x3": (4, 3), "16x9": (16, 9)}  # that search engines want to choose from
CROP_WIDTH = 1200
MIDDLE = (50, 50)  # per cent from the left and from the top
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
ACCEPT = "image/jpeg,image/png,image/webp,image/avif,image/gif"
CONTENT_TYPES = {"avif": "image/avif", "jpg": "image/jpeg", "png": "image/png"}
# What Pillow raises for a file that is not what its first bytes promise.
_BROKEN = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, SyntaxError, struct_error)
SAVING = {
    "avif": {"format": "AVIF", "quality": 60, "speed": 8},
    "jpg": {"format": "JPEG", "quality": 80, "progressive": True, "optimize": True},
    "png": {"format": "PNG", "optimize": False, "compress_level": 6},
}
_MARKER = re.compile(rb"\xff[\x02-\xcf\xd9-\xfe]")  # those of a JPEG that a length follows, and its end


class _File(BytesIO):
    """What an upload holds, for a decoder that does not ask too often."""

    def __init__(self, content: bytes):
        super().__init__(content)
        self.left = MOST_READS

    def read(self, size: int | None = -1) -> bytes:
        self.left -= 1
        if self.left < 0:
            raise ValueError("a file of too many pieces")
        return super().read(size)


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
        content = file.read()
        if _is_maze(content):
            raise ValueError("a file of too many parts")
        image = Image.open(_File(content), formats=FORMATS)
        _refuse_too_many_pixels(image.size)
        image.load()
        upright = _upright(image)
        # Made here, before anybody begins a transaction: other writers must not wait for it.
        upright.prepared = list(renditions(upright))
        upright.prepared_crops = list(crops(upright, MIDDLE))
        return upright
    except UnidentifiedImageError:
        raise ValidationError(
            _("This is not a picture that can be used here. Choose a JPEG, PNG, WebP, AVIF or GIF file."),
            code="no_picture",
        ) from None
    except (*_BROKEN, OSError, EOFError, MemoryError, RuntimeError) as error:
        raise ValidationError(
            _("This picture is damaged or incomplete. Save it anew in a picture editor and try again."), code="damaged"
        ) from error
    finally:
        image = None
        _give_back_memory()


def _give_back_memory() -> None:
    """glibc keeps for the next picture what a large one took; a worker would stay as big as its largest upload."""
    trim = getattr(CDLL(None), "malloc_trim", None)
    if trim:
        trim(0)


def _refuse_too_many_pixels(size: tuple[int, int], **_options) -> None:
    width, height = size
    if width * height > MOST_PIXELS or max(size) > LONGEST_SIDE:
        raise ValidationError(
            _(
                "This picture has %(width)d × %(height)d pixels; %(most)d million are the most, and %(side)d on a "
                "side. Make it smaller."
            ),
            params={"width": width, "height": height, "most": MOST_PIXELS // 1_000_000, "side": LONGEST_SIDE},
            code="too_many_pixels",
        )


# Pillow asks this wherever a file makes it take memory, for some formats while it is opened.
Image._decompression_bomb_check = _refuse_too_many_pixels


def _is_maze(content: bytes) -> bool:
    """Whether it has so many parts that a decoder would need minutes, or hours, to go through them."""
    segments = sum(1 for _segment in islice(_segments(content), MOST_SEGMENTS + 1))
    directories = (size for kind, size in _boxes(content) if kind in (b"meta", b"moov"))
    return segments > MOST_SEGMENTS or max(directories, default=0) > MOST_DIRECTORY


def _segments(content: bytes) -> Iterator[bytes]:
    """The markers of a JPEG, up to its end."""
    at, is_begun = 2, False
    while content.startswith(b"\xff\xd8") and (match := _MARKER.search(content, at)):
        if is_begun and match[0] == b"\xff\xd9":  # before the first scan, decoders read on
            break
        yield match[0]
        is_begun = is_begun or match[0] == b"\xff\xda"
        at = match.end() + int.from_bytes(content[match.end() : match.end() + 2])


def _boxes(content: bytes) -> Iterator[tuple[bytes, int]]:
    """(kind, size) of the outermost boxes of an AVIF file."""
    at = 0
    while content[4:8] == b"ftyp" and at < len(content):
        size = int.from_bytes(content[at : at + 4])
        if size == 1:
            size = int.from_bytes(content[at + 8 : at + 16])
        size = max(size, 8) if size else len(content) - at
        yield content[at + 4 : at + 8], size
        at += size


def _upright(image: Image.Image) -> Image.Image:
    try:
        ImageOps.exif_transpose(image, in_place=True)
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
            image.save(buffer, **SAVING[name])
            yield width, name, buffer.getvalue()


def crops(image: Image.Image, focus: tuple[int, int]) -> Iterator[tuple[str, tuple[int, int], bytes]]:
    """(ratio, size, bytes of a JPEG) for each ratio, cut so that what matters stays in it."""
    if (times := min(image.size) // CROP_WIDTH) > 1:
        image = image.reduce(times)  # in a tenth of the time that a careful resize takes, which comes then
    for name, ratio in RATIOS.items():
        cut = image.crop(_box(image.size, ratio, focus))
        if cut.width > CROP_WIDTH:
            cut = cut.resize(
                (CROP_WIDTH, round(CROP_WIDTH * ratio[1] / ratio[0])), Image.Resampling.LANCZOS, reducing_gap=3
            )
        if cut.mode == "RGBA":
            ground = Image.new("RGB", cut.size, "white")
            ground.paste(cut, mask=cut.getchannel("A"))
            cut = ground
        buffer = BytesIO()
        cut.save(buffer, **SAVING["jpg"])
        yield name, cut.size, buffer.getvalue()


def _box(size: tuple[int, int], ratio: tuple[int, int], focus: tuple[int, int]) -> tuple[int, int, int, int]:
    """The largest part of this ratio, as near to the focus as it can be."""
    width = max(1, min(size[0], round(size[1] * ratio[0] / ratio[1])))
    height = max(1, min(size[1], round(size[0] * ratio[1] / ratio[0])))
    left = min(max(round(size[0] * focus[0] / 100 - width / 2), 0), size[0] - width)
    top = min(max(round(size[1] * focus[1] / 100 - height / 2), 0), size[1] - height)
    return left, top, left + width, top + height
