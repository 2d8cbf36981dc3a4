"""Conversations between visitors and staff."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ChatConfig(AppConfig):
    name = "chat"
    verbose_name = _("Live chat")

    def ready(self):
        from chat.models import Conversation
        from chat.privacy import of_the_chat
        from chat.throttle import forget_old
        from pages import caretaker, privacy, standing

        styles = {"open": "scheduled", "pending": "live", "spam": "ended"}
        for key, words in Conversation.Status.choices:
            standing.name_state(key, styles.get(key, "draft"), words)
        caretaker.register("forget who wrote", timedelta(hours=1), lambda: forget_old(timezone.now()))
        privacy.register(of_the_chat)
