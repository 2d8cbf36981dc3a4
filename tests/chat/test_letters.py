"""E-mail: to staff when somebody waits, to visitors what they have not seen; each once, however many workers."""

import re
import subprocess
import sys
import uuid
from contextlib import nullcontext
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as known
from django.core import mail
from django.test import Client
from django.utils import timezone

from chat.letters import LINK_HOLDS, send_answers, tell_of_those_who_wait
from chat.models import ChatSettings, Conversation, Desk
from pages import caretaker
from pages.models import Letter, Preferences, SiteSettings
from pages.models.outbox import send_waiting
from tests import factories, postgres, servers
from tests.chat.conftest import STAFF
from tests.chat.talks import agent, answer, step, talk, thread, write
from tests.chat.words import as_body, words

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
def marit() -> Client:
    return agent("marit", email="marit@example.com")


@pytest.fixture
def clock():
    """Stands still until it is shifted; whatever is due is done then."""
    with time_machine.travel(timezone.now(), tick=False) as hands:
        yield hands


def pass_time(clock, span: timedelta) -> list[str]:
    """What lies in the outbox afterwards, to whom."""
    clock.shift(span)
    for duty in (tell_of_those_who_wait, send_answers):
        duty(timezone.now())
    return sorted(Letter.objects.values_list("to", flat=True))


# To staff


def test_two_minutes_after_nobody_has_answered_each_agent_gets_one_letter(marit, clock):
    agent("bert", email="bert@example.com")
    conversation = talk("Secret words", name="Ann Visitor", email="ann@example.com")
    assert pass_time(clock, 2 * MINUTE - SECOND) == []
    assert pass_time(clock, SECOND) == ["bert@example.com", "marit@example.com"]
    assert len(pass_time(clock, 5 * MINUTE)) == len(pass_time(clock, 60 * MINUTE)) == 2
    letter = Letter.objects.get(to="marit@example.com")
    assert f"{known.SITE_URL}{thread(conversation)}" in letter.text
    assert not [words for words in ("Secret", "Ann", "ann@") if words in letter.subject + letter.text]


def test_who_was_answered_in_time_causes_no_letter(marit, clock):
    conversation = talk()
    clock.shift(MINUTE)
    answer(marit, conversation)
    assert pass_time(clock, 60 * MINUTE) == []
    write(conversation.visitor, "One more thing")
    assert pass_time(clock, MINUTE) == []
    assert pass_time(clock, MINUTE) == ["marit@example.com"]


@pytest.mark.parametrize("name", ["close", "spam"])
def test_what_is_closed_or_spam_causes_none(name, marit, clock):
    step(marit, talk(), name)
    assert pass_time(clock, 60 * MINUTE) == []


def test_suspected_spam_causes_none(marit, clock):
    talk("Buy", website="x")
    assert pass_time(clock, 60 * MINUTE) == []


def test_whoever_waits_while_a_letter_was_just_sent_comes_into_one_digest(marit, clock):
    talk("One")
    pass_time(clock, 2 * MINUTE)
    for name in ("Two", "Three"):
        clock.shift(MINUTE)
        talk(name)
    assert len(pass_time(clock, 12 * MINUTE)) == 1
    assert len(pass_time(clock, MINUTE)) == 2
    digest = Letter.objects.latest("pk")
    assert "3 visitors wait" in digest.subject
    assert len(re.findall(r"conversation/\d+/change", digest.text)) == 3
    assert len(pass_time(clock, 60 * MINUTE)) == 2


def test_what_somebody_sees_to_is_told_to_him_alone(marit, clock):
    bert, conversation = agent("bert", email="bert@example.com"), talk()
    step(bert, conversation, "claim")
    assert pass_time(clock, 2 * MINUTE) == ["bert@example.com"]


def test_what_somebody_sees_to_who_has_left_is_told_to_all(marit, clock):
    bert, conversation = agent("bert", email="bert@example.com"), talk()
    step(bert, conversation, "claim")
    bert.person.is_active = False
    bert.person.save()
    assert pass_time(clock, 2 * MINUTE) == ["marit@example.com"]


def test_what_somebody_sees_to_who_wants_no_letters_is_told_to_all(marit, clock):
    bert, conversation = agent("bert", email="bert@example.com"), talk()
    Desk.objects.create(person=bert.person, by_mail=False)
    step(bert, conversation, "claim")
    assert pass_time(clock, 2 * MINUTE) == ["marit@example.com"]


def test_whoever_is_given_what_waits_is_told_of_it(marit, clock):
    bert, conversation = agent("bert", email="bert@example.com"), talk()
    step(marit, conversation, "claim")
    assert pass_time(clock, 2 * MINUTE) == ["marit@example.com"]
    step(marit, conversation, "assign", person=bert.person.pk, before=marit.person.pk)
    assert pass_time(clock, 15 * MINUTE) == ["bert@example.com", "marit@example.com"]


def test_who_wants_no_letters_gets_none(marit, clock):
    marit.post("/admin/chat/conversation/desk/", {"by_sound": "on"})
    assert not Desk.objects.get().by_mail
    talk()
    assert pass_time(clock, 60 * MINUTE) == []


def test_nobody_but_those_who_answer_gets_one(marit, clock):
    for name, role in (("ann", "Authors"), ("sam", "Site managers")):
        factories.user(name, role, email=f"{name}@example.com")
    agent("former", email="former@example.com", is_active=False)
    factories.superuser("boss", email="boss@example.com")
    talk()
    assert pass_time(clock, 2 * MINUTE) == ["boss@example.com", "marit@example.com"]


def test_the_minutes_are_the_settings(marit, clock):
    ChatSettings.objects.update_or_create(pk=1, defaults={"tell_after": 10})
    talk()
    assert pass_time(clock, 9 * MINUTE) == []
    assert pass_time(clock, MINUTE) == ["marit@example.com"]


def test_within_seconds_of_its_time_each_worker_looks_whether_somebody_waits():
    assert caretaker.duties()["tell staff who waits"].every <= 15 * SECOND


WORKER = """
import time
from datetime import timedelta
from django.utils import timezone
from chat.letters import tell_of_those_who_wait
from chat.models import Conversation
while not Conversation.objects.exists():
    time.sleep(0.005)
for _time in range(20):
    tell_of_those_who_wait(timezone.now() + timedelta(minutes=2))
"""
WAITS = """
import uuid
from chat.models import Conversation
Conversation.objects.send(uuid.uuid4().hex, client_id=uuid.uuid4(), body="Hello")
"""
PEOPLE = """
from django.contrib.auth.models import User
User.objects.filter(username="marit").update(email="marit@example.com")
"""


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_four_workers_write_one_letter(kind, tmp_path):
    with postgres.database() if kind == "postgres" else nullcontext({}) as more:
        env = servers.environment(tmp_path, **more)
        servers.prepare(env)

        def run(code: str) -> str:
            return servers.manage(env, "shell", "--no-imports", "-v0", "-c", code)

        run(STAFF + PEOPLE)
        command = [sys.executable, "manage.py", "shell", "--no-imports", "-v0", "-c", WORKER]
        workers = [subprocess.Popen(command, cwd=servers.BASE, env=env) for _worker in range(4)]
        try:
            run(WAITS)
            assert [worker.wait(60) for worker in workers] == [0] * 4
        finally:
            for worker in workers:
                worker.kill()
        assert servers.sql(env, 'SELECT "to" FROM pages_letter') == [("marit@example.com",)]


# To visitors


def test_an_answer_that_was_not_seen_goes_by_mail_with_a_way_back(marit, clock):
    SiteSettings(company_name={"en": "Nine Bridges"}).save()
    conversation = talk(email="ann@example.com")
    answer(marit, conversation)
    assert pass_time(clock, 2 * MINUTE - SECOND) == []
    assert pass_time(clock, SECOND) == ["ann@example.com"]
    send_waiting()
    (sent,) = mail.outbox
    assert (sent.subject, sent.to) == ("Nine Bridges has answered you", ["ann@example.com"])
    assert "Marit, " in sent.body
    assert "We do." in sent.body
    elsewhere, link = Client(), link_in(sent.body)
    page = elsewhere.get(link)
    assert "Do you make gates?" in page.text
    assert "chat" not in elsewhere.cookies
    assert page["Referrer-Policy"] == "same-origin"
    assert elsewhere.post(link, {"client_id": str(uuid.uuid4()), "body": "I come on Monday"}).status_code == 302
    assert "I come on Monday" in conversation.visitor.get("/chat/").text
    another = {"client_id": str(uuid.uuid4()), "body": "Or on Friday", "email": "other@example.com"}
    assert elsewhere.post(link, another).status_code == 302
    assert "Or on Friday" in elsewhere.get(link).text
    assert Conversation.objects.get().email == "ann@example.com"
    assert len(pass_time(clock, 60 * MINUTE)) == 2  # the second is to staff


def link_in(text: str) -> str:
    return re.search(rf"{known.SITE_URL}(/chat/letter/\S+)", text)[1]


def letter_of(marit, clock) -> tuple[Conversation, str]:
    conversation = talk(email="ann@example.com")
    answer(marit, conversation)
    pass_time(clock, 2 * MINUTE)
    return conversation, link_in(Letter.objects.get().text)


def see_by_widget(visitor) -> None:
    visitor.post("/chat/seen", {"seq": 2})


def see_by_page(visitor) -> None:
    visitor.get("/chat/")


def see_by_writing(visitor) -> None:
    write(visitor, "Thank you", email="ann@example.com")


@pytest.mark.parametrize("see", [see_by_widget, see_by_page, see_by_writing])
def test_who_has_seen_the_answer_gets_no_letter(see, marit, clock):
    conversation = talk(email="ann@example.com")
    answer(marit, conversation)
    see(conversation.visitor)
    pass_time(clock, 60 * MINUTE)
    assert not Letter.objects.filter(to="ann@example.com").exists()
    assert Conversation.objects.get().visitor_seen >= 2


@pytest.mark.parametrize("seq", ["1", "0", "", "x", "-1", "9" * 12])
def test_who_says_he_has_seen_less_or_nonsense_gets_it(seq, marit, clock):
    conversation = talk(email="ann@example.com")
    answer(marit, conversation)
    conversation.visitor.post("/chat/seen", {"seq": seq})
    assert pass_time(clock, 2 * MINUTE) == ["ann@example.com"]


def test_several_answers_are_one_letter_and_later_ones_another(marit, clock):
    conversation = talk(email="ann@example.com")
    answer(marit, conversation, "One")
    clock.shift(MINUTE)
    answer(marit, conversation, "Two", seen=2)
    assert len(pass_time(clock, MINUTE)) == 1
    answer(marit, conversation, "Three", seen=3)
    assert len(pass_time(clock, 2 * MINUTE)) == 2
    first, second = (letter.text for letter in Letter.objects.order_by("pk"))
    assert ["One" in first, "Two" in first, "Three" in first] == [True, True, False]
    assert ["One" in second, "Two" in second, "Three" in second] == [False, False, True]


def test_who_left_no_address_or_is_spam_gets_none(marit, clock):
    answer(marit, talk())
    spam = talk("Other", email="spam@example.com")
    answer(marit, spam)
    step(marit, spam, "spam")
    assert pass_time(clock, 60 * MINUTE) == []


def test_without_a_mail_server_nothing_is_promised_and_nothing_written(marit, clock, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    conversation = talk(email="ann@example.com")
    answer(marit, conversation)
    step(marit, conversation, "transcript")
    assert pass_time(clock, 60 * MINUTE) == []
    page, said = conversation.visitor.get("/chat/").text, "goes there too"
    assert said not in page
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert said in conversation.visitor.get("/chat/").text


def test_in_the_visitors_language(marit, clock):
    visitor = Client()
    visitor.post("/chat/?lang=zh-hans", {"client_id": str(uuid.uuid4()), "body": "你好", "email": "li@example.com"})
    answer(marit, Conversation.objects.get())
    pass_time(clock, 2 * MINUTE)
    letter = Letter.objects.get()
    assert "已回复您" in letter.subject
    page = Client().get(link_in(letter.text))
    assert 'lang="zh-hans"' in page.text


# The link


def test_the_link_expires(marit, clock):
    _conversation, link = letter_of(marit, clock)
    clock.shift(LINK_HOLDS - SECOND)
    assert Client().get(link).status_code == 200
    clock.shift(2 * SECOND)
    page = Client().get(link)
    assert (page.status_code, "leads nowhere any more" in page.text) == (404, True)
    assert Client().post(link, {"client_id": str(uuid.uuid4()), "body": "x"}).status_code == 404


def test_the_link_ends_with_the_conversation_and_with_the_address(marit, clock):
    conversation, link = letter_of(marit, clock)
    Conversation.objects.update(email="other@example.com")
    assert Client().get(link).status_code == 404
    Conversation.objects.update(email="ann@example.com")
    assert Client().get(link).status_code == 200
    conversation.visitor.post("/chat/delete/")
    assert Client().get(link).status_code == 404


def test_a_changed_link_opens_nothing(marit, clock):
    _conversation, link = letter_of(marit, clock)
    path, _mark, query = link.partition("?")
    changed = [
        path[:at] + ("x" if path[at] != "x" else "y") + path[at + 1 :]
        for at in range(len("/chat/letter/"), len(path) - 1)
    ]
    assert {Client().get(f"{one}?{query}").status_code for one in changed} == {404}
    assert Client().get("/chat/letter/x/").status_code == 404


def test_the_link_is_told_to_no_staff_and_whoever_only_follows_it_has_seen_nothing(marit, clock):
    conversation, link = letter_of(marit, clock)
    answer(marit, conversation, "A second answer", seen=2)
    assert "<live-chat" not in Client().get(link).text
    assert pass_time(clock, 2 * MINUTE).count("ann@example.com") == 2
    other = talk("From its page", page=link)
    assert Conversation.objects.get(pk=other.pk).page == ""


def test_the_link_stands_in_no_log(marit, clock, caplog):
    _conversation, link = letter_of(marit, clock)
    with caplog.at_level("INFO", logger="hifred.requests"):
        Client().get(link)
    key = link.split("/")[3]
    assert caplog.messages
    assert not [line for line in caplog.messages if key in line]


# The whole of it


def test_the_conversation_goes_to_whoever_left_an_address(marit, clock):
    conversation = talk(email="ann@example.com")
    answer(marit, conversation)
    step(marit, conversation, "note", **{"note-body": "Secret", "note-client_id": str(uuid.uuid4())})
    step(marit, conversation, "transcript")
    step(marit, conversation, "transcript")
    letter = Letter.objects.get()
    assert all(words in letter.text for words in ("Do you make gates?", "We do.", conversation.reference))
    assert "Secret" not in letter.text


def test_it_is_told_in_the_sites_time_zone(marit, clock):
    Preferences.objects.create(person=marit.person, time_zone="America/New_York")
    step(marit, talk(email="ann@example.com"), "transcript")
    assert "(Asia/Shanghai)" in Letter.objects.get().text


def test_once_it_failed_or_went_it_can_be_sent_again(marit, clock):
    conversation = talk(email="ann@example.com")
    for fate in ("failed_at", "sent_at"):
        step(marit, conversation, "transcript")
        Letter.objects.update(**{fate: timezone.now(), "text": ""})
        step(marit, conversation, "transcript")
        letter = Letter.objects.get()
        assert (letter.failed_at, letter.sent_at, bool(letter.text)) == (None, None, True)


def test_who_gets_the_whole_of_it_gets_no_answer_apart(marit, clock):
    ChatSettings.objects.update_or_create(pk=1, defaults={"mails_transcript": True})
    answer(marit, talk(email="ann@example.com"), and_close="1")
    assert pass_time(clock, 60 * MINUTE) == ["ann@example.com"]


def test_what_was_taken_for_spam_by_mistake_goes_once_it_is_back(marit, clock):
    conversation = talk(email="ann@example.com")
    answer(marit, conversation)
    step(marit, conversation, "spam")
    assert pass_time(clock, 5 * MINUTE) == []
    step(marit, conversation, "reopen")
    assert pass_time(clock, SECOND) == ["ann@example.com"]


def test_a_letter_that_is_erased_while_it_goes_holds_nobody_up(marit, clock, monkeypatch):
    conversation = talk(email="ann@example.com")
    step(marit, conversation, "transcript")
    Letter.objects.write("bo@example.com", "en", "chat_answer", {"days": 1}, "another")
    send = Letter.send

    def erase_and_send(letter):
        Conversation.objects.all().erase()
        send(letter)

    monkeypatch.setattr(Letter, "send", erase_and_send)
    send_waiting()
    assert len(mail.outbox) == 2
    assert list(Letter.objects.values_list("to", flat=True)) == ["bo@example.com"]


def test_on_closing_it_goes_if_the_settings_say_so_and_it_was_answered(marit, clock):
    ChatSettings.objects.update_or_create(pk=1, defaults={"mails_transcript": True})
    unanswered, answered, nameless = talk("1", email="one@example.com"), talk("2", email="two@example.com"), talk("3")
    answer(marit, answered), answer(marit, nameless)
    for one in (unanswered, answered, nameless):
        step(marit, one, "close")
    assert list(Letter.objects.values_list("to", flat=True)) == ["two@example.com"]


def test_no_visitor_can_have_it_sent_to_a_stranger(clock):
    visitor = talk("Buy here", email="victim@example.com").visitor
    for path in ("", "send", "seen", "typing", "delete/"):
        visitor.post(f"/chat/{path}", {"client_id": str(uuid.uuid4()), "body": "Buy", "step": "transcript", "seq": 1})
    assert pass_time(clock, 60 * MINUTE) == []


def test_hostile_words_are_in_letters_as_typed(marit, clock, settings):
    settings.CHAT_LIMITS = dict.fromkeys(settings.CHAT_LIMITS, 10_000)
    ours = [word for word in words() if as_body(word)][:220]
    conversation = talk("First", email="ann@example.com")
    for seen, word in enumerate(ours, 1):
        answer(marit, conversation, word, seen=seen)
    pass_time(clock, 2 * MINUTE)
    step(marit, conversation, "transcript")
    send_waiting()
    assert len(mail.outbox) == 2
    for sent in mail.outbox:
        text = sent.message().get_payload(decode=True).decode()
        at = 0
        for word in ours:
            at = text.index(f"\n{as_body(word)}\n", at)
        assert sent.message().get_content_type() == "text/plain"
