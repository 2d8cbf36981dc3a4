"""Signs that nobody wrote a message. Two of them make a conversation wait among the spam; nothing is ever dropped."""

import re
from datetime import datetime, timedelta

from django.core.signing import BadSignature, TimestampSigner
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

QUICKEST = 2  # seconds from opening the form to sending it
SLOWEST = 24 * 60 * 60
ENOUGH = 2  # points
SHORTEST_REPEATED = 20  # characters: many people say hello
_LINK = re.compile(r"https?://|www\.|\[url|<a\s", re.IGNORECASE)
IN_WORDS = {
    "lure": _("a field was filled in that nobody sees"),
    "haste": _("sent within two seconds, or without the page"),
    "links": _("links"),
    "repeated": _("the same text from several"),
}
_signer = TimestampSigner(salt="chat.opened")


def stamp() -> str:
    """For the form: when it was opened."""
    return _signer.sign("form")


def signs(body: str, opened: str, lure: str, messages: QuerySet, now: datetime) -> dict[str, int]:
    """What speaks against the first message of a conversation, and how much."""
    found = {}
    if lure:
        found["lure"] = ENOUGH
    if not _was_open_for_a_while(opened):
        found["haste"] = 1
    if links := len(_LINK.findall(body)):
        found["links"] = 1 if links < 3 else ENOUGH
    if len(body) >= SHORTEST_REPEATED:
        same = messages.filter(body=body, created_at__gt=now - timedelta(days=1))
        if same.order_by().values("conversation").distinct()[:2].count() >= 2:
            found["repeated"] = ENOUGH
    return found


def is_suspected(signs: dict[str, int]) -> bool:
    return sum(signs.values()) >= ENOUGH


def _was_open_for_a_while(opened: str) -> bool:
    return _is_younger(opened, SLOWEST) and not _is_younger(opened, QUICKEST)


def _is_younger(opened: str, seconds: int) -> bool:
    try:
        _signer.unsign(opened, max_age=seconds)
    except BadSignature:
        return False
    return True
