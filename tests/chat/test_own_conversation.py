"""What a visitor may do with his conversation, and that nobody else may."""

import re
import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from chat.identity import COOKIE, hash_of, is_ours, new_token
from chat.models import Conversation, Message
from pages.models import SiteSettings

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


def send(client, body: str = "Do you make gates?", address: str = "/chat/"):
    return client.post(address, {"client_id": str(uuid.uuid4()), "body": body})


def with_cookie(token: str) -> Client:
    client = Client()
    client.cookies[COOKIE] = token
    return client


@pytest.fixture
def talk(client) -> Conversation:
    with time_machine.travel(NOON, tick=False) as clock:
        send(client)
        clock.shift(timedelta(minutes=5))
        conversation = Conversation.objects.get()
        conversation.add(Message.Sender.STAFF, uuid.uuid4(), "We do.\nOf steel.", name="Mei")
        conversation.add(Message.Sender.STAFF, uuid.uuid4(), "And of wood.")
    return conversation


# Taking it along


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "Nine Bridges, 2 March 2026, 13:00 (Asia/Shanghai)\n\n"
            "You, 2 March 2026, 12:00\nDo you make gates?\n\n"
            "Mei, 2 March 2026, 12:05\nWe do.\nOf steel.\n\n"
            "Nine Bridges, 2 March 2026, 12:05\nAnd of wood.\n",
        ),
        (
            "zh-hans",
            "九桥, 2026年3月2日 13:00 (Asia/Shanghai)\n\n"
            "您, 2026年3月2日 12:00\nDo you make gates?\n\n"
            "Mei, 2026年3月2日 12:05\nWe do.\nOf steel.\n\n"
            "九桥, 2026年3月2日 12:05\nAnd of wood.\n",
        ),
    ],
)
def test_it_can_be_taken_along(language, text, talk, client):
    SiteSettings(company_name={"en": "Nine Bridges", "zh-hans": "九桥"}).save()
    with time_machine.travel(NOON + timedelta(hours=1), tick=False):
        answer = client.get(f"/chat/download/?lang={language}")
    first, _line, rest = answer.text.partition("\n")
    reference, _line, rest = rest.partition("\n")
    assert f"{first}\n{rest}" == text
    assert reference.endswith(Conversation.objects.get().reference)
    assert answer["Content-Disposition"] == 'attachment; filename="conversation.txt"'
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("text/plain; charset=utf-8", "nosniff")
    assert "no-store" in answer["Cache-Control"]


def test_only_ones_own_is_taken_along(talk, client):
    other = Client()
    send(other, "Somebody else's")
    texts = [each.get("/chat/download/").text for each in (client, other)]
    assert [("gates" in text, "Somebody" in text) for text in texts] == [(True, False), (False, True)]


@pytest.mark.parametrize("address", ["/chat/download/", "/chat/delete/"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_without_a_conversation_there_is_nothing_to_take_or_delete(address, language, talk):
    nobody, newcomer = Client(), Client()
    newcomer.get("/chat/")
    for client in (nobody, newcomer):
        answer = client.get(f"{address}?lang={language}", follow=True)
        assert answer.redirect_chain[0][0].startswith("/chat/")
        assert answer["Content-Language"] == language
        assert "gates" not in answer.text


def test_the_download_is_only_read(talk, client):
    assert client.post("/chat/download/").status_code == 405
    assert client.head("/chat/download/").status_code == 200


# Deleting it


@pytest.mark.parametrize("method", ["get", "head", "put", "delete", "patch"])
def test_only_a_post_deletes(method, talk, client):
    getattr(client, method)("/chat/delete/")
    assert Message.objects.count() == 3


def test_it_is_asked_once_and_says_what_will_go(talk, client):
    page = client.get("/chat/delete/").text
    assert "3 messages, yours and ours, will be gone for good" in page
    assert re.search(r'<form method="post" [^>]*action="/chat/delete/\?lang=en"', page)
    assert [
        address for address in ("/chat/download/?lang=en", "/chat/?lang=en") if f'href="{address}"' not in page
    ] == []


def test_it_is_deleted_for_good(talk, client):
    other = Client()
    send(other, "Somebody else's")
    page = client.post("/chat/delete/", follow=True)
    assert "Your conversation is deleted. Nothing of it is left here." in page.text
    assert [message.body for message in Message.objects.all()] == ["Somebody else's"]
    assert Conversation.objects.count() == 1
    assert "Somebody else" in other.get("/chat/").text
    assert "gates" not in client.get("/chat/").text
    assert client.get("/chat/updates?after=0").json()["messages"] == []
    assert client.get("/chat/download/").status_code == 302


@pytest.mark.parametrize("address", ["/chat/", "/chat/send"])
def test_the_old_cookie_reads_nothing_of_it_ever_again(address, talk, client):
    token = client.cookies[COOKIE].value
    client.post("/chat/delete/")
    client.post("/chat/delete/")
    old = with_cookie(token)
    send(old, "A new beginning", address)
    assert [(one.seq, one.body) for one in Message.objects.all()] == [(1, "A new beginning")]
    assert "gates" not in old.get("/chat/").text + old.get("/chat/download/").text


def test_the_page_does_not_say_so_while_there_is_one(talk, client):
    assert "Your conversation is deleted" not in client.get("/chat/?deleted=1").text


# Somebody else's


STRANGERS = {
    "nothing": lambda talk, token: "",
    "a letter": lambda talk, token: "x",
    "another": lambda talk, token: new_token(),
    "a made-up seal": lambda talk, token: new_token()[:-2] + "xx",
    "a broken seal": lambda talk, token: token[:-1] + ("A" if token[-1] != "A" else "B"),
    "no seal": lambda talk, token: token[:43],
    "padded": lambda talk, token: f"{token}=",
    "in capitals": lambda talk, token: token.swapcase(),
    "the hash": lambda talk, token: talk.token_hash,
    "the number": lambda talk, token: str(talk.pk),
    "SQL": lambda talk, token: "' OR 1=1 --",
    "a pattern": lambda talk, token: "%",
    "letters": lambda talk, token: "é",
    "too long": lambda talk, token: token + "x" * 5_000,
}


@pytest.mark.parametrize("guess", STRANGERS.values(), ids=STRANGERS)
def test_a_guessed_cookie_reads_and_deletes_nothing(guess, talk, client):
    stranger = with_cookie(guess(talk, client.cookies[COOKIE].value))
    assert "gates" not in stranger.get("/chat/").text
    stranger = with_cookie(guess(talk, client.cookies[COOKIE].value))
    assert stranger.get("/chat/bootstrap").json()["last_seq"] == 0
    assert stranger.get("/chat/updates?after=0").json()["messages"] == []
    assert stranger.get("/chat/download/").status_code == 302
    stranger.post("/chat/delete/")
    send(stranger, "Mine")
    assert Message.objects.filter(conversation=talk).count() == 3


MADE_UP = ["made-up", "x" * 54, "x" * 100, "A" * 54, "é", "a b; c"]


def test_what_is_written_in_another_way_is_not_what_we_gave_out():
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    token = new_token()
    assert [token[:-1] + letter for letter in letters if is_ours(token[:-1] + letter)] == [token]


@pytest.mark.parametrize("address", ["/chat/", "/chat/send"])
@pytest.mark.parametrize("token", MADE_UP)
def test_nothing_begins_under_a_cookie_that_somebody_made_up(token, address):
    client = with_cookie(token)
    send(client, address=address)
    given = client.cookies[COOKIE].value
    assert given != token
    assert Conversation.objects.get().token_hash == hash_of(given)
    assert "gates" in client.get("/chat/").text


@pytest.mark.parametrize("address", ["/chat/", "/chat/send"])
def test_a_cookie_of_an_earlier_version_still_opens_its_conversation(address):
    Conversation.objects.create(token_hash=hash_of("given-out-long-ago")).add("visitor", uuid.uuid4(), "Long ago")
    client = with_cookie("given-out-long-ago")
    assert "Long ago" in client.get("/chat/").text
    assert send(client, "Today", address).cookies[COOKIE].value == "given-out-long-ago"
    assert Conversation.objects.get().last_seq == 2


# A long one


def said(page) -> list[str]:
    return re.findall(r'<p class="words">(.*?)</p>', page.text)


@pytest.mark.parametrize("count", [3, 200, 201, 260])
def test_of_many_messages_the_last_200_are_shown_and_all_on_demand(count, talk, client):
    Message.objects.filter(conversation=talk).delete()
    everything = [f"Message {seq}." for seq in range(1, count + 1)]
    Message.objects.bulk_create(
        Message(conversation=talk, seq=seq, sender="visitor", body=body) for seq, body in enumerate(everything, 1)
    )
    page = client.get("/chat/")
    assert said(page) == everything[-200:]
    assert ("Show what was said before" in page.text) == (count > 200)
    assert said(client.get("/chat/?all=1")) == everything
    taken = client.get("/chat/download/").text
    assert [body for body in everything if body not in taken] == []
