"""Search engines are told what is new: at its moment, once, until they have heard it; and nobody waits for it."""

import json
import threading
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from pages import search_engines
from pages.announcing import announce
from pages.models import Announcement
from pages.models.errands import CLAIMED_FOR, WAITS
from tests import factories
from tests.servers import environment, gunicorn, manage, prepare

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"
KEY, TOKEN = "a-key-of-ours", "a-token-of-ours"
NOW = datetime(2026, 11, 24, 8, tzinfo=timezone.get_default_timezone())
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


class Engine(ThreadingHTTPServer):
    """Notes what it is told, and says what the test wants it to."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Ear)
        self.heard: list[tuple[str, str]] = []
        self.says, self.words, self.came = 200, b"{}", threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/push"


class Ear(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append((self.path, body.decode()))
        self.send_response(self.server.says)
        self.end_headers()
        self.wfile.write(self.server.words)
        self.server.came.set()

    def log_message(self, *arguments):
        pass


@pytest.fixture
def engine():
    running = Engine()
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield running
    running.shutdown(), running.server_close()


@pytest.fixture
def indexnow(engine, settings):
    settings.INDEXNOW_KEY, settings.INDEXNOW_URL = KEY, engine.address
    return engine


@pytest.fixture
def baidu(engine, settings):
    settings.BAIDU_PUSH_TOKEN, settings.BAIDU_PUSH_URL = TOKEN, engine.address
    return engine


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as moved:
        yield moved


def announce_what_waits() -> None:
    """As the caretaker does."""
    for service in search_engines.TELL:
        announce(service)


def told_to(body: str) -> list[str]:
    return json.loads(body)["urlList"]


def told(engine) -> list[list[str]]:
    """The addresses of each message."""
    return [told_to(body) for _path, body in engine.heard]


def test_without_a_key_nobody_is_told_and_nothing_is_kept(client, signed_in):
    factories.published("Gates")
    announce_what_waits()
    assert not Announcement.objects.exists()
    assert client.get("/indexnow.txt").status_code == 404
    assert "INDEXNOW_KEY" in signed_in().get(reverse("admin:pages_announcement_changelist")).text


def test_indexnow_hears_of_what_is_published_and_finds_the_key(client, indexnow, clock):
    article = factories.published("Gates", at=NOW)
    announce_what_waits(), announce_what_waits()
    ((_path, body),) = indexnow.heard
    assert json.loads(body) == {
        "host": "127.0.0.1:8000",
        "key": KEY,
        "keyLocation": f"{SITE}/indexnow.txt",
        "urlList": [SITE + article.get_absolute_url()],
    }
    assert client.get("/indexnow.txt").text == KEY
    kept = Announcement.objects.get()
    assert (kept.sent_at, kept.address) == (NOW, SITE + article.get_absolute_url())


def test_baidu_hears_of_it_with_the_token(baidu, clock):
    english, chinese = factories.published("Gates", at=NOW), factories.published("门", at=NOW, language="zh-hans")
    announce_what_waits()
    ((path, body),) = baidu.heard
    assert path == f"/push?site=http%3A%2F%2F127.0.0.1%3A8000&token={TOKEN}"
    assert sorted(body.split("\n")) == sorted(SITE + one.get_absolute_url() for one in (english, chinese))


def test_what_goes_live_later_is_told_then_and_its_end_too(indexnow, clock):
    article = factories.draft("Gates")
    article.schedule(article.revisions.get(), NOW + HOUR, NOW, NOW + 2 * HOUR)
    expected = []
    for wait in (HOUR - SECOND, SECOND, HOUR - SECOND, SECOND):
        clock.shift(wait)
        announce_what_waits()
        expected.append(len(indexnow.heard))
    assert expected == [0, 1, 1, 2]


def test_a_schedule_that_was_cancelled_is_not_told(indexnow, clock):
    article = factories.draft("Gates")
    article.schedule(article.revisions.get(), NOW + HOUR, NOW)
    article.cancel(article.revisions.get(), NOW)
    clock.shift(HOUR)
    announce_what_waits()
    assert indexnow.heard == []
    assert not Announcement.objects.exists()


STEPS = {
    "taken down": lambda one, now: one.unpublish(now),
    "trashed": lambda one, now: one.trash(now),
    "withheld": lambda one, now: one.withhold(one.revisions.get(), "Wrong.", now),
}


@pytest.mark.parametrize("step", STEPS)
def test_what_is_gone_is_told_to_indexnow_alone(step, indexnow, settings, clock):
    settings.BAIDU_PUSH_TOKEN, settings.BAIDU_PUSH_URL = TOKEN, indexnow.address
    page = factories.page("Gates", at=NOW)
    announce_what_waits()
    indexnow.heard.clear()
    clock.shift(HOUR)
    STEPS[step](page, NOW + HOUR)
    announce_what_waits()
    assert [(path.partition("?")[0], told_to(body)) for path, body in indexnow.heard] == [("/push", [f"{SITE}/gates/"])]


def test_what_is_put_back_is_told_again(indexnow, clock):
    article = factories.published("Gates", at=NOW)
    article.trash(NOW)
    clock.shift(HOUR)
    article.put_back(NOW + HOUR)
    announce_what_waits()
    assert told(indexnow) == [[SITE + article.get_absolute_url()]]


def test_a_new_address_is_told(indexnow, signed_in, clock):
    article = factories.published("Gates", at=NOW, slug="gates")
    announce_what_waits()
    screen = reverse("admin:news_article_change", args=[article.pk])
    form = {"title": "Gates", "language": "en", "body": "<p>A text.</p>", "clicks_before": 0, "slug": "doors"}
    form |= {"category": article.category_id, "base": article.revisions.get().pk}
    assert signed_in().post(screen, form).status_code == 302
    announce_what_waits()
    assert told(indexnow)[-1] == [f"{SITE}/news/{article.pk}/doors/"]


def test_a_hundred_are_told_in_one_message(indexnow, clock):
    for number in range(100):
        factories.published(f"No {number}", at=NOW)
    announce_what_waits()
    (addresses,) = told(indexnow)
    assert len(set(addresses)) == 100


@pytest.mark.parametrize(("says", "words"), [(429, b"slowly"), (500, b""), (200, b'{"error":401,"message":"no"}')])
def test_one_that_refuses_is_asked_again_later_and_given_up_in_the_end(says, words, baidu, clock, signed_in):
    baidu.says, baidu.words = says, words
    factories.published("Gates", at=NOW)
    for wait in WAITS:
        announce_what_waits()
        kept = Announcement.objects.get()
        assert kept.due_at == timezone.now() + wait
        clock.move_to(kept.due_at - SECOND)
        announce_what_waits()
        clock.shift(SECOND)
    announce_what_waits()
    kept = Announcement.objects.get()
    assert (kept.failed_at, len(baidu.heard)) == (timezone.now(), len(WAITS) + 1)
    assert (words.decode() if says == 200 else str(says)) in kept.problem
    baidu.says, baidu.words = 200, b'{"remain":10,"success":1}'
    boss = signed_in()
    assert "Given up" in boss.get(reverse("admin:pages_announcement_changelist")).text
    boss.post(reverse("admin:pages_announcement_retry"))
    announce_what_waits()
    assert Announcement.objects.get().sent_at


@pytest.mark.parametrize(
    ("says", "words", "problem"),
    [
        (404, b"/urls?token=a-token-of-ours was not found", "/urls?token=… was not found"),
        (200, b'{"error":401,"url":"token=a-token-of-ours"}', "token=…"),
        (200, b'{"success":0,"not_same_site":["x"]}', "not_same_site"),
        (500, b"bad\0thing", "bad thing"),
        (301, b"", "301"),
        (200, b"<html>", "<html>"),
    ],
)
def test_what_is_no_yes_is_kept_as_such_and_without_the_key(says, words, problem, baidu, clock):
    baidu.says, baidu.words = says, words
    factories.published("Gates", at=NOW)
    announce_what_waits()
    kept = Announcement.objects.get()
    assert (kept.sent_at, kept.tries) == (None, 1)
    assert problem in kept.problem
    assert TOKEN not in kept.problem
    assert len(baidu.heard) == 1


def test_a_page_that_moves_takes_what_is_below_along(indexnow, signed_in, clock):
    parent = factories.page("Doors", slug="doors", at=NOW)
    factories.page("Small", slug="small", parent=parent, at=NOW)
    announce_what_waits()
    parent.slug = "gates"
    parent.save()
    parent.announce(NOW)
    announce_what_waits()
    assert set(told(indexnow)[-1]) == {f"{SITE}/gates/", f"{SITE}/gates/small/"}


def test_an_address_of_any_length_is_kept(indexnow, clock):
    deep = None
    for _level in range(5):
        deep = factories.page("门", slug="门" * 80, parent=deep, language="zh-hans", at=NOW)
    announce_what_waits()
    assert Announcement.objects.filter(sent_at=None).count() == 0
    assert max(len(one.address) for one in Announcement.objects.all()) > 3_000


def test_a_service_that_never_comes_to_an_end_is_left(baidu, clock, monkeypatch):
    monkeypatch.setattr(search_engines, "LONGEST", 0)
    baidu.words = b"x" * 5_000
    factories.published("Gates", at=NOW)
    announce_what_waits()
    assert Announcement.objects.get().problem == "too slow"


def test_one_that_nobody_answers_for_is_tried_again(settings, clock):
    settings.INDEXNOW_KEY, settings.INDEXNOW_URL = KEY, "http://127.0.0.1:9/"
    factories.published("Gates", at=NOW)
    announce_what_waits()
    assert "refused" in Announcement.objects.get().problem


def test_a_worker_that_died_while_telling_leaves_it_to_another(indexnow, clock):
    factories.published("Gates", at=NOW)
    assert Announcement.objects.claim(NOW, 10)
    announce_what_waits()
    assert indexnow.heard == []
    clock.shift(CLAIMED_FOR)
    announce_what_waits()
    assert len(indexnow.heard) == 1


def test_a_running_site_tells_it_by_itself(tmp_path, engine):
    env = environment(tmp_path, INDEXNOW_KEY=KEY, INDEXNOW_URL=engine.address)
    prepare(env)
    with gunicorn(env):
        script = (
            "from django.utils import timezone; from pages.models import Page; now = timezone.now()\n"
            "page = Page.objects.create(slug='gates')\n"
            "page.publish(page.revisions.create(title='Gates', body='x', created_at=now), now)"
        )
        manage(env, "shell", "-c", script)
        assert engine.came.wait(60)
    assert told(engine) == [[f"{SITE}/gates/"]]
