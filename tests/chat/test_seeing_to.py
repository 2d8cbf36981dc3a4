"""Who sees to a conversation, and what staff keep beside it: notes, ready answers, what was read, filters."""

import re
import uuid
from datetime import timedelta
from random import Random

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chat.models import CannedReply, Conversation, Note
from pages.models import AuditEntry
from tests import factories
from tests.chat.talks import INBOX, agent, answer, said, step, talk, thread, write
from tests.chat.wire import Staff, Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def marit() -> Client:
    return agent("marit")


@pytest.fixture
def bert() -> Client:
    return agent("bert")


def logged(what: str) -> int:
    return sum(entry.what == what for entry in AuditEntry.objects.all())


# Taking on and assigning


def test_whoever_takes_it_on_sees_to_it(marit, bert):
    conversation = talk()
    assert "Take it on" in bert.get(thread(conversation)).text
    step(marit, conversation, "claim")
    assert Conversation.objects.get().assignee == marit.person
    assert "Marit sees to it" in bert.get(thread(conversation)).text
    assert "You see to it" in marit.get(thread(conversation)).text


def test_who_comes_second_is_told_who_has_it(marit, bert):
    conversation = talk()
    for client in (marit, bert):
        step(client, conversation, "claim")
    assert Conversation.objects.get().assignee == marit.person
    assert "Marit sees to it already." in said(bert.get(INBOX))
    assert logged("Took on a conversation") == 1


def test_it_goes_to_a_colleague_and_back_to_nobody(marit, bert):
    conversation = talk()
    step(marit, conversation, "assign", person=bert.person.pk, before="")
    assert Conversation.objects.get().assignee == bert.person
    step(bert, conversation, "assign", person="", before=bert.person.pk)
    assert Conversation.objects.get().assignee is None
    assert [entry.words for entry in AuditEntry.objects.of_step("assign").order_by("pk")] == ["Bert", ""]


def test_what_a_colleague_changed_meanwhile_stays(marit, bert):
    conversation = talk()
    step(marit, conversation, "claim")
    step(bert, conversation, "assign", person=bert.person.pk, before="")
    assert Conversation.objects.get().assignee == marit.person
    assert "A colleague has changed this meanwhile" in said(bert.get(INBOX))


@pytest.mark.parametrize("person", ["999999", "x", "-1"])
def test_only_who_may_answer_is_given_one(person, marit):
    conversation, author = talk(), factories.user("ann", "Authors")
    for wrong in (person, author.pk):
        step(marit, conversation, "assign", person=wrong, before="")
    assert Conversation.objects.get().assignee is None


def test_whoever_answers_first_sees_to_it(marit, bert):
    conversation = talk()
    answer(marit, conversation)
    answer(bert, conversation, "And I", seen=2)
    assert Conversation.objects.get().assignee == marit.person


@pytest.mark.xdist_group("chat server")
def test_of_two_that_take_it_on_at_once_one_wins(server):
    visitor, marit = Visitor(server.port), Staff(server.port, "marit")
    for turn in range(5):
        visitor = Visitor(server.port)
        words = f"Who has it {turn} {uuid.uuid4().hex}"
        visitor.send(words)
        number = re.search(r"conversation/(\d+)/change", marit.request("GET", f"{INBOX}?q={words.split()[-1]}")[1])[1]
        marit.at_once(f"{INBOX}{number}/change/", [{"step": "claim"}] * 4)
        history = marit.request("GET", f"{INBOX}{number}/history/")[1]
        assert history.count("Took on a conversation") == 1


# What has moved


@pytest.mark.parametrize("name", ["close", "spam"])
def test_what_has_moved_is_neither_closed_nor_sorted_out(name, marit):
    conversation = talk()
    write(conversation.visitor, "And one of wood?")
    page = step(marit, conversation, name, seen=1)
    assert (page.status_code, Conversation.objects.get().status) == (409, "open")
    assert "And one of wood?" in page.text
    assert "Something has changed meanwhile" in said(page)
    assert step(marit, conversation, name, seen=2).status_code == 302
    assert Conversation.objects.get().status != "open"


def test_a_stale_page_closes_no_spam_and_opens_nothing_that_is_open(marit, bert):
    conversation = talk()
    step(bert, conversation, "spam", seen=1)
    assert step(marit, conversation, "close", seen=1).status_code == 409
    assert Conversation.objects.get().status == "spam"
    step(bert, conversation, "reopen", seen=1)
    before = Conversation.objects.get()
    assert step(marit, conversation, "reopen", seen=1).status_code == 409
    assert Conversation.objects.get().told_at == before.told_at


def test_opened_again_it_waits_since_it_was_first_unanswered(marit):
    conversation = talk()
    answer(marit, conversation)
    for words in ("One", "Two"):
        write(conversation.visitor, words)
    for name in ("close", "reopen"):
        step(marit, conversation, name)
    assert Conversation.objects.get().waiting_since == conversation.messages.get(body="One").created_at


@pytest.mark.parametrize("form", [{"step": "close", "seen": "9" * 5_000}, {"step": "insert", "canned": "9" * 5_000}])
def test_a_number_of_any_length_is_none(form, marit):
    assert marit.post(thread(talk()), form).status_code in (200, 302)


ODD = [
    *("latest__regex=^(a|a)*$", "moved_at__year=0", "email__regex=(", "pk__in=", "assignee=" + "9" * 30, "o=1.2"),
    *("token_hash__startswith=a", "assignee__password__startswith=x", "notes__body=x", "p=-1", "p=x", "p=" + "9" * 30),
    *("q=@" + "_" * 5_000, "q=%00", "status=%00&who=%F0", "all=", "e=1", "_popup=1", "moved_at__year=" + "9" * 30),
]


@pytest.mark.parametrize("query", ODD)
def test_no_other_question_reaches_the_database(query, marit):
    conversation = talk("a" * 30 + "!", email="ann@example.com")
    for address in (INBOX, thread(conversation)):
        page = marit.get(f"{address}?{query}", follow=True)
        assert page.status_code == 200
        if "q=" not in query:
            assert [row.pk for row in page.context["cl"].result_list] == [conversation.pk]


# Notes


def test_a_note_is_for_colleagues_alone(marit, bert):
    conversation = talk("Hello", email="ann@example.com")
    words = "A secret of ours"
    step(marit, conversation, "note", **{"note-body": words, "note-client_id": str(uuid.uuid4())})
    assert (Note.objects.get().body, Note.objects.get().author) == (words, marit.person)
    assert words in bert.get(thread(conversation)).text
    seen = [conversation.visitor.get(f"/chat/{path}").text for path in ("", "updates?after=0", "download/")]
    assert not any(words in one for one in seen)
    assert Conversation.objects.get().last_seq == 1


def test_a_note_sent_twice_is_there_once_and_an_empty_one_is_told(marit):
    conversation, again = talk(), {"note-body": "Once", "note-client_id": str(uuid.uuid4())}
    for _time in range(2):
        step(marit, conversation, "note", **again)
    page = step(marit, conversation, "note", **again | {"note-body": " "})
    assert "Write a note first." in page.text
    assert Note.objects.count() == 1


def test_another_text_under_a_known_note_is_kept_for_another_press(marit):
    conversation, again = talk(), {"note-client_id": str(uuid.uuid4())}
    step(marit, conversation, "note", **again | {"note-body": "First"})
    page = step(marit, conversation, "note", **again | {"note-body": "Second"})
    assert (page.status_code, page.context["note"]["body"].value()) == (409, "Second")
    form = {f"note-{name}": page.context["note"][name].value() for name in ("client_id", "body")}
    assert step(marit, conversation, "note", **form).status_code == 302
    assert list(Note.objects.values_list("body", flat=True)) == ["First", "Second"]


# Ready answers


def replies(**texts: str) -> None:
    for key, text in texts.items():
        word, _underscore, language = key.partition("_")
        CannedReply.objects.create(word=word, language=language.replace("_", "-"), text=text)


@pytest.mark.parametrize(
    ("name", "text"),
    [("Ann", "Hello Ann, we are open."), ("", "Hello, we are open."), ("{name}", "Hello {name}, we are open.")],
)
def test_a_ready_answer_comes_into_the_form_with_the_visitors_name(name, text, marit):
    replies(hours_en="Hello {name}, we are open.")
    conversation = talk(name=name)
    page = step(marit, conversation, "insert", canned=CannedReply.objects.get().pk, body="Typed", seen=1)
    assert page.context["form"]["body"].value() == f"Typed\n{text}"
    assert Conversation.objects.get().last_seq == 1


def test_ready_answers_are_in_the_visitors_language_or_the_sites(marit):
    replies(hours_en="We are open.", hours_zh_hans="我们营业。", price_en="We send it.")
    english, chinese = talk(), Client()
    chinese.post("/chat/?lang=zh-hans", {"client_id": str(uuid.uuid4()), "body": "你好"})

    def offered(conversation) -> list[str]:
        return [text for _reply, text in marit.get(thread(conversation)).context["replies"]]

    assert offered(english) == ["We are open.", "We send it."]
    assert offered(Conversation.objects.latest("pk")) == ["我们营业。", "We send it."]


@pytest.mark.parametrize("word", ["two words", "a/b", "", "x" * 31])
def test_a_word_that_cannot_be_typed_is_refused(word, marit):
    page = marit.post(reverse("admin:chat_cannedreply_add"), {"word": word, "language": "en", "text": "x"})
    assert page.context["errors"]
    assert not CannedReply.objects.exists()


def test_one_word_has_one_text_in_a_language(marit):
    replies(hours_en="We are open.")
    page = marit.post(reverse("admin:chat_cannedreply_add"), {"word": "hours", "language": "en", "text": "x"})
    assert "There is an answer with this word in this language already." in page.text


# Who is at it


def test_a_colleague_at_it_is_shown_for_a_while(marit, bert):
    conversation = talk()
    bert.post(f"{INBOX}{conversation.pk}/typing")
    words = "Bert is writing an answer."
    assert words in marit.get(thread(conversation)).text
    assert words not in bert.get(thread(conversation)).text
    Conversation.objects.update(replying_at=timezone.now() - timedelta(minutes=1))
    assert words not in marit.get(thread(conversation)).text


# Earlier ones


def test_what_the_same_address_wrote_before_stands_beside_it(marit):
    first, other = talk("Long ago", email="Ann@example.com"), talk("Another's", email="bo@example.com")
    spam = talk("Buy", email="ann@example.com")
    step(marit, spam, "spam")
    now = talk("Me again", email="ann@example.com")
    assert [one.pk for one in marit.get(thread(now)).context["earlier"]] == [first.pk]
    assert not marit.get(thread(other)).context["earlier"]
    assert not marit.get(thread(talk("Without an address"))).context["earlier"]


# Filters


def listed(client: Client, query: str) -> set[int]:
    return {row.pk for row in client.get(f"{INBOX}?{query}").context["cl"].result_list}


def test_the_list_is_narrowed_by_who_language_and_what_was_read(marit, bert):
    mine, theirs, free = talk("Mine"), talk("Theirs"), talk("Free")
    step(marit, mine, "claim"), step(bert, theirs, "claim")
    Conversation.objects.filter(pk=free.pk).update(language="zh-hans")
    assert listed(marit, "who=me") == {mine.pk}
    assert listed(marit, "who=nobody") == {free.pk}
    assert listed(marit, "who=others") == {theirs.pk}
    assert listed(marit, "language=zh-hans") == {free.pk}
    assert listed(marit, "who=x&language=y&unread=z") == {mine.pk, theirs.pk, free.pk}
    assert listed(marit, "unread=1") == {mine.pk, free.pk}
    marit.get(thread(mine))
    assert listed(marit, "unread=1") == {free.pk}


def test_a_filter_is_kept_used_and_dropped(marit, bert):
    marit.post(f"{INBOX}keep-filter/", {"name": "Chinese <b>", "query": "status=open&language=zh-hans"})
    page = marit.get(INBOX).text
    assert '?status=open&amp;language=zh-hans">Chinese &lt;b&gt;</a>' in page
    assert "Chinese" not in bert.get(INBOX).text.replace("Chinese</option>", "")
    marit.post(f"{INBOX}drop-filter/", {"name": "Chinese <b>"})
    assert "Chinese &lt;b&gt;" not in marit.get(INBOX).text


def test_a_filter_needs_a_name_and_takes_the_place_of_its_namesake(marit):
    marit.post(f"{INBOX}keep-filter/", {"name": "", "query": "status=open"})
    for query in ("status=open", "status=spam"):
        marit.post(f"{INBOX}keep-filter/", {"name": "One", "query": query})
    assert [one["query"] for one in marit.get(INBOX).context["desk"].filters] == ["status=spam"]


def test_the_list_beside_a_conversation_is_the_one_it_was_opened_from(marit):
    conversation, closed = talk("Here"), talk("Closed")
    step(marit, closed, "close")
    page = marit.get(f"{thread(conversation)}?status=resolved")
    assert [row.pk for row in page.context["cl"].result_list] == [closed.pk]
    assert f'{thread(closed)}?status=resolved"' in page.text
    back = marit.post(f"{thread(conversation)}?status=resolved", {"step": "claim"})
    assert back["Location"] == f"{thread(conversation)}?status=resolved"
    assert marit.get(f"{thread(conversation)}?nonsense=1&p=x").status_code == 200


# What is read


def unread(client: Client) -> int:
    return client.get(f"{INBOX}unread/").json()["unread"]


def test_what_waits_is_unread_until_it_is_looked_at(marit, bert):
    conversation = talk()
    assert (unread(marit), unread(bert)) == (1, 1)
    assert re.search(r"<b>1</b>", marit.get("/admin/").text)
    marit.get(thread(conversation))
    assert (unread(marit), unread(bert)) == (0, 1)
    write(conversation.visitor, "More")
    assert marit.post(f"{INBOX}{conversation.pk}/read", {"seq": 1}).json()["unread"] == 1
    assert marit.post(f"{INBOX}{conversation.pk}/read", {"seq": 2}).json()["unread"] == 0


def test_what_a_window_fetches_for_itself_is_not_read_by_it(marit):
    conversation = talk()
    marit.get(thread(conversation), headers={"X-Only-Around": "1"})
    marit.head(thread(conversation))
    assert unread(marit) == 1


@pytest.mark.parametrize("seq", ["", "-1", "x", "9" * 20, "²"])
def test_an_odd_number_reads_nothing(seq, marit):
    conversation = talk()
    assert marit.post(f"{INBOX}{conversation.pk}/read", {"seq": seq}).json() == {"waiting": 1, "unread": 1}


class Desk:
    """What one agent should look at, reckoned apart from the site: what he has read of each conversation."""

    def __init__(self, client: Client):
        self.client, self.read = client, {}

    def unread(self, talks: dict) -> int:
        return sum(
            one["status"] == "open"
            and one["who"] in (None, self.client.person.pk)
            and self.read.get(pk, 0) < one["last"]
            for pk, one in talks.items()
        )


def test_counts_are_right_after_each_of_a_thousand_events(settings):
    settings.CHAT_LIMITS = dict.fromkeys(settings.CHAT_LIMITS, 10_000)
    dice, talks, visitors = Random("unread"), {}, {}
    desks = [Desk(agent(name)) for name in ("marit", "bert", "ida")]

    def begin(_desk):
        visitor = Client()
        visitor.post("/chat/send", {"client_id": str(uuid.uuid4()), "body": "Hello"})
        pk = Conversation.objects.latest("pk").pk
        talks[pk], visitors[pk] = {"status": "open", "who": None, "last": 1}, visitor

    def say(_desk):
        pk = dice.choice([*talks])
        visitors[pk].post("/chat/send", {"client_id": str(uuid.uuid4()), "body": "More"})
        one = talks[pk]
        one["last"] += 1
        one["status"] = one["status"] if one["status"] == "spam" else "open"

    def reply(desk):
        pk = dice.choice([*talks])
        one = talks[pk]
        form = {"client_id": str(uuid.uuid4()), "body": "Yes", "seen": one["last"]}
        assert desk.client.post(f"{INBOX}{pk}/send", form).status_code == 201
        one |= {"last": one["last"] + 1, "status": "pending", "who": one["who"] or desk.client.person.pk}

    def read(desk):
        pk = dice.choice([*talks])
        seq = dice.randint(1, talks[pk]["last"])
        desk.client.post(f"{INBOX}{pk}/read", {"seq": seq})
        desk.read[pk] = max(desk.read.get(pk, 0), seq)

    def sort(desk):
        pk, name = dice.choice([*talks]), dice.choice(["close", "spam", "reopen", "claim"])
        one, said_last = talks[pk], Conversation.objects.get(pk=pk).messages.last().sender
        desk.client.post(f"{INBOX}{pk}/change/", {"step": name})
        if name == "claim":
            one["who"] = one["who"] or desk.client.person.pk
        else:
            back = "pending" if said_last == "staff" else "open"
            is_possible = (one["status"] in ("open", "pending")) == (name != "reopen")
            if is_possible:
                one["status"] = {"close": "resolved", "spam": "spam", "reopen": back}[name]
            else:
                desk.read[pk] = one["last"]  # it is shown instead

    def erase(_desk):
        pk = dice.choice([*talks])
        visitors.pop(pk).post("/chat/delete/")
        del talks[pk]
        for desk in desks:
            desk.read.pop(pk, None)

    begin(None)
    acts = [begin, say, say, say, say, reply, reply, read, read, read, sort]
    for _event in range(1_000):
        act = dice.choice([*acts, erase] if len(talks) > 12 else acts)
        act(dice.choice(desks))
        desk = dice.choice(desks)
        assert unread(desk.client) == desk.unread(talks), act.__name__
    assert len(talks) > 5
    assert User.objects.count() == 3
