"""Every visible text has its Chinese: nothing is left out, unsure or broken."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

CATALOGUES = sorted(Path(settings.BASE_DIR, "locale").glob("*/LC_MESSAGES/django.po"))


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_a_catalogue_is_complete(path):
    with path.open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    assert len(messages) > 200
    assert [message.id for message in messages if message.fuzzy or not all(words(message.string))] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_what_is_filled_in_is_kept(path):
    with path.open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    assert [
        message.id
        for message in messages
        if {name for text in words(message.id) for name in re.findall(r"%\(\w+\)[sd]", text)}
        != {name for text in words(message.string) for name in re.findall(r"%\(\w+\)[sd]", text)}
    ] == []


def words(text) -> tuple[str, ...]:
    return text if isinstance(text, tuple) else (text,)
