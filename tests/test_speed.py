"""What `make bench` makes of what it is told: wrk's words, the rounds of a run, the sample site's text."""

import json

import pytest

from bench import contenders
from bench.contenders import Contender, sample
from bench.load import Load, understood
from bench.report import Measured, Report
from bench.starts import Start
from tests import factories

SAID = """Running 1s test @ http://127.0.0.1:1/
  2 threads and 16 connections
  Latency Distribution
     50%  784.00us
     75%  907.21ms
     90%    1.04s\x20
     99%    1.05s\x20
  370 requests in 1.02s, 6.09MB read
  Socket errors: connect 0, read 5, write 0, timeout 2
Requests/sec:    363.51
"""


def measured(name: str, *speeds: float, p99: float = 2) -> Measured:
    return Measured(Contender(name, "server", "/"), 1, [Load(speed, 1, p99, 0) for speed in speeds])


def report(*found: Measured, idle: int = 0) -> Report:
    return Report({}, 1, list(found), {"ours": [Start(1, idle * 2**20, 0)]})


def verdicts(one: Report) -> dict[str, tuple[str, bool]]:
    return {row.what: (row.measured, row.ok) for row in one.rows}


def test_what_wrk_says_is_understood():
    assert understood(SAID) == Load(363.51, 0.784, 1050, 7)
    assert understood(SAID.replace("  Socket errors: connect 0, read 5, write 0, timeout 2\n", "")).errors == 0


def test_a_ratio_is_taken_within_each_round():
    found = report(measured(contenders.OURS, 100, 20, 80), measured(contenders.EMPTY, 20, 5, 10))
    assert found.ratios(contenders.OURS, contenders.EMPTY) == [5, 4, 8]
    assert verdicts(found)["our article against an empty view"] == ("5 (4 to 8) times", True)


def test_what_was_missed_is_told():
    slow = report(measured(contenders.OURS, 39, p99=3.1), measured(contenders.EMPTY, 10), idle=161)
    assert [ok for _measured, ok in verdicts(slow).values()] == [False, False, False]
    assert slow.tables().count("(missed)") == 3


def test_we_are_held_against_the_faster_cache():
    found = report(
        measured(contenders.OURS, 80), measured(contenders.WAGTAIL_MEMORY, 5), measured(contenders.WAGTAIL_FILES, 10)
    )
    assert verdicts(found)["our article against wagtail-cache's article (files)"] == ("8 (8 to 8) times", True)


def test_without_what_was_left_out_nothing_is_said_of_it():
    assert list(verdicts(report(measured(contenders.OURS, 1)))) == ["our article, p99", "our two workers, idle"]


@pytest.mark.django_db
def test_others_can_say_what_the_site_says(capsys):
    article = factories.published("Pumps", body="<p>They hum.</p>")
    sample.tell()
    told = json.loads(capsys.readouterr().out)
    assert told["address"] == article.get_absolute_url()
    english, chinese = told["news"]
    assert [(one["title"], one["body"]) for one in english["articles"]] == [("Pumps", "<p>They hum.</p>")]
    assert english["articles"][0]["section"] in {one["slug"] for one in english["sections"]}
    assert (chinese["articles"], told["slug"]) == ([], article.slug)
