"""A query that is put into SQL once finds what its queryset would."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from news.models import Article, ArticleRevision
from pages.prepared import padded, prepared
from tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 7, 25, 8, tzinfo=UTC)


@prepared
def live_ones(at: datetime, language: str, numbers: list[int]):
    return ArticleRevision.objects.live(at).in_language(language).filter(article__in=numbers).select_related("article")


@prepared
def newest(*, count: int):
    return Article.objects.order_by("-pk")[:count]


@prepared
def read_since(day: date):
    return Article.objects.filter(days__day__gte=day)


@prepared
def numbers_from(first: int):
    return Article.objects.order_by("pk").values_list("pk")[first : first + 2]


@prepared
def of_group(group):
    return Article.objects.filter(group=group)


def test_each_call_gets_what_it_asks_for():
    made = [factories.published(f"Article {n}", at=NOW + timedelta(hours=n)) for n in range(3)]
    other = factories.published("文章", at=NOW, language="zh-hans")
    numbers = [article.pk for article in made]
    assert [one.title for one in live_ones(NOW, "en", numbers)] == ["Article 0"]
    assert len(live_ones(NOW + timedelta(hours=5), "en", numbers)) == 3
    assert [one.title for one in live_ones(NOW, "zh-hans", [other.pk])] == ["文章"]
    assert live_ones(NOW, "en", []) == []


def test_related_rows_come_along():
    article = factories.published("An article", at=NOW)
    (found,) = live_ones(NOW, "en", [article.pk])
    with CaptureQueriesContext(connection) as captured:
        assert found.article.slug == article.slug
    assert not captured.captured_queries


def test_what_is_named_is_part_of_the_statement():
    for n in range(3):
        factories.published(f"Article {n}")
    assert [len(newest(count=n)) for n in (1, 3, 2)] == [1, 3, 2]


def test_dates_and_groups_are_values_too():
    article, other = factories.published("One"), factories.published("Other")
    article.days.create(day=date(2024, 7, 25), clicks=1)
    assert read_since(date(2024, 7, 25)) == [article]
    assert read_since(date(2024, 7, 26)) == []
    assert of_group(other.group) == [other]


def test_a_place_to_begin_at_is_a_value_and_rows_may_be_tuples():
    numbers = [factories.published(f"Article {n}").pk for n in range(5)]
    assert numbers_from(0) == [(number,) for number in numbers[:2]]
    assert numbers_from(3) == [(number,) for number in numbers[3:]]
    assert numbers_from(9) == []


def test_an_argument_that_the_statement_does_not_hold_is_refused():
    @prepared
    def later(count: int):
        return Article.objects.filter(pk__gt=count + 1)

    @prepared
    def fresh(at: datetime):
        return Article.objects.filter(published_at__gt=at + timedelta(days=2))

    for statement, value in ((later, 3), (fresh, NOW)):
        with pytest.raises(ValueError, match="does not hand on"):
            statement(value)


def test_what_is_always_there_does_not_ask_for_the_moment():
    @prepared
    def always(at: datetime, numbers: list[int]):
        return Article.objects.filter(pk__in=numbers)

    article = factories.draft()
    assert always(NOW, padded([article.pk, 10**9, 10**9 + 1])) == [article]


def test_a_number_that_is_not_asked_for_does_no_harm():
    article = factories.published()

    @prepared
    def some(number: int, _end: int):
        return Article.objects.filter(pk=number)

    assert [one.pk for one in some(article.pk, 12)] == [article.pk]


def test_a_value_of_a_kind_that_is_not_known_is_refused():
    with pytest.raises(TypeError, match="No stand-in"):
        of_group(None)
