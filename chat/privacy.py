"""What the chat keeps of those who write."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext as _

from chat.identity import COOKIE, THIRTY_DAYS
from chat.throttle import HOUR, KEPT
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
    yield (
        _("Live chat: when you wrote"),
        _(
            "So that nobody floods the chat, the times at which you wrote are kept for %(hours)d hours, under a "
            "fingerprint of your cookie and under one of your network that is made with a secret that changes every "
            "day. The address itself is not kept."
        )
        % {"hours": KEPT / HOUR},
    )
