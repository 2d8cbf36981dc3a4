"""What the chat keeps of those who write."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext as _

from chat.identity import COOKIE, THIRTY_DAYS
from chat.letters import LINK_HOLDS
from chat.models import ChatSettings
from chat.throttle import HOUR, KEPT
from pages.models.errands import KEPT as KEPT_IN_OUTBOX
from pages.models.outbox import goes_out
from pages.privacy import Statement


def of_the_chat() -> Iterable[Statement]:
    yield (
        _("Live chat: cookies"),
        _(
            "Only when you open it, two cookies are set: “%(chat)s” leads you back to your conversation and lasts for "
            "%(days)d days, “%(csrf)s” keeps others from writing in your name. Of the first a fingerprint is stored."
        )
        % {"chat": COOKIE, "days": THIRTY_DAYS // 86_400, "csrf": settings.CSRF_COOKIE_NAME},
    )
    yield (
        _("Live chat: what you write"),
        _(
            "It is kept, with the page that you wrote from, and with a name or an e-mail address if you give one, so "
            "that it can be answered. Only those who answer read it. You can take a copy and delete all of it "
            "yourself. What you have begun to write stays in your browser until you close the tab."
        ),
    )
    chat = ChatSettings.objects.current()
    yield (
        _("Live chat: how long"),
        _(
            "Once it is answered or closed, a conversation is erased %(kept)d days after its last message, spam after "
            "%(spam)d days, with what we have noted of it. Give us your e-mail address or the reference on the chat's "
            "page, and we send you all of it, or erase it, at any time."
        )
        % {"kept": chat.kept_days, "spam": chat.spam_days},
    )
    if goes_out():
        yield (
            _("Live chat: e-mail"),
            _(
                "If you leave an address, it gets answers that you have not seen on the site, or the conversation as a "
                "whole, and nothing else. For %(days)d days the link in such a letter opens the conversation. That a "
                "letter went to you is noted for %(noted)d days."
            )
            % {"days": LINK_HOLDS.days, "noted": KEPT_IN_OUTBOX.days},
        )
    yield (
        _("Live chat: when you wrote"),
        _(
            "So that nobody floods the chat, the times at which you wrote are kept for %(hours)d hours, under a "
            "fingerprint of your cookie and under one of your network that is made with a secret that changes every "
            "day. The address itself is not kept."
        )
        % {"hours": KEPT / HOUR},
    )
