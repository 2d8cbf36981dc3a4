"""A question as readers type it, and what is found: title hits first, then the newest others, only what is live now."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from difflib import get_close_matches
from itertools import islice
from string import ascii_lowercase

from django.db.models import Model, QuerySet

from pages.models import KnownWord
from pages.models.search import number_of
from pages.search import index
from pages.search.words import fold, pairs, runs, stem

LONGEST, MOST_WORDS = 200, 12  # of a question: signs, and words that are looked at
BATCH = 40  # candidates at once
NEWEST = 500  # of those whose title does not answer
TICK = timedelta(milliseconds=1)  # what the numbers of entries can tell apart
MOST = 1_000  # results that anybody can turn the pages to

_kinds: dict[str, Callable[[list[int], datetime], QuerySet]] = {}


def register(kind: str, live: Callable[[list[int], datetime], QuerySet]) -> None:
    """`live` gives those revisions of these numbers that readers see at the moment, with all that a result shows."""
    _kinds[kind] = live


def words_in(text: str) -> list[tuple[str, bool]]:
    """Folded words of a question, and whether each is a run of Chinese signs."""
    return list(runs(fold(text[:LONGEST])))[:MOST_WORDS]


def titled(text: str, kind: str, most: int) -> list[int]:
    """Numbers of the newest things of a kind, live or not, in whose title words begin with all of these."""
    asked: list[str] = []
    for word, is_han in words_in(text):
        asked += (is_han and pairs(word)) or [f"{stem(word)}*"]
    if not asked:
        return []
    question = index.Question(groups=tuple((word,) for word in dict.fromkeys(asked)))
    return [one.subject for one in index.find(question, most, in_title=True) if one.kind == kind]


@dataclass(frozen=True)
class Asked:
    text: str
    language: str
    at: datetime
    marks: tuple[tuple[str, ...], ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    is_typing: bool = False  # the last word may go on

    @property
    def words(self) -> list[tuple[str, bool]]:
        return words_in(self.text)

    @property
    def question(self) -> index.Question:
        asked: list[str] = []
        for word, is_han in self.words:
            asked += (pairs(word) or [f"{word}*"]) if is_han else [stem(word)]
        if self.is_typing and self.words and not self.words[-1][1]:
            asked[-1] = f"{self.words[-1][0][:40]}*"
        return index.Question(
            groups=tuple((word,) for word in dict.fromkeys(asked)),
            marks=((f"@{self.language}",), *self.marks),
            above=number_of(self.since) if self.since else index.Question.above,
            below=self._below,
        )

    @property
    def _below(self) -> int:
        """What is ahead would fill the first places; none of it is live."""
        return number_of(min(self.until, self.at + TICK) if self.until else self.at + TICK) - 1

    def found(self, most: int = MOST) -> list[Model]:
        """Live revisions, the best first."""
        results: dict[tuple[str, int], Model] = {}
        if self.words:
            for in_title in (True, False):
                for revision in self._live(self.question, in_title, min(BATCH, 2 * most + 8)):
                    results.setdefault((revision.subject, revision.pk), revision)
                    if len(results) == most:
                        return list(results.values())
        return list(results.values())

    def _weight(self, word: str) -> int:
        """How much there is about a word; beyond some hundred it makes no difference."""
        return len(index.find(replace(self, text=word).question, 200))

    def titles(self, most: int) -> list[Model]:
        """Those whose title answers, the newest first; what is being typed is asked for often."""
        return list(islice(self._live(self.question, True, most * 2), most)) if self.words else []

    def _live(self, question: index.Question, in_title: bool, batch: int, kind: str = "") -> Iterator[Model]:
        """As many candidates at once as make it likely that they are enough."""
        seen = looked_at = 0
        while in_title or (seen < NEWEST and looked_at < NEWEST * 10):
            candidates = index.find(question, batch, in_title)
            for one in _alive([one for one in candidates if kind in ("", one.kind)], self.at):
                seen += 1
                yield one
            looked_at += len(candidates)
            if len(candidates) < batch:
                return
            question, batch = replace(question, below=candidates[-1].number - 1), BATCH

    def newest(self, most: int, kind: str) -> list[Model]:
        """Whatever is new of a kind, asked for nothing."""
        question = index.Question(groups=(), marks=((f"@{self.language}",),), below=self._below)
        return list(islice(self._live(question, False, most * 2, kind), most))

    def meant(self) -> "Asked | None":
        """The same with the slips of the pen mended, if that finds something."""
        mended, changed = self.text[:LONGEST], False
        for word, is_han in self.words:
            better = None if is_han or self._finds(word) else self._better(word)
            if better:
                mended, changed = fold(mended).replace(word, better), True
        other = replace(self, text=mended)
        return other if changed and other.found(1) else None

    def _better(self, word: str) -> str | None:
        likely = sorted(mend(word), key=self._weight, reverse=True)
        return next((other for other in likely if other != word and self._finds(other)), None)

    def _finds(self, word: str) -> bool:
        """Whether readers find anything by it: that it stands in a text which is only scheduled tells nothing."""
        # In any column: what a title holds need not be asked for apart.
        return any(True for _one in self._live(replace(self, text=word).question, False, 8))


def _alive(candidates: list[index.Entry], at: datetime) -> Iterator[Model]:
    """In the order of the candidates."""
    live: dict[tuple[str, int], Model] = {}
    for kind in {one.kind for one in candidates} & _kinds.keys():
        numbers = [one.revision for one in candidates if one.kind == kind]
        live |= {(kind, revision.pk): revision for revision in _kinds[kind](numbers, at)}
    for one in candidates:
        if (one.kind, one.revision) in live:
            yield live[one.kind, one.revision]


def mend(word: str) -> list[str]:
    """The known words that may be meant: those one slip away, else those that look much like it."""
    if not (3 < len(word) < 25 and word.isascii() and word.isalpha()):
        return []
    near = one_slip(word)
    if known := set(_known({stem(other) for other in near})):
        return [other for other in near if stem(other) in known][:10]
    alike = KnownWord.objects.filter(word__startswith=word[0]).values_list("word", flat=True)[:5_000]
    return get_close_matches(word, list(alike), 3, 0.8)


def _known(words: Iterable[str]) -> list[str]:
    wanted = list(words)
    known: set[str] = set()
    for first in range(0, len(wanted), 900):
        known |= set(KnownWord.objects.filter(word__in=wanted[first : first + 900]).values_list("word", flat=True))
    return [word for word in wanted if word in known]


def one_slip(word: str) -> list[str]:
    """Two letters swapped, one too many, another one, one too few; the likelier first."""
    parts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    swapped = [left + right[1] + right[0] + right[2:] for left, right in parts if len(right) > 1]
    less = [left + right[1:] for left, right in parts if right]
    other = [left + letter + right[1:] for left, right in parts if right for letter in ascii_lowercase]
    more = [left + letter + right for left, right in parts for letter in ascii_lowercase]
    return list(dict.fromkeys([*swapped, *less, *more, *other]))
