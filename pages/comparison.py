"""Two versions side by side in one text: words that came and words that went are marked where they stand.

A rich text is taken apart into lines (paragraphs, headings, items, cells) of words, each with the elements around it;
lines are laid beside each other first, then the words of those that differ. It is put together again from elements
that were in the cleaned texts, so that nothing can come in between.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from html import escape
from html.parser import HTMLParser

from django.db.models import Model
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from pages import html

_INLINE = {"strong", "em", "b", "i", "u", "s", "sub", "sup", "small", "a", "code", "cite"}
_VOID = {"img", "br", "hr"}
# Chinese and Japanese have no spaces: each character stands for itself.
_WORDS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W_]+|\s+|.", re.DOTALL)
MOST_WORDS = 4_000  # of a line that is compared word by word

Word = tuple[str, tuple[str, ...]]  # its HTML, and the inline elements around it


@dataclass(frozen=True)
class Line:
    around: tuple[str, ...]  # the blocks around it, each by its tag and a number of its own
    words: tuple[Word, ...]

    @property
    def key(self) -> tuple:
        return tuple(tag.partition("\n")[0] for tag in self.around), self.words


class _Lines(HTMLParser):
    """Takes a cleaned text apart. Each block's tag carries a number, so that two lists stay two."""

    def __init__(self, text: str):
        super().__init__(convert_charrefs=True)
        self.lines: list[Line] = []
        self._around: list[str] = []
        self._inline: list[str] = []
        self._words: list[Word] = []
        self._numbers = 0
        self.feed(text)
        self.close()
        self._end_line()

    def handle_starttag(self, tag: str, attributes: list) -> None:
        written = f"<{tag}" + "".join(f' {name}="{escape(value or "")}"' for name, value in attributes) + ">"
        if tag in _VOID and tag != "hr":
            self._words.append((written, tuple(self._inline)))
        elif tag in _INLINE:
            self._inline.append(written)
        elif tag == "hr":
            self._end_line()
            self.lines.append(Line(tuple(self._around), ((written, ()),)))
        else:
            self._end_line()
            self._numbers += 1
            self._around.append(f"{written}\n{self._numbers}")

    def handle_endtag(self, tag: str) -> None:
        if tag in _INLINE and self._inline:
            self._inline.pop()
        elif tag not in _INLINE | _VOID and self._around:
            self._end_line(even_empty=tag in {"td", "th", "li"})
            self._around.pop()

    def handle_data(self, text: str) -> None:
        is_between_blocks = not text.strip() and not self._words
        if not is_between_blocks:
            self._words += [(escape(word, quote=False), tuple(self._inline)) for word in _WORDS.findall(text)]

    def _end_line(self, even_empty: bool = False) -> None:
        if self._words or (
            even_empty and (not self.lines or self.lines[-1].around[: len(self._around)] != tuple(self._around))
        ):
            self.lines.append(Line(tuple(self._around), tuple(self._words)))
        self._words = []


@dataclass
class _Page:
    """Puts lines together again; blocks that two lines share stay open between them."""

    parts: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    def add(self, line: Line, content: str) -> None:
        shared = 0
        while shared < min(len(self.open), len(line.around)) and self._is_same(shared, line):
            shared += 1
        self._close(shared)
        for block in line.around[shared:]:
            self.parts.append(block.partition("\n")[0])
            self.open.append(block)
        self.parts.append(content)

    def _is_same(self, level: int, line: Line) -> bool:
        """The same block; or one of the same kind that holds lines: one of the other version may come between."""
        if self.open[level] == line.around[level]:
            return True
        mine, theirs = self.open[level], line.around[level]
        return _name(mine) == _name(theirs) and _name(mine) in {"ul", "ol", "table", "tbody", "thead", "tfoot"}

    def _close(self, level: int) -> None:
        while len(self.open) > level:
            self.parts.append(f"</{_name(self.open.pop())}>")

    def text(self) -> str:
        self._close(0)
        return "".join(self.parts)


def _name(block: str) -> str:
    return re.match(r"<(\w+)", block)[1]


def rich(old: str, new: str) -> SafeString:
    """The marked page of two rich texts."""
    return html.for_comparison(_marked(_Lines(html.clean(old)).lines, _Lines(html.clean(new)).lines))


def plain(old: str, new: str) -> SafeString:
    """Two lines of text, with what changed marked."""
    before, after = ([(str(conditional_escape(word)), ()) for word in _WORDS.findall(text)] for text in (old, new))
    return mark_safe(_marked_words(before, after))  # every word is escaped


def fields(old: Model, new: Model) -> list[tuple[str, SafeString]]:
    """Each field but the text that is not the same in both, by its name."""
    compared = [old._meta.get_field(name) for name in old.content if name != "body"]
    changed = [field for field in compared if field.value_from_object(old) != field.value_from_object(new)]
    return [(field.verbose_name, _difference(field, old, new)) for field in changed]


def _difference(field, old: Model, new: Model) -> SafeString:
    before, after = getattr(old, field.name), getattr(new, field.name)
    if field.many_to_one:
        return format_html("{}{}", _picture(before, "del"), _picture(after, "ins"))
    if isinstance(before, bool):
        words = {True: gettext("yes"), False: gettext("no")}
        return plain(words[before], words[after])
    return plain(str(before), str(after))


def _picture(picture, mark: str) -> SafeString:
    if picture is None:
        return format_html("<{}>{}</{}>", mark, gettext("none"), mark)
    return format_html('<{}><img class="thumbnail" src="{}" alt="{}"></{}>', mark, picture.small, picture.alt, mark)


def _marked(old: list[Line], new: list[Line]) -> str:
    page = _Page()
    for what, begin, end, other_begin, other_end in _steps([line.key for line in old], [line.key for line in new]):
        before, after = old[begin:end], new[other_begin:other_end]
        if what == "equal":
            for line in after:
                page.add(line, _written(line.words, ""))
        else:
            for gone, came in _paired(before, after):
                _add_pair(page, gone, came)
    return page.text()


def _add_pair(page: _Page, gone: Line | None, came: Line | None) -> None:
    if gone and came:
        page.add(came, _marked_words(list(gone.words), list(came.words)))
    elif came:
        page.add(came, _written(came.words, "ins"))
    elif gone:
        page.add(gone, _written(gone.words, "del"))


def _paired(before: list[Line], after: list[Line]) -> Iterator[tuple[Line | None, Line | None]]:
    """Lines that are versions of each other together, in the order of both."""
    waiting = list(before)
    for came in after:
        match = next((n for n, gone in enumerate(waiting[:20]) if _are_versions(gone, came)), None)
        if match is None:
            yield None, came
            continue
        yield from ((gone, None) for gone in waiting[:match])
        yield waiting[match], came
        waiting = waiting[match + 1 :]
    yield from ((gone, None) for gone in waiting)


def _are_versions(gone: Line, came: Line) -> bool:
    """Of the same shape, and with words in common."""
    if [_name(block) for block in gone.around] != [_name(block) for block in came.around]:
        return False
    if gone.words == came.words:
        return True
    mine, theirs = ({word for word, _inline in line.words if not word.isspace()} for line in (gone, came))
    return 3 * len(mine & theirs) >= min(len(mine), len(theirs)) > 0


def _marked_words(before: list[Word], after: list[Word]) -> str:
    if max(len(before), len(after)) > MOST_WORDS:
        return _written(before, "del") + _written(after, "ins")
    parts = []
    for what, begin, end, other_begin, other_end in _joined(_steps(before, after), before):
        if what == "equal":
            parts.append(_written(after[other_begin:other_end], ""))
        else:
            parts += [_written(before[begin:end], "del"), _written(after[other_begin:other_end], "ins")]
    return "".join(parts)


def _steps(before: list, after: list) -> list[tuple[str, int, int, int, int]]:
    return SequenceMatcher(None, before, after).get_opcodes()


def _joined(steps: list, before: list[Word]) -> list:
    """A space between two changes does not make them two."""
    joined: list = []
    for place, step in enumerate(steps):
        is_gap = step[0] == "equal" and 0 < place < len(steps) - 1
        is_gap = is_gap and all(word.isspace() for word, _inline in before[step[1] : step[2]])
        if joined and (is_gap or (step[0] != "equal" and joined[-1][0] == "gap")):
            joined[-1] = ("gap", joined[-1][1], step[2], joined[-1][3], step[4])
        else:
            joined.append(("gap" if step[0] != "equal" else "equal", *step[1:]))
    return joined


def _written(words, mark: str) -> str:
    """Words in a row, with each inline element opened once for those that it holds."""
    parts, inline = [f"<{mark}>" if mark and words else ""], ()
    for word, around in words:
        if around != inline:
            parts += [_ends(inline), *around]
            inline = around
        parts.append(word)
    return "".join([*parts, _ends(inline), f"</{mark}>" if mark and words else ""])


def _ends(inline: tuple[str, ...]) -> str:
    return "".join(f"</{_name(element)}>" for element in reversed(inline))
