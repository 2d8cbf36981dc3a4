"""Signing in: by name or address, and how often it may be tried, by whom and from where."""

import http.client
import re
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.models import User
from django.test import Client

from pages import caretaker
from pages.models import AuditEntry, Preferences, SignInTries
from tests import factories, servers
from tests.postgres import database

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
GOOD = "a good password"
WORDS = "Too many tries. Wait 15 minutes, or sign in from a browser you have used before."


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def anna():
    return factories.user("anna", "Editors", email="anna@example.com")


def attempt(client: Client, name: str = "anna", password: str = "wrong", address: str = "203.0.113.7"):
    form = {"username": name, "password": password, "next": "/admin/"}
    return client.post("/admin/login/", form, REMOTE_ADDR=address)


def statuses(times: int, client: Client | None = None, **how) -> list[int]:
    return [attempt(client or Client(), **how).status_code for _time in range(times)]


@pytest.mark.parametrize("name", ["anna", "anna@example.com", "Anna@Example.COM", " anna@example.com"])
def test_staff_sign_in_with_their_name_or_their_address(anna, client, name):
    answer = attempt(client, name, GOOD)
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    assert client.get("/admin/").context["user"] == anna


@pytest.mark.parametrize("length", [255, 60_000, 400_000])
def test_a_name_of_any_length_is_only_wrong(anna, client, length):
    assert attempt(client, "a" * length, GOOD).status_code == 200
    assert attempt(client, "anna", GOOD).status_code == 302


@pytest.mark.parametrize("wanted", ["", "//evil.example/", "https://evil.example/", "javascript:alert(1)"])
def test_who_was_sent_nowhere_comes_to_the_first_page(anna, client, wanted):
    answer = client.post("/admin/login/", {"username": "anna", "password": GOOD, "next": wanted})
    assert answer["Location"] == "/admin/"


def test_an_address_that_two_have_is_no_way_in(anna, client):
    factories.user("other", "Authors", email="Anna@example.com")
    assert attempt(client, "anna@example.com", GOOD).status_code == 200
    assert attempt(client, "anna", GOOD).status_code == 302


def test_an_address_is_its_owners_again_when_the_other_is_deactivated(anna, client):
    factories.user("other", "Authors", email="anna@example.com", is_active=False)
    assert attempt(client, "anna@example.com", GOOD).status_code == 302


def test_an_address_does_not_get_past_a_user_name_that_looks_like_it(anna, client):
    other = factories.user("anna@example.com", "Authors", email="other@example.com")
    attempt(client, "anna@example.com", GOOD)
    assert client.get("/admin/").context["user"] == other


@pytest.mark.parametrize("state", [{"is_active": False}, {"is_staff": False}])
def test_who_may_not_sign_in_is_told_what_strangers_are_told(anna, client, state):
    User.objects.filter(pk=anna.pk).update(**state)
    known, unknown = attempt(client, "anna", GOOD), attempt(client, "nobody", GOOD)
    assert (known.status_code, words(known)) == (unknown.status_code, words(unknown))
    assert len(words(known)) == 1


def words(answer) -> list[str]:
    return re.findall(r'class="errornote"[^>]*>\s*(.*?)\s*</p>', answer.text)


@pytest.mark.parametrize("name", ["anna", "anna@example.com", "nobody", "nobody@example.com"])
def test_a_password_is_hashed_once_for_the_known_and_the_unknown(anna, client, name, monkeypatch):
    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *args: hashed.append(1) or encode(*args))
    attempt(client, name)
    assert len(hashed) == 1


# Too many tries


@pytest.mark.parametrize("name", ["anna", "anna@example.com", "nobody"])
def test_the_eleventh_try_is_refused_with_the_same_words_for_all(anna, name, clock):
    assert statuses(10, name=name) == [200] * 10
    refused = attempt(Client(), name)
    assert (refused.status_code, words(refused)) == (429, [WORDS])
    assert 0 < int(refused["Retry-After"]) <= 15 * 60 + 1
    assert f'name="username" value="{name}"' in refused.text


def test_a_refused_try_is_not_looked_at(anna, clock, monkeypatch):
    statuses(10)
    monkeypatch.setattr("django.contrib.auth.forms.authenticate", lambda *args, **how: pytest.fail("it was looked at"))
    assert attempt(Client(), "anna", GOOD).status_code == 429


def test_the_count_begins_anew_a_quarter_of_an_hour_after_the_last_try(anna, clock):
    for _time in range(10):
        assert attempt(Client()).status_code == 200
        clock.shift(timedelta(minutes=5))
    clock.shift(timedelta(minutes=9, seconds=59))
    assert attempt(Client(), "anna", GOOD).status_code == 429
    clock.shift(timedelta(seconds=1))
    assert statuses(11) == [200] * 10 + [429]


def test_refused_tries_put_nothing_off(anna, clock):
    statuses(10)
    for _time in range(15):
        assert attempt(Client()).status_code == 429
        clock.shift(timedelta(minutes=1))
    assert attempt(Client(), "anna", GOOD).status_code == 302


def test_other_networks_are_not_concerned(anna, clock):
    statuses(11)
    assert attempt(Client(), "anna", GOOD, "203.0.113.8").status_code == 302


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("203.0.113.7", "::ffff:203.0.113.7", True),
        ("", "not an address", True),
    ],
)
def test_a_network_is_an_address_or_the_part_of_one_that_a_customer_has(anna, clock, first, second, same):
    statuses(10, address=first)
    assert attempt(Client(), "anna", GOOD, second).status_code == (429 if same else 302)


@pytest.mark.parametrize(("proxies", "status"), [(0, 429), (1, 302), (2, 429)])
def test_only_proxies_that_are_trusted_say_where_somebody_is(anna, clock, settings, proxies, status):
    """The last hop differs, the one before it is the same, and what comes before that may be made up."""
    settings.TRUSTED_PROXIES = proxies
    answers = []
    for number in range(11):
        passed = {"x-forwarded-for": f"198.51.100.{number}, 192.0.2.1, 203.0.113.{number}"}
        form = {"username": "anna", "password": GOOD if number == 10 else "wrong"}
        answers.append(Client().post("/admin/login/", form, headers=passed).status_code)
    assert answers == [200] * 10 + [status]


def test_a_name_is_tried_a_hundred_times_an_hour_over_all_networks(anna, clock):
    answers = [attempt(Client(), "anna", address=f"198.51.100.{number}").status_code for number in range(101)]
    assert answers == [200] * 100 + [429]
    assert attempt(Client(), "anna@example.com", GOOD, "192.0.2.1").status_code == 429  # the same person
    assert attempt(Client(), "other", address="192.0.2.2").status_code == 200
    clock.shift(timedelta(hours=1))
    assert attempt(Client(), "anna", GOOD, "192.0.2.1").status_code == 302


def test_a_success_gives_back_one_try_and_not_those_of_others(anna, clock):
    factories.user("insider", "Authors")
    statuses(9)
    assert attempt(Client(), "insider", GOOD).status_code == 302
    assert statuses(2) == [200, 429]


def test_many_colleagues_behind_one_address_sign_in(anna, clock):
    assert statuses(30, password=GOOD) == [302] * 30


# A browser that is known


@pytest.fixture
def known(anna):
    """A browser in which Anna signed in and out."""
    browser = Client()
    attempt(browser, "anna", GOOD)
    browser.post("/admin/logout/")
    return browser


def test_the_cookie_of_a_known_browser_is_for_the_admin_alone(anna, client):
    cookie = attempt(client, "anna", GOOD).cookies["known-browser"]
    kept = (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["max-age"])
    assert kept == (True, "Lax", "/admin/", 365 * 86_400)


def test_the_owner_gets_in_where_an_attacker_is_locked_out(known, clock):
    assert statuses(11)[-1] == 429
    assert attempt(Client(), "anna", GOOD).status_code == 429
    assert attempt(known, "anna", GOOD).status_code == 302
    assert attempt(Client()).status_code == 429


def test_a_known_browser_is_not_known_for_others(known, clock):
    factories.user("ben", "Authors")
    statuses(10)
    assert attempt(known, "ben", GOOD).status_code == 429


def test_a_known_browser_may_try_ten_times_as_well(known, clock):
    assert statuses(11, known) == [200] * 10 + [429]
    assert attempt(Client(), "anna", GOOD).status_code == 302


def test_a_success_clears_the_known_browser(known, clock):
    for _time in range(3):
        assert statuses(9, known) == [200] * 9
        assert attempt(known, "anna", GOOD).status_code == 302


def test_a_new_password_makes_known_browsers_strangers(known, anna, clock):
    anna.set_password("another good password")
    anna.save()
    statuses(10)
    assert attempt(known, "anna", "another good password").status_code == 429


def other_end(cookie: str) -> str:
    return cookie[:-1] + ("0" if cookie[-1] != "0" else "1")


@pytest.mark.parametrize("change", [other_end, lambda _cookie: "", lambda _cookie: "1.2", lambda _cookie: "é.."])
def test_a_cookie_that_was_made_up_helps_nobody(known, clock, change):
    known.cookies["known-browser"] = change(known.cookies["known-browser"].value)
    statuses(10)
    assert attempt(known, "anna", GOOD).status_code == 429


# What is kept


def test_no_address_and_no_name_is_kept_with_the_tries(anna, client):
    attempt(client, "somebody@example.com")
    rows = str(list(SignInTries.objects.values()))
    assert SignInTries.objects.count() == 2
    assert "203.0.113" not in rows
    assert "somebody" not in rows


def test_old_tries_are_forgotten(anna, client, clock):
    attempt(client)
    clock.shift(timedelta(hours=23))
    caretaker.duties()["forget tries"].do()
    assert SignInTries.objects.exists()
    clock.shift(timedelta(hours=2))
    caretaker.duties()["forget tries"].do()
    assert not SignInTries.objects.exists()


def test_who_signs_in_and_out_stands_in_the_log(anna, client):
    attempt(client, "anna", GOOD)
    client.post("/admin/logout/")
    said = [entry.said["step"] for entry in AuditEntry.objects.of(anna).order_by("pk")]
    assert said == ["sign_in", "sign_out"]


def test_the_language_of_ones_own_comes_along_to_every_browser(anna, client):
    Preferences.objects.create(person=anna, language="zh-hans")
    assert attempt(client, "anna", GOOD).cookies["language"].value == "zh-hans"
    assert 'lang="zh-hans"' in client.get("/admin/", headers={"accept-language": "en"}).text


def test_a_session_of_an_older_release_is_asked_to_sign_in_again(anna, client):
    client.force_login(anna)
    session = client.session
    session["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
    session.save()
    assert client.get("/admin/")["Location"] == "/admin/login/?next=/admin/"
    assert attempt(client, "anna", GOOD).status_code == 302
    assert client.get("/admin/").status_code == 200


# Hundreds at once

MAKE_ANNA = (
    "from tests import factories; factories.user('anna', 'Editors', email='anna@example.com');"
    "from pages.models import SiteSettings; SiteSettings.objects.get_or_create(pk=1)"
)


def post(port: int, address: str, password: str, cookies: str = "") -> tuple[int, str]:
    """Status and cookies of one try; the token is the visitor's own."""
    token = "t" * 32
    body = urlencode({"username": "anna", "password": password, "csrfmiddlewaretoken": token})
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Forwarded-For": address,
        "Cookie": f"csrftoken={token}; {cookies}",
    }
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("POST", "/admin/login/", body, headers)
        answer = connection.getresponse()
        answer.read()
        given = [value.partition(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie"]
        return answer.status, "; ".join(one for one in given if one.startswith("known-browser"))
    finally:
        connection.close()


def tries(env: dict[str, str], count: int) -> None:
    servers.migrate(env)
    servers.manage(env, "shell", "-c", MAKE_ANNA)
    with servers.gunicorn(env, WEB_CONCURRENCY="4", TRUSTED_PROXIES="1") as port, ThreadPoolExecutor(32) as threads:
        status, known = post(port, "203.0.113.7", GOOD)
        assert (status, bool(known)) == (302, True)
        begun = time.monotonic()
        answers = Counter(threads.map(lambda n: post(port, "203.0.113.7", f"wrong {n}")[0], range(count)))
        print(answers, f"{time.monotonic() - begun:.1f} s")  # noqa: T201 - shown if it fails
        assert answers.keys() == {200, 429}
        assert answers[200] == 10
        assert post(port, "203.0.113.7", GOOD)[0] == 429
        assert post(port, "198.51.100.1", GOOD)[0] == 302
        assert post(port, "203.0.113.7", GOOD, known)[0] == 302


@pytest.mark.xdist_group("servers")
def test_of_hundreds_of_tries_in_four_workers_ten_are_looked_at_and_the_owner_gets_in(tmp_path):
    tries(servers.environment(tmp_path, DJANGO_SETTINGS_MODULE="tests.settings"), 300)


@pytest.mark.postgres
@pytest.mark.xdist_group("servers")
def test_so_it_is_with_postgresql(tmp_path):
    with database() as variables:
        tries(servers.environment(tmp_path, DJANGO_SETTINGS_MODULE="tests.settings") | variables, 200)
