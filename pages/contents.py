"""What a long text has besides its words: how long it takes to read, and a table of its headings."""

import re
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from math import ceil

from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from pages.html import plain
from pages.text import cut

WORDS_A_MINUTE = 230  # Latin script, silently
SIGNS_A_MINUTE = 420  # Chinese
LONG = 3  # minutes from which on a text gets a table of contents
FEW = 3  # headings; with fewer there is nothing to choose from
_HEADING = re.compile(r"<h([23])((?: [a-z-]+=\"[^\"]*\")*)>(.*?)</h\1>", re.DOTALL)
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")


@dataclass(frozen=True)
class Heading:
    anchor: str
    words: str
    is_below: bool


@lru_cache(maxsize=256)
def _counted(text: str) -> tuple[int, int]:
    """Chinese signs, and words of other scripts."""
    words = plain(text)
    return len(_HAN.findall(words)), len(_HAN.sub(" ", words).split())


def minutes(text: str) -> int:
    """To read a rich text, at least one."""
    signs, words = _counted(text)
    return max(1, ceil(signs / SIGNS_A_MINUTE + words / WORDS_A_MINUTE))


def count_of_words(text: str) -> int:
    return sum(_counted(text))


@lru_cache(maxsize=256)
def beginning(text: str, most: int = 160) -> str:
    """Of a rich text, for whoever shows one line of it."""
    return cut(plain(text), most, "…")


def with_anchors(page: SafeString) -> tuple[SafeString, list[Heading]]:
    """A text as readers get it, its headings made to be pointed at."""
    found: list[Heading] = []
    taken: dict[str, int] = {}

    def named(match: re.Match) -> str:
        words = " ".join(unescape(strip_tags(match[3])).split())
        if not words:
            return match[0]
        anchor = _free(slugify(words, allow_unicode=True)[:60] or "section", taken)
        found.append(Heading(f"s-{anchor}", words, match[1] == "3"))
        return f'<h{match[1]} id="s-{anchor}"{match[2]}>{match[3]}</h{match[1]}>'

    marked = _HEADING.sub(named, page)
    return mark_safe(marked), found  # cleaned before; a slug has no sign that means something in HTML


def _free(slug: str, taken: dict[str, int]) -> str:
    """`taken` says of each how often it was wanted: no number is tried twice, however many headings are the same."""
    free = slug
    while free in taken:
        taken[slug] += 1
        free = f"{slug}-{taken[slug]}"
    taken[free] = 1
    return free
