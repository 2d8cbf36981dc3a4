"""How much may be written: by one visitor, by a network, and in one message."""

import re
import time
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone

from chat.models import Conversation, DailySecret, Message, Sighting
from chat.throttle import forget_old
from pages.limits import PUBLIC_BODY

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(hour=4, minute=0, second=0, microsecond=0)  # noon, where the site is
TWO_DAYS = timedelta(hours=48)


def seen_networks() -> set[str]:
    """Those in which somebody was seen to write."""
    visitors = Conversation.objects.values("token_hash")
    return set(Sighting.objects.filter(what="message").exclude(who__in=visitors).values_list("who", flat=True))


def form(body: str = "Hello", **more) -> dict:
    return {"client_id": str(uuid.uuid4()), "body": body} | more


def send(client, body: str = "Hello", address: str = "/chat/", **more):
    headers = {name: more.pop(name) for name in list(more) if name.isupper()}
    return client.post(address, form(body, **more), **headers)


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def field(page, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', page.text)[1]


# One visitor


def test_the_eleventh_message_in_a_minute_waits_and_is_kept(client, clock):
    assert {send(client, f"Number {n}").status_code for n in range(10)} == {302}
    number = str(uuid.uuid4())
    answer = send(client, "Number eleven", client_id=number, name="Ann", email="ann@example.com")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) == 61
    assert "Number eleven</textarea>" in answer.text
    assert "Your text is kept here" in answer.text
    assert (field(answer, "name"), field(answer, "email")) == ("Ann", "ann@example.com")
    assert uuid.UUID(field(answer, "client_id")) != uuid.UUID(number)
    assert Message.objects.count() == 10
    clock.shift(int(answer["Retry-After"]))
    assert send(client, "Number eleven", client_id=field(answer, "client_id")).status_code == 302
    assert Message.objects.get(seq=11).body == "Number eleven"


def test_who_waits_less_than_he_was_told_is_told_how_long_it_still_is(client, clock):
    for _time in range(10):
        send(client)
    clock.shift(50)
    answer = send(client)
    assert (answer.status_code, int(answer["Retry-After"])) == (429, 11)
    assert "in 11 seconds." in answer.text


def test_sixty_an_hour_and_more_when_the_hour_is_over(client, clock):
    for _minute in range(6):
        assert {send(client).status_code for _time in range(10)} == {302}
        clock.shift(90)
    answer = send(client)
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) == 3600 - 6 * 90 + 1
    assert "in 52 minutes." in answer.text
    clock.shift(int(answer["Retry-After"]))
    assert send(client).status_code == 302


def test_a_program_is_told_the_same(client, clock):
    assert {send(client, address="/chat/send").status_code for _time in range(10)} == {201}
    answer = send(client, address="/chat/send")
    assert (answer.status_code, answer["Retry-After"]) == (429, "61")
    assert answer.json()["errors"].keys() == {"body"}


def test_what_staff_answer_does_not_count_as_the_visitors(client, clock):
    send(client)
    for _time in range(30):
        Conversation.objects.get().add(Message.Sender.STAFF, uuid.uuid4(), "We do.")
    assert send(client).status_code == 302


def test_what_was_deleted_was_written_all_the_same(client, clock):
    limit = [send(client).status_code for _time in range(10)]
    client.post("/chat/delete/")
    assert (limit, send(client).status_code) == ([302] * 10, 429)


def test_sent_again_a_message_is_not_counted_again(client, clock):
    again = str(uuid.uuid4())
    assert {send(client, client_id=again).status_code for _time in range(30)} == {302}
    assert Message.objects.count() == len(seen_networks()) == 1
    assert [send(client).status_code for _time in range(10)] == [302] * 9 + [429]
    assert send(client, client_id=again).status_code == 302


def test_three_conversations_an_hour(client, clock):
    for _time in range(3):
        assert send(client).status_code == 302
        client.post("/chat/delete/")
    answer = send(client, "Number four")
    assert (answer.status_code, answer["Retry-After"]) == (429, "3601")
    assert "Number four</textarea>" in answer.text
    assert not Conversation.objects.exists()
    clock.shift(3601)
    assert send(client).status_code == 302


# One network


def test_thirty_people_behind_one_address_can_all_write(clock):
    people = [Client() for _person in range(30)]
    for _time in range(3):
        assert {send(person, f"I am number {n}").status_code for n, person in enumerate(people)} == {302}
    assert Conversation.objects.count() == 30


@pytest.mark.parametrize(
    ("limit", "seconds"), [("network_messages_a_minute", 60), ("network_conversations_an_hour", 3600)]
)
@pytest.mark.parametrize("address", ["/chat/", "/chat/send"])
def test_a_network_has_limits_of_its_own(address, limit, seconds, clock, settings):
    settings.CHAT_LIMITS = settings.CHAT_LIMITS | {limit: 4}
    near = [send(Client(), address=address, REMOTE_ADDR=f"203.0.113.{n}") for n in range(6)]
    assert [answer.status_code >= 400 for answer in near] == [False] * 4 + [True] * 2
    assert (near[-1].status_code, near[-1]["Retry-After"]) == (429, str(seconds + 1))
    assert send(Client(), REMOTE_ADDR="198.51.100.1").status_code == 302
    assert Conversation.objects.count() == 5
    clock.shift(seconds + 1)
    assert send(Client(), REMOTE_ADDR="203.0.113.1").status_code == 302


def test_the_limits_are_those_of_the_design(settings):
    assert list(settings.CHAT_LIMITS.values()) == [10, 60, 3, 300, 60]


def test_a_network_that_began_too_many_may_still_write_in_those(clock, settings):
    settings.CHAT_LIMITS = settings.CHAT_LIMITS | {"network_conversations_an_hour": 1}
    early, late = Client(), Client()
    assert [send(each).status_code for each in (early, late, early)] == [302, 429, 302]


@pytest.mark.parametrize(
    ("hops", "passed", "networks"),
    [
        (0, ["1.1.1.1", "2.2.2.2"], 1),
        (0, ["rubbish", "", "3.3.3.3, 4.4.4.4"], 1),
        (1, ["1.1.1.1", "2.2.2.2"], 2),
        (1, ["1.1.1.1", "1.1.1.200"], 1),
        (1, ["1.1.1.1", "1.1.2.1"], 2),
        (1, ["9.9.9.9, 1.1.1.1", "8.8.8.8,1.1.1.1", "rubbish, ,  1.1.1.1 "], 1),
        (1, ["1.1.1.1, 8.8.8.8", "1.1.1.1, 9.9.9.9"], 2),
        (2, ["1.1.1.1, 7.7.7.7", "2.2.2.2, 7.7.7.7"], 2),
        (2, ["6.6.6.6, 1.1.1.1, 7.7.7.7", "5.5.5.5, 1.1.1.1, 7.7.7.7"], 1),
        (2, ["1.1.1.1", "1.1.1.2"], 1),
        (1, ["2001:db8:1:2::1", "2001:db8:1:3::1"], 1),
        (1, ["2001:db8:1::1", "2001:db8:2::1"], 2),
        (1, ["2001:db8:1::1", "2001:0DB8:0001::9"], 1),
        (1, ["rubbish", "<script>", "1.1.1", "1.1.1.1:80", "9" * 5_000, "\u4e2d", "::1::"], 0),
        (2, ["rubbish, 7.7.7.7"], 0),
        (1, ["fe80::1%eth0"], 1),
    ],
)
def test_a_forwarded_address_is_believed_as_far_as_proxies_are_trusted(hops, passed, networks, settings):
    settings.TRUSTED_PROXIES = hops
    for address in passed:
        assert send(Client(), HTTP_X_FORWARDED_FOR=address).status_code == 302
    assert len(seen_networks()) == networks


@pytest.mark.parametrize(("other", "networks"), [("203.0.113.8", 1), ("::ffff:198.51.100.7", 2)])
def test_an_ipv4_address_written_as_ipv6_is_in_its_own_network(other, networks):
    """As a socket for both kinds (`BIND=[::]:8000`) tells it."""
    for address in ("::ffff:203.0.113.7", other):
        send(Client(), REMOTE_ADDR=address)
    assert len(seen_networks()) == networks


def test_whose_network_nobody_knows_may_write_as_others_do(client, clock):
    assert [send(client, REMOTE_ADDR="").status_code for _time in range(11)] == [302] * 10 + [429]
    assert not seen_networks()


# What is kept of it


@pytest.mark.parametrize("address", ["203.0.113.77", "2001:db8:77:88::99"])
@pytest.mark.parametrize("hops", [0, 1])
def test_no_table_holds_an_address(address, hops, client, settings):
    settings.TRUSTED_PROXIES = hops
    who = {"REMOTE_ADDR": address, "HTTP_X_FORWARDED_FOR": address, "HTTP_USER_AGENT": "Peculiar/1.0"}
    send(client, "Hello there", **who)
    send(client, "Hello there", "/chat/send", **who)
    with connection.cursor() as cursor:
        tables = [
            (table, str(cursor.execute(f'SELECT * FROM "{table}"').fetchall()))  # noqa: S608 - our own tables
            for table in connection.introspection.table_names(cursor)
        ]
    assert [name for name, rows in tables if "Hello there" in rows] == ["chat_message"]
    assert Sighting.objects.exists()
    parts = ("203.0.113", "2001:db8", "2001:0db8", "Peculiar", "20010db8", "cb00714d")
    assert [(name, part) for name, rows in tables for part in parts if part in rows] == []


def test_the_same_network_is_another_one_on_the_next_day(clock):
    for _day in range(2):
        send(Client())
        clock.shift(timedelta(days=1))
    first, second = DailySecret.objects.order_by("day")
    assert bytes(first.secret) != bytes(second.secret)
    assert len(seen_networks()) == 2


def test_secrets_and_sightings_are_forgotten_after_two_days(clock):
    for _day in range(5):
        send(Client())
        clock.shift(timedelta(days=1))
        send(Client())
        now = timezone.localtime()
        assert {one.day for one in DailySecret.objects.all()} == {now.date(), now.date() - timedelta(days=1)}
        assert not Sighting.objects.filter(at__lt=now - TWO_DAYS).exists()
    assert Sighting.objects.filter(at__lt=timezone.now() - timedelta(days=1)).exists()


def test_they_are_forgotten_as_well_where_nobody_begins_a_conversation(client, clock):
    for _day in range(4):
        send(client)
        clock.shift(timedelta(days=1))
    send(client)
    assert not Sighting.objects.filter(at__lt=timezone.now() - TWO_DAYS).exists()


# One message


class Unreadable:
    """A body that nobody may look at."""

    def read(self, *_size):
        raise AssertionError("the body was read")

    readline = __iter__ = read


@pytest.mark.parametrize("address", ["/chat/", "/chat/send", "/chat/delete/", "/chat/bootstrap", "/", "/nothing/"])
def test_a_large_body_is_refused_unread(address, client):
    large = {"wsgi.input": Unreadable(), "CONTENT_TYPE": "application/x-www-form-urlencoded"}
    answer = client.generic("POST", address, **large | {"CONTENT_LENGTH": str(PUBLIC_BODY + 1)})
    assert answer.status_code == 413
    assert "2000 characters at most" in answer.text
    with pytest.raises(AssertionError, match="the body was read"):
        Client().generic("POST", "/chat/send", **large | {"CONTENT_LENGTH": str(PUBLIC_BODY)})


FIELDS = {
    "/chat/": ["client_id", "opened", "body", "name", "email", "website", "csrfmiddlewaretoken"],
    "/chat/send": ["client_id", "opened", "body", "name", "email", "website", "csrfmiddlewaretoken"],
    "/chat/delete/": ["csrfmiddlewaretoken"],
    "/admin/login/": ["username", "password", "next", "csrfmiddlewaretoken"],
    "/admin/language/setlang/": ["language", "next", "csrfmiddlewaretoken"],
}


@pytest.mark.parametrize(("address", "name"), [(address, name) for address in FIELDS for name in FIELDS[address]])
@pytest.mark.parametrize("filling", ["x@", "x.", "\u202e", "<a ", "\u0301\u0323"])
@pytest.mark.parametrize("size", [60_000, 2**20])
def test_a_field_of_a_megabyte_is_answered_soon(size, filling, address, name):
    typed = form(username="x", password="y", language="en", next="/")
    typed[name] = filling * (size // len(filling.encode()))
    begun = time.perf_counter()
    answer = Client(enforce_csrf_checks=name == "csrfmiddlewaretoken").post(address, typed)
    assert answer.status_code < 500
    assert time.perf_counter() - begun < 2


# Other sites


@pytest.mark.parametrize("address", ["/chat/", "/chat/send", "/chat/delete/"])
def test_another_sites_page_does_nothing_here(address, client):
    send(client)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    token = strict.get("/chat/bootstrap").json()["csrf_token"]
    before = list(Message.objects.values())
    for headers in (
        {"Sec-Fetch-Site": "cross-site", "X-CSRFToken": token},
        {"Origin": "https://evil.example", "X-CSRFToken": token},
        {"Origin": "null", "X-CSRFToken": token},
        {"Origin": "http://testserver"},
    ):
        assert strict.post(address, form("Forged"), headers=headers).status_code == 403, headers
    assert list(Message.objects.values()) == before
    for site in ("same-origin", "same-site", "none"):
        headers = {"Origin": "http://testserver", "Sec-Fetch-Site": site, "X-CSRFToken": token}
        assert strict.post(address, form(), headers=headers).status_code in (201, 302), site


def test_what_is_known_of_networks_is_forgotten_also_where_nobody_writes_any_more():
    now = timezone.now()
    for days in (0, 1, 2, 3):
        DailySecret.objects.create(day=timezone.localdate(now) - timedelta(days=days), secret=b"x")
        Sighting.objects.create(what="message", who="x", at=now - timedelta(days=days))
    forget_old(now)
    assert (DailySecret.objects.count(), Sighting.objects.count()) == (2, 3)
