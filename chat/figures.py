"""How the chat goes: how long visitors wait, how much is answered, when and where they write, and who answers."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from statistics import median

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Count, QuerySet
from django.db.models.functions import ExtractHour
from django.utils import timezone
from django.utils.translation import get_language_info, gettext as _, ngettext

from chat.models import Conversation, Message
from pages.models.people import name_of

MOST_PAGES = 10
BOUNDS = (60, 300, 900, 3600, 14_400)  # seconds


@dataclass(frozen=True)
class Row:
    """A line of a table; `share` of the longest bar, in percent, and how long visitors waited, where that is known."""

    label: str
    count: int
    share: float
    waited: float | None = None
    conversations: int | None = None

    @property
    def wait(self) -> str:
        return in_words(self.waited)


def in_words(seconds: float | None) -> str:
    if seconds is None:
        return "–"
    if seconds < 90:
        return ngettext("%(count)d second", "%(count)d seconds", round(seconds)) % {"count": round(seconds)}
    minutes = round(seconds / 60)
    if minutes < 120:
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    return ngettext("%(count)d hour", "%(count)d hours", round(minutes / 60)) % {"count": round(minutes / 60)}


class Figures:
    """Of the time from `since` until now; spam does not count, nor what was deleted."""

    def __init__(self, since: datetime, now: datetime):
        self.since, self.now = since, now

    @cached_property
    def _begun(self) -> QuerySet[Conversation]:
        begun = Conversation.objects.filter(created_at__gte=self.since, created_at__lte=self.now)
        return begun.exclude(status=Conversation.Status.SPAM).order_by()

    @cached_property
    def _answers(self) -> list[tuple[int | None, int, int | None]]:
        """Whose, in which conversation, and how long was waited for it."""
        said = Message.objects.filter(created_at__gte=self.since, created_at__lte=self.now, sender=Message.Sender.STAFF)
        said = said.exclude(conversation__status=Conversation.Status.SPAM).order_by()
        return list(said.values_list("author", "conversation", "waited"))

    @cached_property
    def _waits(self) -> list[int]:
        return [waited for _author, _conversation, waited in self._answers if waited is not None]

    @property
    def _middle(self) -> str:
        return str(round(median(self._waits))) if self._waits else ""

    @property
    def summary(self) -> list[tuple[str, str]]:
        waits = median(self._waits) if self._waits else None
        return [
            (_("Conversations begun"), str(self._begun.count())),
            (_("Answers"), str(len(self._answers))),
            (_("Half were answered within"), in_words(waits)),
            (_("Wait just now"), str(Conversation.objects.waiting().count())),
        ]

    @cached_property
    def by_hour(self) -> list[Row]:
        hour = ExtractHour("created_at", tzinfo=timezone.get_default_timezone())
        found = dict(self._begun.annotate(hour=hour).values_list("hour").annotate(Count("pk")))
        return _rows([(f"{hour}:00", found.get(hour, 0)) for hour in range(24)])

    @property
    def hours(self) -> list[tuple[int, float, Row]]:
        """For the drawing: where each bar stands, and where it ends above."""
        return [(20 * place, 110 - row.share, row) for place, row in enumerate(self.by_hour)]

    @cached_property
    def by_wait(self) -> list[Row]:
        counts = Counter(next((bound for bound in BOUNDS if waited <= bound), None) for waited in self._waits)
        labels = [(_("up to %(time)s") % {"time": in_words(bound)}, counts[bound]) for bound in BOUNDS]
        return _rows([*labels, (_("longer"), counts[None])])

    @cached_property
    def by_agent(self) -> list[Row]:
        waits, conversations = defaultdict(list), defaultdict(set)
        counts = Counter(author for author, _conversation, _waited in self._answers)
        for author, conversation, waited in self._answers:
            conversations[author].add(conversation)
            if waited is not None:
                waits[author].append(waited)
        people = User.objects.in_bulk([author for author in counts if author])
        most = max(counts.values(), default=0)
        return [
            Row(
                name_of(people.get(author)) or _("Somebody who is not known any more"),
                count,
                _share(count, most),
                median(waits[author]) if waits[author] else None,
                len(conversations[author]),
            )
            for author, count in counts.most_common()
        ]

    @cached_property
    def by_language(self) -> list[Row]:
        found = self._begun.values_list("language").annotate(count=Count("pk")).order_by("-count", "language")
        known = dict(settings.LANGUAGES)
        names = {code: get_language_info(code)["name_translated"] for code in known}
        return _rows([(names.get(code, code or _("not known")), count) for code, count in found])

    @cached_property
    def by_page(self) -> list[Row]:
        found = list(
            self._begun.values_list("page").annotate(count=Count("pk")).order_by("-count", "page")[: MOST_PAGES + 1]
        )
        rows = [(page or _("not known"), count) for page, count in found[:MOST_PAGES]]
        if len(found) > MOST_PAGES:
            rows.append((_("all others"), self._begun.count() - sum(count for _page, count in rows)))
        return _rows(rows)

    @property
    def tables(self) -> list[tuple[str, list[Row]]]:
        return [
            (_("How long visitors waited for an answer"), self.by_wait),
            (_("Who answered"), self.by_agent),
            (_("In which language they wrote"), self.by_language),
            (_("On which page they were"), self.by_page),
        ]

    def lines(self) -> Iterator[list[str]]:
        """The same as a table for a spreadsheet."""
        yield [_("figure"), _("of"), _("count"), _("seconds waited, the middle"), _("conversations")]
        for label, value in self.summary:
            yield [
                _("In all"),
                label,
                value if value.isdecimal() else "",
                "" if value.isdecimal() else self._middle,
                "",
            ]
        for title, rows in ((_("Conversations by hour of the day"), self.by_hour), *self.tables):
            for row in rows:
                waited = "" if row.waited is None else str(round(row.waited))
                yield [
                    title,
                    row.label,
                    str(row.count),
                    waited,
                    "" if row.conversations is None else str(row.conversations),
                ]


def _share(count: int, most: int) -> float:
    return round(100 * count / most, 2) if most else 0


def _rows(counted: list[tuple[str, int]]) -> list[Row]:
    most = max((count for _label, count in counted), default=0)
    return [Row(label, count, _share(count, most)) for label, count in counted]
