"""A timeline as it looks from afar: which version readers saw from when to when, and what is ahead."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property

from django.utils.translation import gettext_lazy as _

from pages.models import Revision, Timeline
from pages.stretches import one_after_the_other

WIDTH = 1000  # units of the drawing
NARROWEST = 2


@dataclass(frozen=True)
class Span:
    """While a version was, is or will be what readers see, but for times in the trash."""

    number: int
    begins: datetime
    ends: datetime | None
    is_withheld: bool

    def state(self, now: datetime) -> str:
        if self.is_withheld:
            return "withheld"
        if self.begins > now:
            return "scheduled"
        return "live" if self.ends is None or self.ends > now else "past"


@dataclass(frozen=True)
class Bar:
    span: Span
    state: str
    x: float
    width: float


class Strip:
    def __init__(
        self, spans: list[Span], absences: list[tuple[datetime, datetime | None]], newest: int | None, now: datetime
    ):
        self.spans, self.absences, self.newest, self.now = spans, absences, newest, now
        self.by_number = {span.number: span for span in spans}

    @classmethod
    def of(cls, identity: Timeline, now: datetime) -> "Strip":
        placed = identity.revisions.exclude(live_from=None).order_by("live_from")
        rows = placed.values_list("pk", "withheld_at", "live_from", "ends_at")
        in_turn = one_after_the_other((begins, ends) for _number, _withheld, begins, ends in rows)
        spans = [
            Span(number, *stretch, withheld is not None)
            for (number, withheld, *_placed), stretch in zip(rows, in_turn, strict=True)
        ]
        absences = list(identity.absences.order_by("begins_at").values_list("begins_at", "ends_at"))
        return cls(spans, absences, identity.newest, now)

    def span_of(self, revision: Revision) -> Span | None:
        return self.by_number.get(revision.pk)

    def state_of(self, revision: Revision) -> tuple[str, str]:
        """A word for the style and one for people."""
        if revision.withheld_at:
            return "ended", _("Withheld")
        span = self.span_of(revision)
        if span is None and revision.pk != self.newest:
            return "draft", _("Replaced")
        if span is None:
            style = "review" if revision.state in ("review", "changes") else "draft"
            return style, revision.get_state_display()
        return {
            "live": ("live", _("Live")),
            "scheduled": ("scheduled", _("Scheduled")),
            "past": ("past", _("Was live")),
        }[span.state(self.now)]

    @cached_property
    def begins(self) -> datetime:
        return self.spans[0].begins

    @cached_property
    def ends(self) -> datetime:
        known = [moment for span in self.spans for moment in (span.begins, span.ends) if moment]
        last = max(self.now, *known)
        margin = max((last - self.begins) / 20, timedelta(minutes=1))
        return last + min(margin, datetime.max.replace(tzinfo=UTC) - last)

    def _x(self, moment: datetime) -> float:
        return round(WIDTH * ((moment - self.begins) / (self.ends - self.begins)), 2)

    @property
    def now_x(self) -> float:
        return self._x(self.now)

    @property
    def bars(self) -> list[Bar]:
        return [
            Bar(span, span.state(self.now), self._x(span.begins), self._width(span.begins, span.ends))
            for span in self.spans
        ]

    @property
    def gaps(self) -> list[tuple[float, float]]:
        """Times in the trash, as places and widths."""
        return [
            (self._x(max(begins, self.begins)), self._width(max(begins, self.begins), ends))
            for begins, ends in self.absences
            if (ends or self.ends) > self.begins
        ]

    def _width(self, begins: datetime, ends: datetime | None) -> float:
        return max(NARROWEST, round(self._x(min(ends or self.ends, self.ends)) - self._x(begins), 2))

    def __bool__(self) -> bool:
        return bool(self.spans)
