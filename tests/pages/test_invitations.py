"""People are invited by a letter, choose their password under its link, and ask for another when they forget it."""

import re
import time
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pages.models import AuditEntry, Letter, Preferences, StaffSession
from tests import factories
from tests.news.test_query_counts import same_with_few_and_with_many

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
NEW = "quite a new password"


@pytest.fixture
def boss(signed_in):
    return signed_in()


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def invite(boss: Client, email: str = "Ben@Example.com", *roles: str, **fields):
    groups = list(Group.objects.filter(name__in=roles).values_list("pk", flat=True))
    form = {"email": email, "first_name": "Ben", "last_name": "Bo", "language": "en", "groups": groups} | fields
    return boss.post("/admin/auth/user/add/", form)


def link() -> str:
    """That of the newest letter, as a path."""
    return re.search(r"^http://[^/]+(/admin/password/\S+)$", Letter.objects.latest("pk").text, re.MULTILINE)[1]


def choose(client: Client, address: str, password: str = NEW):
    form_at = client.get(address, follow=True).request["PATH_INFO"]
    return client.post(form_at, {"new_password1": password, "new_password2": password})


def sign_in(client: Client, name: str, password: str) -> int:
    return client.post("/admin/login/", {"username": name, "password": password}).status_code


def change(boss: Client, person: User, **fields):
    """The person's form as it stands, with other fields in it; None takes one away."""
    address = reverse("admin:auth_user_change", args=[person.pk])
    form = {"first_name": person.first_name, "last_name": person.last_name, "email": person.email, "is_active": "on"}
    form |= {"is_superuser": "on"} if person.is_superuser else {}
    form |= {"groups": list(person.groups.values_list("pk", flat=True))} | fields
    return boss.post(address, {name: value for name, value in form.items() if value is not None})


# Inviting


def test_an_invited_person_chooses_a_password_and_signs_in(boss, client):
    assert invite(boss, "Ben@Example.com", "Authors").status_code == 302
    ben = User.objects.get(username="ben@example.com")
    assert (ben.email, ben.is_staff, ben.is_superuser, ben.has_usable_password()) == (
        "ben@example.com",
        True,
        False,
        False,
    )
    letter = Letter.objects.get()
    assert (letter.to, "invited" in letter.subject, "3 days" in letter.text) == ("ben@example.com", True, True)
    answer = choose(client, link())
    assert answer["Location"] == "/admin/login/"
    assert "Your password is set" in client.get("/admin/login/").text
    assert client.get("/admin/").status_code == 302  # nobody is signed in by a link
    assert sign_in(client, "ben@example.com", NEW) == 302
    assert client.get("/admin/news/article/add/").status_code == 200
    said = [entry.said["step"] for entry in AuditEntry.objects.of(ben).order_by("pk")]
    assert said == ["invite", "password", "sign_in"]


def test_the_letter_is_in_the_language_that_was_chosen_for_the_person(boss):
    invite(boss, language="zh-hans")
    assert Preferences.objects.get(person__username="ben@example.com").language == "zh-hans"


def test_a_letter_is_plain_text(boss):
    invite(boss, first_name="O'Brien & <b>")
    assert "Hello O'Brien & <b>," in Letter.objects.get().text


@pytest.mark.parametrize(
    "email", ["anna@example.com", "ANNA@example.com", "boss@example.com", "", "x", "a" * 150 + "@b.cc"]
)
def test_an_address_that_somebody_has_or_that_is_none_is_told_beside_its_field(boss, email):
    factories.user("anna", "Editors", email="Anna@Example.com")
    factories.user("boss@example.com", "Editors")
    answer = invite(boss, email)
    assert answer.status_code == 200
    assert answer.context["errors"]
    assert 'id="id_email_error"' in answer.text
    assert not Letter.objects.exists()


def test_a_link_holds_once(boss, client):
    invite(boss)
    address = link()
    choose(client, address)
    assert "does not hold any more" in Client().get(address, follow=True).text
    assert choose(Client(), address, "a third password").status_code == 200
    assert not User.objects.get(username="ben@example.com").check_password("a third password")


@pytest.mark.parametrize(("days", "holds"), [(timedelta(days=3), True), (timedelta(days=3, seconds=2), False)])
def test_a_link_holds_for_three_days(clock, client, days, holds):
    boss = Client()
    boss.force_login(factories.superuser())
    invite(boss)
    clock.shift(days)
    assert (choose(client, link()).status_code == 302) is holds


def test_an_invitation_is_sent_again_until_a_password_is_chosen(boss, client):
    invite(boss)
    ben = User.objects.get(username="ben@example.com")
    address = reverse("admin:auth_user_change", args=[ben.pk])
    assert "Send the invitation again" in boss.get(address).text
    assert boss.post(reverse("admin:auth_user_letter", args=[ben.pk])).status_code == 302
    assert Letter.objects.filter(key__startswith="invitation").count() == 2
    choose(client, link())
    assert "Send a link to set a new password" in boss.get(address).text
    boss.post(reverse("admin:auth_user_letter", args=[ben.pk]))
    assert Letter.objects.latest("pk").key.startswith("new_password")


@pytest.mark.parametrize("fields", [{"email": ""}, {"is_active": False}, {"is_staff": False}])
def test_who_can_have_no_letter_gets_none_and_that_is_said(boss, fields):
    anna = factories.user("anna", "Editors", email="anna@example.com")
    User.objects.filter(pk=anna.pk).update(**fields)
    answer = boss.post(reverse("admin:auth_user_letter", args=[anna.pk]), follow=True)
    assert "No letter was sent" in answer.text
    assert not Letter.objects.exists()


def test_the_form_offers_each_role_with_what_it_may_do(boss):
    page = boss.get("/admin/auth/user/add/").text
    assert page.count('type="checkbox"') == Group.objects.count()
    assert "Write drafts of articles and pages" in page
    assert "password" not in re.findall(r'name="(\w+)"', page)
    assert "user_permissions" not in page


# Administrators only


@pytest.mark.parametrize("kind", ["user", "group"])
@pytest.mark.parametrize("step", ["changelist", "add", "change", "delete", "history"])
def test_permissions_on_people_raise_nobody(kind, step):
    person = factories.user("climber", "Site managers")
    person.user_permissions.set(Permission.objects.filter(content_type__app_label="auth"))
    climber = Client()
    climber.force_login(person)
    row = person.pk if kind == "user" else Group.objects.get(name="Authors").pk
    address = reverse(f"admin:auth_{kind}_{step}", args=[row] if step in ("change", "delete", "history") else [])
    form = {"is_superuser": "on", "is_active": "on", "name": "x", "email": "x@example.com", "post": "yes"}
    assert (climber.get(address).status_code, climber.post(address, form).status_code) == (403, 403)
    assert not User.objects.get(pk=person.pk).is_superuser


@pytest.mark.parametrize("step", ["letter", "end_sessions", "end_session"])
def test_the_steps_beside_the_form_are_for_administrators(step):
    person = factories.user("climber", "Site managers", email="climber@example.com")
    person.user_permissions.set(Permission.objects.filter(content_type__app_label="auth"))
    climber = Client()
    climber.force_login(person)
    numbers = [person.pk] + ([1] if step == "end_session" else [])
    assert climber.post(reverse(f"admin:auth_user_{step}", args=numbers)).status_code == 403
    assert not Letter.objects.exists()


def test_people_are_not_deleted(boss):
    anna = factories.user("anna", "Editors")
    assert boss.post(reverse("admin:auth_user_delete", args=[anna.pk]), {"post": "yes"}).status_code == 403
    form = {"action": "delete_selected", "_selected_action": anna.pk, "post": "yes"}
    boss.post(reverse("admin:auth_user_changelist"), form)
    assert User.objects.filter(pk=anna.pk).exists()
    assert "deletelink" not in boss.get(reverse("admin:auth_user_change", args=[anna.pk])).text


def test_who_is_deactivated_is_out_at_once(boss):
    anna, browser = factories.user("anna", "Editors", email="anna@example.com"), Client()
    sign_in(browser, "anna", "a good password")
    assert change(boss, anna, is_active=None).status_code == 302
    assert browser.get("/admin/").status_code == 302
    assert not StaffSession.objects.of(anna).exists()
    assert sign_in(Client(), "anna", "a good password") == 200
    assert change(boss, anna).status_code == 302
    assert browser.get("/admin/").status_code == 302  # his session does not come back with him


@pytest.mark.parametrize("field", ["is_active", "is_superuser"])
def test_the_last_administrator_stays(boss, field):
    person = User.objects.get(username="boss")
    answer = change(boss, person, **{field: None})
    assert "This is the last administrator" in answer.text
    assert f'id="id_{field}_error"' in answer.text
    invited = factories.superuser("invited")
    invited.set_unusable_password()
    invited.save()
    factories.user("off", is_superuser=True, is_active=False)
    assert change(boss, person, **{field: None}).status_code == 200
    factories.superuser("second")
    assert change(boss, person, **{field: None}).status_code == 302
    assert not getattr(User.objects.get(pk=person.pk), field)


def test_who_signs_in_with_his_address_goes_on_doing_so(boss):
    ben = factories.user("ben@example.com", "Authors", email="ben@example.com")
    anna = factories.user("anna", "Authors", email="anna@example.com")
    change(boss, ben, email="Ben.Bo@example.com")
    change(boss, anna, email="a@example.com")
    assert sorted(User.objects.filter(pk__in=[ben.pk, anna.pk]).values_list("username", "email")) == [
        ("anna", "a@example.com"),
        ("ben.bo@example.com", "ben.bo@example.com"),
    ]


def test_an_account_that_is_no_staff_becomes_so_only_by_its_own_box(boss):
    customer = factories.user("customer")
    change(boss, customer, first_name="Carl")
    assert not User.objects.get(pk=customer.pk).is_staff
    change(boss, customer, is_staff="on")
    assert User.objects.get(pk=customer.pk).is_staff


def people(count: int) -> None:
    begin = User.objects.count()
    for number in range(begin, begin + count):
        factories.user(f"p{number}", "Authors", "Chat agents", email=f"p{number}@example.com")


@pytest.mark.parametrize("query", ["", "?state=active", "?state=invited&role=administrator", "?q=p1"])
def test_the_list_asks_as_often_with_many_people_as_with_few(signed_in, query):
    same_with_few_and_with_many(signed_in(), {f"/admin/auth/user/{query}": 12}, people)


def test_the_list_of_roles_asks_as_often_with_many_people_as_with_few(signed_in):
    same_with_few_and_with_many(signed_in(), {"/admin/auth/group/": 12}, people)


def test_the_list_says_who_is_invited_active_or_deactivated(boss):
    invite(boss, "ben@example.com", "Authors")
    factories.user("off", "Authors", is_active=False)
    factories.user("customer")
    shown = {
        state: [person.username for person in boss.get(f"/admin/auth/user/?state={state}").context["cl"].result_list]
        for state in ("active", "invited", "deactivated")
    }
    assert shown == {"active": ["boss"], "invited": ["ben@example.com"], "deactivated": ["customer", "off"]}
    assert {"Invited", "Active", "Deactivated"} <= set(re.findall(r">(\w+)</span>", boss.get("/admin/auth/user/").text))


# Roles


def test_a_role_of_the_start_keeps_its_name_and_stays(boss):
    authors = Group.objects.get(name="Authors")
    address = reverse("admin:auth_group_change", args=[authors.pk])
    assert boss.post(address, {"name": "Writers", "permissions": []}).status_code == 302
    assert Group.objects.filter(name="Authors").exists()
    assert boss.post(reverse("admin:auth_group_delete", args=[authors.pk]), {"post": "yes"}).status_code == 403


def test_a_role_of_ones_own_goes_when_nobody_has_it(boss):
    boss.post("/admin/auth/group/add/", {"name": "Guests"})
    guests = Group.objects.get(name="Guests")
    factories.user("guest", "Guests")
    address = reverse("admin:auth_group_delete", args=[guests.pk])
    assert boss.post(address, {"post": "yes"}).status_code == 403
    guests.user_set.clear()
    assert boss.post(address, {"post": "yes"}).status_code == 302


def test_a_role_is_given_nothing_that_administrators_alone_have(boss):
    page = boss.get("/admin/auth/group/add/")
    apps = {one.content_type.app_label for one in page.context["adminform"].form.fields["permissions"].queryset}
    assert apps == {"news", "pages", "chat"}


# Forgotten


@pytest.fixture
def anna():
    return factories.user("anna", "Editors", email="anna@example.com", first_name="Anna")


def ask(email: str, client: Client | None = None, address: str = "203.0.113.7"):
    return (client or Client()).post("/admin/password/", {"email": email}, REMOTE_ADDR=address)


def test_a_forgotten_password_is_set_anew(anna, client):
    browser = Client()
    sign_in(browser, "anna", "a good password")
    assert ask("Anna@example.com")["Location"] == "/admin/password/sent/"
    assert Letter.objects.get().to == "anna@example.com"
    assert choose(client, link()).status_code == 302
    assert browser.get("/admin/").status_code == 302
    assert not StaffSession.objects.exists()
    assert (sign_in(client, "anna", "a good password"), sign_in(client, "anna", NEW)) == (200, 302)


def test_the_page_where_staff_sign_in_leads_to_a_new_password(client):
    assert 'href="/admin/password/"' in client.get("/admin/login/").text


@pytest.mark.parametrize("email", ["anna@example.com", "nobody@example.com"])
def test_the_answer_says_nothing_of_whether_an_address_is_known(anna, client, email):
    answer = ask(email, client)
    assert (answer.status_code, answer["Location"], answer.content) == (302, "/admin/password/sent/", b"")
    assert "nobody" not in client.get("/admin/password/sent/").text
    assert Letter.objects.count() == (1 if email.startswith("anna") else 0)


def test_an_unknown_address_takes_as_many_queries(anna):
    kinds = []
    for email in ("warm@example.com", "anna@example.com", "nobody@example.com"):
        with CaptureQueriesContext(connection) as captured:
            ask(email)
        kinds.append([query["sql"].split()[0] for query in captured.captured_queries])
    assert kinds[1].count("INSERT") == kinds[2].count("INSERT")
    assert len(kinds[2]) - len(kinds[1]) in (0, 1)


@pytest.mark.parametrize("fields", [{"is_active": False}, {"is_staff": False}])
def test_who_may_not_sign_in_gets_no_letter(anna, fields):
    User.objects.filter(pk=anna.pk).update(**fields)
    assert ask("anna@example.com").status_code == 302
    assert not Letter.objects.exists()


def test_a_link_is_void_when_its_owner_is_deactivated(anna, client):
    ask("anna@example.com")
    User.objects.update(is_active=False)
    assert "does not hold any more" in client.get(link(), follow=True).text


def test_the_invited_may_ask_as_well(boss):
    invite(boss)
    ask("ben@example.com")
    assert Letter.objects.filter(key__startswith="invitation").count() == 2


def test_letters_are_asked_for_ten_times_from_a_network_and_five_for_an_address(anna, clock):
    assert {ask("anna@example.com", address=f"198.51.100.{n}").status_code for n in range(8)} == {302}
    assert Letter.objects.count() == 5
    for n in range(12):
        factories.user(f"p{n}", "Authors", email=f"p{n}@example.com")
        assert ask(f"p{n}@example.com")["Location"] == "/admin/password/sent/"
    assert Letter.objects.filter(to__startswith="p").count() == 10
    assert sign_in(Client(), "anna", "a good password") == 302  # tries to sign in are counted apart


def test_the_links_address_is_the_sites_own_whatever_the_request_says(anna, client, settings):
    client.post("/admin/password/", {"email": "anna@example.com"}, headers={"host": "localhost"})
    assert f"{settings.SITE_URL}/admin/password/" in Letter.objects.get().text


def test_whoever_was_signed_in_in_the_browser_of_the_link_is_not_any_more(anna, boss):
    ask("anna@example.com")
    choose(boss, link())
    assert boss.get("/admin/").status_code == 302
    assert not StaffSession.objects.filter(person__username="boss").exists()


def test_a_weak_password_is_told_beside_its_field(anna, client):
    ask("anna@example.com")
    answer = choose(client, link(), "12345")
    assert answer.status_code == 200
    assert 'id="id_new_password2_error"' in answer.text


def test_the_browser_in_which_a_password_was_chosen_is_known(anna, client, clock):
    for _time in range(10):
        sign_in(Client(), "anna", "wrong")
    ask("anna@example.com")
    choose(client, link())
    assert (sign_in(Client(), "anna", NEW), sign_in(client, "anna", NEW)) == (429, 302)


def test_known_and_unknown_addresses_take_about_as_long(anna):
    """The quickest of as many as the throttle lets through, since a busy machine only ever makes one longer."""
    taken = {"anna@example.com": [], "nobody@example.com": []}
    ask("warm@example.com")
    for n in range(5):
        for email, moments in taken.items():
            begun = time.perf_counter()
            ask(email, address=f"198.51.100.{n}")
            moments.append(time.perf_counter() - begun)
    one, other = map(min, taken.values())
    assert max(one, other) < 2 * min(one, other), taken


@pytest.mark.parametrize("role", ["9" * 3_900, "²", "x", ""])
def test_a_filter_for_a_role_that_cannot_be_breaks_nothing(role, signed_in):
    assert signed_in().get(reverse("admin:auth_user_changelist"), {"role": role}).status_code == 200
