"""E-mail about conversations: to staff when somebody waits, to visitors what they have not seen, and the whole of it.

Whatever is written lies in the outbox in the same transaction that notes it as written, so that any number of workers
writes it once. What goes to staff holds no word of the visitor's; what goes to him is gone from here once it is sent.
"""

import hmac
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac

from chat.models import ChatSettings, Conversation, Desk, Message, who_answer
from chat.models.conversations import letter_key
from chat.transcript import as_text
from pages.models import Letter, Preferences, SiteSettings
from pages.models.outbox import goes_out
from pages.zones import zone_of

LINK_HOLDS = timedelta(days=14)
AT_ONCE = 20  # conversations in one pass
LISTED = 20  # of those who wait, in one letter
_SALT = "chat.letter"


# To staff


def untold(now: datetime, after: timedelta) -> QuerySet[Conversation]:
    return Conversation.objects.waiting().filter(told_at=None, waiting_since__lte=now - after)


def tell_of_those_who_wait(now: datetime) -> None:
    """A duty of the caretaker."""
    chat = ChatSettings.objects.current()
    after = timedelta(minutes=chat.tell_after)
    if not _is_too_soon(chat, now) and untold(now, after).exists():
        _tell(now, after)


def _is_too_soon(chat: ChatSettings, now: datetime) -> bool:
    return chat.told_at is not None and chat.told_at <= now < chat.told_at + timedelta(minutes=chat.digest_every)


@transaction.atomic
def _tell(now: datetime, after: timedelta) -> None:
    chat = ChatSettings.objects.select_for_update().get(pk=1)
    new = set() if _is_too_soon(chat, now) else set(untold(now, after).values_list("pk", flat=True))
    if not new:
        return  # another worker was faster
    waiting = list(Conversation.objects.waiting().filter(waiting_since__lte=now).order_by("waiting_since"))
    deaf = Desk.objects.filter(by_mail=False).values("person")
    people = list(who_answer().select_related("preferences").exclude(pk__in=deaf).exclude(email=""))
    reached = {person.pk for person in people}
    for person in people:
        theirs = [one for one in waiting if one.assignee_id == person.pk or one.assignee_id not in reached]
        if new & {one.pk for one in theirs}:
            _write_to(person, theirs, now)
    Conversation.objects.filter(pk__in=new).update(told_at=now)
    ChatSettings.objects.filter(pk=1).update(told_at=now)


def _write_to(person, waiting: list[Conversation], now: datetime) -> None:
    with timezone.override(zone_of(person)):
        context = {
            "count": len(waiting),
            "waiting": [(one, int((now - one.waiting_since).total_seconds() // 60)) for one in waiting[:LISTED]],
            "more": max(0, len(waiting) - LISTED),
            "company": _company(Preferences.of(person).language),
        }
        Letter.objects.post(person, "chat_waiting", context, f"chat-waiting:{now.isoformat()}")


# To visitors


def send_answers(now: datetime) -> None:
    """A duty of the caretaker: answers that their visitor has not seen after a while."""
    due = Conversation.objects.filter(letter_due_at__lte=now).exclude(status=Conversation.Status.SPAM)
    for number in list(due.values_list("pk", flat=True)[:AT_ONCE]):
        _send_answers(number, now)


@transaction.atomic
def _send_answers(number: int, now: datetime) -> None:
    waits = Conversation.objects.select_for_update().filter(pk=number, letter_due_at__lte=now)
    due = waits.exclude(status=Conversation.Status.SPAM).first()
    if not due:
        return  # another worker was faster, or the visitor has come back
    unseen = due.messages.filter(seq__gt=max(due.visitor_seen, due.lettered_seq), sender=Message.Sender.STAFF)
    if due.email and (answers := list(unseen)):
        context = {"answers": answers, "link": link_to(due), "days": LINK_HOLDS.days, "company": _company(due.language)}
        Letter.objects.write(due.email, due.language, "chat_answer", context, _key(due, "answer", due.last_seq))
    Conversation.objects.filter(pk=number).update(letter_due_at=None, lettered_seq=due.last_seq)


def send_transcript(conversation: Conversation, only_if_answered: bool = False) -> bool:
    """All that was said, to a visitor who left an address; under the row's lock.

    Called where staff ask for it, never where visitors do: whoever types a stranger's address must not have him sent
    anything. What is on its way already is not written again.
    """
    answered = conversation.messages.filter(sender=Message.Sender.STAFF)
    if not (conversation.email and goes_out()) or (only_if_answered and not answered.exists()):
        return False
    own_zone = timezone.override(timezone.get_default_timezone())
    with translation.override(conversation.language or settings.LANGUAGE_CODE), own_zone:
        said = as_text(conversation)
    context = {"said": said, "link": link_to(conversation), "days": LINK_HOLDS.days}
    context |= {"company": _company(conversation.language)}
    key = _key(conversation, "transcript", conversation.last_seq)
    Letter.objects.filter(key=key).exclude(sent_at=None, failed_at=None).delete()
    Letter.objects.write(conversation.email, conversation.language, "chat_transcript", context, key)
    has_all = {"letter_due_at": None, "lettered_seq": conversation.last_seq}
    Conversation.objects.filter(pk=conversation.pk).update(**has_all)
    return True


def _key(conversation: Conversation, kind: str, seq: int) -> str:
    return f"{letter_key(conversation.pk)}:{kind}:{seq}"


def _company(language: str) -> str:
    with translation.override(language or settings.LANGUAGE_CODE):
        return str(SiteSettings.objects.current().company_name)


# The way back from a letter


def link_to(conversation: Conversation) -> str:
    signed = signing.dumps([conversation.pk, _mac(conversation)], salt=_SALT)
    address = reverse("chat:letter", args=[signed])
    return f"{settings.SITE_URL}{address}?lang={conversation.language or settings.LANGUAGE_CODE}"


def conversation_of(signed: str) -> Conversation | None:
    """Until the link is too old, the address was changed, or the conversation is gone."""
    try:
        number, mac = signing.loads(signed, salt=_SALT, max_age=LINK_HOLDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    found = Conversation.objects.filter(pk=number).first()
    return found if found and hmac.compare_digest(_mac(found), str(mac)) else None


def _mac(conversation: Conversation) -> str:
    return salted_hmac(_SALT, f"{conversation.token_hash} {conversation.email}", algorithm="sha256").hexdigest()[:20]
