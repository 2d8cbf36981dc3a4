"""What was found on one database, as rows of a table, and some examples of what was wrong."""

from typing import NamedTuple

from bench.freshness.clicks import Clicks
from bench.freshness.judging import Judgement
from bench.freshness.model import AFTER_A_CHANGE, AFTER_A_MOMENT
from bench.verdicts import Row


class Trial(NamedTuple):
    database: str
    found: Judgement
    clicks: Clicks
    counted: dict[int, int]  # by article, in the database
    journal: list[dict]
    foreign: list[str]
    broken: list[str]
    failures: list[str] = []  # of the server, as its log tells them


def rows(trial: Trial) -> list[Row]:
    wrong, worst, answers = trial.found.wrong, trial.found.worst, trial.found.answers
    changes = sum(noted.get("steps", 0) for noted in trial.journal)
    undone = sum(noted.get("undone", 0) for noted in trial.journal)
    refused = [noted["refused"] for noted in trial.journal if "refused" in noted]
    every = sum(count for status, count in answers.items() if status != "staff")

    def none(what: str, count: int, note: str) -> Row:
        return Row(f"{trial.database}: {what}", "0", f"{count}{note}", not count)

    late = f"{worst['moment']:.3f} s after it at most, {worst['early']:.3f} s before it"
    missing = _miscounted(trial)
    return [
        Row(f"{trial.database}: answers, changes", "-", f"{every} answers, {changes} changes, {undone} undone", True),
        none(f"older than {AFTER_A_CHANGE:g} s", wrong["stale"], f", {worst['stale']:.3f} s at most"),
        none("old for staff", wrong["staff"], f" of {answers['staff']}, {worst['staff']:.3f} s at most"),
        none(f"{AFTER_A_MOMENT:g} s beside a moment", wrong["moment"] + wrong["early"], f", {late}"),
        none("never true, or not yet", wrong["never"], ""),
        none("of two moments", wrong["mixed"], ""),
        none("with something of somebody else's", len(trial.foreign), ""),
        none("304 and not true", wrong["304"], f" of {answers[304]}"),
        none("errors, broken connections", wrong["status"] + len(trial.broken), ""),
        none("changes that the database refused", len(refused), ""),
        none("clicks that fell unexplained", len(trial.clicks.unexplained), _falls(trial.clicks)),
        none("clicks lost or doubled", missing, f" of {sum(trial.clicks.told.values())}"),
    ]


def _falls(clicks: Clicks) -> str:
    return f", {clicks.falls} explained, by {clicks.deepest} at most" if clicks.falls else ""


def _miscounted(trial: Trial) -> int:
    return sum(abs(trial.counted.get(number, 0) - told) for number, told in trial.clicks.told.items())


def examples(trial: Trial) -> str:
    """Some of each kind, for whoever looks for the cause."""
    refused = [noted["refused"] for noted in trial.journal if "refused" in noted]
    listed = trial.found.examples | {
        "foreign": trial.foreign[:5],
        "broken": trial.broken[:5],
        "refused": refused[:5],
        "log": trial.failures[:5],
        "clicks": trial.clicks.unexplained[:5],
    }
    return "".join(f"  {kind}: {words[:300]}\n" for kind, some in listed.items() for words in some)
