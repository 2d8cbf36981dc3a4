"""Every reading of an article counts once, and nothing else does."""

import sqlite3
import subprocess
import sys
from contextlib import ExitStack, closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.db.models import Sum
from django.test import Client

from news.models import Article, Clicks, DailyClicks
from news.tally import tally
from tests import factories, servers
from tests.wire import until

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36"
)
READERS = {
    "none": None,
    "empty": "",
    "curl": "curl/7.88.1",
    "wget": "Wget/1.21.3 (linux-gnu)",
    "requests": "python-requests/2.28.0",
    "httpx": "python-httpx/0.27.2",
    "urllib": "Python-urllib/3.12",
    "go": "Go-http-client/1.1",
    "headless": CHROME.replace("Chrome/", "HeadlessChrome/"),
    "lighthouse": f"{CHROME} Chrome-Lighthouse",
    "firefox": FIREFOX,
    "chrome": CHROME,
    "safari": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/17.5 Mobile/15E148 Safari/604.1",
    "wechat": f"{CHROME} MicroMessenger/8.0.49",
}
CRAWLERS = {
    "google": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "google phone": "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/126.0.0.0 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "bing": "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "baidu": "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)",
    "sogou": "Sogou web spider/4.0(+http://www.sogou.com/docs/help/webmasters.htm#07)",
    "360": f"{CHROME}; 360Spider",
    "yandex": "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)",
    "bytes": "Mozilla/5.0 (Linux; Android 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Mobile Safari/537.36 "
    "(compatible; Bytespider; spider-feedback@bytedance.com)",
    "gpt": "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
    "claude": "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ClaudeBot/1.0; +claudebot@anthropic.com)",
    "facebook": "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "twitter": "Twitterbot/1.0",
}


@pytest.fixture
def article() -> Article:
    return factories.published(at=datetime(2024, 7, 25, 8, tzinfo=UTC))


def clicks(article: Article) -> int:
    """By day, once what was noted is in the database; the sum is kept beside them."""
    tally.fold()
    assert Clicks.objects.of(article) == (article.days.aggregate(n=Sum("clicks"))["n"] or 0)
    return article.days.aggregate(n=Sum("clicks"))["n"] or 0


def by_name(agents: dict) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("agent", agents.values(), ids=agents)


# Who counts


@by_name(READERS)
def test_a_reader_counts_once_and_sees_himself_counted(client, article, agent):
    headers = {} if agent is None else {"User-Agent": agent}
    for n in (1, 2):
        assert f"Click:{n}<" in client.get(article.get_absolute_url(), headers=headers).text
    assert clicks(article) == 2


def test_a_session_that_is_over_is_taken_away_and_counts(client, article, settings):
    client.cookies[settings.SESSION_COOKIE_NAME] = "made-up"
    page = client.get(article.get_absolute_url())
    assert page.cookies[settings.SESSION_COOKIE_NAME].value == ""


def test_somebody_who_is_signed_in_but_not_staff_counts(client, article):
    client.force_login(factories.user("customer"))
    assert "Click:1<" in client.get(article.get_absolute_url()).text
    assert clicks(article) == 1


def test_a_cookie_that_nobody_gave_counts_as_any_reader(client, article, settings):
    client.cookies[settings.SESSION_COOKIE_NAME] = "made-up"
    assert "Click:1<" in client.get(article.get_absolute_url()).text


def test_clicks_from_an_older_site_are_added(client):
    article = factories.published(clicks_before=68)
    assert "Click:69<" in client.get(article.get_absolute_url()).text
    assert clicks(article) == 1


def test_each_article_has_a_count_of_its_own(client, article):
    other = factories.published("Other")
    client.get(article.get_absolute_url())
    assert "Click:1<" in client.get(other.get_absolute_url()).text


def test_a_new_version_keeps_the_count(client, article):
    client.get(article.get_absolute_url())
    article.publish(factories.revision(article, "Mended"), datetime(2024, 7, 26, tzinfo=UTC))
    assert "Click:2<" in client.get(article.get_absolute_url()).text


# Who does not


def shown_but_not_counted(client: Client, article: Article, **options) -> None:
    """And a reader after it is the first."""
    page = client.get(article.get_absolute_url(), **options)
    assert page.status_code == 200
    assert "Click:0<" in page.text
    assert clicks(article) == 0
    assert "Click:1<" in Client().get(article.get_absolute_url()).text


@by_name(CRAWLERS)
def test_a_crawler_that_says_so_is_not_counted(client, article, agent):
    shown_but_not_counted(client, article, headers={"User-Agent": agent})


@pytest.mark.parametrize("purpose", ["prefetch", "prefetch;prerender", "prefetch;anonymous-client-ip"])
def test_what_a_browser_fetches_ahead_is_not_counted(client, article, purpose):
    shown_but_not_counted(client, article, headers={"User-Agent": CHROME, "Sec-Purpose": purpose})


@pytest.mark.parametrize("role", ["superuser", "Authors", "Chat agents"])
def test_staff_are_not_counted(signed_in, article, role):
    staff = signed_in() if role == "superuser" else signed_in(role)
    shown_but_not_counted(staff, article)


def test_asking_for_the_head_alone_is_not_counted(client, article):
    assert client.head(article.get_absolute_url()).status_code == 200
    assert clicks(article) == 0


def test_another_method_is_refused_and_not_counted(client, article):
    assert client.post(article.get_absolute_url()).status_code == 405
    assert clicks(article) == 0


@pytest.mark.parametrize("ago", [timedelta(), timedelta(microseconds=1), timedelta(hours=1)])
def test_a_page_of_the_past_is_not_counted(client, ago):
    now = datetime(2024, 7, 25, 8, tzinfo=UTC)
    article = factories.published(at=now - timedelta(days=1))
    with time_machine.travel(now, tick=False):
        page = client.get(article.get_absolute_url(), {"at": (now - ago).isoformat()})
    assert page.status_code == 200
    assert clicks(article) == 0


def test_a_preview_is_not_counted(signed_in, article):
    form = {"title": "Previewed", "body": "<p>Soon.</p>", "category": article.category_id, "language": "en"}
    page = signed_in().post(f"/admin/news/article/{article.pk}/preview/", form)
    assert "<h1>Previewed</h1>" in page.text
    assert clicks(article) == 0


def test_what_is_not_the_article_is_not_counted(client, article):
    ended = factories.published(at=datetime(2024, 7, 25, tzinfo=UTC), ends_at=datetime(2024, 7, 26, tzinfo=UTC))
    asked = {
        f"/news/{article.pk}/another-slug/": 301,
        f"/news/{article.pk}/": 301,
        f"/zh-hans/news/{article.pk}/a-title/": 301,
        ended.get_absolute_url(): 410,
        factories.draft().get_absolute_url(): 404,
        "/news/": 200,
        "/": 200,
    }
    assert {address: client.get(address).status_code for address in asked} == asked
    tally.fold()
    assert not DailyClicks.objects.exists()


# What is kept


def test_a_days_clicks_are_one_row_in_the_sites_time_zone(client, article, settings):
    settings.TIME_ZONE = "Asia/Shanghai"
    for moment in ("2024-07-31 15:59:58", "2024-07-31 15:59:59", "2024-07-31 16:00:00"):
        with time_machine.travel(datetime.fromisoformat(f"{moment}+00:00"), tick=False):
            client.get(article.get_absolute_url())
    tally.fold()
    days = article.days.order_by("day").values_list("day", "clicks")
    assert list(days) == [(date(2024, 7, 31), 2), (date(2024, 8, 1), 1)]


def test_nothing_is_kept_of_who_read(client, article):
    page = client.get(article.get_absolute_url(), headers={"User-Agent": FIREFOX})
    assert not page.cookies
    assert {field.name for field in DailyClicks._meta.get_fields()} == {"id", "article", "day", "clicks"}


# Many at once

PROCESSES, EACH = 8, 100
MAKE_AN_ARTICLE = """
from django.utils import timezone
from news.models import Article, Category
category = Category.objects.create(slug="company-news", name="Company News")
article = Article.objects.create(category=category, slug="busy")
now = timezone.now()
article.publish(article.revisions.create(title="Busy", body="<p>A text.</p>", created_at=now), now)
print("ADDRESS", article.get_absolute_url())
"""
# Reads over one connection, and now and then does what must not count. Prints how many answers of each status came.
READER = """
import collections, http.client, sys
port, address, count = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
answers = collections.Counter()
def ask(method, headers):
    try:
        connection.request(method, address, headers=headers)
        response = connection.getresponse()
    except (http.client.RemoteDisconnected, ConnectionError) as error:
        raise SystemExit(f"a connection was lost: {error!r}")
    response.read()
    return response.status
for n in range(count):
    answers[ask("GET", {"User-Agent": "python-requests/2.32.3"} if n % 2 else {})] += 1
    if n % 100 == 0:
        ask("HEAD", {})
        ask("GET", {"Sec-Purpose": "prefetch;prerender"})
        ask("GET", {"User-Agent": "Googlebot/2.1"})
print(dict(answers))
"""


def test_eight_processes_count_every_view(tmp_path):
    # The tests' settings need no collected static files, which would take longer than the rest of the preparation.
    env = servers.environment(tmp_path, DJANGO_SETTINGS_MODULE="tests.settings")
    servers.migrate(env)
    address = servers.manage(env, "shell", "-c", MAKE_AN_ARTICLE).partition("ADDRESS ")[2].strip()
    with servers.gunicorn(env, WEB_CONCURRENCY="4") as port, ExitStack() as stack:
        command = [sys.executable, "-c", READER, str(port), address, str(EACH)]
        output = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        readers = [stack.enter_context(subprocess.Popen(command, **output)) for _ in range(PROCESSES)]
        assert [reader.communicate(timeout=300)[0].strip() for reader in readers] == [f"{{200: {EACH}}}"] * PROCESSES
    # What the last second brought is folded as the workers end, or by those that come after them.
    with servers.gunicorn(env, WEB_CONCURRENCY="1"):
        assert until(lambda: sums(tmp_path) == [PROCESSES * EACH] * 2, within=30)


def sums(folder: Path) -> list[int]:
    with closing(sqlite3.connect(folder / "hifred.sqlite3")) as database:
        tables = ("news_dailyclicks", "news_clicks")
        return [database.execute(f"SELECT SUM(clicks) FROM {table}").fetchone()[0] for table in tables]  # noqa: S608
