"""A person is invited, chooses a password, signs in and looks after the account; each screen judged by axe."""

import re

import pytest
from django.test import Client

from pages.models import Letter
from tests import factories
from tests.browser import follow, judged, sign_in, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEW = "quite a new password"


def link(live_server) -> str:
    """That of the newest letter, at this test's server."""
    text = Letter.objects.latest("pk").text
    return live_server.url + re.search(r"^https?://[^/]+(/admin/password/\S+)$", text, re.MULTILINE)[1]


def choose(page, password: str) -> None:
    page.fill("#id_new_password1", password)
    page.fill("#id_new_password2", password)
    follow(page, "[type=submit]")


def test_a_colleague_is_invited_comes_in_and_ends_another_session(live_server, visit):
    factories.superuser("boss")
    boss = visit()
    sign_in(boss, live_server.url, "boss")
    follow(boss, ".model-user a >> text=People")
    follow(boss, "text=Invite somebody")
    boss.fill("#id_email", "Ben@example.com")
    boss.fill("#id_first_name", "Ben")
    boss.check("text=Authors")
    follow(boss, "[value=Invite]")
    assert "on its way to ben@example.com" in boss.inner_text(".messagelist")

    ben = visit()
    ben.goto(link(live_server))
    choose(ben, "12345")
    assert "too short" in ben.inner_text(".errorlist")
    choose(ben, NEW)
    assert "Your password is set" in ben.inner_text(".messagelist")
    for window in (ben, other := visit()):
        sign_in(window, live_server.url, "ben@example.com", NEW)
    assert "Write an article" in ben.inner_text("main")

    follow(ben, "text=My account")
    assert ben.locator("ul.sessions li").count() == 2
    follow(ben, "ul.sessions button")
    assert "1 session is ended" in ben.inner_text(".messagelist")
    follow(other, "text=View site")
    other.goto(f"{live_server.url}/admin/")
    assert other.url == f"{live_server.url}/admin/login/?next=/admin/"


def test_language_and_time_zone_are_chosen(live_server, visit):
    factories.user("anna", "Editors", email="anna@example.com")
    anna = visit()
    sign_in(anna, live_server.url, "anna")
    follow(anna, "text=My account")
    anna.select_option("#id_time_zone", label="Berlin")
    anna.select_option("#id_language", value="zh-hans")
    follow(anna, ".account [type=submit]")
    assert anna.get_attribute("html", "lang") == "zh-hans"
    assert anna.input_value("#id_time_zone") == "Europe/Berlin"
    elsewhere = visit()
    sign_in(elsewhere, live_server.url, "anna")
    assert elsewhere.get_attribute("html", "lang") == "zh-hans"


def test_a_known_browser_gets_in_where_others_are_told_to_wait(live_server, browser):
    """Not through `visit`: a refusal is an error to the browser's console."""
    factories.user("anna", "Editors")
    known, stranger = (browser.new_context().new_page() for _window in range(2))
    sign_in(known, live_server.url, "anna")
    follow(known, "#logout-form button")
    for _time in range(11):
        stranger.goto(f"{live_server.url}/admin/login/")
        stranger.fill("#id_username", "anna")
        stranger.fill("#id_password", "wrong")
        follow(stranger, "[type=submit]")
    assert "Too many tries" in stranger.inner_text(".errornote")
    assert stranger.input_value("#id_username") == "anna"
    assert not violations(stranger)
    sign_in(known, live_server.url, "anna")
    for page in (known, stranger):
        page.context.close()


@pytest.fixture
def people():
    factories.superuser("boss", email="boss@example.com", first_name="Bo")
    anna = factories.user("anna@example.com", "Editors", email="anna@example.com", first_name="Anna")
    invited = factories.user("ben@example.com", "Authors", email="ben@example.com")
    invited.set_unusable_password()
    invited.save()
    factories.user("gone", "Authors", is_active=False)
    phone = Client()
    phone.post("/admin/login/", {"username": "anna@example.com", "password": "a good password"})
    return f"auth/user/{anna.pk}/change/", f"auth/user/{invited.pk}/change/"


def test_the_screens_have_no_violations(people, live_server, browser):
    window = browser.new_context()
    page, found = window.new_page(), []

    def judge(address: str = "") -> None:
        if address:
            page.goto(f"{live_server.url}/admin/{address}")
        page.wait_for_load_state()
        found.extend(judged(page))

    for address in ("login/", "password/", "password/x/y/"):
        judge(address)
    page.goto(f"{live_server.url}/admin/password/")
    page.fill("#id_email", "anna@example.com")
    follow(page, "[type=submit]")
    judge()
    page.goto(link(live_server))
    judge()
    choose(page, "12345")
    judge()
    sign_in(page, live_server.url, "anna@example.com")
    page.goto(f"{live_server.url}/admin/account/")
    judge()
    page.fill("#id_email", "boss@example.com")
    follow(page, ".account [type=submit]")
    judge()
    judge("password_change/")
    follow(page, "#logout-form button")
    judge()
    sign_in(page, live_server.url, "boss")
    for address in ("auth/user/", "auth/user/add/", *people, "auth/group/", "auth/group/1/change/", ""):
        judge(address)
    window.close()
    assert not found, "\n".join(found)
