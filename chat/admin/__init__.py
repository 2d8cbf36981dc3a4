"""The staff's screens of the chat."""

from chat.admin.inbox import ConversationAdmin
from chat.admin.replies import CannedReplyAdmin
from chat.admin.settings import ChatSettingsAdmin

__all__ = ["CannedReplyAdmin", "ChatSettingsAdmin", "ConversationAdmin"]
