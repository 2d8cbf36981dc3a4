"""Mail goes out once, whatever the number of workers, and is tried again when it could not."""

import socketserver
import threading
from copy import copy
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.urls import reverse

from pages.models import AuditEntry, Letter
from pages.models.errands import CLAIMED_FOR, WAITS
from pages.models.outbox import send_waiting
from tests import factories
from tests.servers import environment, gunicorn, manage, prepare

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
SECOND = timedelta(seconds=1)


class Broken(BaseEmailBackend):
    def send_messages(self, messages):
        raise ConnectionRefusedError("nobody answers")


def letter(**fields) -> Letter:
    return Letter.objects.create(
        **{"key": f"a {Letter.objects.count()}", "to": "ann@example.com", "subject": "Hello", "text": "Words."} | fields
    )


def test_what_waits_goes_out_once_and_its_words_are_forgotten():
    letter()
    send_waiting(), send_waiting()
    (sent,) = mail.outbox
    assert (sent.to, sent.subject, sent.body) == (["ann@example.com"], "Hello", "Words.")
    kept = Letter.objects.get()
    assert kept.sent_at
    assert kept.text == ""
    assert sent.extra_headers["Message-ID"] == f"<{kept.number.hex}@127.0.0.1>"


def test_what_was_posted_under_a_key_is_not_posted_again():
    ann = factories.user("ann", "Editors", email="ann@example.com")
    context = {"actor": "Erin", "title": "Gates", "said": "", "path": "/"}
    for _time in range(2):
        Letter.objects.post(ann, "review_submit", context, "one")
    Letter.objects.post(factories.user("ben"), "review_submit", context, "one")  # no address
    assert Letter.objects.get().subject == "Erin asks for a review: Gates"


def test_a_title_with_line_ends_cannot_add_a_header():
    ann = factories.user("ann", "Editors", email="ann@example.com")
    title = "Gates\nBcc: all@example.com"
    Letter.objects.post(ann, "review_submit", {"actor": "Erin", "title": title, "said": "", "path": "/"}, "one")
    send_waiting()
    (sent,) = mail.outbox
    assert sent.recipients() == ["ann@example.com"]
    assert "\n" not in sent.subject


def test_a_letter_that_failed_waits_longer_each_time_and_is_given_up_in_the_end(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Broken"
    with time_machine.travel(NOW, tick=False) as clock:
        waiting = letter(due_at=NOW)
        for wait in WAITS:
            send_waiting()
            waiting.refresh_from_db()
            assert waiting.problem == "nobody answers"
            assert waiting.due_at == datetime.now(tz=UTC) + wait
            clock.move_to(waiting.due_at - SECOND)
            send_waiting()
            clock.shift(SECOND)
        send_waiting()
        waiting.refresh_from_db()
        assert waiting.failed_at
        assert waiting.tries == len(WAITS) + 1


def test_a_worker_that_died_while_sending_leaves_it_to_another():
    with time_machine.travel(NOW, tick=False) as clock:
        letter(due_at=NOW)
        assert Letter.objects.claim(NOW)
        send_waiting()
        assert mail.outbox == []
        clock.shift(CLAIMED_FOR)
        send_waiting()
        assert len(mail.outbox) == 1


def test_of_two_that_claim_at_once_one_gets_it(monkeypatch):
    letter()
    seen = Letter.objects.get()
    # Both have read it before either claims it.
    monkeypatch.setattr(Letter.objects.none().__class__, "__getitem__", lambda queryset, part: [copy(seen)])
    now = datetime.now(tz=UTC) + SECOND
    assert [bool(Letter.objects.claim(now)), bool(Letter.objects.claim(now))] == [True, False]


def test_the_admin_shows_what_waits_and_what_failed_but_no_words(signed_in):
    letter(subject="Waiting"), letter(subject="Failed", failed_at=NOW, problem="nobody answers", text="A secret link")
    boss = signed_in()
    page = boss.get(reverse("admin:pages_letter_changelist")).text
    assert all(words in page for words in ("Waiting", "Failed", "nobody answers"))
    failed = Letter.objects.get(subject="Failed")
    details = boss.get(reverse("admin:pages_letter_change", args=[failed.pk])).text
    assert "A secret link" not in page + details
    assert "Failed" not in boss.get(reverse("admin:pages_letter_changelist") + "?state=waiting").text.split("<tbody")[1]


def test_what_failed_is_sent_again_on_demand(signed_in):
    letter(failed_at=NOW, problem="nobody answers", tries=8)
    signed_in().post(reverse("admin:pages_letter_retry"))
    send_waiting()
    assert len(mail.outbox) == 1
    assert AuditEntry.objects.of_step("retry").exists()


def test_what_is_being_sent_is_not_sent_a_second_time_on_demand(signed_in):
    letter()
    assert Letter.objects.claim(datetime.now(tz=UTC) + SECOND)
    signed_in().post(reverse("admin:pages_letter_retry"))
    send_waiting()
    assert mail.outbox == []


def test_old_mail_is_forgotten():
    letter(sent_at=NOW), letter()
    Letter.objects.forget(NOW + timedelta(days=30))
    assert Letter.objects.count() == 2
    Letter.objects.forget(NOW + timedelta(days=30) + SECOND)
    assert Letter.objects.get().sent_at is None


class Mailbox(socketserver.ThreadingTCPServer):
    """Speaks as much SMTP as is needed to take a letter; the first ones it refuses."""

    allow_reuse_address, daemon_threads = True, True

    def __init__(self, refuses: int):
        super().__init__(("127.0.0.1", 0), Postman)
        self.refuses, self.letters, self.full, self.wanted = refuses, [], threading.Event(), 0
        self.lock = threading.Lock()


class Postman(socketserver.StreamRequestHandler):
    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        self.say("220 here")
        while line := self.rfile.readline().decode().strip():
            word = line.partition(" ")[0].upper()
            if word == "DATA":
                self.say("354 go on")
                self.take()
            elif word == "QUIT":
                return self.say("221 bye")
            else:
                self.say("250 ok")
        return None

    def take(self) -> None:
        lines = []
        while (line := self.rfile.readline().decode()) not in (".\r\n", ""):
            lines.append(line)
        with self.server.lock:
            if self.server.refuses:
                self.server.refuses -= 1
                return self.say("451 later")
            self.server.letters.append("".join(lines))
            if len(self.server.letters) >= self.server.wanted:
                self.server.full.set()
        return self.say("250 kept")


def test_four_workers_send_each_letter_once(tmp_path):
    box = Mailbox(refuses=0)
    box.wanted = 40
    threading.Thread(target=box.serve_forever, daemon=True).start()
    env = environment(tmp_path, EMAIL_URL=f"smtp://127.0.0.1:{box.server_address[1]}", WEB_CONCURRENCY="4")
    prepare(env)
    with gunicorn(env):
        script = (
            "from pages.models import Letter\n"
            "for n in range(40): Letter.objects.create(key=str(n), to='a@example.com', subject=f'No {n}.', text='x')"
        )
        manage(env, "shell", "-c", script)
        assert box.full.wait(60), f"{len(box.letters)} of 40 came"
    box.shutdown(), box.server_close()
    subjects = sorted(line for letter in box.letters for line in letter.splitlines() if line.startswith("Subject:"))
    assert subjects == sorted(f"Subject: No {n}." for n in range(40))
