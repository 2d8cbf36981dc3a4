"""The conversation as a plain page: a visitor writes, reads what was written, and only he."""

import hashlib
import re
import subprocess
import sys
import uuid
from html import unescape

import pytest
from django.conf import settings as site
from django.test import Client
from django.urls import reverse

from chat.models import Conversation, Message

pytestmark = pytest.mark.django_db


def send(client, body: str = "Hello", **fields):
    return client.post("/chat/", {"client_id": str(uuid.uuid4()), "body": body, "name": "", "email": ""} | fields)


def fresh_id(page) -> str:
    return re.search(r'name="client_id" value="([^"]+)"', page.text)[1]


def said(client) -> list[str]:
    """The messages as the visitor's page shows them."""
    return [
        unescape(words) for words in re.findall(r'<p class="words">(.*?)</p>', client.get("/chat/").text, re.DOTALL)
    ]


def test_a_message_is_kept_and_shown_back(client):
    answer = send(client, "Do you make gates?", name="Ann", email="ann@example.com")
    assert answer.status_code == 302
    assert "Your message has arrived." in client.get(answer["Location"]).text
    assert said(client) == ["Do you make gates?"]
    message = Message.objects.select_related("conversation").get()
    assert (message.seq, message.sender, message.name) == (1, "visitor", "Ann")
    assert (message.conversation.email, message.conversation.status) == ("ann@example.com", "open")


def test_messages_are_numbered_one_by_one(client):
    for number in range(1, 6):
        send(client, f"Message {number}")
    assert list(Message.objects.values_list("seq", flat=True)) == [1, 2, 3, 4, 5]
    assert said(client) == [f"Message {number}" for number in range(1, 6)]
    assert Conversation.objects.get().last_seq == 5


def test_the_cookie_is_for_the_chat_alone(client):
    cookie = send(client).cookies["chat"]
    assert (cookie["httponly"], cookie["path"], cookie["samesite"]) == (True, "/chat/", "Lax")
    assert (cookie["secure"], cookie["domain"]) == ("", "")
    assert cookie["max-age"] == 30 * 24 * 60 * 60
    assert len(cookie.value) >= 43


def test_opening_the_chat_gives_the_cookie_and_keeps_nothing(client):
    token = client.get("/chat/").cookies["chat"].value
    assert not Conversation.objects.exists()
    assert send(client).cookies["chat"].value == token


def test_no_other_page_gives_it(client):
    assert [address for address in ("/", "/news/", "/zh-hans/", "/nothing/") if client.get(address).cookies] == []


def test_on_a_secure_site_the_cookie_is_secure(client, settings):
    settings.SECURE = True
    assert send(client).cookies["chat"]["secure"] is True


@pytest.mark.parametrize(("url", "name"), [("https://www.example.com", "__Secure-chat"), ("http://x.example", "chat")])
def test_the_name_of_the_cookie_says_whether_it_is_secure(url, name, tmp_path):
    show = "import django; django.setup(); from chat.identity import COOKIE; print(COOKIE)"
    variables = {"SITE_URL": url, "DATA_DIR": str(tmp_path), "SECRET_KEY": "k" * 60}
    variables["DJANGO_SETTINGS_MODULE"] = "hifred.settings"
    command = [sys.executable, "-c", show]
    answer = subprocess.run(command, cwd=site.BASE_DIR, env=variables, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == name


def test_the_database_holds_only_a_hash_of_the_cookie(client):
    token = send(client).cookies["chat"].value
    row = Conversation.objects.values().get()
    assert row["token_hash"] == hashlib.sha256(token.encode()).hexdigest()
    assert token not in str(row)


def test_the_same_form_sent_twice_is_one_message(client):
    number = str(uuid.uuid4())
    for _time in range(2):
        assert send(client, "Once", client_id=number).status_code == 302
    assert said(client) == ["Once"]
    assert Conversation.objects.get().last_seq == 1


def test_another_text_under_a_known_id_is_kept_for_another_press(client):
    number = str(uuid.uuid4())
    send(client, "First", client_id=number)
    page = send(client, "Second", client_id=number)
    assert page.status_code == 409
    assert "An earlier text of this form was sent already." in page.text
    assert re.search(r"<textarea[^>]*>\s*Second</textarea>", page.text)
    assert fresh_id(page) != number
    assert said(client) == ["First"]
    send(client, "Second", client_id=fresh_id(page))
    assert said(client) == ["First", "Second"]


@pytest.mark.parametrize("guess", ["guessed", "", "x" * 5_000, "' OR 1=1 --", "\u00e9"])
def test_a_guessed_cookie_reads_nothing_and_is_replaced(guess, client):
    send(Client(), "Somebody else's")
    client.cookies["chat"] = guess
    assert said(client) == []
    given = send(client, "Mine").cookies["chat"].value
    assert given != guess
    assert said(client) == ["Mine"]
    assert Conversation.objects.count() == 2


def test_the_hash_in_the_database_is_no_cookie(client):
    send(Client(), "Somebody else's")
    client.cookies["chat"] = Conversation.objects.get().token_hash
    assert said(client) == []


def test_a_visitor_reads_only_his_own(client):
    other = Client()
    send(client, "Mine", name="Ann", email="ann@example.com")
    send(other, "Other")
    assert (said(client), said(other)) == (["Mine"], ["Other"])
    assert "Ann" not in other.get("/chat/").text
    assert "ann@example.com" not in other.get("/chat/").text


def test_two_visitors_may_use_the_same_id(client):
    number = str(uuid.uuid4())
    assert send(client, "Mine", client_id=number).status_code == 302
    assert send(Client(), "Other", client_id=number).status_code == 302
    assert Message.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"body": ""}, "body", "Write a message first."),
        ({"body": " \n\t "}, "body", "Write a message first."),
        ({"body": "\u202e\x07"}, "body", "Write a message first."),
        ({"body": "\u200b \u3164\u2060\ufe0f"}, "body", "Write a message first."),
        ({"body": "x" * 2_001}, "body", "2000"),
        ({"email": "nobody"}, "email", "Enter a valid email address."),
        ({"name": "x" * 81}, "name", "at most 80 characters"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_its_field_and_kept(fields, field, words, client):
    typed = {"body": "Kept words", "name": "Kept name", "email": "kept@example.com"} | fields
    page = send(client, **typed)
    assert page.status_code == 200
    assert re.findall(r'<div class="field wrong">(?:(?!</div>).)*? name="(\w+)"', page.text, re.DOTALL) == [field]
    assert words in re.search(rf'<div class="field wrong">(?:(?!</div>).)*name="{field}"', page.text, re.DOTALL)[0]
    kept = [value for name, value in typed.items() if name != field]
    assert [value for value in kept if value not in page.text] == []
    assert not Conversation.objects.exists()


@pytest.mark.parametrize("number", ["", "1", "no-uuid", "<script>"])
def test_a_form_whose_id_is_broken_can_be_sent_again(number, client):
    page = send(client, "Kept words", client_id=number)
    assert "Kept words" in page.text
    assert uuid.UUID(fresh_id(page))
    assert 'class="errorlist' in page.text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\x07b\x1b[31mc\x7fd\x85e", "ab[31mcde"),
        ("abc\u202egpj.exe\u2066x\u2069", "abcgpj.exex"),
        ("a\x00b", "ab"),
        ("one\r\ntwo\rthree\n\tfour", "one\ntwo\nthree\n\tfour"),
        ("e\u0301", "\u00e9"),
        ("  words  ", "words"),
        ("family 👨‍👩‍👧 \u200f عربى", "family 👨‍👩‍👧 \u200f عربى"),
    ],
)
def test_what_cannot_be_seen_is_removed_and_the_rest_is_kept(typed, kept, client):
    send(client, typed, name=typed)
    message = Message.objects.get()
    assert message.body == kept
    assert message.name == kept.replace("\n", " ")


@pytest.mark.parametrize("name", ["\u200b", "\u2800\u00ad", "\u3164 \u3164", "\U000e0041\U000e007f", "\u202e\u200f"])
def test_a_name_of_which_nothing_can_be_seen_is_none(name, client):
    send(client, "Hello", name=name)
    assert Conversation.objects.get().name == ""


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ('"a\x1b[31m\x07b"@example.com', '"a[31mb"@example.com'),
        ("ann@\u202emoc.elpmaxe.org", "ann@moc.elpmaxe.org"),
        ("a\x00nn@example.com", "ann@example.com"),
    ],
)
def test_an_address_holds_nothing_that_turns_or_steers_a_text(typed, kept, client):
    send(client, "Hello", email=typed)
    assert Conversation.objects.get().email == kept


@pytest.mark.parametrize("address", ["/chat/", "/chat/send"])
@pytest.mark.parametrize("charset", ["utf-7", "unicode_escape", "rot13", "idna", "hex", "utf-16"])
def test_whatever_charset_a_form_names_it_is_read_as_one(charset, address, client):
    parts = {"client_id": uuid.uuid4(), "body": "+2AA- \\ud800", "name": "Ann"}
    form = "".join(
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{part}\r\n' for name, part in parts.items()
    )
    answer = client.generic(
        "POST", address, f"{form}--x--\r\n", content_type=f"multipart/form-data; boundary=x; charset={charset}"
    )
    assert answer.status_code in (201, 302)
    assert Message.objects.get().body == "+2AA- \\ud800"


@pytest.mark.parametrize("body", ["中" * 2_000, "e\u0301" * 2_000, "a\r\n" * 999 + "ab", "x" * 2_000])
def test_two_thousand_characters_are_taken_however_they_were_sent(body, client):
    assert send(client, body).status_code == 302
    assert Message.objects.get().body


MARKUP = ["<script>alert(1)</script>", "<b>bold</b> & 'so' \"on\"", "{{ 7 }} {% now %}", "=1+1", "javascript:alert(1)"]


@pytest.mark.parametrize("body", MARKUP)
def test_markup_is_shown_as_typed(body, client, signed_in):
    send(client, body, name=body)
    assert said(client) == [body]
    agent = signed_in("Chat agents")
    thread = reverse("admin:chat_conversation_change", args=[Conversation.objects.get().pk])
    inbox = reverse("admin:chat_conversation_changelist")
    for page in (client.get("/chat/"), agent.get(thread), agent.get(inbox)):
        assert body in unescape(page.text)
        assert "<script>alert" not in page.text
        assert "<b>bold" not in page.text


def test_a_form_of_another_site_is_refused():
    client = Client(enforce_csrf_checks=True)
    assert send(client).status_code == 403
    assert not Conversation.objects.exists()


def test_the_form_brings_its_own_token():
    client = Client(enforce_csrf_checks=True)
    page = client.get("/chat/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)[1]
    assert send(client, csrfmiddlewaretoken=token, client_id=fresh_id(page)).status_code == 302


def test_each_form_has_an_id_of_its_own(client):
    assert fresh_id(client.get("/chat/")) != fresh_id(client.get("/chat/"))


@pytest.mark.parametrize("body", ["Hello", ""])
def test_the_chat_is_never_cached(body, client):
    for answer in (client.get("/chat/"), send(client, body)):
        assert {"no-store", "private"} <= set(re.split(", *", answer["Cache-Control"]))
        assert "ETag" not in answer


def test_the_language_of_the_visitor_is_kept(client):
    number = str(uuid.uuid4())
    answer = client.post("/chat/?lang=zh-hans", {"client_id": number, "body": "你好"})
    assert "lang=zh-hans" in answer["Location"]
    assert Conversation.objects.get().language == "zh-hans"


def test_staff_read_what_was_written_and_change_nothing(client, signed_in):
    send(client, "Do you make gates?", name="Ann")
    agent, conversation = signed_in("Chat agents"), Conversation.objects.get()
    inbox = agent.get(reverse("admin:chat_conversation_changelist")).text
    assert "Ann" in inbox
    assert "Do you make gates?" in inbox
    thread = agent.get(reverse("admin:chat_conversation_change", args=[conversation.pk])).text
    assert "Do you make gates?" in thread
    assert 'name="_save"' not in thread
    assert conversation.token_hash not in inbox + thread


def test_the_inbox_costs_the_same_for_few_and_for_many(signed_in, django_assert_max_num_queries):
    agent, address = signed_in("Chat agents"), reverse("admin:chat_conversation_changelist")
    for _number in range(50):
        send(Client())
    with django_assert_max_num_queries(10):
        assert agent.get(address).text.count("Hello") == 50


def test_an_answer_is_shown_to_the_visitor_under_its_name(client):
    send(client)
    Conversation.objects.get().add(Message.Sender.STAFF, uuid.uuid4(), "We do.", name="Bob")
    assert said(client) == ["Hello", "We do."]
    assert "Bob" in client.get("/chat/").text
    assert Conversation.objects.get().status == "pending"


@pytest.mark.parametrize(("status", "then"), [("pending", "open"), ("resolved", "open"), ("spam", "spam")])
def test_a_visitors_message_opens_the_conversation_again_unless_it_is_spam(status, then, client):
    send(client)
    Conversation.objects.update(status=status)
    send(client, "Are you there?")
    assert Conversation.objects.get().status == then


@pytest.mark.parametrize("method", ["patch", "delete"])
def test_the_chat_is_only_read_and_written(method, client):
    send(client)
    assert getattr(client, method)("/chat/").status_code == 405
    assert Message.objects.count() == 1


def test_nothing_about_who_wrote_is_kept(client):
    who = {"REMOTE_ADDR": "203.0.113.77", "HTTP_USER_AGENT": "Peculiar/1.0"}
    client.post("/chat/", {"client_id": str(uuid.uuid4()), "body": "Hello"}, **who)
    rows = str([*Conversation.objects.values(), *Message.objects.values()])
    assert "Hello" in rows
    assert [value for value in who.values() if value in rows] == []


def test_signed_in_staff_may_write_as_visitors_do(signed_in):
    boss = signed_in()
    send(boss)
    assert said(boss) == ["Hello"]
    assert Conversation.objects.count() == 1
