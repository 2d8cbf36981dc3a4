"""The number of clicks that each reader was told: it goes down by no more than what a worker has not passed on yet."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from bench.freshness.readers import PLACES, Noted
from bench.freshness.things import is_passing

BEHIND = 1.0  # seconds


class Clicks(NamedTuple):
    """`told` are the answers that count, by article."""

    told: dict[int, int]
    falls: int
    unexplained: list[str]
    deepest: int


def judged(answers: Iterable[Noted]) -> Clicks:
    by_article = defaultdict(list)
    for answer in answers:
        number = PLACES[answer.place].article
        if number and answer.status == 200 and not is_passing(number):
            by_article[number].append(answer)
    told = {number: sum(not one.is_staff for one in some) for number, some in by_article.items()}
    falls = [fall for some in by_article.values() for fall in _falls(some)]
    unexplained = [words for depth, most, words in falls if depth > most]
    return Clicks(told, len(falls), unexplained, max((depth for depth, _most, _words in falls), default=0))


def _falls(answers: list[Noted]) -> list[tuple[int, int, str]]:
    """How deep, how many clicks of others may explain it, and where."""
    found, before = [], {}
    for answer in sorted(answers, key=lambda one: one.sent):
        last = before.get(answer.reader)
        if last and last.clicks > answer.clicks:
            since, until = last.sent - BEHIND, last.ended
            most = sum(one.ended >= since and one.sent <= until and not one.is_staff for one in answers)
            words = f"{PLACES[answer.place].path}: {last.clicks}, then {answer.clicks} at {answer.ended:.3f}"
            found.append((last.clicks - answer.clicks, most, words))
        before[answer.reader] = answer
    return found
