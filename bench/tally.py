"""What was read compared with what was counted, and with the numbers that the pages showed."""

import sqlite3
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from contextlib import closing
from itertools import accumulate
from typing import NamedTuple

import psycopg

from bench.readers import BROKEN, UNSENT, Reading

COUNTED = "SELECT article_id, SUM(clicks) FROM news_dailyclicks GROUP BY article_id"


def counted(database: str) -> dict[int, int]:
    """Clicks of each article, over all days, as the database at this address has them."""
    if database.startswith("sqlite:"):
        with closing(sqlite3.connect(database.removeprefix("sqlite:///"), timeout=20)) as connection:
            return {article: int(clicks) for article, clicks in connection.execute(COUNTED)}
    with psycopg.connect(database, connect_timeout=5) as connection:
        return {article: int(clicks) for article, clicks in connection.execute(COUNTED)}


def answered(readings: Sequence[Reading]) -> Counter:
    """Whole answers with status 200, an article."""
    return Counter(one.article for one in readings if one.status == 200)


class Tally(NamedTuple):
    """Whether a broken reading counts nobody can know; any other answer than the article must not."""

    lost: int
    doubled: int
    clicks: int
    answered: int
    broken: int
    other: int

    def __str__(self) -> str:
        told = f"{self.lost} lost, {self.doubled} doubled; {self.clicks} clicks, {self.answered} answered"
        return f"{told}, {self.broken} broken, {self.other} not answered with the page"


def tally(readings: Sequence[Reading], clicks: dict[int, int]) -> Tally:
    """Article by article, so that what one lost is not made up for by what another has twice."""
    least, broken = answered(readings), Counter(one.article for one in readings if one.status == BROKEN)
    articles = {one.article for one in readings} | set(clicks)
    return Tally(
        lost=sum(max(0, least[one] - clicks.get(one, 0)) for one in articles),
        doubled=sum(max(0, clicks.get(one, 0) - least[one] - broken[one]) for one in articles),
        clicks=sum(clicks.values()),
        answered=least.total(),
        broken=broken.total(),
        other=sum(one.status not in (200, BROKEN, UNSENT) for one in readings),
    )


# The numbers shown


class Shown(NamedTuple):
    """How long before a page was asked for somebody else's was there, whose click or number it did not know: seconds.

    `twice` are numbers that a worker showed more than once; `beyond` those of more readings than had begun.
    """

    clicks_late: float
    numbers_late: float
    twice: int
    beyond: int


def shown(readings: Sequence[Reading]) -> Shown:
    """Of articles that nobody had read before."""
    by_article = defaultdict(list)
    for one in readings:
        if one.status == 200:
            by_article[one.article].append(one)
    parts = [_shown(some) for some in by_article.values()]
    late, back, twice, beyond = zip(*parts, strict=True)
    return Shown(max(late), max(back), sum(twice), sum(beyond))


def _shown(readings: list[Reading]) -> Shown:
    in_order = sorted(readings, key=lambda one: one.ended)
    begun, ended = sorted(one.begun for one in readings), [one.ended for one in in_order]
    greatest = list(accumulate((one.number for one in in_order), max))
    numbers = Counter((one.worker, one.number) for one in readings if one.worker)
    return Shown(
        # A page that shows 5 knows four others: the fifth that was answered is the first that it may not know.
        max(_late(one, ended, one.number - 1) for one in readings),
        max(_late(one, ended, bisect_left(greatest, one.number)) for one in readings),
        sum(times - 1 for times in numbers.values()),
        sum(one.number > bisect_left(begun, one.ended) for one in readings),
    )


def _late(page: Reading, ended: list[float], first: int) -> float:
    return max(0.0, page.begun - ended[first]) if 0 <= first < len(ended) else 0.0
