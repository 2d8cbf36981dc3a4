"""What is kept no longer: erased in passing by the caretaker, a few at a time, and by a command all at once."""

from datetime import datetime, timedelta

from django.db import transaction

from chat.models import ChatSettings, Conversation
from pages.models import AuditEntry
from pages.models.people import the_site_itself

AT_ONCE = 100  # conversations in one transaction
STEPS = 20  # in one pass


def outlived(now: datetime):
    chat = ChatSettings.objects.current()
    return Conversation.objects.outlived(now, timedelta(days=chat.kept_days), timedelta(days=chat.spam_days))


def purge_in_passing(now: datetime) -> None:
    """A duty of the caretaker."""
    for _step in range(STEPS):
        if purge(now) < AT_ONCE:
            return


@transaction.atomic
def purge(now: datetime, most: int = 0) -> int:
    """How many were erased; the log tells how many, and nothing of them."""
    numbers = list(outlived(now).order_by("pk").values_list("pk", flat=True)[: most or AT_ONCE])
    count = outlived(now).filter(pk__in=numbers).erase() if numbers else 0
    if count:
        AuditEntry.objects.note(the_site_itself(), Conversation, "erase", words=str(count))
    return count
