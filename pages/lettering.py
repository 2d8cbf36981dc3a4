"""Words drawn with a font of this machine: which one has the signs, and where lines may break.

Pillow brings a font for English. Chinese needs one of the system's (Debian: fonts-noto-cjk) or one in DATA_DIR/fonts.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from unicodedata import combining, normalize

from django.conf import settings
from PIL import ImageFont

LEADING = 1.28
FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
# Bold ones, the best for Chinese first; and which of a collection is the simplified one, and which is for texts
# without Chinese: the quotation marks of the first are as wide as its signs.
NAMES = {
    "NotoSansCJK-Bold.ttc": (2, 1),
    "NotoSansSC-Bold.*": (0, 0),
    "SourceHanSans*-Bold.*": (0, 0),
    "wqy-zenhei.ttc": (0, 0),
    "LiberationSans-Bold.ttf": (0, 0),
    "DejaVuSans-Bold.ttf": (0, 0),
}
_WIDE = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"
_CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff]")
# What no line breaks within: a word, or a sign with the marks that belong to it.
_PIECE = re.compile(rf"[（《「『“‘【〈]*(?:[^\s{_WIDE}]+|[{_WIDE}])[，。！？；：、）》」』”’】〉…％·]*\s*")


def font_for(text: str) -> str | None:
    """The first font that has all letters and digits of the text."""
    fonts = _fonts(bool(_CHINESE.search(text)))
    return next((name for name in fonts if all(has(name, sign) for sign in text if sign.isalnum())), None)


@lru_cache(maxsize=2)
def _fonts(for_chinese: bool) -> tuple[str, ...]:
    """As `at_size` takes them. Those of the operator come first, Pillow's own last."""
    found = [f"{file}:0" for file in sorted((settings.DATA_DIR / "fonts").glob("*.[ot]t[fc]"))]
    for name, (chinese, other) in NAMES.items():
        number = chinese if for_chinese else other
        found += [f"{file}:{number}" for folder in FOLDERS for file in sorted(folder.rglob(name))]
    return (*found, "")


@lru_cache(maxsize=64)
def at_size(name: str, size: int) -> ImageFont.FreeTypeFont:
    file, _colon, number = name.rpartition(":")
    # Laid out sign by sign: what shapes Arabic or Hindi is not in every Pillow, and pictures are to be the same.
    basic = ImageFont.Layout.BASIC
    if not file:
        return ImageFont.load_default(size).font_variant(layout_engine=basic)
    return ImageFont.truetype(file, size, index=int(number), layout_engine=basic)


@lru_cache(maxsize=10_000)
def has(name: str, sign: str) -> bool:
    """A font draws what it does not know as it draws U+FFFF, which is nothing."""
    font = at_size(name, 24)
    return bytes(font.getmask(sign)) != bytes(font.getmask("\uffff")) and bool(font.getmask(sign).getbbox())


def drawable(name: str, text: str) -> str:
    """Without what the font does not have, such as emoji, or would draw apart, such as a lone accent; in one line."""
    signs = (sign for sign in normalize("NFC", text) if sign.isspace() or (has(name, sign) and not combining(sign)))
    return " ".join("".join(signs).split())


def in_one_line(name: str, text: str, size: int, width: int) -> tuple[ImageFont.FreeTypeFont, str]:
    """The text, cut where the room ends."""
    font = at_size(name, size)
    return font, _cut(font, text, width) if font.getlength(text) > width else text


def _cut(font: ImageFont.FreeTypeFont, text: str, width: int) -> str:
    while text and font.getlength(text.rstrip() + "…") > width:
        text = text[:-1]
    return text.rstrip() + "…"


def fitted(
    name: str, text: str, room: tuple[int, int], sizes: tuple[int, ...]
) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """The text in the largest of the sizes in which it fits; cut, if it fits in none."""
    width, height = room
    for size in sizes:
        font = at_size(name, size)
        most = int(height / (size * LEADING))
        found = lines(font, text, width)
        if len(found) <= most:
            return font, _balanced(font, text, width, found)
    return font, [*found[: most - 1], _cut(font, found[most - 1], width)]


def lines(font: ImageFont.FreeTypeFont, text: str, width: float) -> list[str]:
    found = [""]
    for piece in _pieces(font, text, width):
        if found[-1] and font.getlength((found[-1] + piece).rstrip()) > width:
            found.append("")
        found[-1] += piece
    return [line.rstrip() for line in found]


def _pieces(font: ImageFont.FreeTypeFont, text: str, width: float) -> Iterator[str]:
    """A word that is wider than a line breaks anywhere."""
    for piece in _PIECE.findall(text):
        yield from piece if font.getlength(piece.rstrip()) > width else [piece]


def _balanced(font: ImageFont.FreeTypeFont, text: str, width: float, found: list[str]) -> list[str]:
    """As many lines, of about the same length."""
    for narrower in range(int(width) - 40, int(width) // 2, -40):
        tried = lines(font, text, narrower)
        if len(tried) > len(found):
            break
        found = tried
    return found
