"""What an article has besides its words: reading time, a table of contents, and a row of ways to share it."""

import re
import time

import pytest

from pages.contents import with_anchors
from tests import factories

pytestmark = pytest.mark.django_db


def page(client, body: str, **fields) -> str:
    return client.get(factories.published("A title", body=body, **fields).get_absolute_url()).text


def long(*headings: str, words: int = 800) -> str:
    return "".join(f"<h2>{heading}</h2><p>{'word ' * (words // len(headings))}</p>" for heading in headings)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("<p>Short.</p>", "1 minute to read"),
        (f"<p>{'word ' * 230}</p>", "1 minute to read"),
        (f"<p>{'word ' * 231}</p>", "2 minutes to read"),
        (f"<p>{'字' * 840}</p>", "2 minutes to read"),
        (f"<p>{'字' * 840} {'word ' * 230}</p>", "3 minutes to read"),
    ],
)
def test_the_time_to_read_counts_words_and_chinese_signs(body, told, client):
    assert told in page(client, body)


def test_a_long_text_has_a_table_of_its_headings(client):
    text = page(client, long("One & two", "<em>Three</em>", "Four", "Four"))
    links = re.findall(r'<a href="#(s-[^"]*)">([^<]*)</a>', text)
    assert links == [("s-one-two", "One &amp; two"), ("s-three", "Three"), ("s-four", "Four"), ("s-four-2", "Four")]
    for anchor, _words in links:
        assert text.count(f' id="{anchor}"') == 1


@pytest.mark.parametrize("body", [long("One", "Two"), "<h2>A</h2><h2>B</h2><h2>C</h2>", "<p>Nothing</p>"])
def test_a_short_text_has_none(body, client):
    assert "On this page" not in page(client, body)


def test_chinese_headings_can_be_pointed_at(client):
    body = "".join(f"<h2>{heading}</h2><p>{'字' * 500}</p>" for heading in ("方法", "结果", "结论"))
    text = page(client, body, language="zh-hans")
    assert 'href="#s-方法"' in text
    assert '<h2 id="s-方法">方法</h2>' in text


def test_no_heading_breaks_out_of_its_anchor(client):
    text = page(client, long('"><script>x</script>', "' onclick='x", "<b>&quot;</b>", "‮txt"))
    assert "<script>x" not in text
    assert not re.search(r"<h2[^>]*on\w+=", text)


def test_sharing_asks_no_other_site(client):
    text = page(client, "<p>A text.</p>")
    row = re.search(r"<share-row.*?</share-row>", text, re.DOTALL)[0]
    assert 'data-address="http://127.0.0.1:8000/news/' in row
    assert set(re.findall(r'(?:href|src)="([a-z]*):', row)) <= {"mailto"}


def test_a_title_in_a_letter_stays_a_title(client):
    text = client.get(factories.published("A & B?body=x\u0020#1 é").get_absolute_url()).text
    letter = re.search(r'href="(mailto:[^"]*)"', text)[1]
    assert letter.startswith("mailto:?subject=A%20%26%20B%3Fbody%3Dx%20%231%20%C3%A9&amp;body=http%3A%2F%2F")


@pytest.mark.parametrize("words", ["a", "{}", "a {}"])
def test_any_number_of_headings_is_answered_soon(words):
    text = "".join(f"<h2>{words.format(number)}</h2>" for number in range(20_000))
    begun = time.process_time()
    _marked, headings = with_anchors(text)
    assert time.process_time() - begun < 3
    assert len({one.anchor for one in headings}) == 20_000


def test_a_heading_that_is_named_as_another_was_numbered_has_a_place_of_its_own():
    _marked, headings = with_anchors("".join(f"<h2>{words}</h2>" for words in ("a", "a", "a 2", "a", "a 2")))
    assert [one.anchor for one in headings] == ["s-a", "s-a-2", "s-a-2-2", "s-a-3", "s-a-2-3"]
