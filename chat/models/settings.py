"""What the chat tells visitors, how long it keeps what they wrote, and when somebody is there."""

from datetime import datetime, time, timedelta
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language, gettext, gettext_lazy as _

from pages import times
from pages.labels import LabelField

FURTHEST = 370  # days that are looked through for the next opening
MIDNIGHT = time(0, 0)


class Presence(NamedTuple):
    """Whether somebody is there, and the words for it."""

    is_open: bool
    words: str


class ChatSettingsQuerySet(models.QuerySet):
    def current(self) -> "ChatSettings":
        return self.get_or_create(pk=1)[0]


class ChatSettings(models.Model):
    """One row."""

    answer_time = LabelField(
        _("expected time of an answer"),
        blank=True,
        max_length=120,
        help_text=_("Told to whoever opens the chat, such as: We usually answer within an hour."),
    )
    welcome = LabelField(
        _("welcome"),
        blank=True,
        long=True,
        max_length=500,
        help_text=_("The first words in an empty chat. Left empty, it says how the chat works."),
    )
    absence = LabelField(
        _("when nobody is there"),
        blank=True,
        long=True,
        max_length=500,
        help_text=_("Told outside the hours below, before the day and time at which you are back."),
    )
    shows_typing = models.BooleanField(
        _("show when somebody is typing"),
        default=True,
        help_text=_("Visitors and those who answer then see of each other that something is being written, not what."),
    )
    mails_transcript = models.BooleanField(
        _("send the conversation by e-mail when it is closed"),
        default=False,
        help_text=_("To visitors who left an address and were answered. It can also be sent by hand, at any time."),
    )
    tell_after = models.PositiveSmallIntegerField(
        _("e-mail to staff after"),
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(1440)],
        help_text=_("Minutes that a message has waited."),
    )
    digest_every = models.PositiveSmallIntegerField(
        _("further e-mails after"),
        default=15,
        validators=[MinValueValidator(1), MaxValueValidator(1440)],
        help_text=_("Minutes. Whoever else begins to wait meanwhile is told of in one e-mail together."),
    )
    kept_days = models.PositiveSmallIntegerField(
        _("days that conversations are kept"),
        default=180,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
        help_text=_("After the last message, once it was answered or closed. One that still waits is kept."),
    )
    spam_days = models.PositiveSmallIntegerField(
        _("days that spam is kept"), default=30, validators=[MinValueValidator(1), MaxValueValidator(3650)]
    )
    told_at = models.DateTimeField(null=True, editable=False)  # staff were last sent an e-mail

    objects = ChatSettingsQuerySet.as_manager()

    class Meta:
        verbose_name = _("chat settings")
        verbose_name_plural = _("chat settings")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="chat_one_row_of_settings")]

    def __str__(self) -> str:
        return str(_("Live chat"))

    def in_own_words(self, field: str) -> str:
        """In the reader's language alone: where it is not written, there are words of ours in it."""
        return getattr(self, field).get(get_language() or "", "")

    @property
    def welcome_words(self) -> str:
        return self.in_own_words("welcome")

    def opens_at(self, now: datetime) -> datetime | None:
        """From when on somebody is there: now, while somebody is. None if in a year nobody is.

        Where no hours are known, every day is one but for holidays.
        """
        zone = timezone.get_default_timezone()
        today = timezone.localtime(now, zone).date()
        hours, holidays = list(self.opening_hours.all()) or always(), list(self.holidays.all())
        for day in (today + timedelta(days=ahead) for ahead in range(FURTHEST)):
            if any(holiday.first_day <= day <= holiday.last_day for holiday in holidays):
                continue
            for span in hours:
                begins, ends = span.on(day, zone)
                if span.weekday == day.weekday() and now < ends:
                    return max(begins, now)
        return None

    def presence(self, now: datetime) -> Presence:
        opens_at = self.opens_at(now)
        if opens_at == now:
            return Presence(True, "")
        today = timezone.localtime(now, timezone.get_default_timezone()).date()
        reasons = [
            str(holiday.words) for holiday in self.holidays.all() if holiday.first_day <= today <= holiday.last_day
        ]
        usual = gettext("Nobody is here just now. Write all the same: we read it.")
        parts = [*filter(None, reasons[:1]), self.in_own_words("absence") or usual]
        if opens_at:
            day, moment = (times.at_the_site(opens_at, form) for form in ("l", "DATETIME_FORMAT"))
            moment = f"{day}, {moment} ({times.zone_name()})"
            parts.append(gettext("We are back on %(moment)s.") % {"moment": moment})
        return Presence(False, "\n".join(parts))


class OpeningHours(models.Model):
    """In the site's time zone, on one day of the week."""

    settings = models.ForeignKey(ChatSettings, models.CASCADE, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField(_("day of the week"), choices=list(WEEKDAYS.items()))
    opens = models.TimeField(_("opens at"))
    closes = models.TimeField(_("closes at"))

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")) | Q(closes=MIDNIGHT), name="chat_closes_after_it_opens"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"

    def clean(self):
        if self.opens and self.closes and self.closes != MIDNIGHT and self.closes <= self.opens:
            raise ValidationError(
                {"closes": _("This is before it opens. What goes on after midnight is written on the next day.")}
            )

    def on(self, day, zone) -> tuple[datetime, datetime]:
        last = day + timedelta(days=1) if self.closes == MIDNIGHT else day
        return datetime.combine(day, self.opens, zone), datetime.combine(last, self.closes, zone)


def always() -> list[OpeningHours]:
    return [OpeningHours(weekday=weekday, opens=MIDNIGHT, closes=MIDNIGHT) for weekday in WEEKDAYS]


class Holiday(models.Model):
    settings = models.ForeignKey(ChatSettings, models.CASCADE, related_name="holidays")
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    words = LabelField(_("said to visitors"), blank=True, max_length=120, help_text=_("Such as: Spring Festival."))

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        ordering = ["first_day"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="chat_holiday_ends_after_it_begins")
        ]

    def __str__(self) -> str:
        return f"{self.first_day} – {self.last_day}"

    def clean(self):
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValidationError({"last_day": _("This is before the first day.")})
