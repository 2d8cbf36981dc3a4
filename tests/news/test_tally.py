"""What `python -m bench.clicks` finds wrong, and what it does not."""

import pytest

from bench.readers import BROKEN, UNSENT, Reading
from bench.tally import shown, tally


def read(*statuses: int, article: int = 1) -> list[Reading]:
    return [Reading(article, 0, 1, status) for status in statuses]


@pytest.mark.parametrize(
    ("statuses", "clicks", "lost", "doubled"),
    [
        ((200, 200), 2, 0, 0),
        ((200, 200), 1, 1, 0),
        ((200, 200), 3, 0, 1),
        ((200, BROKEN), 1, 0, 0),
        ((200, BROKEN), 2, 0, 0),
        ((200, BROKEN), 3, 0, 1),
        ((200, UNSENT), 2, 0, 1),
        ((200, 503), 2, 0, 1),
        ((BROKEN, UNSENT, 503), 0, 0, 0),
    ],
)
def test_the_page_counts_once_and_a_broken_reading_may(statuses, clicks, lost, doubled):
    found = tally(read(*statuses), {1: clicks})
    assert (found.lost, found.doubled) == (lost, doubled)


def test_what_one_article_lost_is_not_made_up_for_by_another():
    found = tally(read(200, 200) + read(200, 200, article=2), {1: 1, 2: 3})
    assert (found.lost, found.doubled) == (1, 1)


def test_an_article_without_a_row_has_lost_all():
    assert tally(read(200, 200), {}).lost == 2


def test_clicks_of_an_article_that_nobody_read_are_doubled():
    assert tally(read(200), {1: 1, 2: 1}).doubled == 1


def page(begun: float, number: int, worker: int = 7) -> Reading:
    return Reading(1, begun, begun + 1, 200, number, worker)


def test_pages_one_after_the_other_know_all_before():
    assert shown([page(0, 1), page(2, 2), page(4, 3)]) == (0, 0, 0, 0)


def test_a_page_that_does_not_know_a_click_is_as_late_as_that_is_old():
    found = shown([page(0, 1), page(4, 1, worker=8)])
    assert (found.clicks_late, found.numbers_late) == (3, 3)


def test_a_page_that_goes_back_is_late_even_if_the_other_was_wrong():
    found = shown([page(0, 9), page(4, 2)])
    assert (found.clicks_late, found.numbers_late, found.beyond) == (0, 3, 1)


def test_what_is_read_at_once_need_not_be_known():
    assert shown([page(0, 1, worker=8), page(0.5, 1)]) == (0, 0, 0, 0)


def test_a_number_that_one_worker_shows_twice_is_found():
    assert shown([page(0, 1), page(0.5, 1), page(0.5, 1, worker=8)]).twice == 1


def test_articles_are_not_mixed():
    assert shown([page(0, 1), page(4, 1)._replace(article=2)]) == (0, 0, 0, 0)
