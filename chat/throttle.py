"""How much may be written: counted in the database, so that it holds over any number of processes.

A network is known by a keyed hash alone, with a secret that is new each day and forgotten after two.
"""

import hashlib
import hmac
import secrets
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils import timezone

from pages.networks import address_of, neighbourhood

MINUTE, HOUR, KEPT = timedelta(minutes=1), timedelta(hours=1), timedelta(hours=48)


class TooMany(Exception):
    """Come again in so many `seconds`; `most` were the limit within `minutes`."""

    def __init__(self, most: int, within: timedelta, seconds: int):
        super().__init__(f"more than {most} in {within}")
        self.most, self.minutes, self.seconds = most, int(within / MINUTE), seconds


class DailySecret(models.Model):
    day = models.DateField(primary_key=True)
    secret = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return str(self.day)

    @classmethod
    def of(cls, day: date) -> bytes:
        made, is_new = cls.objects.get_or_create(day=day, defaults={"secret": secrets.token_bytes(32)})
        if is_new:
            cls.forget(day)
        return bytes(made.secret)

    @classmethod
    def forget(cls, today: date) -> None:
        cls.objects.filter(day__lt=today - timedelta(days=1)).delete()


class Sighting(models.Model):
    """Somebody wrote, or began a conversation; who it was cannot be read from it."""

    class What(models.TextChoices):
        MESSAGE = "message"
        CONVERSATION = "conversation"

    what = models.CharField(max_length=12, choices=What)
    who = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [models.Index(fields=["who", "what", "at"], name="chat_sightings_of_one")]

    def __str__(self) -> str:
        return f"{self.what} {self.at}"


def network_of(request: HttpRequest) -> str:
    """The reader's neighbourhood, hashed; empty if nobody knows, as behind a socket without a proxy that is trusted."""
    address = address_of(request)
    if address is None:
        return ""
    prefix = neighbourhood(address, 24, 48)
    secret = DailySecret.of(timezone.localdate())
    return hmac.new(secret, prefix.encode(), hashlib.sha256).hexdigest()


def refuse_too_many(who: str, network: str, now: datetime, is_new: bool) -> None:
    """Raises TooMany, or notes what is about to be written; what was deleted since was written all the same."""
    limits, seen = settings.CHAT_LIMITS, Sighting.What
    _refuse_seen(who, seen.MESSAGE, limits["messages_a_minute"], MINUTE, now)
    _refuse_seen(who, seen.MESSAGE, limits["messages_an_hour"], HOUR, now)
    if is_new:
        _refuse_seen(who, seen.CONVERSATION, limits["conversations_an_hour"], HOUR, now)
        _refuse_seen(network, seen.CONVERSATION, limits["network_conversations_an_hour"], HOUR, now)
    _refuse_seen(network, seen.MESSAGE, limits["network_messages_a_minute"], MINUTE, now)
    kinds = [seen.MESSAGE, seen.CONVERSATION] if is_new else [seen.MESSAGE]
    Sighting.objects.bulk_create(
        Sighting(what=what, who=one, at=now) for what in kinds for one in (network, who) if one
    )
    Sighting.objects.filter(at__lt=now - KEPT).delete()


def _refuse_seen(who: str, what: str, most: int, within: timedelta, now: datetime) -> None:
    if not who:
        return
    found = Sighting.objects.filter(who=who, what=what, at__gt=now - within).order_by("-at")
    if oldest := found.values_list("at", flat=True)[most - 1 : most].first():
        raise TooMany(most, within, max(1, int((oldest + within - now).total_seconds()) + 1))


def forget_old(now: datetime) -> None:
    """A duty of the caretaker: also where nobody writes any more."""
    DailySecret.forget(timezone.localdate(now))
    Sighting.objects.filter(at__lt=now - KEPT).delete()
