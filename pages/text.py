"""Words in a line: without what breaks it, and cut to a width, where a Chinese character takes two columns."""

import re
from unicodedata import combining, east_asian_width

_NO_TEXT = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")  # control characters, and what begins another line

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def one_line(text: str) -> str:
    return _NO_TEXT.sub(" ", text).strip()


def for_xml(text: str) -> str:
    """Without the signs that XML cannot hold, however they are written."""
    return _NO_XML.sub("", text)


def columns(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 0 if combining(sign) else 1 for sign in text)


def cut(text: str, most: int, end: str = "...") -> str:
    """The text, if it fits with `end` behind it; else as many whole words as do, and `end`.

    Without a space to cut at, it is cut at any character.
    """
    room = most - columns(end)
    if columns(text) <= room:
        return text
    length = 0
    while columns(text[: length + 1]) <= room:
        length += 1
    head = text[:length]
    ends_a_word = text[length].isspace() or head[-1:].isspace()
    if not ends_a_word and len(words := head.rsplit(maxsplit=1)) == 2:
        head = words[0]
    return head.rstrip() + end
