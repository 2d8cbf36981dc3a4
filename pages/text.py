"""Cutting words to a width, as they stand in columns of a fixed pitch: a Chinese character takes two."""

from unicodedata import combining, east_asian_width


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
