"""How much may be written: by one visitor, by a network, and in one message."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.apps import apps
from django.test import Client
from django.utils import timezone

from chat.models import Conversation, DailySecret, Message, Sighting

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0)


def send(client, body: str = "Hello", **more):
    headers = {name: more.pop(name) for name in list(more) if name.isupper()}
    return client.post("/chat/", {"client_id": str(uuid.uuid4()), "body": body} | more, **headers)


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def test_the_eleventh_message_in_a_minute_waits_and_is_kept(client, clock):
    assert {send(client, f"Number {n}").status_code for n in range(10)} == {302}
    answer = send(client, "Number eleven")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) == 61
    assert "Number eleven</textarea>" in answer.text
    assert "Your text is kept here" in answer.text
    assert Message.objects.count() == 10
    clock.shift(61)
    assert send(client, "Number eleven").status_code == 302


def test_sixty_an_hour(client, clock):
    for _minute in range(6):
        assert {send(client).status_code for _time in range(10)} == {302}
        clock.shift(90)
    answer = send(client)
    assert (answer.status_code, int(answer["Retry-After"]) > 60) == (429, True)
    assert "minutes." in answer.text


def test_sent_again_a_message_is_not_counted_again(client, clock):
    again = str(uuid.uuid4())
    assert {send(client, client_id=again).status_code for _time in range(30)} == {302}
    assert Message.objects.count() == 1


def test_three_conversations_an_hour(client, clock):
    for _time in range(3):
        assert send(client).status_code == 302
        client.post("/chat/delete/")
    assert send(client).status_code == 429
    assert not Conversation.objects.exists()


def test_thirty_people_behind_one_address_can_all_write(clock):
    assert {send(Client(), f"I am number {n}").status_code for n in range(30)} == {302}
    assert Conversation.objects.count() == 30


@pytest.mark.parametrize(("limit", "most"), [("network_messages_a_minute", 4), ("network_conversations_an_hour", 4)])
def test_a_network_has_limits_of_its_own(limit, most, clock, settings):
    settings.CHAT_LIMITS = settings.CHAT_LIMITS | {limit: most}
    near = [send(Client(), REMOTE_ADDR=f"203.0.113.{n}").status_code for n in range(6)]
    assert near == [302] * 4 + [429] * 2
    assert send(Client(), REMOTE_ADDR="198.51.100.1").status_code == 302
    assert Conversation.objects.count() == 5


@pytest.mark.parametrize(
    ("hops", "passed", "same"),
    [
        (0, ["1.1.1.1", "2.2.2.2"], True),
        (1, ["1.1.1.1", "2.2.2.2"], False),
        (1, ["9.9.9.9, 1.1.1.1", "8.8.8.8, 1.1.1.1"], True),
        (2, ["1.1.1.1, 7.7.7.7", "2.2.2.2, 7.7.7.7"], False),
        (1, ["2001:db8:1:2::1", "2001:db8:1:3::1"], True),
        (1, ["2001:db8:1::1", "2001:db8:2::1"], False),
        (1, ["rubbish", "<script>"], None),
    ],
)
def test_a_forwarded_address_is_believed_as_far_as_proxies_are_trusted(hops, passed, same, settings):
    settings.TRUSTED_PROXIES = hops
    for address in passed:
        send(Client(), HTTP_X_FORWARDED_FOR=address)
    networks = {one.who for one in Sighting.objects.filter(what="message")}
    assert len(networks) == {True: 1, False: 2, None: 0}[same]


def test_no_table_holds_an_address(client):
    send(client, REMOTE_ADDR="203.0.113.77", HTTP_USER_AGENT="Peculiar/1.0")
    rows = "".join(str(list(model.objects.values())) for model in apps.get_models())
    assert "Hello" in rows
    assert [words for words in ("203.0.113", "Peculiar") if words in rows] == []


def test_secrets_and_sightings_are_forgotten_after_two_days(clock):
    for _day in range(4):
        send(Client())
        clock.shift(timedelta(days=1))
    assert DailySecret.objects.count() == 2
    assert Sighting.objects.order_by("at").first().at >= timezone.now() - timedelta(days=3)
    assert len({bytes(one.secret) for one in DailySecret.objects.all()}) == 2


@pytest.mark.parametrize("address", ["/chat/", "/chat/send", "/chat/delete/"])
def test_another_sites_page_does_nothing_here(address, client):
    send(client)
    before = list(Message.objects.values())
    form = {"client_id": str(uuid.uuid4()), "body": "Forged"}
    assert client.post(address, form, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    assert strict.post(address, form, headers={"Origin": "https://evil.example"}).status_code == 403
    assert list(Message.objects.values()) == before
