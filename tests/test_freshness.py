"""The measure of fresh pages finds each kind of wrong answer, and lets right ones pass."""

import pytest

from bench.freshness.judging import Judge
from bench.freshness.model import Model
from bench.freshness.readers import PLACES, Noted, claims

HOME = 0
NOW = 1_000.0


def judged(shown: list[str], sent: float, ended: float, is_staff: bool = False, status: int = 200) -> dict[str, int]:
    """Title a1 went from 1 to 2 at 1000, with the words w1; banner n1 goes from 5 to nothing at 1010, as was known."""
    plans = {"a1": [[None, "1"]], "w1": [[None, "1"]], "n1": [[None, "5"], [1_010.0, None]]}
    commit = {"begun": NOW, "done": NOW + 0.1, "plans": {"a1": [[None, "2"]], "w1": [[None, "2"]]}}
    judge = Judge(Model(plans, [commit]))
    judge.hear([Noted(sent, ended, HOME, 0, is_staff, status, 0, -1)], [shown])
    return dict(judge.found.wrong)


@pytest.mark.parametrize(
    ("shown", "sent", "ended"),
    [
        (["a1=1"], NOW - 5, NOW - 4.9),
        (["a1=2"], NOW + 5, NOW + 5.1),
        (["a1=1"], NOW + 1, NOW + 1.1),  # a page that was kept
        (["a1=2", "w1=1"], NOW - 0.1, NOW + 0.2),  # made while it changed
        (["n1=5"], 1_009.9, 1_010.1),
        (["n1="], 1_009.9, 1_010.1),
        (["n1=5"], 1_010.2, 1_010.3),
    ],
)
def test_right_answers_pass(shown, sent, ended):
    assert judged(shown, sent, ended) == {}


@pytest.mark.parametrize(
    ("kind", "shown", "sent", "ended"),
    [
        ("stale", ["a1=1"], NOW + 1.2, NOW + 1.3),
        ("never", ["a1=2"], NOW - 0.2, NOW - 0.1),
        ("never", ["a1=9"], NOW + 1, NOW + 1.1),
        ("mixed", ["a1=2", "w1=1"], NOW + 0.5, NOW + 0.6),
        ("moment", ["n1=5"], 1_010.4, 1_010.5),
        ("early", ["n1="], 1_009.8, 1_009.9),
        ("moment", ["n1=5"], 1_012.0, 1_012.1),
    ],
)
def test_wrong_answers_are_found(kind, shown, sent, ended):
    assert judged(shown, sent, ended) == {kind: 1}


def test_staff_see_changes_at_once():
    assert judged(["a1=1"], NOW + 0.2, NOW + 0.3, is_staff=True) == {"staff": 1}


def test_unchanged_must_be_true():
    assert judged(["a1=1"], NOW + 1.2, NOW + 1.3, status=304) == {"304": 1}


def test_an_error_is_found():
    assert judged([], NOW, NOW, status=500) == {"status": 1}


def test_what_is_not_shown_is_a_claim_too():
    body = b"<p>Zxw100v3z Zxw200v4z Zxm101v0z Zxm102v0z Zxm201v0z</p>"
    found = claims(PLACES[HOME], 200, body)
    assert "w100=3" in found
    assert "m202=" in found
