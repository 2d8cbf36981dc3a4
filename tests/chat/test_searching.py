"""Search over all that was said, in both languages, on SQLite and PostgreSQL."""

import uuid

import pytest
from django.db import connection

from chat import search
from chat.models import Conversation, Message
from tests.chat.talks import INBOX, answer, talk, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent(signed_in):
    return signed_in("Chat agents")


def found(agent, question: str) -> list[int]:
    page = agent.get(INBOX, {"q": question})
    assert page.status_code == 200
    return sorted(row.pk for row in page.context["cl"].result_list)


@pytest.mark.parametrize(
    ("question", "is_found"),
    [
        ("gates", True),
        ("GATE", True),
        ("gat", True),
        ("gates garden", True),
        ("garden gates", True),
        ("gates kitchen", False),
        ("ates", False),
        ("两扇门", True),
        ("扇门", True),
        ("門", True),
        ("窗", False),
        ("éclair", True),
        ("eclair", True),
        ("Ann", True),
        ("ann@example.com", True),
        ("ANN@EXAMPLE", True),
        ("bo@example.com", False),
        ("4711", True),
        ("471", True),
        ("we do", True),
        ("%", False),
        ("' OR 1=1 --", False),
        ('"gates', True),
        ("gates*", True),
        ("NOT gates", False),
        ("gates " * 200, True),
    ],
)
def test_what_was_said_is_found(question, is_found, agent):
    here = talk("Two gates for a garden, order 4711, éclair, 两扇门", name="Ann", email="ann@example.com")
    other = talk("Something else", name="Bo")
    answer(agent, here, "We do.")
    expected = [here.pk] if is_found else []
    assert found(agent, question) == expected
    assert other.pk not in found(agent, question)


def test_a_conversation_is_found_by_its_reference(agent):
    here, _other = talk(), talk("Another")
    assert found(agent, here.reference) == found(agent, here.reference.upper()) == [here.pk]
    assert found(agent, here.reference[:9]) == []


def test_it_is_found_from_the_same_second_on_and_no_longer_once_it_is_gone(agent):
    here = talk("Unheard-of words")
    assert found(agent, "unheard") == [here.pk]
    write(here.visitor, "Second")
    assert found(agent, "second") == [here.pk]
    here.visitor.post("/chat/delete/")
    assert found(agent, "unheard") == []
    assert search.find("unheard") == []


def test_what_was_said_before_there_was_a_search_is_found_after_the_update(agent):
    from importlib import import_module
    from types import SimpleNamespace

    from django.apps import apps

    here = Conversation.objects.create(token_hash="x" * 64, last_seq=1)
    Message.objects.create(conversation=here, seq=1, sender="visitor", body="Yesterday's words")
    assert found(agent, "yesterday") == []
    import_module("chat.migrations.0008_words_of_messages").fill(apps, SimpleNamespace(connection=connection))
    assert found(agent, "yesterday") == [here.pk]
    here.refresh_from_db()
    assert here.waiting_since
    assert here.told_at, "nobody is told of what waited before the update"


def test_of_very_many_the_newest_are_found(agent, monkeypatch):
    monkeypatch.setattr(search, "MOST", 3)
    monkeypatch.setattr(search, "NEWEST", 5)
    here = Conversation.objects.create(token_hash="x" * 64)
    for number in range(8):
        here.add("visitor", uuid.uuid4(), f"word {'rare' if number == 1 else number}")
    last = Message.objects.latest("pk").pk
    assert search.find("word") == [last, last - 1, last - 2]
    assert search.find("rare") == [last - 6]
