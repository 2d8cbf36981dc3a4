"""Every visible text has its Chinese: nothing is left out, unsure or broken."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django.conf import settings

from tests import servers
from tests.conftest import missing

CATALOGUES = sorted(Path(settings.BASE_DIR, "locale").glob("*/LC_MESSAGES/django.po"))


def messages_in(path: Path) -> list[Message]:
    with path.open("rb") as file:
        return [message for message in read_po(file) if message.id]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_a_catalogue_is_complete(path):
    messages = messages_in(path)
    assert len(messages) > 200
    assert [message.id for message in messages if message.fuzzy or not all(words(message.string))] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_what_is_filled_in_is_kept(path):
    messages = messages_in(path)
    assert [
        message.id
        for message in messages
        if {name for text in words(message.id) for name in re.findall(r"%\(\w+\)[sd]", text)}
        != {name for text in words(message.string) for name in re.findall(r"%\(\w+\)[sd]", text)}
    ] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_no_translation_is_markup_where_the_source_is_none(path):
    """Words of templates stand in pages, and in attributes, as they are."""
    messages = messages_in(path)
    assert [
        message.id
        for message in messages
        if {sign for text in words(message.string) for sign in '<>"' if sign in text}
        - {sign for text in words(message.id) for sign in '<>"' if sign in text}
    ] == []


def test_the_catalogues_have_what_the_source_says(tmp_path):
    if not shutil.which("xgettext"):
        missing("there is no xgettext here (apt install gettext)")
    for folder in ("hifred", "news", "pages", "chat", "templates", "locale"):
        shutil.copytree(Path(settings.BASE_DIR, folder), tmp_path / folder)
    shutil.copy(Path(settings.BASE_DIR, "manage.py"), tmp_path)
    made = [sys.executable, "manage.py", "makemessages", "--all", "--no-wrap", "--no-obsolete", "--add-location=file"]
    subprocess.run(made, cwd=tmp_path, env=servers.environment(tmp_path), check=True, capture_output=True)
    for path in CATALOGUES:
        assert texts(tmp_path / path.relative_to(settings.BASE_DIR)) == texts(path)


def texts(path: Path) -> set:
    with path.open("rb") as file:
        return {(message.context, message.id) for message in read_po(file)}


def words(text) -> tuple[str, ...]:
    return text if isinstance(text, tuple) else (text,)
