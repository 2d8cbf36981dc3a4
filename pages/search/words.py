"""How a text and a question become words that can be compared.

Chinese has no spaces, and most of its words have two signs: each run of signs becomes all pairs of neighbours, and its
last sign alone, so that one sign finds whatever begins with it.
"""

import re
import unicodedata
from collections.abc import Iterator

from pages.search.variants import SIMPLIFIED

_HAN = "\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
RUN = re.compile(f"([{_HAN}]+)|([a-zA-Z](?:\\+\\+|#)|[^\\W_{_HAN}]+)")  # C++ and C# are words
LONGEST = 40  # signs of a word that are looked at
_SINGULAR_ENDS = ("ss", "us", "is")


def fold(text: str) -> str:
    """Without case, accents, width, and the difference between traditional and simplified signs."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text)
    bare = "".join(sign for sign in parts if not unicodedata.combining(sign))
    return unicodedata.normalize("NFC", bare).casefold().translate(SIMPLIFIED)


def stem(word: str) -> str:
    """An English plural and its singular are one word."""
    is_plural = len(word) > 3 and word.endswith("s") and word.isascii() and not word.endswith(_SINGULAR_ENDS)
    return (word[:-1] if is_plural else word)[:LONGEST]


def pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)]


def runs(text: str) -> Iterator[tuple[str, bool]]:
    """Words of a folded text, and for each whether it is a run of Chinese signs."""
    for match in RUN.finditer(text):
        yield match[0], match[1] is not None


def words_of(text: str) -> list[str]:
    """All that a text can be found by, each once."""
    found: dict[str, None] = {}
    for word, is_han in runs(fold(text)):
        found |= dict.fromkeys([*pairs(word), word[-1]] if is_han else [stem(word)])
    return list(found)
