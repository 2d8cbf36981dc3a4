"""What is changed and looked for: each thing has a name, such as “a101”, and wears a stamp of its last change.

The letter says what it is (a title, b text of an article; p title, d text of a page; c category, t tag, m menu item,
n banner, w words of the settings; k whether an article is pinned, s whether it is live), the number is its key. Each
writer has numbers of its own, so that nobody but him moves a thing.
"""

import re

WRITERS = (100, 200)
ARTICLES = 7  # of a writer; with the ballast all fit in one page of a list, and in a feed
PAGES, BANNERS = 2, 2
STAMP = re.compile(rb"Zx([a-z]\d+)v(\d+)z")
SETTINGS = {"w100": "welcome", "w200": "footer_text"}
SHOWN, ON, OFF = "*", "on", "off"


def stamp(thing: str, version: int) -> str:
    return f"Zx{thing}v{version}z"


def worn(text: str) -> str | None:
    """The version in a text that wears one stamp."""
    found = STAMP.search(text.encode())
    return found[2].decode() if found else None


def key(thing: str) -> int:
    return int(thing[1:])


def writer_of(thing: str) -> int:
    return key(thing) // 100


def some(letter: str, first: int, count: int) -> list[str]:
    return [f"{letter}{first + number}" for number in range(1, count + 1)]


def is_passing(number: int) -> bool:
    """Articles that are destroyed now and then, and made anew under the same number."""
    return number % 100 <= 2


def of_writer(first: int) -> list[str]:
    return [
        *(thing for letter in "abks" for thing in some(letter, first, ARTICLES)),
        *(thing for letter in "pd" for thing in some(letter, first, PAGES)),
        *some("c", first, 3),
        *some("t", first, 2),
        *some("m", first, 2),
        *some("n", first, BANNERS),
        f"w{first}",
    ]


def slug(thing: str) -> str:
    return f"hm-{thing}"
