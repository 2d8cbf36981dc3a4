"""What was true when: for each thing the values that it had, and until when readers may be shown each."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

AFTER_A_CHANGE, AFTER_A_MOMENT = 1.0, 0.3  # seconds that a kept page may be shown
FOREVER = float("inf")
MOST_SPANS = 50  # of one value that are looked at: those of a few seconds


class Reign(NamedTuple):
    """A plan that held from its commit to the next one: which took a while itself."""

    begun: float
    next_begun: float
    over: float


class Span(NamedTuple):
    """A value, shown by a plan from one moment to another."""

    reign: Reign
    since: float
    until: float

    @property
    def begins(self) -> float:
        return max(self.reign.begun, self.since)

    @property
    def over(self) -> float:
        return min(self.reign.over, self.until)

    @property
    def turn(self) -> float:
        """Its end, if commits took no time: so that all that one commit changed turns together."""
        return min(self.reign.next_begun, self.until)

    @property
    def allowed(self) -> float:
        """Nobody who asks later may be shown a page that was kept from this time."""
        return min(self.reign.over + AFTER_A_CHANGE, self.until + AFTER_A_MOMENT)

    @property
    def was_ever(self) -> bool:
        """Else only a page shows it that took its moment first and read the rows later."""
        return self.begins <= self.over

    @property
    def begins_by_moment(self) -> bool:
        return self.since > self.reign.begun

    @property
    def ends_by_moment(self) -> bool:
        return self.until < self.reign.over


class Model:
    def __init__(self, plans: dict[str, list], journal: Iterable[dict]):
        commits = {thing: [(0.0, 0.0, plan)] for thing, plan in plans.items()}
        for noted in sorted(journal, key=lambda noted: noted["begun"]):
            for thing, plan in noted["plans"].items():
                commits[thing].append((noted["begun"], noted["done"], plan))
        self._spans = {thing: _spans(some) for thing, some in commits.items()}
        self._begins = {
            thing: {value: [span.begins for span in spans] for value, spans in by_value.items()}
            for thing, by_value in self._spans.items()
        }

    def begun(self, thing: str, value: str, until: float) -> list[Span]:
        """The last times that it had this value, of those that began until then."""
        spans = self._spans[thing].get(value, [])
        place = bisect_right(self._begins[thing].get(value, []), until)
        return spans[max(0, place - MOST_SPANS) : place]

    def ahead(self, thing: str, value: str, after: float) -> Span | None:
        """The next time that it has this value."""
        spans = self._spans[thing].get(value, [])
        place = bisect_right(self._begins[thing].get(value, []), after)
        return spans[place] if place < len(spans) else None


def _spans(commits: list[tuple[float, float, list]]) -> dict[str, list[Span]]:
    """By value; “” is the one of what is not shown."""
    found, end = defaultdict(list), (FOREVER, FOREVER, [])
    for (begun, _done, plan), following in pairwise([*commits, end]):
        reign = Reign(begun, following[0], following[1])
        edges = [*(moment or 0.0 for moment, _value in plan), FOREVER]
        for (_moment, value), (since, until) in zip(plan, pairwise(edges), strict=True):
            found[value or ""].append(Span(reign, since, until))
    return {value: sorted(spans, key=lambda span: span.begins) for value, spans in found.items()}
