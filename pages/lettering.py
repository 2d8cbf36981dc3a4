"""Words drawn with a font of this machine: which one has the signs, and where lines may break.

Pillow brings a font for Latin. Chinese needs one of the system's (Debian: fonts-noto-cjk) or one in DATA_DIR/fonts.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from PIL import ImageFont

LEADING = 1.28
FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
# Bold ones that know Chinese, the best first; and which of a collection is the simplified one.
NAMES = {"NotoSansCJK-Bold.ttc": 2, "NotoSansSC-Bold.*": 0, "SourceHanSans*-Bold.*": 0, "wqy-zenhei.ttc": 0}
_WIDE = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"
# What no line breaks within: a word, or a sign with the marks that belong to it.
_PIECE = re.compile(rf"[（《「『“‘【〈]*(?:[^\s{_WIDE}]+|[{_WIDE}])[，。！？；：、）》」』”’】〉…％·]*\s*")


def font_for(text: str) -> str | None:
    """The first font that has all letters and digits of the text."""
    return next((name for name in _fonts() if all(has(name, sign) for sign in text if sign.isalnum())), None)


@lru_cache(maxsize=1)
def _fonts() -> tuple[str, ...]:
    """As `at_size` takes them. Those of the operator come first, Pillow's own last."""
    found = [f"{file}:0" for file in sorted((settings.DATA_DIR / "fonts").glob("*.[ot]t[fc]"))]
    for name, number in NAMES.items():
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
    """Without what the font does not have, such as emoji, and in one line."""
    return " ".join("".join(sign for sign in text if sign.isspace() or has(name, sign)).split())


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
    found = found[:most]
    while font.getlength(found[-1] + "…") > width:
        found[-1] = found[-1][:-1]
    return font, [*found[:-1], found[-1].rstrip() + "…"]


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
