"""A page of a list of articles, found by its number without counting what there is.

The numbers of the articles alone are walked along, for this page and for those ahead that a reader may skip to; then
those that stand on it are read whole.
"""

from collections.abc import Callable
from datetime import date, datetime

from django.http import Http404
from django.utils import timezone

from news.models import Article, ArticleRevision, ArticleRevisionQuerySet
from pages.models import TimelineQuerySet
from pages.prepared import prepared

SIZE = 20
ORPHANS = 3  # a few too many stay on the page
AROUND = 2  # pages that are named on each side of one, and at the beginning
LAST = 50_000  # the number of the last page; who wants more has the archive
SPAN = (AROUND + 2) * SIZE + ORPHANS + 1  # articles that are walked along: one page more is told from the end


class Numbered:
    """As templates know Django's pages."""

    number: int

    @property
    def next_page_number(self) -> int:
        return self.number + 1

    @property
    def previous_page_number(self) -> int:
        return self.number - 1


class ListedPage(Numbered):
    """`numbers` gives SPAN articles at the most, from a place in the list on."""

    def __init__(self, numbers: Callable[[datetime, int], list[int]], number: str, at: datetime):
        self.number = int(number) if number.isascii() and number.isdecimal() and len(number) < 7 else 0
        if not 1 <= self.number <= LAST:
            raise Http404
        here = numbers(at, (self.number - 1) * SIZE)
        if self.number > 1 and len(here) <= ORPHANS:
            raise Http404
        self.has_previous, self.has_next = self.number > 1, len(here) > SIZE + ORPHANS
        self._last = self.number + max(0, (len(here) - ORPHANS - 1) // SIZE)
        self._has_end = len(here) < SPAN
        shown = here[:SIZE] if self.has_next else here
        found = {one.article_id: one for one in _whole(at, shown)}
        self.revisions = [found[number] for number in shown if number in found]

    @property
    def around(self) -> list[int | None]:
        """The numbers that are named; None where some are left out."""
        near = range(self.number - AROUND, self.number + AROUND + 1)
        named = sorted({number for number in (*range(1, AROUND + 1), *near) if 1 <= number <= self._last})
        listed: list[int | None] = []
        for number in named:
            if listed and number > listed[-1] + 1:
                listed.append(None)
            listed.append(number)
        return [*listed, None] if listed[-1] < self._last or not self._has_end else listed


def month_from(month: date) -> tuple[datetime, datetime]:
    begin = timezone.make_aware(datetime(month.year, month.month, 1))
    return begin, timezone.make_aware(datetime(month.year + month.month // 12, month.month % 12 + 1, 1))


def _live(at: datetime, language: str) -> TimelineQuerySet:
    """PostgreSQL has those first that have no date."""
    listed = Article.objects.in_language(language).exclude(published_at=None).live(at)
    return listed.order_by("-pinned", "-published_at", "-pk").values_list("pk")


def walk(narrowed: Callable[..., TimelineQuerySet]) -> Callable[..., list[int]]:
    """Of the articles that are live, the numbers of those that stand from a place on."""

    @prepared
    def walked(at: datetime, language: str, first: int, *values) -> TimelineQuerySet:
        return narrowed(_live(at, language), *values)[first : first + SPAN]

    def numbers(at: datetime, language: str, first: int, *values) -> list[int]:
        return [number for (number,) in walked(at, language, first, *values)]

    return numbers


@walk
def all_of(live: TimelineQuerySet) -> TimelineQuerySet:
    return live


@walk
def of_categories(live: TimelineQuerySet, categories: list[int]) -> TimelineQuerySet:
    return live.filter(category__in=categories)


@walk
def of_tag(live: TimelineQuerySet, tag: int) -> TimelineQuerySet:
    return live.filter(tags=tag)


@walk
def of_month(live: TimelineQuerySet, begin: datetime, end: datetime) -> TimelineQuerySet:
    in_month = live.filter(published_at__gte=begin, published_at__lt=end)
    return in_month.order_by("-published_at", "-pk")


@prepared
def _whole(at: datetime, numbers: list[int]) -> ArticleRevisionQuerySet:
    return ArticleRevision.objects.live(at).filter(article__in=numbers).for_lists()
