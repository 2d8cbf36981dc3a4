"""Conversations between visitors and staff."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ChatConfig(AppConfig):
    name = "chat"
    verbose_name = _("Live chat")

    def ready(self):
        from chat.letters import send_answers, tell_of_those_who_wait
        from chat.models import ChatSettings, Conversation
        from chat.privacy import of_the_chat
        from chat.purging import purge_in_passing
        from chat.search import forget_traces_left
        from chat.throttle import forget_old
        from pages import caretaker, privacy, standing
        from pages.store import generation

        styles = {"open": "scheduled", "pending": "live", "spam": "ended"}
        for key, words in Conversation.Status.choices:
            standing.name_state(key, styles.get(key, "draft"), words)
        caretaker.register("forget who wrote", timedelta(hours=1), lambda: forget_old(timezone.now()))
        caretaker.register("tell staff who waits", timedelta(seconds=5), lambda: tell_of_those_who_wait(timezone.now()))
        caretaker.register("send answers", timedelta(seconds=5), lambda: send_answers(timezone.now()))
        caretaker.register("erase old conversations", timedelta(hours=1), lambda: purge_in_passing(timezone.now()))
        caretaker.register("forget what was erased", timedelta(minutes=10), forget_traces_left)
        privacy.register(of_the_chat)
        generation.register(ChatSettings)  # how long things are kept stands on the page about privacy
