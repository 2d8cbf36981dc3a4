"""Answers held against what was true: too old, too early, never true, or of no one moment."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import product

from bench.freshness.model import Model, Span
from bench.freshness.readers import PLACES, Noted
from bench.freshness.things import writer_of

BACK = 3.0  # seconds before a request, longer than a page may be kept that is no longer true
EXAMPLES = 5


@dataclass
class Judgement:
    wrong: Counter = field(default_factory=Counter)
    worst: Counter = field(default_factory=Counter)  # seconds, within what is allowed too
    examples: dict[str, list[str]] = field(default_factory=dict)
    answers: Counter = field(default_factory=Counter)

    def note(self, kind: str, words: str) -> None:
        self.wrong[kind] += 1
        known = self.examples.setdefault(kind, [])
        if len(known) < EXAMPLES:
            known.append(words)

    def measure(self, kind: str, seconds: float) -> None:
        self.worst[kind] = max(self.worst[kind], seconds)


class Judge:
    def __init__(self, model: Model):
        self.model, self.found = model, Judgement()

    def hear(self, answers: Iterable[Noted], claims: list[list[str]]) -> None:
        split = [[claim.split("=") for claim in shown] for shown in claims]
        for answer in answers:
            self._answer(answer, split[answer.shown])

    def _answer(self, answer: Noted, claims: list[list[str]]) -> None:
        place = PLACES[answer.place]
        self.found.answers[answer.status] += 1
        self.found.answers["staff"] += answer.is_staff
        is_expected = answer.status in (200, 304) or (answer.status in (404, 410) and place.missing is not None)
        if not is_expected:
            self.found.note("status", f"{answer.status} {place.path} at {answer.ended:.3f}")
            return
        kinds = [self._claim(answer, *claim) for claim in claims]
        wrong = {kind for kind in kinds if kind}
        if "old, allowed" in kinds and not wrong - {"old, allowed"}:
            self._one_moment(answer, claims)
        for kind in wrong - {"old, allowed"}:
            words = next(f"{'='.join(claim)}" for claim, its in zip(claims, kinds, strict=True) if its == kind)
            about = f"{answer.status} {place.path} sent {answer.sent:.3f} ended {answer.ended:.3f} showed {words}"
            self.found.note("304" if answer.status == 304 else kind, about)

    def _claim(self, answer: Noted, thing: str, value: str) -> str:
        """What is wrong with it; “old, allowed” where only a kept page explains it, and may."""
        spans = self.model.begun(thing, value, answer.ended)
        if any(span.over >= answer.sent for span in spans):
            return ""
        kept = [span for span in spans if span.was_ever]
        last = max(kept, key=lambda span: span.over, default=None)
        if not answer.is_staff and any(answer.sent <= span.allowed for span in kept):
            self._measure_old(answer, last)
            return "old, allowed"
        ahead = self.model.ahead(thing, value, answer.ended)
        is_by_moment = ahead is not None and ahead.begins_by_moment
        if last is None or (is_by_moment and ahead.begins - answer.ended < answer.sent - last.over):
            return self._too_early(answer, ahead)
        return self._measure_old(answer, last)

    def _measure_old(self, answer: Noted, last: Span) -> str:
        kind = "staff" if answer.is_staff else "moment" if last.ends_by_moment else "stale"
        self.found.measure(kind, answer.sent - last.over)
        return kind

    def _too_early(self, answer: Noted, ahead: Span | None) -> str:
        if ahead is None or not ahead.begins_by_moment:
            return "never"
        self.found.measure("early", ahead.begins - answer.ended)
        return "early"

    def _one_moment(self, answer: Noted, claims: list[list[str]]) -> None:
        """A page that is not of now was kept, so it was made while nothing changed: all of it is of one moment.

        One that was made while something changed may be mixed, and then every part of it is of now.
        """
        since, by_writer = answer.sent - BACK, defaultdict(list)
        for thing, value in claims:
            spans = self.model.begun(thing, value, answer.ended)
            by_writer[writer_of(thing)].append([span for span in spans if span.over >= since])
        # Which of two writers' commits was first is not known where they overlap.
        times = [_times(since, spans) for spans in by_writer.values()]
        if not any(
            max(begins) <= min(overs) for begins, overs in (zip(*some, strict=True) for some in product(*times))
        ):
            self.found.note("mixed", f"{answer.status} {PLACES[answer.place].path} sent {answer.sent:.3f}: {claims}")


def _times(since: float, claims: list[list[Span]]) -> list[tuple[float, float]]:
    """When all claims on one writer's things were true together: from, and until at the latest."""
    found = []
    for moment in {since, *(span.begins for spans in claims for span in spans if span.begins > since)}:
        holding = [[span for span in spans if span.begins <= moment < span.turn] for spans in claims]
        if all(holding):
            found.append((moment, min(max(span.over for span in spans) for spans in holding)))
    return found
