"""Where a text answers a question: the part around it, the words marked."""

import re
from collections.abc import Iterator
from html import unescape

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from pages.search.words import RUN, fold, pairs, stem

BEFORE, LENGTH = 60, 220  # signs of the extract; half as many of a Chinese one, which are twice as wide
_WITHIN_WORDS = re.compile(r"</?(?:a|b|cite|code|em|i|s|small|strong|sub|sup|u)(?:\s[^>]*)?>")
_TAG = re.compile(r"<[^>]*>")
_CHINESE = re.compile("[\u3400-\u9fff]")


def words_alone(text: str) -> str:
    """Of a rich text as it is stored; what is left of it is escaped when it is shown."""
    return " ".join(unescape(_TAG.sub(" ", _WITHIN_WORDS.sub("", text))).split())


def places(
    text: str, asked: list[tuple[str, bool]], begin: int = 0, end: int | None = None
) -> Iterator[tuple[int, int]]:
    """From where to where a part of the text holds what was asked for."""
    words = {stem(word) for word, is_han in asked if not is_han}
    parts = {part for word, is_han in asked if is_han for part in (pairs(word) or [word])}
    for match in RUN.finditer(text, begin, len(text) if end is None else end):
        if match[1] is None:
            if stem(fold(match[0])) in words:
                yield match.span()
        elif parts:
            yield from _in_run(match, parts)


def _in_run(match: re.Match, parts: set[str]) -> list[tuple[int, int]]:
    folded = fold(match[0])
    if len(folded) != len(match[0]):  # a sign that is written as several: the run as a whole
        return [match.span()] if any(part in folded for part in parts) else []
    hit = [False] * len(folded)
    for part in parts:
        at = folded.find(part)
        while at >= 0:
            hit[at : at + len(part)] = [True] * len(part)
            at = folded.find(part, at + 1)
    spans, begin = [], None
    for at, is_hit in enumerate([*hit, False]):
        if is_hit and begin is None:
            begin = at
        elif not is_hit and begin is not None:
            spans.append((match.start() + begin, match.start() + at))
            begin = None
    return spans


def marked(text: str, asked: list[tuple[str, bool]], begin: int = 0, end: int | None = None) -> SafeString:
    end = len(text) if end is None else end
    pieces, at = [], begin
    for first, last in places(text, asked, begin, end):
        pieces.append((text[at:first], text[first:last]))
        at = last
    return format_html("{}{}", format_html_join("", "{}<mark>{}</mark>", pieces), text[at:end])


def extract(texts: list[str], asked: list[tuple[str, bool]]) -> SafeString:
    """Of the first text that answers, the part around the first place; else the beginning of the first text."""
    for text in texts:
        if found := next(places(text, asked), None):
            begin, end = _window(text, found[0])
            before, after = "…" if begin else "", "…" if end < len(text) else ""
            return format_html("{}{}{}", before, marked(text, asked, begin, end), after)
    text = next(filter(None, texts), "")
    end = _window(text, 0)[1]
    return format_html("{}{}", text[:end], "…" if end < len(text) else "")


def _window(text: str, first: int) -> tuple[int, int]:
    part = 2 if _CHINESE.search(text[max(0, first - 20) : first + 20]) else 1
    begin = max(0, first - BEFORE // part)
    if begin and part == 1:
        begin = text.find(" ", begin, first) + 1 or begin
    end = min(len(text), begin + LENGTH // part)
    if end < len(text) and part == 1:
        end = max(text.rfind(" ", first + 1, end), begin + LENGTH // 2)
    return begin, end
