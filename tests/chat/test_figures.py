"""Figures of the chat: counted by hand here, and hostile words in them."""

import csv
import uuid
from datetime import timedelta
from io import StringIO

import html5lib
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chat.models import Conversation, Message
from pages.tables import safe_cells
from tests.chat.talks import INBOX, agent, answer, step, talk, write
from tests.chat.words import as_page, words

pytestmark = pytest.mark.django_db
FIGURES, CSV = f"{INBOX}figures/", f"{INBOX}figures-csv/"
SECOND = timedelta(seconds=1)


@pytest.fixture
def marit() -> Client:
    return agent("marit")


@pytest.fixture
def clock():
    with time_machine.travel("2026-03-02T02:10:00Z", tick=False) as hands:  # ten past ten in Shanghai
        yield hands


def table(client: Client, query: str = "") -> dict[tuple[str, str], list[str]]:
    rows = csv.reader(StringIO(client.get(f"{CSV}{query}").text.removeprefix("\ufeff")))
    return {(title, of): rest for title, of, *rest in rows}


def test_they_are_what_was_done(marit, clock):
    bert = agent("bert")
    first, second = talk("One", page="/a/"), talk("Two", page="/b/")
    clock.shift(30 * SECOND)
    answer(marit, first)
    answer(marit, first, "Nobody waited for this", seen=2)
    clock.shift(170 * SECOND)
    answer(bert, second)
    write(second.visitor, "More")
    clock.shift(400 * SECOND)
    answer(bert, second, seen=3)
    spam = talk("Buy", page="/spam/")
    step(marit, spam, "spam")
    clock.shift(3_600 * SECOND)
    visitor = Client()
    visitor.post("/chat/?lang=zh-hans", {"client_id": str(uuid.uuid4()), "body": "你好", "page": "/a/"})

    found = table(marit)
    assert found["In all", "Conversations begun"][0] == "3"
    assert found["In all", "Answers"][0] == "4"
    assert found["In all", "Half were answered within"] == ["", "200", ""]
    assert "3 minutes" in marit.get(FIGURES).text
    assert found["In all", "Wait just now"][0] == "1"
    hours = {of: row[0] for (title, of), row in found.items() if title == "Conversations by hour of the day"}
    assert (hours["10:00"], hours["11:00"], sum(map(int, hours.values()))) == ("2", "1", 3)
    waits = [row[0] for (title, _of), row in found.items() if title.startswith("How long")]
    assert waits == ["1", "1", "1", "0", "0", "0"]
    assert found["Who answered", "Marit"] == ["2", "30", "1"]
    assert found["Who answered", "Bert"] == ["2", "300", "1"]
    assert found["In which language they wrote", "English"][0] == "2"
    assert found["In which language they wrote", "Simplified Chinese"][0] == "1"
    assert found["On which page they were", "/a/"][0] == "2"
    assert ("On which page they were", "/spam/") not in found


def test_only_the_days_asked_for_count(marit, clock):
    talk("Old")
    clock.shift(timedelta(days=8))
    talk("New")
    counts = [
        table(marit, query)["In all", "Conversations begun"][0] for query in ("?days=7", "?days=30", "?days=x", "")
    ]
    assert counts == ["1", "2", "2", "2"]


def test_with_nothing_said_there_is_a_page_as_well(marit):
    page = marit.get(FIGURES)
    assert (page.status_code, "Nothing yet." in page.text) == (200, True)
    assert table(marit)["In all", "Half were answered within"] == ["", "", ""]


def test_who_left_is_named_as_long_as_he_is_known(marit, clock):
    answer(agent("bert"), talk())
    Message.objects.filter(sender="staff").update(author=None)
    assert ("Who answered", "Somebody who is not known any more") in table(marit)


def test_many_pages_are_told_as_the_rest(marit, settings):
    settings.CHAT_LIMITS = dict.fromkeys(settings.CHAT_LIMITS, 1_000)
    for number in range(13):
        talk(f"Hello {number}", page=f"/{number:02}/")
    pages = {of: row[0] for (title, of), row in table(marit).items() if title.startswith("On which page")}
    assert len(pages) == 11
    assert pages["all others"] == "3"


def test_they_cost_as_much_with_many_as_with_few(marit, settings):
    settings.CHAT_LIMITS = dict.fromkeys(settings.CHAT_LIMITS, 1_000)
    counts = []
    for number in range(1, 31):
        answer(marit, talk(f"Hello {number}", page=f"/{number}/"))
        if number in (12, 30):
            with CaptureQueriesContext(connection) as asked:
                marit.get(FIGURES)
            counts.append(len(asked))
    assert counts[0] == counts[1]


def test_hostile_words_are_shown_as_typed_and_no_formula(marit):
    ours = sorted({as_page(word) for word in words()} - {""})
    assert len(ours) >= 200
    now = timezone.now()
    for first in range(0, len(ours), 10):
        Conversation.objects.all().delete()
        group = ours[first : first + 10]
        Conversation.objects.bulk_create(
            Conversation(token_hash=uuid.uuid4().hex, page=page, created_at=now) for page in group
        )
        tree = html5lib.parse(marit.get(FIGURES).text, namespaceHTMLElements=False)
        shown = {"".join(cell.itertext()) for cell in tree.iter("th")}
        assert set(group) <= shown
        cells = {of for (title, of) in table(marit) if title.startswith("On which page")}
        assert {cell.replace("\r\n", "\n") for cell in safe_cells(group)} <= cells
