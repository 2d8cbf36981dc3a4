"""One's own account: names, address, language and time zone."""

import re
from datetime import UTC, datetime
from zoneinfo import available_timezones

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client

from pages.models import AuditEntry, Letter, Preferences, StaffSession
from tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)  # six in the morning of the next day in Shanghai


@pytest.fixture
def anna():
    return factories.user("anna", "Editors", email="anna@example.com", first_name="Anna")


@pytest.fixture
def here(anna):
    client = Client()
    client.force_login(anna)
    return client


def save(client: Client, **fields):
    form = {"first_name": "Anna", "last_name": "", "email": "anna@example.com", "language": "", "time_zone": ""}
    return client.post("/admin/account/", form | fields)


def test_everybody_of_the_staff_has_the_page_and_a_link_to_it(here):
    assert 'href="/admin/account/"' in here.get("/admin/").text
    assert here.get("/admin/account/").status_code == 200


def test_names_are_ones_own(here, anna):
    assert save(here, first_name="Ann", last_name="Bo")["Location"] == "/admin/account/"
    assert User.objects.get(pk=anna.pk).get_full_name() == "Ann Bo"
    assert "First name" in AuditEntry.objects.of(anna).latest("pk").get_change_message()


def test_nothing_else_is(here, anna):
    save(here, is_superuser="on", is_staff="on", groups="1", username="boss", password="x", person=5)
    after = User.objects.get(pk=anna.pk)
    assert (after.is_superuser, after.username, after.password) == (False, "anna", anna.password)


@pytest.mark.parametrize(("typed", "saved"), [("", False), ("wrong", False), ("a good password", True)])
def test_another_address_wants_the_password(here, anna, typed, saved):
    answer = save(here, email="New@example.com", present_password=typed)
    assert (answer.status_code == 302) is saved
    assert User.objects.get(pk=anna.pk).email == ("new@example.com" if saved else "anna@example.com")
    letters = [(letter.to, "new@example.com" in letter.text) for letter in Letter.objects.all()]
    assert letters == ([("anna@example.com", True)] if saved else [])
    assert saved or 'id="id_present_password_error"' in answer.text


def test_a_password_beside_the_same_address_is_of_no_matter(here, anna):
    assert save(here, email="ANNA@example.com", present_password="wrong").status_code == 302
    assert not Letter.objects.exists()


@pytest.mark.parametrize("email", ["ben@example.com", "BEN@example.com", "", "x"])
def test_an_address_that_another_has_or_that_is_none_is_refused(here, anna, email):
    factories.user("ben", "Authors", email="Ben@example.com")
    answer = save(here, email=email, present_password="a good password")
    assert answer.status_code == 200
    assert User.objects.get(pk=anna.pk).email == "anna@example.com"
    assert "<strong>Anna</strong>" in answer.text


def test_an_account_without_an_address_goes_on_without(signed_in):
    assert save(signed_in(), email="").status_code == 302


def test_the_password_is_not_guessed_here_either(here, anna):
    for _time in range(10):
        save(here, email="new@example.com", present_password="wrong")
    answer = save(here, email="new@example.com", present_password="a good password")
    assert "Too many tries" in answer.text
    assert User.objects.get(pk=anna.pk).email == "anna@example.com"


# Language


def test_a_language_holds_at_once_and_in_this_browser(here, anna):
    answer = save(here, language="zh-hans")
    cookie = answer.cookies["language"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("zh-hans", True, "Lax")
    assert Preferences.objects.get().language == "zh-hans"
    assert 'lang="zh-hans"' in here.get("/admin/account/").text


def test_without_a_language_the_browser_decides_again(here):
    save(here, language="zh-hans")
    save(here, language="")
    assert here.get("/admin/", headers={"accept-language": "en"})["Content-Language"] == "en"
    assert here.get("/admin/", headers={"accept-language": "zh-hans"})["Content-Language"] == "zh-hans"


@pytest.mark.parametrize(("wish", "value"), [("language", "xx"), ("time_zone", "Mars/Olympus"), ("time_zone", "../x")])
def test_an_unknown_wish_is_refused(here, wish, value):
    assert save(here, **{wish: value}).status_code == 200
    assert not Preferences.objects.exists()


def test_the_button_keeps_the_language_for_other_browsers_and_mail(here, anna):
    here.post("/admin/language/setlang/", {"language": "zh-hans", "next": "/admin/"})
    assert Preferences.objects.get(person=anna).language == "zh-hans"
    here.post("/admin/language/setlang/", {"language": "fr", "next": "/admin/"})
    here.get("/admin/language/setlang/", {"language": "en"})
    assert Preferences.objects.get(person=anna).language == "zh-hans"


def test_the_button_keeps_the_time_zone(here, anna):
    save(here, time_zone="Europe/Berlin")
    here.post("/admin/language/setlang/", {"language": "zh-hans", "next": "/admin/"})
    assert Preferences.objects.get(person=anna).time_zone == "Europe/Berlin"


@pytest.mark.parametrize("who", ["nobody", "a visitor with an account"])
def test_the_button_keeps_nothing_of_others(who, client):
    if who != "nobody":
        client.force_login(factories.user("customer"))
    assert client.post("/admin/language/setlang/", {"language": "zh-hans", "next": "/admin/"}).status_code == 302
    assert not Preferences.objects.exists()


# Time zone


def test_what_was_recorded_is_in_ones_own_time(here, anna):
    with time_machine.travel(NOW, tick=False):
        StaffSession.objects.create(person=anna, session_key="x", began_at=NOW, seen_at=NOW, browser="/")
        here.force_login(anna)
        in_the_sites = here.get("/admin/account/").text
        save(here, time_zone="Europe/Berlin")
        in_ones_own = here.get("/admin/account/").text
    assert "3 March 2026" in in_the_sites
    assert "2 March 2026" in in_ones_own
    assert "3 March 2026" not in in_ones_own


def test_public_pages_stay_in_the_sites_time(here):
    article = factories.published(at=NOW)
    before = here.get(article.get_absolute_url()).text
    save(here, time_zone="America/New_York")
    assert "2026-03-03" in before
    assert "2026-03-03" in here.get(article.get_absolute_url()).text


def test_a_zone_that_the_machine_no_longer_knows_breaks_nothing(here, anna):
    Preferences.objects.create(person=anna, time_zone="Gone/Away")
    assert here.get("/admin/").status_code == 200
    assert 'value="Gone/Away" selected' in here.get("/admin/account/").text
    assert save(here, time_zone="Gone/Away").status_code == 302


@pytest.mark.parametrize(
    ("language", "own", "city"), [("en", "As the site: Shanghai", "Berlin"), ("zh-hans", "上海", "柏林")]
)
def test_zones_are_chosen_by_region_with_the_sites_own_first(here, language, own, city):
    here.cookies["language"] = language
    page = here.get("/admin/account/").text
    select = re.search(r'<select name="time_zone".*?</select>', page, re.DOTALL)[0]
    first, *others = re.findall(r'<option value="([^"]*)"(?: selected)?>([^<]*)<', select)
    assert first[0] == ""
    assert own in first[1]
    assert ("Europe/Berlin", city) in others
    assert len(others) > 300
    assert {zone for zone, _name in others} <= available_timezones()
    assert select.count("<optgroup") == 10


def test_preferences_cost_no_query_of_their_own(here, anna, django_assert_max_num_queries):
    Preferences.objects.create(person=anna, time_zone="Europe/Berlin", language="en")
    here.get("/admin/account/")
    with django_assert_max_num_queries(8) as captured:
        here.get("/admin/account/")
    assert sum('FROM "pages_preferences"' in query["sql"] for query in captured.captured_queries) == 0
