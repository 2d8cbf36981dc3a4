"""Colours that staff choose: whether they can be read, and what follows from them in light and in dark."""

import colorsys
import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from PIL import Image

HEX = re.compile(r"#[0-9a-f]{6}")
READABLE = 4.5  # WCAG 1.4.3, for words
VISIBLE = 3.0  # WCAG 1.4.11, for marks
# What words and marks stand on (static/site/layers.css): in light the darkest ground, in dark the lightest.
LIGHT_GROUND, DARK_GROUND = "#f0f2f1", "#18212a"
WHITE, INK = "#ffffff", "#10161c"


def luminance(colour: str) -> float:
    """As WCAG reckons it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable(colour: str, ground: str, least: float = READABLE) -> str:
    """The colour itself, or the nearest one of its hue that can be read on the ground."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)))
    step = 0.01 if luminance(ground) < 0.18 else -0.01
    while contrast(colour, ground) < least and 0 <= lightness + step <= 1:
        lightness += step
        colour = "#" + "".join(f"{round(part * 255):02x}" for part in colorsys.hls_to_rgb(hue, lightness, saturation))
    return colour


def words_on(colour: str) -> str:
    return max(WHITE, INK, key=lambda words: contrast(words, colour))


def tokens(accent: str = "", band: str = "") -> dict[str, str]:
    """Values for the custom properties of the site's style sheets."""
    found = {}
    if accent:
        dark = readable(accent, DARK_GROUND, 6)
        found["--accent"] = f"light-dark({accent}, {dark})"
        found["--accent-deep"] = f"light-dark({readable(accent, LIGHT_GROUND, 8)}, {readable(accent, DARK_GROUND, 9)})"
        found["--on-accent"] = f"light-dark({words_on(accent)}, {words_on(dark)})"
    if band:
        found |= {"--band": band, "--on-band": words_on(band)}
    return found


def stylesheet(accent: str = "", band: str = "") -> str:
    lines = "".join(f" {name}: {value};" for name, value in tokens(accent, band).items())
    return f"@layer tokens {{ :root {{{lines} }} }}\n"


class ColourField(models.CharField):
    """#rrggbb, or empty: as the site brings it."""

    def __init__(self, *args, **options):
        super().__init__(*args, **{"max_length": 7, "blank": True} | options)

    def clean(self, value, instance):
        """With or without its #, short or long, in capitals or not."""
        text = str(value or "").strip().lower().removeprefix("#")
        long = "".join(sign * 2 for sign in text) if len(text) == 3 else text
        if text and not HEX.fullmatch(f"#{long}"):
            raise ValidationError(_("Write a colour as a # and six signs, such as #1c4f9c."), code="no_colour")
        return super().clean(f"#{long}" if text else "", instance)

    def formfield(self, **options):
        return super().formfield(**{"max_length": 40} | options)


def check_accent(colour: str) -> None:
    """Links and buttons in it must be readable on every light ground; for the dark ones it is made lighter."""
    found = contrast(colour, LIGHT_GROUND)
    if found < READABLE:
        raise ValidationError(
            _(
                "Links in this colour could not be read on light pages: its contrast is %(found).1f : 1, and "
                "4.5 : 1 are needed. The nearest colour that will do is %(better)s."
            ),
            params={"found": found, "better": readable(colour, LIGHT_GROUND)},
            code="contrast",
        )


def hard_to_see(mark: Image.Image) -> set[str]:
    """On which grounds, “light” and “dark”, less than half of a picture's own shape stands out."""
    pixels = mark.convert("RGBA")
    pixels.thumbnail((64, 64))
    shape = [
        f"#{red:02x}{green:02x}{blue:02x}" for red, green, blue, alpha in pixels.get_flattened_data() if alpha > 128
    ]
    if len(shape) == pixels.width * pixels.height:
        return set()  # it brings its own ground
    grounds = {"light": WHITE, "dark": DARK_GROUND}
    seen = {name: sum(contrast(one, ground) >= VISIBLE for one in shape) for name, ground in grounds.items()}
    return {name for name, count in seen.items() if count * 2 < len(shape)}
