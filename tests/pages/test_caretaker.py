"""One thread a worker does what nobody waits for; one duty that fails keeps none of the others from being done."""

import threading
from datetime import timedelta

import pytest

from pages import caretaker

pytestmark = pytest.mark.django_db


@pytest.fixture
def duties(monkeypatch):
    """None but those of the test, due at once."""
    monkeypatch.setattr(caretaker, "_duties", {})
    monkeypatch.setattr(caretaker, "PAUSE", 0.01)
    yield caretaker.duties()
    caretaker.stop()
    caretaker._running = None
    caretaker._end.clear()


def test_the_duties_of_the_site_are_known():
    assert {"send mail", "empty the trash", "forget old forms", "forget who wrote"} <= caretaker.duties().keys()


def test_each_is_done_in_its_own_time(duties):
    done = []
    caretaker.register("often", timedelta(0), lambda: done.append("often"))
    caretaker.register("seldom", timedelta(hours=1), lambda: done.append("seldom"))
    for _look in range(3):
        caretaker.do_what_is_due()
    assert (done.count("often"), done.count("seldom")) == (3, 1)


def test_one_that_fails_is_told_and_tried_again_and_stops_no_other(duties, caplog):
    done = []

    def fails() -> None:
        done.append("failed")
        raise RuntimeError("the disk is full")

    caretaker.register("fails", timedelta(0), fails)
    caretaker.register("works", timedelta(0), lambda: done.append("worked"))
    with caplog.at_level("ERROR"):
        caretaker.do_what_is_due(), caretaker.do_what_is_due()
    assert done == ["failed", "worked"] * 2
    assert "The duty “fails” was not done" in caplog.text


def test_it_begins_with_the_first_request_and_finishes_what_it_does_at_the_end(duties, transactional_db):
    began, may_end, ended = threading.Event(), threading.Event(), threading.Event()

    def slow() -> None:
        began.set()
        may_end.wait(10)
        ended.set()

    caretaker.register("slow", timedelta(hours=1), slow)
    answer = caretaker.with_caretaker(lambda environ, start_response: [b"ok"])
    assert [answer({}, None), answer({}, None)] == [[b"ok"]] * 2
    assert began.wait(10)
    assert [thread.name for thread in threading.enumerate()].count("caretaker") == 1
    may_end.set()
    caretaker.stop()
    assert ended.is_set()
    assert "caretaker" not in [thread.name for thread in threading.enumerate()]


def test_one_that_waits_for_others_keeps_none_from_being_done_and_is_not_begun_twice(duties):
    may_end, begun, done = threading.Event(), [], []

    def hangs() -> None:
        begun.append(threading.current_thread().name)
        may_end.wait(10)

    caretaker.register("hangs", timedelta(0), hangs, is_slow=True)
    caretaker.register("works", timedelta(0), lambda: done.append("worked"))
    for _look in range(3):
        caretaker.do_what_is_due()
    assert done == ["worked"] * 3
    may_end.set()
    caretaker.duties()["hangs"].thread.join(10)
    caretaker.do_what_is_due()
    caretaker.duties()["hangs"].thread.join(10)
    assert begun == ["hangs"] * 2


def test_one_that_cannot_wait_has_a_thread_of_its_own_goes_on_after_a_failure_and_is_done_once_more(duties):
    done, often = [], threading.Event()

    def steady() -> None:
        done.append(threading.current_thread().name)
        if len(done) == 3:
            often.set()
        raise RuntimeError("the database is away")

    caretaker.register("steady", timedelta(seconds=0.01), steady, is_steady=True)
    caretaker.do_what_is_due()
    assert done == []
    caretaker.start()
    assert often.wait(10)
    duties["steady"].do = lambda: done.append("last")
    caretaker.stop()
    assert set(done[:3]) == {"steady"}
    assert done[-1] == "last"
