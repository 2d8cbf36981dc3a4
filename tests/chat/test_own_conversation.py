"""What a visitor may do with his conversation, and that nobody else may."""

import uuid

import pytest
from django.test import Client

from chat.identity import COOKIE, hash_of, new_token
from chat.models import Conversation, Message

pytestmark = pytest.mark.django_db


def send(client, body: str = "Do you make gates?"):
    return client.post("/chat/", {"client_id": str(uuid.uuid4()), "body": body})


@pytest.fixture
def talk(client) -> Conversation:
    send(client)
    conversation = Conversation.objects.get()
    conversation.add(Message.Sender.STAFF, uuid.uuid4(), "We do.", name="Mei")
    return conversation


def test_it_can_be_taken_along(talk, client):
    answer = client.get("/chat/download/?lang=zh-hans")
    assert answer["Content-Disposition"] == 'attachment; filename="conversation.txt"'
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert [words for words in ("Do you make gates?", "We do.", "Mei", "您") if words not in answer.text] == []


def test_it_is_deleted_for_good_after_one_question(talk, client):
    send(Client(), "Somebody else")
    assert "will be gone for good" in client.get("/chat/delete/").text
    assert Conversation.objects.count() == 2
    page = client.post("/chat/delete/", follow=True)
    assert "Your conversation is deleted." in page.text
    assert [message.body for message in Message.objects.all()] == ["Somebody else"]
    assert "gates" not in client.get("/chat/").text


def strangers(talk: Conversation) -> list[str]:
    own = new_token()
    return ["", "x", new_token(), own[:-2] + "xx", talk.token_hash, "' OR 1=1 --", "x" * 5_000]


def test_a_guessed_cookie_reads_nothing(talk):
    for token in strangers(talk):
        stranger = Client()
        stranger.cookies[COOKIE] = token
        assert "gates" not in stranger.get("/chat/").text
        assert stranger.get("/chat/updates?after=0").json()["messages"] == []
        assert stranger.get("/chat/download/").status_code == 302
        stranger.post("/chat/delete/")
    assert Conversation.objects.filter(pk=talk.pk).exists()


def test_nothing_begins_under_a_cookie_that_somebody_made_up():
    client = Client()
    client.cookies[COOKIE] = "made-up"
    send(client)
    assert not Conversation.objects.filter(token_hash=hash_of("made-up")).exists()
    assert Conversation.objects.get().token_hash == hash_of(client.cookies[COOKIE].value)


def test_a_cookie_of_an_earlier_version_still_opens_its_conversation(client):
    Conversation.objects.create(token_hash=hash_of("given-out-long-ago")).add(
        Message.Sender.VISITOR, uuid.uuid4(), "Long ago"
    )
    client.cookies[COOKIE] = "given-out-long-ago"
    assert "Long ago" in client.get("/chat/").text
    send(client, "Today")
    assert Conversation.objects.get().last_seq == 2


def test_of_many_messages_the_last_are_shown_and_all_on_demand(talk, client):
    Message.objects.bulk_create(
        Message(conversation=talk, seq=seq, sender="visitor", body=f"Message {seq}.") for seq in range(3, 260)
    )
    page = client.get("/chat/").text
    assert ("Message 259." in page, "gates" in page, "Show what was said before" in page) == (True, False, True)
    assert "gates" in client.get("/chat/?all=1").text
