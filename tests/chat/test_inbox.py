"""The inbox: staff read, answer, close and sort out."""

import re
import uuid
from html import unescape

import html5lib
import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chat.admin import ConversationAdmin
from chat.models import Conversation, Message
from pages.models import AuditEntry, SiteSettings
from tests import factories
from tests.chat.talks import INBOX, answer, talk, thread, write

pytestmark = pytest.mark.django_db


def listed(agent, query: str = "") -> list[int]:
    return [row.pk for row in agent.get(INBOX + query).context["cl"].result_list]


@pytest.fixture
def agent(signed_in):
    return signed_in("Chat agents")


@pytest.fixture
def deleted_meanwhile(monkeypatch):
    """What is read at the beginning of a request is gone before it is locked."""
    found = ConversationAdmin.get_object

    def read_and_gone(*args):
        conversation = found(*args)
        conversation.delete()
        conversation.pk = int(args[2])
        return conversation

    monkeypatch.setattr(ConversationAdmin, "get_object", read_and_gone)


# Answering


@pytest.mark.parametrize(("first_name", "shown"), [("Marit", "Marit"), ("", "Nine Bridges")])
def test_an_answer_reaches_the_visitor_under_a_first_name_alone(first_name, shown, agent):
    SiteSettings(company_name={"en": "Nine Bridges"}).save()
    User.objects.update(first_name=first_name, last_name="Surname", email="secret@example.com")
    conversation = talk()
    assert "Do you make gates?" in agent.get(thread(conversation)).text
    assert answer(agent, conversation).status_code == 302
    page = conversation.visitor.get("/chat/").text
    assert re.search(rf'<li class="staff">\s*<p class="who">{shown} <time', page)
    assert "We do." in page
    told = "".join(
        conversation.visitor.get(f"/chat/{address}").text for address in ("", "updates?after=0", "download/")
    )
    assert [words for words in ("chat-agents", "Surname", "secret@") if words in told] == []
    assert Conversation.objects.get().status == "pending"


def test_what_was_said_meanwhile_is_shown_before_the_answer_goes(agent):
    conversation = talk()
    write(conversation.visitor, "Steel ones?")
    page = answer(agent, conversation, "A draft answer")
    assert page.status_code == 409
    assert ("Steel ones?" in page.text, "A draft answer</textarea>" in page.text) == (True, True)
    assert "Something new was said while you were writing" in page.text
    assert Message.objects.count() == 2
    form = {name: page.context["form"][name].value() for name in ("client_id", "seen", "body")}
    assert agent.post(thread(conversation), form).status_code == 302
    assert Message.objects.get(seq=3).body == "A draft answer"


def test_what_a_colleague_answered_meanwhile_is_shown_too(agent, signed_in):
    conversation = talk()
    answer(signed_in(), conversation, "I am on it.")
    page = answer(agent, conversation, "A draft answer")
    assert (page.status_code, "I am on it." in page.text) == (409, True)
    assert Message.objects.filter(sender="staff").count() == 1


def test_sent_twice_an_answer_is_there_once(agent):
    conversation, again = talk(), str(uuid.uuid4())
    assert {answer(agent, conversation, client_id=again).status_code for _time in range(3)} == {302}
    assert Message.objects.filter(sender="staff").count() == 1
    assert LogEntry.objects.count() == 1


def test_sent_again_after_the_visitor_wrote_an_answer_closes_nothing(agent):
    conversation, again = talk(), {"client_id": str(uuid.uuid4()), "and_close": "1"}
    answer(agent, conversation, **again)
    write(conversation.visitor, "One more thing")
    answer(agent, conversation, **again)
    assert Conversation.objects.get().status == "open"


def test_another_text_under_a_known_id_is_kept_for_another_press(agent):
    conversation, again = talk(), str(uuid.uuid4())
    answer(agent, conversation, "First", client_id=again)
    page = answer(agent, conversation, "Second", client_id=again)
    assert (page.status_code, "Second</textarea>" in page.text) == (409, True)
    form = {name: page.context["form"][name].value() for name in ("client_id", "seen", "body")}
    assert agent.post(thread(conversation), form).status_code == 302
    assert list(Message.objects.values_list("body", flat=True)) == ["Do you make gates?", "First", "Second"]


@pytest.mark.parametrize("body", ["", " \n", "\u202e", "x" * 2_001])
def test_an_answer_that_cannot_go_is_kept_with_the_reason(body, agent):
    page = answer(agent, talk(), body)
    assert page.status_code == 200
    assert page.context["form"].errors["body"]
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    "odd",
    [
        {"seen": ""},
        {"seen": "-1"},
        {"seen": "9" * 40},
        {"client_id": ""},
        {"client_id": "x"},
        {"step": "burn", "body": ""},
    ],
)
def test_a_broken_form_sends_nothing(odd, agent):
    assert answer(agent, talk(), **odd).status_code == 200
    assert Message.objects.count() == 1


# Closing and sorting out


@pytest.mark.parametrize(
    ("before", "step", "status"),
    [
        ("open", "close", "resolved"),
        ("pending", "close", "resolved"),
        ("open", "spam", "spam"),
        ("resolved", "reopen", "open"),
        ("spam", "reopen", "open"),
    ],
)
def test_a_conversation_is_closed_sorted_out_and_opened_again(before, step, status, agent):
    conversation = talk("A secret about gates")
    Conversation.objects.update(status=before)
    page = agent.get(thread(conversation)).text
    assert f'name="step" value="{step}"' in page
    agent.post(thread(conversation), {"step": step})
    assert Conversation.objects.get().status == status
    entry = LogEntry.objects.get()
    assert (entry.object_id, entry.user.username) == (str(conversation.pk), "chat-agents")
    assert "secret" not in entry.change_message + entry.object_repr


def test_one_that_was_answered_is_opened_again_as_answered(agent):
    conversation = talk()
    answer(agent, conversation)
    for step in ("close", "reopen"):
        agent.post(thread(conversation), {"step": step})
    assert Conversation.objects.get().status == "pending"


def test_each_step_of_staff_is_noted_without_the_text(agent):
    conversation = talk("A secret about gates")
    answer(agent, conversation, "A secret answer")
    answer(agent, conversation, "And a secret goodbye", seen=2, and_close="1")
    for step in ("reopen", "spam", "reopen"):
        agent.post(thread(conversation), {"step": step})
    notes = [(entry.what, entry.after) for entry in AuditEntry.objects.order_by("pk")]
    assert notes == [
        ("Answered a visitor", ""),
        ("Answered a visitor", ""),
        ("Closed a conversation", "Closed"),
        ("Opened a conversation again", "Answered"),
        ("Marked as spam", "Spam"),
        ("Opened a conversation again", "Answered"),
    ]
    history = agent.get(reverse("admin:chat_conversation_history", args=[conversation.pk])).text
    assert ("Closed a conversation" in history, "secret" in history) == (True, False)


def test_looking_and_failing_leave_no_note(agent):
    conversation = talk()
    agent.get(INBOX), agent.get(thread(conversation)), answer(agent, conversation, "")
    write(conversation.visitor, "More")
    answer(agent, conversation, "Too late")
    assert not LogEntry.objects.exists()


def test_a_closed_one_says_so_and_opens_when_the_visitor_writes(agent):
    conversation = talk()
    agent.post(thread(conversation), {"step": "close"})
    assert "We have closed this conversation" in conversation.visitor.get("/chat/").text
    write(conversation.visitor, "One more thing")
    assert Conversation.objects.get().status == "open"
    assert "We have closed this conversation" not in conversation.visitor.get("/chat/").text


# The list


@pytest.fixture
def one_of_each(agent) -> dict[str, int]:
    """Begun in this order; `late` is the newest that waits."""
    spam, closed, early, answered, late = (
        talk(f"Words {name}") for name in ("spam", "closed", "early", "answered", "late")
    )
    agent.post(thread(spam), {"step": "spam"})
    agent.post(thread(closed), {"step": "close"})
    answer(agent, answered, "An answer of ours")
    names = {"spam": spam, "closed": closed, "early": early, "answered": answered, "late": late}
    return {name: conversation.pk for name, conversation in names.items()}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["late", "early", "answered", "closed"]),
        ("?status=open", ["late", "early"]),
        ("?status=pending", ["answered"]),
        ("?status=resolved", ["closed"]),
        ("?status=spam", ["spam"]),
        ("?status=all", ["late", "early", "answered", "closed", "spam"]),
        ("?status=nonsense", ["late", "early", "answered", "closed"]),
        ("?q=early", ["early"]),
        ("?q=WORDS", ["late", "early", "answered", "closed"]),
        ("?q=an+answer+of+ours", ["answered"]),
        ("?q=spam", []),
        ("?q=spam&status=all", ["spam"]),
        ("?q=%25", []),
        ("?q=' OR 1=1 --", []),
    ],
)
def test_those_who_wait_come_first_and_what_was_said_is_found(query, names, one_of_each, agent):
    found = listed(agent, query)
    assert sorted(found) == sorted(one_of_each[name] for name in names)
    groups = [{"late": 0, "early": 0, "answered": 1}.get(name, 2) for name in names]
    by_number = {number: name for name, number in one_of_each.items()}
    assert [{"late": 0, "early": 0, "answered": 1}.get(by_number[pk], 2) for pk in found] == groups


@pytest.mark.parametrize("words", ["Ann", "ann@example.com", "gates", "两扇门"])
def test_a_conversation_is_found_once_by_name_address_and_words(words, agent):
    found, _other = talk("Two gates, 两扇门", name="Ann", email="ann@example.com"), talk("Something else")
    write(found.visitor, "More gates, 两扇门")
    assert listed(agent, f"?q={words}") == [found.pk]


# Who may


PEOPLE = {"nobody": (), "a looker": ("view_conversation",), "an agent": ("view_conversation", "change_conversation")}


@pytest.fixture
def person(request):
    someone, client = factories.user("someone", "Site managers"), Client()
    someone.groups.clear()
    someone.user_permissions.set(Permission.objects.filter(codename__in=PEOPLE[request.param]))
    client.force_login(someone)
    return client


@pytest.mark.parametrize(
    ("person", "looks", "does", "sees_a_form"),
    [("nobody", 403, 403, False), ("a looker", 200, 403, False), ("an agent", 200, 302, True)],
    indirect=["person"],
)
@pytest.mark.parametrize("step", [{}, {"step": "close"}, {"step": "spam"}, {"step": "reopen"}, {"and_close": "1"}])
def test_who_may_only_look_sees_no_form_and_does_nothing(person, looks, does, sees_a_form, step):
    conversation = talk()
    if step.get("step") == "reopen":
        Conversation.objects.update(status="resolved")
    assert person.get(INBOX).status_code == looks
    page = person.get(thread(conversation))
    assert page.status_code == looks
    assert [words in page.text for words in ("<textarea", 'name="step"')] == [sees_a_form] * 2
    assert answer(person, conversation, **step).status_code == does
    assert LogEntry.objects.exists() == (does == 302)


def test_a_visitor_is_sent_to_sign_in():
    conversation = talk()
    for page in (conversation.visitor.get(INBOX), answer(conversation.visitor, conversation)):
        assert page["Location"].startswith("/admin/login/")
    assert Message.objects.count() == 1


@pytest.mark.usefixtures("deleted_meanwhile")
@pytest.mark.parametrize("step", [{"step": "close"}, {"step": "spam"}, {"and_close": "1"}, {}])
def test_what_the_visitor_deletes_meanwhile_is_told_to_be_gone(step, agent):
    conversation = talk()
    response = answer(agent, conversation, **step)
    assert response.headers["Location"] == INBOX
    assert "its visitor has deleted it" in agent.get(INBOX).content.decode()
    assert not AuditEntry.objects.filter(object_id=conversation.pk).exists()


@pytest.mark.usefixtures("deleted_meanwhile")
def test_nothing_is_sent_into_what_the_visitor_deletes_meanwhile(agent):
    form = {"client_id": str(uuid.uuid4()), "seen": 1, "body": "We do."}
    assert agent.post(f"{INBOX}{talk().pk}/send", form).status_code == 404


@pytest.mark.parametrize("address", ["add/", "1/delete/", "999999/change/", "x/change/"])
def test_nothing_is_made_or_deleted_by_hand(address, signed_in):
    talk()
    for answered in (signed_in().get(INBOX + address), signed_in().post(INBOX + address, {"post": "yes"})):
        assert answered.status_code in (302, 403, 404)
    assert Conversation.objects.count() == Message.objects.count() == 1


def test_a_form_of_another_site_answers_nobody(agent):
    strict, conversation = Client(enforce_csrf_checks=True), talk()
    strict.cookies = agent.cookies
    assert answer(strict, conversation).status_code == 403
    assert Message.objects.count() == 1


# What it costs


def queries(agent, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert agent.get(address).status_code == 200
    return len(captured)


def test_inbox_and_thread_ask_as_often_with_many_as_with_few(agent, settings):
    settings.CHAT_LIMITS = dict.fromkeys(settings.CHAT_LIMITS, 1_000)
    conversation, addresses = talk("Conversation 0"), [INBOX, f"{INBOX}?status=open", f"{INBOX}?q=Conversation"]
    counts = []
    for number in range(1, 51):
        talk(f"Conversation {number}") if number < 50 else None
        conversation.add("visitor", uuid.uuid4(), f"Message {number}")
        if number in (1, 50):
            queries(agent, INBOX), queries(agent, thread(conversation))
            counts.append([queries(agent, address) for address in (*addresses, thread(conversation))])
    assert Conversation.objects.count() == 50
    assert agent.get(thread(conversation)).text.count('class="words"') == 51
    assert counts[0] == counts[1]
    assert counts[1][0] <= 8
    assert max(counts[1]) <= 16


def test_of_a_long_name_visitors_see_the_beginning(client):
    client.force_login(factories.user("marit", "Chat agents", first_name="M" * 150))
    conversation = talk()
    assert answer(client, conversation).status_code == 302
    assert client.post(f"{thread(conversation).removesuffix('change/')}typing").status_code == 204
    conversation.refresh_from_db()
    assert {conversation.messages.get(seq=2).name, conversation.staff_typing} == {"M" * 80}


# What is hostile


HOSTILE = [
    *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</textarea><script>alert(1)</script>", "=1+1"),
    *("=cmd|' /C calc'!A0", "@SUM(A1)", "+1", "-1", "{{ 7*7 }}", "{% debug %}", "${7*7}", "javascript:alert(1)"),
    *("' OR 1=1 --", '"><svg onload=alert(1)>', "&lt;b&gt; &amp;amp;", "two\nlines", "\u200f\u200eabc", "😀" * 20),
    *("%s %d %(x)s {0}", "\\u003cb\\u003e", "<!--", "]]>", "</li></ol><h1>x", "\ufeff\u00ad\u2028x", "x\u0301\u0302"),
]
CONTROLS = [("abc\u202egpj.exe", "abcgpj.exe"), ("\u2066abc\u2069", "abc"), ("a\x00\x07\x1b[31mb", "a[31mb")]


def words(page, selector: str) -> list[str]:
    """The text of all elements of this class, as a browser shows it."""
    tree = html5lib.parse(page.text, namespaceHTMLElements=False)
    found = [element for element in tree.iter() if selector in (element.get("class") or "").split()]
    return ["".join(element.itertext()) for element in found]


def elements(page) -> list[tuple[str, ...]]:
    """What the page is made of, whatever words stand in it."""
    tree = html5lib.parse(page.text, namespaceHTMLElements=False)
    return [(str(element.tag), *element.keys()) for element in tree.iter()]


@pytest.fixture
def pages(agent, settings):
    """Where staff and the visitor see these words, and the name above them: as pages, and as a download."""
    settings.CHAT_LIMITS = dict.fromkeys(settings.CHAT_LIMITS, 1_000)

    def made(bodies: list[str]) -> tuple[list, str]:
        Conversation.objects.all().delete()
        conversation = talk("First")
        visitor = conversation.visitor
        for body in bodies:
            write(visitor, body, name=body)
        for seen, body in enumerate(bodies, len(bodies) + 1):
            answer(agent, conversation, body, seen=seen)
        for body in bodies:
            talk(body, name=body)
        own = [visitor.get(f"/chat/{address}") for address in ("", "delete/")]
        looked = [agent.get(thread(conversation)), *own, agent.get(f"{INBOX}?status=all")]
        return looked, visitor.get("/chat/download/").text

    return made


def test_what_is_hostile_is_shown_as_typed_and_is_nothing_but_words(pages):
    typed, shown = ([*HOSTILE, *each] for each in zip(*CONTROLS, strict=True))
    (staff, visitor, delete, inbox), taken = pages(typed)
    assert words(staff, "words") == words(visitor, "words") == ["First", *shown, *shown]
    names = [name.replace("\n", " ") for name in shown]
    said_by = words(staff, "who")[1 : len(shown) + 1]
    assert [name for name, who in zip(names, said_by, strict=True) if not who.startswith(f"{name} ")] == []
    assert sorted(words(inbox, "field-latest")) == sorted([*shown, shown[-1]])
    assert sorted(words(inbox, "field-visitor")) == sorted([*names, names[-1]])
    assert [body for body in shown if taken.count(f"\n{body}\n") != 2] == []
    harmless, _taken = pages(["harmless"] * len(typed))
    assert [elements(page) for page in (staff, visitor, delete, inbox)] == [elements(page) for page in harmless]


def test_it_is_so_where_a_form_comes_back_with_it(agent):
    conversation = talk()
    write(conversation.visitor, "More")

    def back(body: str) -> list:
        return [answer(agent, conversation, body), write(Client(), body, name=body, email=body)]

    plain = [elements(page) for page in back("harmless")]
    for body in HOSTILE:
        pages = back(body)
        kept = [re.search(r'<textarea name="body"[^>]*>\n?(.*?)</textarea>', page.text, re.DOTALL)[1] for page in pages]
        assert [unescape(text) for text in kept] == [body] * 2
        assert [elements(page) for page in pages] == plain, body
