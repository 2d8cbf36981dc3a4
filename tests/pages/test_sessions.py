"""Where somebody is signed in: listed, ended, and gone from the next request on."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pages import caretaker
from pages.models import AuditEntry, StaffSession
from tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
LINUX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
GECKO = "(KHTML, like Gecko)"
AGENTS = {
    LINUX: "Firefox on Linux",
    f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537 {GECKO} Chrome/128 Safari/537": "Chrome on Windows",
    f"Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 {GECKO} Chrome/128 Safari/537 Edg/128": "Edge on Windows",
    f"Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605 {GECKO} Version/17 Safari/605": "Safari on macOS",
    f"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) {GECKO} Version/17 Mobile Safari/604": "Safari on iPhone",
    f"Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537 {GECKO} Chrome/128 Mobile Safari/537": "Chrome on Android",
    f"Mozilla/5.0 (iPhone; CPU iPhone OS 17) {GECKO} MicroMessenger/8.0": "WeChat on iPhone",
    "curl/8": "An unknown browser",
    "": "An unknown browser",
    "<script>alert(1)</script> Firefox/1": "Firefox",
}


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def anna():
    return factories.user("anna", "Editors", email="anna@example.com")


def browser(name: str = "anna", agent: str = LINUX, address: str = "203.0.113.7") -> Client:
    client = Client(headers={"user-agent": agent}, REMOTE_ADDR=address)
    answer = client.post("/admin/login/", {"username": name, "password": "a good password"})
    assert answer.status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


@pytest.mark.parametrize(("agent", "words"), AGENTS.items())
def test_a_session_is_named_by_browser_and_address(anna, agent, words):
    page = browser(agent=agent, address="2001:db8::7").get("/admin/account/").text
    assert f"<strong>{words}</strong>" in page
    assert "2001:db8::7" in page
    assert page.count("This one") == 1


def test_one_session_is_ended_and_no_other(anna):
    here, there, elsewhere = browser(), browser(), browser()
    number = StaffSession.objects.get(session_key=there.session.session_key).pk
    assert here.post(reverse("admin:account_end_session", args=[number])).status_code == 302
    assert [is_in(client) for client in (here, there, elsewhere)] == [True, False, True]
    assert StaffSession.objects.count() == 2
    assert AuditEntry.objects.of_step("end_session").get().words == "Firefox on Linux"


def test_all_others_are_ended(anna):
    here, there, elsewhere = browser(), browser(), browser()
    here.post(reverse("admin:account_end_others"))
    assert [is_in(client) for client in (here, there, elsewhere)] == [True, False, False]


def test_nobody_ends_anothers_session_or_this_one(anna):
    factories.user("ben", "Authors")
    here, his = browser(), browser("ben")
    for client in (his, here):
        number = StaffSession.objects.get(session_key=client.session.session_key).pk
        assert here.post(reverse("admin:account_end_session", args=[number])).status_code == 404
    assert [is_in(here), is_in(his)] == [True, True]


@pytest.mark.parametrize("name", ["account_end_others", "account_end_session"])
def test_looking_ends_nothing(anna, name):
    here, there = browser(), browser()
    numbers = [] if name.endswith("others") else [StaffSession.objects.earliest("pk").pk]
    assert here.get(reverse(f"admin:{name}", args=numbers)).status_code == 405
    assert is_in(there)


def test_ending_wants_a_token(anna):
    here, there = browser(), browser()
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = here.cookies
    assert strict.post(reverse("admin:account_end_others")).status_code == 403
    assert is_in(there)


def test_an_administrator_sees_and_ends_a_persons_sessions(anna, signed_in):
    boss, here, there = signed_in(), browser(), browser()
    page = reverse("admin:auth_user_change", args=[anna.pk])
    assert boss.get(page).text.count("<strong>Firefox on Linux</strong>") == 2
    number = StaffSession.objects.get(session_key=here.session.session_key).pk
    boss.post(reverse("admin:auth_user_end_session", args=[anna.pk, number]))
    assert [is_in(here), is_in(there)] == [False, True]
    boss.post(reverse("admin:auth_user_end_sessions", args=[anna.pk]))
    assert not is_in(there)
    assert is_in(boss)


def test_a_session_is_ended_only_with_its_own_person(anna, signed_in):
    factories.user("ben", "Authors")
    boss, his = signed_in(), browser("ben")
    number = StaffSession.objects.get(person__username="ben").pk
    boss.post(reverse("admin:auth_user_end_session", args=[anna.pk, number]))
    assert is_in(his)


def test_an_administrator_stays_in_when_he_ends_his_own(signed_in):
    boss = signed_in()
    other = browser("boss")
    boss.post(reverse("admin:auth_user_end_sessions", args=[User.objects.get().pk]))
    assert [is_in(boss), is_in(other)] == [True, False]


def test_signing_out_takes_the_session_away(anna):
    here = browser()
    here.post("/admin/logout/")
    assert not StaffSession.objects.exists()
    assert not Session.objects.exists()


def test_signing_in_twice_in_one_browser_is_one_session(anna):
    here = browser()
    here.post("/admin/login/", {"username": "anna", "password": "a good password"})
    assert StaffSession.objects.count() == 1


def test_signing_in_as_somebody_else_is_another_session(anna):
    factories.user("ben", "Authors")
    here = browser()
    here.post("/admin/login/", {"username": "ben", "password": "a good password"})
    assert [session.person.username for session in StaffSession.objects.alive(datetime.now(tz=UTC))] == ["ben"]


def test_a_session_from_before_there_were_rows_gets_one_at_first_sight(anna, client):
    client.force_login(anna)
    assert not StaffSession.objects.exists()
    client.get("/admin/")
    assert StaffSession.objects.get().person == anna


@pytest.mark.parametrize("path", ["/", "/news/", "/chat/"])
def test_public_pages_note_nobody(anna, client, path):
    client.force_login(anna)
    client.get(path)
    assert not StaffSession.objects.exists()


def test_visitors_with_an_account_are_not_noted(client):
    client.force_login(factories.user("customer"))
    client.get("/admin/")
    assert not StaffSession.objects.exists()


def test_being_there_is_noted_every_five_minutes_and_costs_nothing_between(anna, clock):
    here = browser()

    def asked() -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            here.get("/admin/account/")
        return [query["sql"] for query in captured.captured_queries if "UPDATE" in query["sql"].split()[0]]

    asked()
    clock.shift(timedelta(minutes=4, seconds=59))
    assert asked() == []
    assert StaffSession.objects.get().seen_at == NOW
    clock.shift(timedelta(seconds=1))
    assert len(asked()) == 1
    assert StaffSession.objects.get().seen_at == NOW + timedelta(minutes=5)
    assert StaffSession.objects.get().began_at == NOW


@pytest.mark.parametrize("way", ["password_change", "reset"])
def test_a_new_password_ends_all_other_sessions(anna, way):
    here, there = browser(), browser()
    if way == "password_change":
        form = {"old_password": "a good password", "new_password1": "quite another", "new_password2": "quite another"}
        answer = here.post("/admin/password_change/", form)
        assert answer["Location"] == "/admin/account/"
        assert "Your new password holds" in here.get("/admin/account/").text
    else:
        anna.set_password("quite another")
        anna.save()
    assert [is_in(here), is_in(there)] == [way == "password_change", False]
    if way == "password_change":
        assert StaffSession.objects.get().session_key == here.session.session_key
        assert AuditEntry.objects.of_step("password").exists()


def test_an_old_password_is_asked_for_ten_times(anna, clock):
    here = browser()
    form = {"old_password": "wrong", "new_password1": "quite another", "new_password2": "quite another"}
    for _time in range(10):
        assert "not your present password" in here.post("/admin/password_change/", form).text
    answer = here.post("/admin/password_change/", form | {"old_password": "a good password"})
    assert "Too many tries" in answer.text
    clock.shift(timedelta(minutes=15))
    assert here.post("/admin/password_change/", form | {"old_password": "a good password"}).status_code == 302


def test_what_has_expired_is_cleared_away(anna, clock):
    browser()
    clock.shift(timedelta(days=13))
    stays = browser()
    clock.shift(timedelta(days=2))
    assert "Since" in stays.get("/admin/account/").text
    assert stays.get("/admin/account/").text.count("<strong>Firefox") == 1
    caretaker.duties()["forget sessions"].do()
    assert StaffSession.objects.get().session_key == stays.session.session_key
    assert Session.objects.count() == 1


@pytest.mark.parametrize("key", ["aaaaaaaaaaaaaaaa\0b", "aaaaaaaa aaaaaaaa", "' OR 1=1 --"])
def test_what_is_no_key_is_not_looked_up(key, client):
    client.cookies["session"] = key
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/admin/").status_code == 302
    assert [query for query in captured if "django_session" in query["sql"]] == []
