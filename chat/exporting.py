"""All that is kept of conversations, for the visitor who asks for it."""

import json
from collections.abc import Iterator

from chat.models import Conversation, Message
from chat.protocol import at
from pages import tables
from pages.models.people import name_of

OF_CONVERSATION = ("reference", "status", "name", "email", "language", "page", "begun_at")
OF_MESSAGE = ("number", "kind", "said_by", "at", "text")


def _conversation(conversation: Conversation) -> dict:
    told = {name: getattr(conversation, name) for name in OF_CONVERSATION if hasattr(conversation, name)}
    return told | {"begun_at": at(conversation.created_at)}


def _said(conversation: Conversation) -> list[dict]:
    """What was said to and by the visitor, then what staff have noted."""
    said = [
        {
            "number": message.seq,
            "kind": message.sender,
            "said_by": message.name or (conversation.name if message.sender == Message.Sender.VISITOR else ""),
            "at": at(message.created_at),
            "text": message.body,
        }
        for message in conversation.messages.all()
    ]
    noted = [
        {"number": "", "kind": "note", "said_by": name_of(note.author), "at": at(note.created_at), "text": note.body}
        for note in conversation.notes.select_related("author")
    ]
    return said + noted


def as_json(conversations) -> str:
    told = [_conversation(conversation) | {"said": _said(conversation)} for conversation in conversations]
    return json.dumps(told, ensure_ascii=False, indent=1)


def as_csv(conversations) -> str:
    return tables.as_csv([[*OF_CONVERSATION, *OF_MESSAGE], *_rows(conversations)])


def _rows(conversations) -> Iterator[list[str]]:
    for conversation in conversations:
        about = _conversation(conversation)
        for said in _said(conversation):
            yield [str(about[name]) for name in OF_CONVERSATION] + [str(said[name]) for name in OF_MESSAGE]
