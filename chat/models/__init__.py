"""The chat's tables: conversations and what was said in them, what those who answer have of their own, the settings."""

from chat.models.agents import CannedReply, Desk, ReadMark, who_answer
from chat.models.conversations import Conversation, OtherText
from chat.models.messages import Message, Note
from chat.models.settings import ChatSettings, Holiday, OpeningHours
from chat.throttle import DailySecret, Sighting

__all__ = [
    "CannedReply",
    "ChatSettings",
    "Conversation",
    "DailySecret",
    "Desk",
    "Holiday",
    "Message",
    "Note",
    "OpeningHours",
    "OtherText",
    "ReadMark",
    "Sighting",
    "who_answer",
]
