"""A page of a list of articles, found by its number without counting what there is.

The numbers of the articles alone are walked along, for this page and for those ahead that a reader may skip to; then
those that stand on it are read whole.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from itertools import islice
from typing import NamedTuple, TypeVar

from django.db import connection
from django.db.models import F, QuerySet, Sum
from django.http import Http404
from django.utils import timezone

from news.models import Article, ArticleQuerySet, ArticleRevision, ArticleRevisionQuerySet, DailyClicks, Tagging
from news.models.articles import address_of
from pages.prepared import padded, prepared

SIZE = 20
ORPHANS = 3  # a few too many stay on the page
AROUND = 2  # pages that are named on each side of one, and at the beginning
LAST = 50_000  # the number of the last page; who wants more has the archive
AFTER_ALL = datetime(9999, 1, 1, tzinfo=UTC)
AT_ONCE = 500  # of those that are read most
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
        self.revisions = for_lists(at, here[:SIZE] if self.has_next else here)

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


# Walking along


def walk(rows: Callable[..., QuerySet]) -> Callable[..., list[int]]:
    """Of the articles that are live, the numbers of those that stand from a place on: the first column."""

    @prepared
    def walked(at: datetime, language: str, first: int, *values, count: int) -> QuerySet:
        return rows(at, language, *values)[first : first + count]

    def numbers(at: datetime, language: str, first: int, *values, count: int = SPAN) -> list[int]:
        return [row[0] for row in walked(at, language, first, *values, count=count)]

    return numbers


def _listed(at: datetime, language: str) -> ArticleQuerySet:
    return Article.objects.listed(at, language).values_list("pk")


Order = Callable[[ArticleQuerySet], ArticleQuerySet]


def of_each(listed: ArticleQuerySet, categories: list[int], order: Order, end: int) -> ArticleQuerySet:
    """Each category has an order of its own in an index; they are merged, not sorted.

    SQLite does so by itself; PostgreSQL wants to be told that each is in order, and how far it is walked at the most.
    """
    each = [listed.filter(category=number) for number in categories]
    if len(each) == 1:
        return order(*each)
    if connection.features.supports_slicing_ordering_in_compound:
        each = [order(one)[:end] for one in each]
    first, *others = each
    return order(first.union(*others, all=True))


def walk_each(order: Order) -> Callable[..., list[int]]:
    @prepared
    def walked(at: datetime, language: str, first: int, end: int, categories: list[int], *, count: int) -> QuerySet:
        merged_by = ("pinned", "published_at") if len(categories) > 1 else ()
        listed = _listed(at, language).values_list("pk", *merged_by)
        return of_each(listed, categories, order, end)[first : first + count]

    def numbers(at: datetime, language: str, first: int, categories: list[int], *, count: int = SPAN) -> list[int]:
        return [row[0] for row in walked(at, language, first, first + count, categories, count=count)]

    return numbers


@walk
def all_of(at: datetime, language: str) -> QuerySet:
    return _listed(at, language).pinned_first()


of_categories = walk_each(ArticleQuerySet.pinned_first)


@walk
def of_tag(at: datetime, language: str, tag: int) -> QuerySet:
    return Tagging.objects.listed(at, language, tag).pinned_first().values_list("article")


@walk
def of_month(at: datetime, language: str, begin: datetime, end: datetime) -> QuerySet:
    return _listed(at, language).filter(published_at__gte=begin, published_at__lt=end).newest_first()


@walk
def newest(at: datetime, language: str) -> QuerySet:
    return _listed(at, language).newest_first()


newest_of = walk_each(ArticleQuerySet.newest_first)


@prepared
def newest_of_tags(at: datetime, language: str, tags: list[int], *, count: int) -> QuerySet:
    """As many of each: tag, date and article of these, in no order."""
    newest = (Tagging.objects.listed(at, language, tag).newest_first().values("pk")[:count] for tag in tags)
    first, *others = (
        Tagging.objects.filter(pk__in=numbers).values_list("tag", "published_at", "article") for numbers in newest
    )
    return first.union(*others, all=True) if others else first


@prepared
def _before(at: datetime, language: str, end: datetime) -> ArticleQuerySet:
    listed = Article.objects.listed(at, language).filter(published_at__lt=end)
    return listed.newest_first().values_list("published_at")[:1]


def months(at: datetime, language: str) -> list[datetime]:
    """The beginnings of those that have news, the newest first: each is found from the one after it."""
    begins: list[datetime] = []
    while found := _before(at, language, begins[-1] if begins else AFTER_ALL):
        ((published_at,),) = found
        begins.append(month_from(timezone.localdate(published_at))[0])
    return begins


# What is read most


def read_most(at: datetime, language: str, since: date, count: int) -> dict[int, int]:
    """Clicks by article, asked in the order of their clicks until enough are found that readers see."""
    # A sum, since SQLite would go through all articles and all their days to have the column itself in its order.
    days = DailyClicks.objects.filter(day__gte=since).values_list(F("article") + 0)
    rows, found = days.annotate(read=Sum("clicks")).order_by("-read", "-article").iterator(AT_ONCE), {}
    while len(found) < count and (some := dict(islice(rows, AT_ONCE))):
        shown = {*Article.objects.listed(at, language).filter(pk__in=some).values_list("pk", flat=True)}
        found |= {number: clicks for number, clicks in some.items() if number in shown}
    return dict(islice(found.items(), count))


# Reading what was found


class Line(NamedTuple):
    """What a line that leads to an article shows of it; a page has so many that rows of models are too dear."""

    article_id: int
    language: str
    slug: str
    published_at: datetime
    title: str

    def get_absolute_url(self) -> str:
        return address_of(self.article_id, self.slug, self.language)


Shown = TypeVar("Shown", ArticleRevision, Line)


def in_order(found: Iterable[Shown], numbers: list[int]) -> list[Shown]:
    """Those of them that readers still see."""
    by_number = {one.article_id: one for one in found}
    return [by_number[number] for number in numbers if number in by_number]


def for_lists(at: datetime, numbers: list[int]) -> list[ArticleRevision]:
    """What lists show of these articles."""
    return in_order(_for_lists(at, padded(numbers)), numbers)


def lines(at: datetime, numbers: list[int]) -> list[Line]:
    return in_order(map(Line._make, _lines(at, padded(numbers))), numbers)


@prepared
def _lines(at: datetime, numbers: list[int]) -> ArticleRevisionQuerySet:
    shown = ("article", "article__language", "article__slug", "article__published_at", "title")
    return ArticleRevision.objects.live(at).filter(article__in=numbers).values_list(*shown)


@prepared
def _for_lists(at: datetime, numbers: list[int]) -> ArticleRevisionQuerySet:
    return ArticleRevision.objects.live(at).filter(article__in=numbers).for_lists()
