"""The trail above an article fits on one line: a long title is cut and ended with dots."""

import re
from html import unescape
from unicodedata import east_asian_width

import pytest
from hypothesis import assume, given, settings as hypothesis, strategies as st

from pages.text import cut
from tests import factories

WIDTH = 80


def width(text: str) -> int:
    """Told apart from the code under test by what a letter can be here: plain, or wide."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def trail(page) -> str:
    line = re.search(r'<nav class="trail".*?</nav>', page.text, re.DOTALL)[0]
    return unescape(re.sub(r"<[^>]+>", "", line))


plain_words = st.text("abcdefghijk ", max_size=120)
mixed = st.text("abcde 中文新闻公司，", max_size=120)
often = hypothesis(deadline=None, database=None, max_examples=300)


# Cutting


@pytest.mark.parametrize("title", ["", "Short", "x" * 77, "中" * 38 + "x", "five " * 15 + "xx"])
def test_a_title_that_fits_with_dots_behind_it_stays_whole(title):
    assert cut(title, WIDTH) == title


def test_a_title_of_seventy_eight_columns_is_cut_at_a_word():
    title = "four " * 15 + "the"
    assert len(title) == 78
    assert cut(title, WIDTH) == ("four " * 15).strip() + "..."


def test_a_word_that_just_fits_is_kept():
    assert cut("x" * 40 + " " + "y" * 36 + " more", WIDTH) == "x" * 40 + " " + "y" * 36 + "..."
    assert cut("x" * 40 + " " + "y" * 37 + " more", WIDTH) == "x" * 40 + "..."


def test_a_word_is_kept_if_the_space_after_it_is_the_last_that_fits():
    assert cut("x" * 40 + " " + "y" * 35 + " more", WIDTH) == "x" * 40 + " " + "y" * 35 + "..."


def test_a_title_without_spaces_is_cut_at_any_character():
    assert cut("x" * 78, WIDTH) == "x" * 77 + "..."


def test_a_chinese_character_takes_two_columns():
    assert cut("中" * 38, WIDTH) == "中" * 38
    assert cut("中" * 39, WIDTH) == "中" * 38 + "..."
    assert cut("x" + "中" * 38, WIDTH) == "x" + "中" * 38
    assert cut("xx" + "中" * 38, WIDTH) == "xx" + "中" * 37 + "..."


@often
@given(st.one_of(plain_words, mixed))
def test_what_is_shown_never_exceeds_its_width(title):
    assert width(cut(title, WIDTH)) <= WIDTH


@often
@given(st.one_of(plain_words, mixed))
def test_what_is_shown_is_the_title_or_a_beginning_of_it_with_dots(title):
    shown = cut(title, WIDTH)
    if width(title) + 3 <= WIDTH:
        assert shown == title
    else:
        assert shown.endswith("...")
        assert title.startswith(shown.removesuffix("..."))


@often
@given(st.lists(st.text("abcdefgh", min_size=1, max_size=12), min_size=20, max_size=30))
def test_a_title_in_words_is_cut_after_as_many_whole_words_as_fit(words):
    title = " ".join(words)
    assume(len(title) > WIDTH)
    kept = cut(title, WIDTH).removesuffix("...").split(" ")
    assert kept == words[: len(kept)]
    assert len(" ".join(words[: len(kept) + 1])) + 3 > WIDTH


# On the page


@pytest.mark.django_db
def test_the_trail_leads_from_home_through_the_categories_to_the_title(client):
    company = factories.category("company-news", "Company News")
    events = factories.category("events", "Events", parent=company)
    article = factories.published("A short title", category=events)
    page = client.get(article.get_absolute_url())
    assert trail(page) == "Your Position:Home>News>Company News>Events>A short title"
    assert page.text.index('href="/news/category/company-news/"') < page.text.index('href="/news/category/events/"')


@pytest.mark.django_db
def test_the_trail_cuts_a_long_title_and_the_heading_shows_it_whole(client):
    title = "A title of many words that goes on & on until nobody can read it on one single line any more"
    article = factories.published(title)
    page = client.get(article.get_absolute_url())
    assert trail(page).endswith(">A title of many words that goes on & on until nobody can read it on one...")
    assert f"<h1>{title.replace('&', '&amp;')}</h1>" in page.text


@pytest.mark.django_db
def test_the_trail_cuts_a_long_chinese_title(client):
    article = factories.published("公司新闻" * 12, language="zh-hans")
    page = client.get(article.get_absolute_url())
    assert trail(page).endswith(">" + ("公司新闻" * 12)[:38] + "...")
