"""The picture of an address that is shared and has no cover: drawn from its title, in the site's colours.

Its address names what is drawn by a hash: it never changes what it shows, so it may be kept for ever. Where no font
has the signs of a title, nothing is drawn, and the site's own share picture stands in.
"""

from dataclasses import astuple, dataclass
from functools import lru_cache
from hashlib import sha256
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe
from PIL import Image, ImageDraw

from pages import links
from pages.colours import WHITE, readable, words_on
from pages.lettering import LEADING, drawable, fitted, font_for, in_one_line
from pages.models import Revision, SiteSettings, Timeline

SIZES = {"wide": (1200, 630), "1x1": (1200, 1200), "4x3": (1200, 900), "16x9": (1200, 675)}
LOOK = 1  # one more when the same words come to look different: other pictures need other addresses
GROUND, ACCENT = "#16222e", "#f2a33a"  # of a site that chose no colours
EDGE = 80  # pixels around all
TITLE_SIZES = (92, 84, 76, 68, 60, 52, 46)


@dataclass(frozen=True)
class Drawing:
    """All that the picture is made of, as it stands: what a font lacks is left out when it is painted, so that the
    mark is the same on every host, whatever fonts it has."""

    title: str
    section: str
    company: str
    ground: str
    accent: str
    logo: str  # its file
    has_plate: bool
    look: int = LOOK

    @property
    def mark(self) -> str:
        return sha256("\0".join(map(str, astuple(self))).encode()).hexdigest()[:12]


def drawing_of(revision: Revision, site: SiteSettings) -> Drawing | None:
    identity = getattr(revision, revision.subject)
    if not _drawable(revision.title):
        return None
    ground = site.band or GROUND
    with translation.override(identity.language):
        return Drawing(
            title=revision.title,
            section=identity.section(),
            company=str(site.company_name),
            ground=ground,
            accent=readable(site.accent or ACCENT, ground),
            logo=site.logo.file(min(site.logo.widths), site.logo.fallback) if site.logo else "",
            has_plate=site.logo_plate == ("dark" if words_on(ground) == WHITE else "light"),
        )


def _drawable(text: str) -> str:
    """Nothing, where no font has its signs."""
    font = font_for(text)
    return "" if font is None else drawable(font, text)


def address(revision: Revision, drawing: Drawing, ratio: str = "wide") -> str:
    number = getattr(revision, revision.subject).pk
    return reverse("share_picture", args=[revision.subject, number, ratio, drawing.mark])


@require_safe
def share_picture(request: HttpRequest, kind: str, number: int, ratio: str, mark: str) -> HttpResponse:
    """Of what readers see now; an older address leads to the present one."""
    known = links.kinds().get(kind)
    if known is None or not issubclass(known.model, Timeline) or ratio not in SIZES:
        raise Http404
    live = known.model._meta.get_field("revisions").related_model.objects.live(timezone.now())
    revision = live.filter(**{kind: number}).select_related(kind).first()
    drawing = drawing_of(revision, SiteSettings.objects.current()) if revision else None
    if drawing is None:
        raise Http404
    if drawing.mark != mark:
        return HttpResponseRedirect(address(revision, drawing, ratio), headers={"Cache-Control": "no-cache"})
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "X-Robots-Tag": "noindex"}
    return HttpResponse(paint(drawing, ratio), content_type="image/png", headers=headers)


@lru_cache(maxsize=64)
def paint(drawing: Drawing, ratio: str) -> bytes:
    width, height = SIZES[ratio]
    words = words_on(drawing.ground)
    image = Image.new("RGB", (width, height), drawing.ground)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, width, 14), fill=drawing.accent)
    _line(pen, (EDGE, EDGE), drawing.section, 34, width - 2 * EDGE, fill=drawing.accent)
    room = (width - 2 * EDGE, height - 2 * EDGE - 76 - 110)
    font, lines = fitted(font_for(drawing.title) or "", _drawable(drawing.title), room, TITLE_SIZES)
    for place, line in enumerate(lines):
        pen.text((EDGE, EDGE + 76 + place * font.size * LEADING), line, font=font, fill=words)
    _sign(image, pen, drawing, words)
    buffer = BytesIO()
    # Few colours: a third of the bytes, and no eye can tell.
    image.quantize(128, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(buffer, "PNG")
    return buffer.getvalue()


def _line(pen: ImageDraw.ImageDraw, place: tuple[int, int], text: str, size: int, width: int, **look) -> None:
    font, shown = in_one_line(font_for(text) or "", _drawable(text), size, width)
    pen.text(place, shown, font=font, **look)


def _sign(image: Image.Image, pen: ImageDraw.ImageDraw, drawing: Drawing, words: str) -> None:
    """Logo and company, at the foot."""
    foot, left, edge = image.height - EDGE, EDGE, 12 if drawing.has_plate else 0
    if logo := _logo(drawing.logo):
        left += edge
        if drawing.has_plate:
            box = (left - edge, foot - logo.height - edge, left + logo.width + edge, foot + edge)
            pen.rounded_rectangle(box, 12, fill=WHITE if words == WHITE else GROUND)
        image.paste(logo, (left, foot - logo.height), logo)
        left += logo.width + edge + 28
    _line(pen, (left, foot - 36), drawing.company, 36, image.width - EDGE - left, fill=words, anchor="lm")


def _logo(file: str) -> Image.Image | None:
    try:
        with default_storage.open(file) as opened:
            logo = Image.open(opened).convert("RGBA")
    except (OSError, ValueError, ValidationError):  # whatever became of the file since
        return None
    logo.thumbnail((320, 72))
    return logo
