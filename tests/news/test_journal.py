"""A view that was answered is in the database once, whatever happens to the process, the disk or the database."""

import errno
import os
import signal
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import OperationalError
from django.utils import timezone

from news import journal, tally as module
from news.journal import HEADER, SIZE, Journal, counts_in, journals_in, record_of, taken
from news.models import Article, Clicks, DailyClicks, FoldedJournal
from news.models.clicks import Total
from news.tally import Tally
from pages.models import Generation
from tests import factories

pytestmark = pytest.mark.django_db

DAY = date(2024, 7, 25)


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "views"


@pytest.fixture
def article() -> Article:
    return factories.published()


@pytest.fixture
def tally(folder) -> Tally:
    return Tally(lambda: folder)


def about(tally: Tally, article: Article):
    rows = Clicks.objects.totals([article.pk])
    return tally.about(rows.get(article.pk, Total(article.pk, 0, 0)))


def read(tally: Tally, article: Article, times: int = 1) -> list[int]:
    known = about(tally, article)
    return [tally.note(known) for _time in range(times)]


def clicks(article: Article) -> tuple[int, int]:
    """Of the days, and their sum."""
    return sum(article.days.values_list("clicks", flat=True)), Clicks.objects.of(article)


def die(tally: Tally) -> None:
    """As a process does that is killed: what it had in memory is gone, and its lock."""
    tally.forget()


# The file


def test_what_was_noted_is_found_by_another_once_its_process_is_dead(folder):
    mine = Journal(folder)
    for number in (1, 2, 1):
        mine.note(record_of(number, DAY))
    assert found(folder) == []
    mine.close()
    assert found(folder) == [{(1, DAY): 2, (2, DAY): 1}]


def found(folder: Path) -> list[Counter]:
    """What those have whose process is dead."""
    all_of_them = []
    for path in journals_in(folder):
        with taken(path) as left:
            all_of_them += [left.since(0)[0]] if left else []
    return all_of_them


def test_torn_at_any_byte_it_tells_what_was_whole(folder):
    mine = Journal(folder)
    for number in range(1, 5):
        mine.note(record_of(number, DAY))
    mine.close()
    whole = mine.path.read_bytes()[: 5 * SIZE]
    for length in range(SIZE, len(whole) + 1):
        mine.path.write_bytes(whole[:length])
        expected = {(n, DAY): 1 for n in range(1, (length - SIZE) // SIZE + 1)}
        assert found(folder) == [expected], length


def test_a_byte_that_went_wrong_costs_its_own_view_alone(folder):
    records = b"".join(record_of(number, DAY) for number in (1, 2, 3))
    for place in range(SIZE, 2 * SIZE):
        broken = records[:place] + bytes([records[place] ^ 0x40]) + records[place + 1 :]
        assert counts_in(broken) == {(1, DAY): 1, (3, DAY): 1}, place


def test_nonsense_is_no_view():
    assert counts_in(b"\xff" * 160) == counts_in(bytes(160)) == counts_in(b"") == {}


def test_room_is_taken_ahead_and_more_when_half_of_it_is_used(folder):
    mine = Journal(folder)
    first = mine.path.stat().st_size
    for _view in range(journal.ROOM * 3 // 4):
        mine.note(record_of(1, DAY))
    assert mine.path.stat().st_size == first
    mine.settle()
    assert mine.path.stat().st_size > first
    mine.close()
    assert found(folder) == [{(1, DAY): journal.ROOM * 3 // 4}]


def test_one_that_is_removed_while_its_lock_is_taken_is_not_folded_again(folder, monkeypatch):
    mine = Journal(folder)
    mine.note(record_of(1, DAY))
    mine.close()
    lock = journal.fcntl.flock

    def late(file, how):
        mine.path.unlink(missing_ok=True)
        (folder / f"{'d' * 32}.views").write_bytes(b"")
        mine.path.write_bytes(b"another file of that name")
        lock(file, how)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(journal.fcntl, "flock", late)
        assert found(folder) == []


def test_one_that_was_never_begun_with_is_cleared_away_in_time(folder):
    folder.mkdir()
    young, old = folder / f".{'a' * 32}.views", folder / f".{'b' * 32}.views"
    young.touch(), old.touch()
    os.utime(old, (0, 0))
    assert found(folder) == []
    assert (young.exists(), old.exists()) == (True, False)


# From the journal to the database


def test_a_fold_brings_the_days_and_their_sum(tally, article):
    assert read(tally, article, 3) == [1, 2, 3]
    assert clicks(article) == (0, 0)
    tally.fold()
    assert clicks(article) == (3, 3)
    assert read(tally, article, 2) == [4, 5]
    tally.fold(), tally.fold()
    assert clicks(article) == (5, 5)


def test_processes_learn_of_each_other(folder, article):
    here, there = Tally(lambda: folder), Tally(lambda: folder)
    for one in (here, there):
        one.keep_folding()
    known = about(here, article), about(there, article)
    here.note(known[0]), here.note(known[0]), there.note(known[1])
    assert [one.count() for one in known] == [2, 1]
    for one in (here, there, here, there):
        one.keep_folding()
    assert [one.count() for one in known] == [3, 3]
    assert clicks(article) == (3, 3)


def test_the_number_never_goes_back_while_views_are_on_their_way(tally, article, monkeypatch):
    known = about(tally, article)
    tally.note(known), tally.note(known)
    seen = []
    original = Clicks.objects.add

    def add(counts, fold):
        totals = original(counts, fold)
        seen.append(known.count())
        seen.append(about(tally, article).count())  # a page that is made from what the transaction has
        return totals

    monkeypatch.setattr(type(Clicks.objects), "add", lambda self, *given: add(*given))
    tally.fold()
    assert [*seen, known.count()] == [2, 2, 2]


def test_what_was_read_before_a_fold_does_not_lower_the_number(tally, article):
    early = Total(article.pk, 0, 0)
    known = about(tally, article)
    tally.note(known)
    tally.fold()
    assert tally.about(early) is known
    assert known.count() == 1


def test_a_page_made_of_what_was_read_before_others_folded_learns_of_it(folder, article):
    here, there = Tally(lambda: folder), Tally(lambda: folder)
    here.keep_folding()
    early = Total(article.pk, 0, 0)
    read(there, article, 3)
    there.fold()
    here.keep_folding()  # which nobody here wanted to know of
    known = here.about(early)
    here.keep_folding()
    assert known.count() == 3


def test_a_child_of_the_process_does_not_fold_its_views_again(folder, tally, article):
    read(tally, article, 2)
    parent = tally._journal
    tally._process = 0  # as it finds itself after a fork
    known = about(tally, article)
    tally.note(known)
    assert tally._journal is not parent
    tally.fold()
    assert clicks(article) == (1, 1)
    parent.close()
    tally.fold_those_left_behind()
    assert clicks(article) == (3, 3)


def test_a_crash_before_a_folded_journal_is_removed_doubles_nothing(folder, article, monkeypatch):
    dead, other = Tally(lambda: folder), Tally(lambda: folder)
    read(dead, article, 3)
    die(dead)
    with monkeypatch.context() as crash:
        crash.setattr(module.Left, "remove", lambda left: unanswered())
        with pytest.raises(OperationalError):
            other.fold_those_left_behind()
    other.fold_those_left_behind()
    assert clicks(article) == (3, 3)


def test_what_a_dead_process_noted_is_folded_once(folder, article):
    dead, other = Tally(lambda: folder), Tally(lambda: folder)
    read(dead, article, 2)
    dead.fold()
    read(dead, article, 3)
    die(dead)
    for _time in range(3):
        other.fold_those_left_behind()
    assert clicks(article) == (5, 5)
    assert list(folder.iterdir()) == []
    assert not FoldedJournal.objects.exists()


def test_replayed_again_it_counts_for_nothing(folder, article):
    dead, other = Tally(lambda: folder), Tally(lambda: folder)
    read(dead, article, 3)
    path = dead._journal.path
    die(dead)
    content = path.read_bytes()
    other.fold_those_left_behind()
    row = FoldedJournal(name=path.stem, place=len(content) // SIZE - 1)
    row.save()
    path.write_bytes(content)  # a crash between the database and the removing of the file
    other.fold_those_left_behind()
    assert clicks(article) == (3, 3)
    assert not path.exists()


def test_one_of_a_version_that_is_not_known_is_left_as_it_is_and_told_once(folder, article, tally, caplog):
    folder.mkdir()
    path = folder / f"{'c' * 32}.views"
    content = b"hifred views 9\n\0" + record_of(article.pk, DAY)
    path.write_bytes(content)
    with caplog.at_level("ERROR"):
        tally.fold_those_left_behind(), tally.fold_those_left_behind()
    assert caplog.text.count("cannot be folded") == 1
    assert (path.read_bytes(), clicks(article)) == (content, (0, 0))


def test_one_that_cannot_be_read_keeps_the_others_from_nothing(folder, article, tally, caplog):
    dead = Tally(lambda: folder)
    read(dead, article, 3)
    die(dead)
    (folder / f"{'0' * 32}.views").mkdir()
    odd = folder / f"{'1' * 32}.views"
    odd.write_bytes(HEADER + record_of(2**63, DAY) + record_of(article.pk, DAY))
    with caplog.at_level("ERROR"):
        tally.fold_those_left_behind(), tally.fold_those_left_behind()
    assert clicks(article) == (4, 4)
    assert caplog.text.count("cannot be folded") == 1


def test_a_folder_that_nothing_can_be_removed_from_holds_nothing_up(folder, article, tally, monkeypatch):
    monkeypatch.setattr(module, "LONGEST", 10)
    monkeypatch.setattr(journal.Path, "unlink", full)
    for _time in range(3):
        read(tally, article, 10)
        tally.keep_folding()
    tally.fold_those_left_behind()
    assert clicks(article) == (30, 30)


def test_an_article_that_is_destroyed_holds_nothing_up(tally, article):
    other = factories.published("Other")
    read(tally, article, 2), read(tally, other)
    article.delete()
    tally.fold()
    assert clicks(other) == (1, 1)
    assert Clicks.objects.count() == DailyClicks.objects.count() == 1


def test_another_journal_is_begun_after_many_views(folder, tally, article, monkeypatch):
    monkeypatch.setattr(module, "LONGEST", 10)
    read(tally, article, 10)
    first = tally._journal.path
    tally.fold()
    tally.fold_those_left_behind()
    assert not first.exists()
    assert read(tally, article) == [11]
    assert [path.name for path in folder.iterdir()] == [tally._journal.path.name] != [first.name]
    tally.fold()
    assert clicks(article) == (11, 11)


# What goes wrong


def test_while_the_database_is_away_views_wait_and_are_counted_once(tally, article, monkeypatch, caplog):
    read(tally, article, 2)
    numbers = []
    with monkeypatch.context() as away, caplog.at_level("ERROR"):
        away.setattr(type(Generation.objects), "moved", lambda self, name: unanswered())
        for _time in range(3):
            with pytest.raises(OperationalError):
                tally.fold()
            numbers += read(tally, article)
    assert numbers == [3, 4, 5]
    assert about(tally, article).count() == 5
    tally.fold(), tally.fold()
    assert clicks(article) == (5, 5)
    assert about(tally, article).count() == 5


def unanswered():
    raise OperationalError("away")


def test_if_nobody_could_say_whether_a_fold_came_through_it_is_not_done_again(tally, article, monkeypatch):
    read(tally, article, 3)
    fold = type(FoldedJournal.objects).fold

    def lost(self, *given):
        fold(self, *given)
        raise OperationalError("the connection broke while it was being written")

    with monkeypatch.context() as broken:
        broken.setattr(type(FoldedJournal.objects), "fold", lost)
        with pytest.raises(OperationalError):
            tally.fold()
    read(tally, article, 1)
    tally.fold(), tally.fold()
    assert clicks(article) == (4, 4)
    assert about(tally, article).count() == 4


def full(*given):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("call", ["pwrite", "posix_fallocate", "open"])
def test_a_full_disk_costs_nothing(folder, tally, article, monkeypatch, call):
    read(tally, article, 2)
    with monkeypatch.context() as disk:
        disk.setattr(journal.os, call, full)
        assert read(tally, article, 2) == [3, 4]
        tally.fold()
        assert read(tally, article, 2) == [5, 6]
    tally.fold()
    assert clicks(article) == (6, 6)
    read(tally, article, 3)
    die(tally)
    Tally(lambda: folder).fold_those_left_behind()
    assert clicks(article) == (9, 9)


def test_what_the_full_disk_did_not_take_is_written_down_later(folder, monkeypatch):
    with monkeypatch.context() as disk:
        disk.setattr(journal.os, "open", full)
        mine = Journal(folder)
        mine.note(record_of(1, DAY))
        assert list(folder.iterdir()) == []
    mine.note(record_of(2, DAY))
    mine.settle()
    mine.close()
    assert found(folder) == [{(1, DAY): 1, (2, DAY): 1}]


NOTE_AND_DIE = """
import sys
from datetime import date
from pathlib import Path
from news.journal import Journal, record_of
journal = Journal(Path(sys.argv[1]))
for number in range(10_000):
    journal.note(record_of(int(sys.argv[2]), date(2024, 7, 25)))
    if number == 99:
        print("ready", flush=True)
"""


def test_killed_at_any_instruction_it_has_what_it_had(folder, article):
    other = Tally(lambda: folder)
    before = 0
    for _round in range(5):
        command = [sys.executable, "-c", f"import django; django.setup()\n{NOTE_AND_DIE}", str(folder), str(article.pk)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": "."}) as process:
            assert process.stdout.readline() == b"ready\n"
            process.send_signal(signal.SIGKILL)
        (path,) = folder.glob("*.views")
        noted = path.read_bytes()[SIZE:].rstrip(b"\0")
        other.fold_those_left_behind()
        days, total = clicks(article)
        assert days == total
        assert total - before == -(-len(noted) // SIZE) >= 100
        before = total


# The day


def test_the_day_is_the_sites_also_where_the_clock_is_put_back(settings):
    settings.TIME_ZONE = "Europe/Berlin"
    midnight = timezone.datetime(2024, 10, 28, tzinfo=timezone.get_default_timezone())
    days = {midnight - timedelta(microseconds=1): 27, midnight: 28, midnight - timedelta(hours=24): 27}
    for moment, day in days.items():
        with time_machine.travel(moment, tick=False):
            assert module.today() == date(2024, 10, day)
            assert module.today() == timezone.localdate()


def test_a_header_is_as_long_as_a_record():
    assert len(HEADER) == SIZE == len(record_of(1, DAY)) == len(record_of(2**60, date.max))
