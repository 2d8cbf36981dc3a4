"""What a visitor asks for of his own: handed out, or erased to the last word; and what is old goes by itself."""

import contextlib
import csv
import json
import sqlite3
import uuid
from datetime import timedelta
from io import StringIO
from pathlib import Path

import psycopg
import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from chat import search
from chat.models import ChatSettings, Conversation, Desk, Message, Note, ReadMark
from chat.purging import purge
from pages import caretaker
from pages.models import AuditEntry, Letter
from pages.models.people import THE_SITE
from pages.tables import safe_cells
from tests import postgres, servers
from tests.chat.talks import INBOX, answer, step, talk, thread, write
from tests.chat.wire import Staff, Visitor
from tests.chat.words import as_body, words

pytestmark = pytest.mark.django_db
PRIVACY = f"{INBOX}privacy/"


@pytest.fixture
def boss(signed_in) -> Client:
    return signed_in()


@pytest.fixture
def anns(boss) -> Conversation:
    """With everything that may be kept of one, and in the end another's."""
    conversation = talk("Two gates", name="Ann", email="Ann@example.com", page="/gates/")
    answer(boss, conversation, "We do.")
    step(boss, conversation, "note", **{"note-body": "Pays late", "note-client_id": str(uuid.uuid4())})
    step(boss, conversation, "transcript")
    talk("Another's words", email="bo@example.com")
    return conversation


def find(client: Client, who: str, **more):
    return client.post(PRIVACY, {"who": who} | more)


# Found


def test_it_is_found_by_address_and_by_reference(boss, anns):
    for who in ("ann@example.com", " ANN@EXAMPLE.COM ", anns.reference, anns.reference.upper()):
        assert [one.pk for one in find(boss, who).context["found"]] == [anns.pk]
    assert "Export or erase" in boss.get(thread(anns)).text


@pytest.mark.parametrize("who", ["ann", "ann@example", "%", "example.com", "0123456789", "Ann"])
def test_nothing_is_found_by_half_an_address(who, boss, anns):
    page = find(boss, who, step="erase", understood="1")
    assert Conversation.objects.count() == 2
    page = find(boss, who)
    assert "Nothing is kept under this address or reference." in page.text


def test_without_either_it_says_what_is_wanted(boss):
    assert "Write an e-mail address or a reference." in find(boss, "").text
    assert boss.get(PRIVACY).status_code == 200


def test_only_who_may_erase_finds_it(anns, signed_in):
    agent = signed_in("Chat agents")
    assert {agent.get(PRIVACY).status_code, find(agent, "ann@example.com").status_code} == {403}
    assert "Export or erase" not in agent.get(thread(anns)).text


# Handed out


def test_as_json_all_of_it_is_there(boss, anns):
    answered = find(boss, "ann@example.com", step="json")
    (one,) = json.loads(answered.text)
    assert (one["reference"], one["name"], one["email"], one["page"]) == (
        anns.reference,
        "Ann",
        "Ann@example.com",
        "/gates/",
    )
    assert [(said["kind"], said["text"]) for said in one["said"]] == [
        ("visitor", "Two gates"),
        ("staff", "We do."),
        ("note", "Pays late"),
    ]
    assert answered["Content-Disposition"].startswith('attachment; filename="chat-')


def test_as_csv_no_cell_is_a_formula(boss, settings):
    settings.CHAT_LIMITS = dict.fromkeys(settings.CHAT_LIMITS, 10_000)
    ours = [word for word in words() if as_body(word)][:220]
    conversation = talk("First", email="ann@example.com")
    for word in ours:
        write(conversation.visitor, word)
    text = find(boss, "ann@example.com", step="csv").text
    rows = list(csv.DictReader(StringIO(text.removeprefix("\ufeff"), newline="")))
    assert [row["text"] for row in rows] == ["First", *safe_cells(as_body(word) for word in ours)]
    cells = [cell for row in rows for cell in row.values()]
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]


def test_who_handed_out_or_erased_what_is_in_the_log_without_a_word(boss, anns):
    find(boss, "ann@example.com", step="json")
    find(boss, "ann@example.com", step="erase", understood="1")
    entries = list(AuditEntry.objects.order_by("pk"))
    assert [(entry.what, entry.words) for entry in entries[-2:]] == [("Exported", "1"), ("Erased conversations", "1")]
    told = " ".join(entry.object_repr + entry.change_message for entry in entries)
    assert not [word for word in ("Ann", "ann@", "gates", "Pays") if word in told]
    assert f"#{anns.pk}" in told


# Erased


def test_it_is_asked_first_and_then_nothing_is_left(boss, anns):
    page = find(boss, "ann@example.com", step="erase")
    assert "Nothing brings it back" in page.text
    assert Conversation.objects.count() == 2
    boss.get(thread(anns))
    assert ReadMark.objects.exists()
    page = find(boss, "ann@example.com", step="erase", understood="1")
    assert page["Location"] == INBOX
    assert list(Message.objects.values_list("body", flat=True)) == ["Another's words"]
    assert not Note.objects.exists() | Letter.objects.exists() | ReadMark.objects.exists()
    assert search.find("gates") == []
    assert len(search.find("another")) == 1


def test_no_saved_filter_keeps_the_address(boss, anns):
    for name, query in (("Ann", "status=all&q=Ann%40example.com"), ("Waiting", "status=open")):
        boss.post(f"{INBOX}keep-filter/", {"name": name, "query": query})
    find(boss, "ann@example.com", step="erase", understood="1")
    assert [one["name"] for one in Desk.objects.get().filters] == ["Waiting"]


def test_the_visitors_own_deleting_leaves_no_more(boss, anns):
    anns.visitor.post("/chat/delete/")
    assert not Letter.objects.exists()
    assert "Ann" not in "".join(AuditEntry.objects.values_list("object_repr", flat=True))


@pytest.mark.skipif(connection.vendor == "postgresql", reason="its index keeps nothing")
def test_in_passing_the_index_forgets_what_a_visitor_deleted():
    talk("Zanzibarite").visitor.post("/chat/delete/")
    with connection.cursor() as cursor:
        blocks = "SELECT block FROM chat_messagewords_data"
        assert any(b"zanzibarite" in block for (block,) in cursor.execute(blocks).fetchall())
        caretaker.duties()["forget what was erased"].do()
        assert not any(b"zanzibarite" in block for (block,) in cursor.execute(blocks).fetchall())


SECRETS = {
    "body": "Zanzibarite 秘密茶壶",
    "name": "Quillfeather",
    "email": "vexing@quokka.example",
    "page": "/zugzwang/",
}
TRACES = ["zanzibarite", "秘密", "茶壶", "quillfeather", "vexing", "quokka", "zugzwang"]
BOSS = """
from django.contrib.auth.models import User
User.objects.create_superuser("boss", password="a good password")
"""
LETTERS_ARE_GONE = """
from pages.models import Letter
from django.utils import timezone
import time
while Letter.objects.filter(sent_at=None).exists():
    time.sleep(0.05)
print(Letter.objects.count())
"""


def traces(content: bytes) -> list[str]:
    text = content.lower()
    escaped = [(trace, json.dumps(trace).strip('"').encode()) for trace in TRACES]
    return [trace for trace, other in escaped if trace.encode() in text or other in text]


def everything(env: dict[str, str]) -> dict[str, bytes]:
    """Each table of the database, as bytes."""
    if env["DATABASE_URL"].startswith("postgres"):
        with psycopg.connect(env["DATABASE_URL"]) as database:
            names = database.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
            rows = {name: database.execute(f"SELECT t::text FROM {name} AS t").fetchall() for (name,) in names}  # noqa: S608
            return {name: repr(found).encode() for name, found in rows.items()}
    with contextlib.closing(sqlite3.connect(Path(env["DATA_DIR"]) / servers.DATABASE)) as database:
        database.text_factory = bytes
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        names = [name.decode() for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {name: database.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}  # noqa: S608
    return {
        name: b"\n".join(cell if isinstance(cell, bytes) else str(cell).encode() for row in rows for cell in row)
        for name, rows in found.items()
    }


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_byte_by_byte_no_word_is_left(kind, tmp_path):
    data, post = tmp_path / "data", tmp_path / "post"
    data.mkdir(), post.mkdir()
    with postgres.database() if kind == "postgres" else contextlib.nullcontext({}) as more:
        env = servers.environment(data, WEB_CONCURRENCY="2", EMAIL_URL=f"filemail:///{post}", **more)
        servers.prepare(env)
        servers.manage(env, "shell", "--no-imports", "-v0", "-c", BOSS)
        with servers.gunicorn(env) as port:
            visitor, boss = Visitor(port), Staff(port, "boss")
            form = {"client_id": str(uuid.uuid4())} | SECRETS
            assert visitor.request("POST", "/chat/send", form)[0].status == 201
            page = boss.request("GET", f"{INBOX}?q=zanzibarite")[1]
            number = int(page.partition("/admin/chat/conversation/1/change")[1].split("/")[-2])
            assert boss.answer(number, "We do.", seen=1)[0].status == 201
            for form in (
                {"step": "transcript"},
                {"step": "note", "note-body": "Quillfeather pays", "note-client_id": str(uuid.uuid4())},
            ):
                assert boss.request("POST", f"{INBOX}{number}/change/", form)[0].status == 302
            servers.manage(env, "shell", "--no-imports", "-v0", "-c", LETTERS_ARE_GONE)
            assert traces(b"".join(everything(env).values())) == TRACES, "what is looked for was there"
            found = {"who": SECRETS["email"]}
            for more_of_it in (
                {},
                {"step": "csv"},
                {"step": "json"},
                {"step": "erase"},
                {"step": "erase", "understood": "1"},
            ):
                assert boss.request("POST", PRIVACY, found | more_of_it)[0].status in (200, 302)
        assert [name for name, content in everything(env).items() if traces(content)] == []
        files = [file for file in data.rglob("*") if file.is_file()]
        assert [file.name for file in files if traces(file.read_bytes())] == []
        assert any(file.name.startswith("gunicorn-") and file.stat().st_size for file in files), "the log is among them"


# By age


def old(status: str, days: float, **fields) -> Conversation:
    conversation = talk(f"Old and {status}", name=status, **fields)
    moved = timezone.now() - timedelta(days=days)
    Conversation.objects.filter(pk=conversation.pk).update(status=status, moved_at=moved)
    return conversation


def kept() -> set[str]:
    return set(Conversation.objects.values_list("name", flat=True))


SECOND = 1 / 86_400  # of a day


def test_what_is_older_than_the_settings_say_goes_to_the_second():
    with time_machine.travel(timezone.now(), tick=False):
        for status, days in (("resolved", 180), ("pending", 180), ("spam", 30)):
            old(status, days + SECOND)
        old("open", 1_000)
        young = {old("resolved", 180).pk, old("pending", 180).pk, old("spam", 30).pk}
        purge(timezone.now())
        assert set(Conversation.objects.exclude(status="open").values_list("pk", flat=True)) == young
        assert Conversation.objects.filter(status="open").count() == 1


def test_the_days_are_the_settings():
    ChatSettings.objects.update_or_create(pk=1, defaults={"kept_days": 10, "spam_days": 5})
    old("resolved", 9), old("pending", 11), old("spam", 6)
    purge(timezone.now())
    assert kept() == {"resolved"}


def test_the_log_says_how_many_in_the_sites_own_name(boss):
    for _time in range(3):
        old("resolved", 200, email="ann@example.com")
    purge(timezone.now())
    entry = AuditEntry.objects.latest("pk")
    assert (entry.user.username, entry.what, entry.words) == (THE_SITE, "Erased conversations", "3")
    assert not entry.user.is_active
    assert "The site itself" in boss.get("/admin/pages/auditentry/").text
    assert THE_SITE not in boss.get("/admin/auth/user/").text
    assert not Client().login(username=THE_SITE, password="")


def test_it_goes_in_bounded_steps_and_two_at_once_do_no_harm():
    for _time in range(5):
        old("resolved", 200)
    assert [purge(timezone.now(), most=2) for _time in range(4)] == [2, 2, 1, 0]


def test_the_caretaker_does_it_as_far_as_there_is_something(monkeypatch):
    monkeypatch.setattr("chat.purging.AT_ONCE", 2)
    for _time in range(5):
        old("resolved", 200)
    caretaker.duties()["erase old conversations"].do()
    assert not Conversation.objects.exists()


def test_the_command_does_it_at_once_or_only_says_how_many(capsys):
    for _time in range(3):
        old("spam", 200)
    call_command("purge_chat", "--dry-run")
    assert Conversation.objects.count() == 3
    call_command("purge_chat")
    assert not Conversation.objects.exists()
    assert capsys.readouterr().out == "3 conversations would be erased.\n3 conversations are erased.\n"


def test_the_privacy_page_says_what_is_true(client):
    ChatSettings.objects.update_or_create(pk=1, defaults={"kept_days": 77, "spam_days": 11})
    page = client.get("/privacy/").text
    assert "77 days after its last message, spam after 11 days" in page
