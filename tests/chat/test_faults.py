"""Workers die, connections break and hints are lost: short forms of what `make faults` does for many minutes."""

import asyncio

import pytest

from bench import chat, faults, sites
from bench.talks import WSGI
from tests.servers import gunicorn
from tests.threads import aside

SHORT = faults.Plan(clients=6, conversations=2, messages=60, seconds=4, kills=5, kill_every=0.8)
on_sqlite = pytest.mark.xdist_group("faults on SQLite")


def on_postgres(test):
    return pytest.mark.postgres(pytest.mark.xdist_group("faults on PostgreSQL")(test))


@pytest.fixture(scope="module")
def site():
    with sites.site("SQLite", WEB_CONCURRENCY="2") as made:
        yield made


@pytest.fixture(scope="module")
def streaming(site):
    with gunicorn(site.env) as port:
        yield port


@pytest.fixture(scope="module")
def polling(site):
    with gunicorn(site.env, application=WSGI) as port:
        yield port


@pytest.fixture(scope="module")
def postgres_site():
    with sites.site("PostgreSQL", WEB_CONCURRENCY="2") as made:
        yield made


@pytest.fixture(scope="module")
def postgres(postgres_site):
    with gunicorn(postgres_site.env) as port:
        yield port


@on_sqlite
def test_killed_workers_lose_and_double_nothing(site, streaming):
    verdict = aside(asyncio.run, faults.kills(site, streaming, "R4", plan=SHORT))
    assert verdict.ok, verdict


@on_postgres
def test_killed_workers_lose_and_double_nothing_on_postgres(postgres_site, postgres):
    verdict = aside(asyncio.run, faults.kills(postgres_site, postgres, "R4", plan=SHORT))
    assert verdict.ok, verdict


@on_postgres
def test_a_reader_misses_nothing_of_twenty_who_write_at_once(postgres_site, postgres):
    verdict = aside(asyncio.run, faults.writers(postgres_site, postgres, messages=200, delay=0.01))
    assert verdict.ok, verdict


@on_sqlite
def test_without_hints_a_message_is_there_within_three_seconds(site):
    with gunicorn(site.env, CHAT_WAKES="0") as port:
        verdict = aside(asyncio.run, faults.delays(site, port, "R8", 3, rounds=2))
    assert verdict.ok, verdict


@on_sqlite
def test_whoever_was_away_gets_exactly_what_he_missed_from_any_worker(site, streaming):
    verdict = aside(asyncio.run, faults.away(site, streaming, "R9", missed=450))
    assert verdict.ok, verdict


@on_sqlite
def test_streams_leave_workers_that_end_and_come_back(site):
    verdicts = aside(chat.ending, site, "SQLite", streams=60)
    assert all(verdict.ok for verdict in verdicts), verdicts


@on_sqlite
def test_killed_workers_lose_and_double_nothing_where_news_are_asked_for(site, polling):
    verdict = aside(asyncio.run, faults.kills(site, polling, "R12", WSGI, SHORT))
    assert verdict.ok, verdict


@on_sqlite
def test_answers_are_there_soon_where_news_are_asked_for(site, polling):
    verdict = aside(asyncio.run, faults.delays(site, polling, "R12", 1.5, WSGI, rounds=2))
    assert verdict.ok, verdict


@on_sqlite
def test_whoever_was_away_may_also_ask_for_what_he_missed(site, polling):
    verdict = aside(asyncio.run, faults.away(site, polling, "R12", WSGI, missed=250))
    assert verdict.ok, verdict
