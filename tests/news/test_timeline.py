"""Whatever staff do in whatever order, readers see one revision or none, and what they have seen stays as it was."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from random import Random

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.test import Client
from hypothesis import HealthCheck, example, given, settings as hypothesis, strategies as st

from news.models import Article, ArticleAbsence, ArticleRevision
from pages.models import TimelineError
from pages.stretches import tell_all
from tests import factories

pytestmark = pytest.mark.django_db

NOW = datetime(2024, 7, 25, 8, tzinfo=UTC)
SOMETIME, SOME = datetime(2999, 1, 1, tzinfo=UTC), 2_999_999
TICK = timedelta(microseconds=1)
SECOND, MINUTE, HOUR, DAY = (timedelta(seconds=seconds) for seconds in (1, 60, 3600, 86400))

STEPS = (
    *("write", "publish", "publish_new", "schedule", "schedule_new", "cancel", "expire", "restore", "unpublish"),
    *("trash", "put_back", "put_back", "withhold"),
)
steps = st.tuples(
    st.sampled_from(STEPS),
    st.sampled_from([timedelta(), TICK, SECOND, MINUTE, HOUR, DAY]),  # since the step before
    st.integers(0, 9),  # which revision
    st.sampled_from([SECOND, MINUTE, HOUR, DAY, 2 * DAY]),  # how far ahead
    st.sampled_from([None, None, SECOND, HOUR, 3 * DAY]),  # how long it is to stay
)
AWAY_FOR_A_WHILE = [
    ("publish", timedelta(), 0, DAY, 3 * DAY),
    ("trash", HOUR, 0, DAY, None),
    ("put_back", HOUR, 0, DAY, None),
]
by_chance = hypothesis(
    max_examples=40,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


class Refused(Exception):
    """The clerk knows that this step must not be taken."""


class Clerk:
    """An independent account of the timeline: spans that begin, and end by their own end or by the next one's begin.

    Beside them the times in the trash, and what was withheld.
    """

    def __init__(self, now: datetime):
        self.now, self.newest = now, now - DAY
        self.spans: dict[int, tuple[datetime | None, datetime | None]] = {}
        self.away: list[tuple[datetime, datetime | None]] = []
        self.withheld: set[int] = set()

    def begins(self) -> dict[datetime, int]:
        return {begin: number for number, (begin, _end) in self.spans.items() if begin}

    def is_away(self, at: datetime) -> bool:
        return any(begin <= at and (end is None or at < end) for begin, end in self.away)

    def live(self, at: datetime) -> int | None:
        """What readers may see."""
        number = self.seen(at)
        return None if number in self.withheld else number

    def seen(self, at: datetime) -> int | None:
        """What readers saw, withheld since or not."""
        if self.is_away(at):
            return None
        begins = sorted(self.begins())
        for begin, follows in pairwise([*begins, datetime.max.replace(tzinfo=UTC)]):
            number = self.begins()[begin]
            if begin <= at < min(follows, self.spans[number][1] or follows):
                return number
        return None

    def once(self, at: datetime) -> bool:
        """Whether readers ever saw anything until then; what began in the trash, where it still lies, they did not."""
        return any(begin <= at and not self._is_gone_since_before(begin) for begin in self.begins())

    def _is_gone_since_before(self, begin: datetime) -> bool:
        return any(end is None and since <= begin for since, end in self.away)

    def _here(self) -> None:
        if self.away and self.away[-1][1] is None:
            raise Refused

    def _unbegun(self, number: int) -> None:
        self._here()
        begin, _end = self.spans[number]
        if begin and begin <= max(self.now, self.newest):
            raise Refused

    def _not_withheld(self, number: int) -> None:
        if number in self.withheld:
            raise Refused

    def publish(self, number: int, end: datetime | None) -> None:
        self._unbegun(number)
        self._not_withheld(number)
        begin = max(self.now, self.newest + TICK)
        self.newest = begin
        self.spans[number] = (begin, end)

    def schedule(self, number: int, begin: datetime, end: datetime | None) -> None:
        self._unbegun(number)
        self._not_withheld(number)
        if self.begins().get(begin, number) != number:
            raise Refused
        self.spans[number] = (begin, end)

    def cancel(self, number: int) -> None:
        self._unbegun(number)
        self.spans[number] = (None, None)

    def trash(self) -> None:
        self._here()
        self.away.append((max(self.now, self.newest + TICK), None))

    def put_back(self) -> None:
        if not self.away or self.away[-1][1] is not None:
            raise Refused
        begin, _end = self.away.pop()
        self.away.append((begin, max(self.now, begin + TICK)))

    def withhold(self, number: int) -> None:
        self._here()
        self._not_withheld(number)
        begin, _end = self.spans[number]
        if begin and begin > max(self.now, self.newest):
            self.spans[number] = (None, None)
        self.withheld.add(number)

    def expire(self, end: datetime | None) -> None:
        self._here()
        number = self.live(max(self.now, self.newest))
        if number is None:
            raise Refused
        begin, _end = self.spans[number]
        self.spans[number] = (begin, end and max(end, begin + TICK))

    def pass_to(self, now: datetime) -> None:
        self.now = now
        self.newest = max([self.newest, *(begin for begin in self.begins() if begin <= now)])

    def instants(self) -> set[datetime]:
        edges = {edge for span in [*self.spans.values(), *self.away] for edge in span if edge} | {self.now}
        return edges | {edge - TICK for edge in edges}


@cache
def written(word: str) -> tuple[str, tuple]:
    """What `ArticleRevision.objects` asks for that word, with `SOMETIME` and `SOME` for a moment and an article.

    Django takes far longer to write it than a database to answer it, and it is asked many thousand times.
    """
    found = getattr(ArticleRevision.objects, word)(SOMETIME).filter(article=SOME)
    return found.values_list("pk", flat=True).query.sql_with_params()


class Desk:
    """Somebody who takes the steps with an article, and has the clerk write each down."""

    def __init__(self, now: datetime = NOW):
        self.article = Article.objects.create(category=factories.category(), slug="a-title")
        self.clerk, self.seen = Clerk(now), {}

    def now_shown(self, at: datetime) -> int | None:
        number = self._only("live", at)
        is_listed = Article.objects.live(at).filter(pk=self.article.pk).exists()
        assert is_listed is (number is not None), "lists tell another story"
        return number

    def as_seen(self, at: datetime) -> int | None:
        return self._only("as_seen", at)

    def _only(self, word: str, at: datetime) -> int | None:
        sql, parameters = written(word)
        adapted = connection.ops.adapt_datetimefield_value
        given = {adapted(SOMETIME): adapted(at), SOME: self.article.pk}
        with connection.cursor() as cursor:
            cursor.execute(sql, [given.get(parameter, parameter) for parameter in parameters])
            live = [pk for (pk,) in cursor.fetchall()]
        assert len(live) <= 1, f"{live} are live at once"
        return live[0] if live else None

    def write(self) -> int:
        number = factories.revision(self.article, f"Text {len(self.clerk.spans)}", created_at=self.clerk.now).pk
        self.clerk.spans[number] = (None, None)
        return number

    def restore(self, number: int) -> int:
        old = self.article.revisions.get(pk=number)
        if old.withheld_at:
            with pytest.raises(TimelineError):
                self.article.restored(old, created_at=self.clerk.now)
            return number
        restored = self.article.restored(old, created_at=self.clerk.now)
        assert restored.title == old.title
        self.clerk.spans[restored.pk] = (None, None)
        return restored.pk

    @contextmanager
    def _as_the_clerk_says(self, told, *arguments):
        """The step is refused if and only if the clerk would."""
        try:
            told(*arguments)
        except Refused:
            with pytest.raises(TimelineError), transaction.atomic():
                yield
        else:
            yield

    def take(self, step: str, gap: timedelta, pick: int, ahead: timedelta, lasts: timedelta | None) -> None:
        self.pass_to(self.clerk.now + gap)
        now = self.clerk.now
        number = list(self.clerk.spans)[pick % len(self.clerk.spans)] if self.clerk.spans else self.write()
        if step in ("write", "publish_new", "schedule_new"):
            number = self.write()
        if step == "restore":
            number = self.restore(number)
        self._take(step.removesuffix("_new"), self.article.revisions.get(pk=number), now, ahead, lasts)

    def _take(self, step, revision, now, ahead, lasts) -> None:
        if step in ("publish", "restore"):
            end = now + lasts if lasts else None
            with self._as_the_clerk_says(self.clerk.publish, revision.pk, end):
                self.article.publish(revision, now, end)
        if step == "schedule":
            end = now + ahead + lasts if lasts else None
            with self._as_the_clerk_says(self.clerk.schedule, revision.pk, now + ahead, end):
                self.article.schedule(revision, now + ahead, now, end)
        if step == "trash":
            with self._as_the_clerk_says(self.clerk.trash):
                self.article.trash(now)
        if step == "put_back":
            with self._as_the_clerk_says(self.clerk.put_back):
                self.article.put_back(now)
        if step == "withhold":
            with self._as_the_clerk_says(self.clerk.withhold, revision.pk):
                self.article.withhold(revision, "A court order", now)
        if step == "cancel":
            with self._as_the_clerk_says(self.clerk.cancel, revision.pk):
                self.article.cancel(revision, now)
        if step == "expire":
            end = now + lasts if lasts else None
            with self._as_the_clerk_says(self.clerk.expire, end):
                self.article.expire(end, now)
        if step == "unpublish":
            with self._as_the_clerk_says(self.clerk.expire, now):
                self.article.unpublish(now)

    def pass_to(self, now: datetime) -> None:
        """What lies behind is noted once, from the database, before anything more is done."""
        behind = {at for at in self.clerk.instants() | {self.clerk.now} if at < now} - self.seen.keys()
        self.seen |= {at: self.as_seen(at) for at in behind}
        self.clerk.pass_to(now)

    def state(self) -> dict:
        """All that cancelling must leave alone; the review is not of it, since what was scheduled is approved."""
        places = self.article.revisions.order_by("pk").values("pk", "live_from", "ends_at", "decided_at")
        return {
            "article": Article.objects.values().get(pk=self.article.pk) | {"waiting": None},
            "places": list(places),
            "shown": {at: self.now_shown(at) for at in sorted(self.clerk.instants())},
        }


def staff_client() -> Client:
    client = Client()
    client.force_login(User.objects.filter(is_superuser=True).first() or factories.superuser())
    return client


@by_chance
@example(AWAY_FOR_A_WHILE)
@given(st.lists(steps, max_size=14))
def test_at_every_instant_readers_see_what_the_steps_so_far_amount_to(taken):
    desk = Desk()
    for step in taken:
        desk.take(*step)
        assert desk.now_shown(desk.clerk.now) == desk.clerk.live(desk.clerk.now)
    instants = desk.clerk.instants()
    assert {at: desk.now_shown(at) for at in instants} == {at: desk.clerk.live(at) for at in instants}
    assert {at: desk.as_seen(at) for at in instants} == {at: desk.clerk.seen(at) for at in instants}


@by_chance
@given(st.lists(steps, max_size=14))
def test_what_readers_have_seen_never_changes(taken):
    desk = Desk()
    for step in taken:
        desk.take(*step)
        assert {at: desk.as_seen(at) for at in desk.seen} == desk.seen


@by_chance
@example(AWAY_FOR_A_WHILE)
@given(st.lists(steps, max_size=14))
def test_when_readers_see_it_last_can_be_told_from_the_timeline_at_any_time(taken):
    """As it is for what was written by an earlier version."""
    desk = Desk()
    for step in taken:
        desk.take(*step)
    kept = Article.objects.filter(pk=desk.article.pk).values_list("shown_from", "shown_until")
    before = list(kept)
    Article.objects.update(shown_from=None, shown_until=NOW)
    tell_all(Article, ArticleRevision, ArticleAbsence)
    assert list(kept) == before


@by_chance
@given(st.lists(steps, max_size=8), steps, st.sampled_from([SECOND, HOUR, 5 * DAY]))
def test_cancelling_leaves_everything_as_it_was_before_scheduling(taken, scheduled, later):
    desk = Desk()
    for step in taken:
        desk.take(*step)
    if desk.clerk.is_away(datetime.max.replace(tzinfo=UTC)):
        desk.take("put_back", TICK, 0, DAY, None)
    revision = factories.revision(desk.article, "Regretted")
    before, now = desk.state(), desk.clerk.now
    _step, _gap, _pick, ahead, lasts = scheduled
    # Half a second beside everything else, so that the moment is free.
    for moment in (now + ahead + SECOND / 2, now + later + SECOND / 2):
        desk.article.schedule(revision, moment, now, lasts and moment + lasts)
        assert desk.now_shown(moment) == revision.pk
    desk.article.cancel(revision, now + SECOND / 4)
    assert desk.state() == before


@hypothesis(by_chance, max_examples=25)
@given(st.lists(steps, min_size=1, max_size=9), st.data())
def test_the_page_of_a_past_moment_shows_what_was_live_then(taken, data):
    desk, client = Desk(), staff_client()
    for step in taken:
        desk.take(*step)
    now = max(*desk.clerk.instants(), desk.clerk.now) + SECOND
    instants = st.sampled_from(sorted(desk.clerk.instants()))
    for at in data.draw(st.lists(instants, min_size=1, max_size=4, unique=True)):
        with time_machine.travel(now, tick=False):
            page = client.get(desk.article.get_absolute_url(), {"at": at.isoformat()})
        number = desk.clerk.seen(at)
        assert page.status_code == (200 if number else 410 if desk.clerk.once(at) else 404)
        if number:
            assert f"<h1>{desk.article.revisions.get(pk=number).title}</h1>" in page.text


def test_after_five_hundred_changes_every_past_instant_has_the_text_that_readers_saw_then():
    """As the databases have it, and as staff and readers get it from `?at=`."""
    chance, desk, staff, reader = Random(20261124), Desk(), staff_client(), Client()
    usual = [step for step in STEPS if step != "withhold"]
    gaps, ahead = [TICK, SECOND, MINUTE, HOUR], [SECOND, MINUTE, HOUR, DAY]
    for number in range(500):
        step = "withhold" if number % 50 == 49 else chance.choice(usual)
        desk.take(step, chance.choice(gaps), chance.randrange(1_000), chance.choice(ahead), chance.choice([None, HOUR]))
    desk.take("put_back", TICK, 0, HOUR, None)
    desk.take("publish_new", HOUR, 0, HOUR, None)
    now = desk.clerk.now
    instants = sorted(at for at in desk.clerk.instants() if at <= now)
    assert len(instants) > 300
    assert {at: desk.as_seen(at) for at in instants} == {at: desk.clerk.seen(at) for at in instants}
    assert {at: desk.as_seen(at) for at in desk.seen} == desk.seen
    titles = dict(desk.article.revisions.values_list("pk", "title"))
    with time_machine.travel(now, tick=False):
        for at in chance.sample(instants, 60):
            for client, number in ((staff, desk.clerk.seen(at)), (reader, desk.clerk.live(at))):
                page = client.get(desk.article.get_absolute_url(), {"at": at.isoformat()})
                assert page.status_code == (200 if number else 410 if desk.clerk.once(at) else 404)
                assert number is None or f"<h1>{titles[number]}</h1>" in page.text


# Publishing


def article_with(*titles: str) -> tuple[Article, list[ArticleRevision]]:
    article = factories.draft(titles[0])
    for title in titles[1:]:
        factories.revision(article, title)
    return article, list(article.revisions.order_by("pk"))


def live(article: Article, at: datetime) -> list[str]:
    return list(ArticleRevision.objects.live(at).filter(article=article).values_list("title", flat=True))


def test_published_twice_in_the_same_microsecond_the_second_one_follows_the_first():
    article, (first, second) = article_with("First", "Second")
    article.publish(first, NOW)
    article.publish(second, NOW)
    assert live(article, NOW) == ["First"]
    assert live(article, NOW + TICK) == ["Second"]


def test_a_host_whose_clock_is_behind_publishes_right_after_the_last_publication():
    article, (first, second, third) = article_with("First", "Second", "Third")
    article.publish(first, NOW)
    article.publish(second, NOW - MINUTE)
    article.publish(third, NOW - HOUR)
    assert [live(article, NOW + n * TICK) for n in (-1, 0, 1, 2)] == [[], ["First"], ["Second"], ["Third"]]


def test_a_host_whose_clock_is_behind_takes_down_what_is_live():
    article, (first,) = article_with("First")
    article.publish(first, NOW)
    article.unpublish(NOW - MINUTE)
    assert live(article, NOW) == ["First"]
    assert live(article, NOW + TICK) == []


@pytest.mark.parametrize("step", ["cancel", "publish", "schedule"])
def test_a_host_whose_clock_is_behind_cannot_take_back_what_readers_have_seen(step):
    """That another version was published after it proves that the scheduled one had begun."""
    article, (planned, later) = article_with("Planned", "Later")
    article.schedule(planned, NOW + HOUR, NOW)
    article.publish(later, NOW + 2 * HOUR)
    behind = NOW + HOUR - MINUTE
    arguments = (NOW + DAY, behind) if step == "schedule" else (behind,)
    with pytest.raises(TimelineError, match="Readers have seen this version already"):
        getattr(article, step)(planned, *arguments)
    assert live(article, NOW + HOUR) == ["Planned"]


def test_what_readers_have_seen_is_not_published_again():
    article, (first,) = article_with("First")
    article.publish(first, NOW)
    with pytest.raises(TimelineError, match="Readers have seen this version already"):
        article.publish(first, NOW + HOUR)


def test_publishing_takes_the_place_of_a_schedule_of_the_same_revision():
    article, (first,) = article_with("First")
    article.schedule(first, NOW + DAY, NOW)
    article.publish(first, NOW + HOUR)
    assert article.revisions.get().live_from == NOW + HOUR


def test_another_articles_revision_is_not_published_here():
    article, _revisions = article_with("First")
    _other, (stray,) = article_with("Stray")
    with pytest.raises(TypeError):
        article.publish(stray, NOW)


# Scheduling and ending


@pytest.mark.parametrize("moment", [NOW, NOW - TICK, NOW - DAY])
def test_a_schedule_in_the_past_is_refused_in_words(moment):
    article, (first,) = article_with("First")
    with pytest.raises(TimelineError, match="This moment has passed"):
        article.schedule(first, moment, NOW)
    assert article.revisions.get().live_from is None


def test_a_moment_that_another_version_has_taken_is_refused_in_words():
    article, (first, second) = article_with("First", "Second")
    article.schedule(first, NOW + HOUR, NOW)
    with pytest.raises(TimelineError, match="Another version already begins at that moment"):
        article.schedule(second, NOW + HOUR, NOW)
    assert live(article, NOW + HOUR) == ["First"]


def test_a_schedule_may_be_given_the_moment_that_it_has():
    article, (first,) = article_with("First")
    article.schedule(first, NOW + HOUR, NOW)
    article.schedule(first, NOW + HOUR, NOW, NOW + DAY)
    assert article.revisions.get().ends_at == NOW + DAY


@pytest.mark.parametrize("end", [NOW + HOUR, NOW + MINUTE, NOW - DAY])
def test_an_end_before_the_begin_is_refused_in_words(end):
    article, (first,) = article_with("First")
    with pytest.raises(TimelineError, match="The end must come after the beginning"):
        article.schedule(first, NOW + HOUR, NOW, end)
    with pytest.raises(TimelineError, match="The end must come after the beginning"):
        article.publish(first, NOW + HOUR, end)
    assert article.revisions.get().live_from is None


def test_what_is_not_live_cannot_be_taken_down():
    article, (first,) = article_with("First")
    article.schedule(first, NOW + HOUR, NOW)
    with pytest.raises(TimelineError, match="Nothing is live"):
        article.unpublish(NOW)


def test_an_end_in_the_past_is_now_so_that_what_was_seen_stays():
    article, (first,) = article_with("First")
    article.publish(first, NOW - DAY)
    article.expire(NOW - HOUR, NOW)
    assert live(article, NOW - TICK) == ["First"]
    assert live(article, NOW) == []


def test_an_open_end_brings_back_what_was_to_end():
    article, (first,) = article_with("First")
    article.publish(first, NOW, NOW + DAY)
    article.expire(None, NOW + HOUR)
    assert live(article, NOW + 2 * DAY) == ["First"]


# What the database holds


def test_two_revisions_of_an_article_cannot_begin_at_once():
    article, _revisions = article_with("First", "Second")
    with pytest.raises(IntegrityError), transaction.atomic():
        article.revisions.update(live_from=NOW, decided_at=NOW)


@pytest.mark.parametrize("end", [NOW, NOW - TICK])
def test_a_revision_cannot_end_before_it_begins(end):
    article, _revisions = article_with("First")
    with pytest.raises(IntegrityError), transaction.atomic():
        article.revisions.update(live_from=NOW, decided_at=NOW, ends_at=end)


@pytest.mark.parametrize("fields", [None, ["title"], ["title", "live_from"]])
def test_the_content_of_a_revision_is_written_once(fields):
    article, (first,) = article_with("First")
    first.title = "Other"
    with pytest.raises(TypeError, match="written once"):
        first.save(update_fields=fields)
    assert article.revisions.get().title == "First"


# The date that readers see


def dated(article: Article) -> datetime | None:
    return Article.objects.get(pk=article.pk).published_at


def test_the_first_publication_sets_the_date():
    article, (first, second) = article_with("First", "Second")
    assert dated(article) is None
    article.publish(first, NOW)
    article.publish(second, NOW + DAY)
    assert dated(article) == NOW


def test_the_date_moves_with_the_schedule_and_goes_with_it():
    article, (first,) = article_with("First")
    article.schedule(first, NOW + HOUR, NOW)
    assert dated(article) == NOW + HOUR
    article.schedule(first, NOW + DAY, NOW)
    assert dated(article) == NOW + DAY
    article.cancel(first, NOW)
    assert dated(article) is None


def test_the_date_that_staff_set_back_wins():
    article = factories.draft(backdated_to=NOW - 30 * DAY)
    article.publish(article.revisions.get(), NOW)
    assert dated(article) == NOW - 30 * DAY


def test_the_date_is_never_later_than_the_first_live_moment():
    article = factories.draft(backdated_to=NOW + 30 * DAY)
    article.publish(article.revisions.get(), NOW)
    assert dated(article) == NOW


def test_a_schedule_of_a_later_version_does_not_move_the_date():
    article, (first, second) = article_with("First", "Second")
    article.publish(first, NOW)
    article.schedule(second, NOW + DAY, NOW + HOUR)
    assert dated(article) == NOW
    article.cancel(second, NOW + HOUR)
    assert dated(article) == NOW
