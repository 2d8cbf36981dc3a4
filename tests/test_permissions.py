"""Every address of the admin x everybody x looking and doing x one's own and others': exactly this table.

The addresses come from the URL configuration, so that a new one without a row fails.
"""

import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.admin import site as admin_site
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from chat.models import CannedReply, ChatSettings, Conversation
from news.models import Tag
from pages.models import (
    Announcement,
    AuditEntry,
    Letter,
    MissingAddress,
    OpenForm,
    Partner,
    PreviewLink,
    Redirect,
    SiteSettings,
    StaffSession,
)
from tests import factories

pytestmark = pytest.mark.django_db

PEOPLE = ["anonymous", "staff without rights", "Authors", "Editors", "Site managers", "Chat agents", "superuser"]
OUTCOMES = {
    200: "o",
    201: "o",
    204: "o",
    302: "d",
    400: "b",
    403: "x",
    404: "n",
    405: "m",
}  # and "l": led to the sign-in page


def table() -> dict[str, dict[str, str]]:
    """For each address its cases, and for each case a letter for each of PEOPLE."""
    rows: dict[str, dict[str, str]] = {}
    for line in (Path(__file__).parent / "permissions.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            name, *case, letters = line.split()
            rows.setdefault(name, {})[" ".join(case)] = letters
    return rows


TABLE = table()


class World:
    """One of everything, and for one person what he began himself."""

    def __init__(self, who: str):
        self.who = who
        self.other = factories.user("other", "Editors")
        self.client, self.person = Client(), self.other
        if who != "anonymous":
            self.person = factories.superuser() if who == "superuser" else factories.user("me", who)
            self.client.force_login(self.person)

    def article(self, owner):
        return factories.draft("An article", created_by=owner)

    def page(self, owner):
        return factories.page("A page", slug=f"a-page-{uuid.uuid4().hex[:6]}", live=False, created_by=owner)

    def timeline(self, kind: str, owner):
        return self.article(owner) if kind == "article" else self.page(owner)

    def live(self, kind: str, owner):
        identity = self.timeline(kind, owner)
        identity.publish(identity.revisions.get(), timezone.now())
        return identity

    def ask(self, method: str, address: str, form: dict) -> str:
        """What the person is answered; nothing of it stays."""
        with transaction.atomic():
            asks_in_address = address.endswith(("/compare/", "/autocomplete/"))
            answer = getattr(self.client, method.lower())(
                address, form if method == "POST" or asks_in_address else None
            )
            transaction.set_rollback(True)
        is_way_in = answer.status_code == 302 and answer["Location"].startswith("/admin/login/")
        return "l" if is_way_in else OUTCOMES[answer.status_code]


def answered() -> dict:
    return {"body": "We do.", "client_id": str(uuid.uuid4()), "seen": 1}


def chat_numbers() -> dict:
    """What else the form of the chat's settings must have: numbers, and how many lines its tables have."""
    numbers = {"tell_after": 2, "digest_every": 15, "kept_days": 180, "spam_days": 30}
    tables = [f"{table}-{count}_FORMS" for table in ("opening_hours", "holidays") for count in ("TOTAL", "INITIAL")]
    return numbers | dict.fromkeys(tables, 0)


def labels(*names: str) -> dict:
    return {f"{name}_{code}": "x" for name in names for code in ("en", "zh_hans")}


def typed(identity=None, **more) -> dict:
    """What the form of an article or a page sends, its buttons apart."""
    form = {"title": "A title", "language": "en", "body": "<p>Typed.</p>", "position": 0, "clicks_before": 0}
    form |= {"category": factories.category().pk, "opened": str(uuid.uuid4())}
    return form | ({"base": identity.revisions.latest("pk").pk, "slug": identity.slug} if identity else {}) | more


# How each address of something with revisions is reached, and what is sent there.
Step = Callable[[World, str, object], tuple[list, dict]]
TIMELINE_STEPS: dict[str, Step] = {
    "changelist": lambda w, kind, owner: ([], {}),
    "add": lambda w, kind, owner: ([], typed()),
    "change": lambda w, kind, owner: (lambda one: ([one.pk], typed(one)))(w.timeline(kind, owner)),
    "delete": lambda w, kind, owner: ([w.timeline(kind, owner).pk], {"post": "yes"}),
    "history": lambda w, kind, owner: ([w.timeline(kind, owner).pk], {}),
    "take_down": lambda w, kind, owner: ([w.live(kind, owner).pk], {}),
    "cancel": lambda w, kind, owner: (lambda one: ([one.pk, one.revisions.get().pk], {}))(ahead(w, kind, owner)),
    "compare": lambda w, kind, owner: compared(w.timeline(kind, owner)),
    "version": lambda w, kind, owner: numbers(w.timeline(kind, owner)),
    "restore": lambda w, kind, owner: numbers(w.timeline(kind, owner)),
    "withhold": lambda w, kind, owner: (numbers(w.live(kind, owner))[0], {"reason": "A court"}),
    "at": lambda w, kind, owner: ([w.timeline(kind, owner).pk], {}),
    "put_back": lambda w, kind, owner: ([trashed(w, kind, owner).pk], {}),
    "purge": lambda w, kind, owner: ([trashed(w, kind, owner).pk], {"understood": "1"}),
    "preview_new": lambda w, kind, owner: ([], typed()),
    "preview": lambda w, kind, owner: (lambda one: ([one.pk], typed(one)))(w.timeline(kind, owner)),
    "link": lambda w, kind, owner: (lambda one: ([one.pk], {"revision": one.revisions.get().pk, "days": 7}))(
        w.timeline(kind, owner)
    ),
    "revoke": lambda w, kind, owner: link(w, kind, owner),
    "autosave_new": lambda w, kind, owner: ([], typed()),
    "autosave": lambda w, kind, owner: (lambda one: ([one.pk], typed(one)))(w.timeline(kind, owner)),
    "open_form": lambda w, kind, owner: ([open_form(w, kind, owner).key], {}),
    "translations": lambda w, kind, owner: ([w.timeline(kind, owner).pk], {}),
    "join": lambda w, kind, owner: ([w.live(kind, owner).pk, translation(w, kind, owner).pk], {}),
    "separate": lambda w, kind, owner: ([w.timeline(kind, owner).pk], {}),
}
WITHOUT_OWNER = {"changelist", "add", "preview_new", "autosave_new"}


def compared(one) -> tuple[list, dict]:
    number = one.revisions.get().pk
    return [one.pk], {"old": number, "new": number}


def numbers(one) -> tuple[list, dict]:
    return [one.pk, one.revisions.get().pk], {}


def ahead(w: World, kind: str, owner):
    one = w.timeline(kind, owner)
    one.schedule(one.revisions.get(), timezone.now() + timedelta(days=1), timezone.now())
    return one


def translation(w: World, kind: str, owner):
    one = w.timeline(kind, owner)
    type(one).objects.filter(pk=one.pk).update(language="zh-hans")
    return one


def trashed(w: World, kind: str, owner):
    one = w.timeline(kind, owner)
    one.trash(timezone.now(), owner)
    return one


def link(w: World, kind: str, owner) -> tuple[list, dict]:
    one, now = w.timeline(kind, owner), timezone.now()
    made = PreviewLink.objects.create(
        about=f"{kind}:{one.pk}", revision=one.revisions.get().pk, made_at=now, expires_at=now + timedelta(days=1)
    )
    return [one.pk, made.pk], {}


def open_form(w: World, kind: str, owner) -> OpenForm:
    now = timezone.now()
    return OpenForm.objects.create(
        key=uuid.uuid4(), person=owner, about=f"{kind}:", typed={}, opened_at=now, seen_at=now, saved_at=now
    )


# The other addresses: those of a row by what makes the row, and what its form sends.
def conversation() -> Conversation:
    Conversation.objects.send("token", client_id=uuid.uuid4(), body="Hello")
    return Conversation.objects.latest("pk")


def session(of) -> StaffSession:
    now = timezone.now()
    return StaffSession.objects.create(person=of, session_key=uuid.uuid4().hex, began_at=now, seen_at=now)


ROWS = {
    "pages_auditentry": lambda w: AuditEntry.objects.latest("pk"),
    "pages_letter": lambda w: Letter.objects.create(key=str(uuid.uuid4()), to="a@example.com", subject="x", text="x"),
    "pages_announcement": lambda w: Announcement.objects.create(service="baidu", about="article:1"),
    "pages_banner": lambda w: factories.banner(),
    "pages_partner": lambda w: Partner.objects.create(name={"en": "Delta"}, address="https://example.com/"),
    "pages_menuitem": lambda w: factories.menu_item("Home", "/"),
    "pages_picture": lambda w: factories.picture(width=20, height=20),
    "pages_redirect": lambda w: Redirect.objects.create(source=f"/{uuid.uuid4()}", target="/news/"),
    "pages_missingaddress": lambda w: MissingAddress.objects.create(
        address="/none.html", first_at=timezone.now(), last_at=timezone.now()
    ),
    "pages_sitesettings": lambda w: SiteSettings.objects.get_or_create(pk=1)[0],
    "news_category": lambda w: factories.category("empty", "Empty"),
    "news_tag": lambda w: Tag.objects.create(name=f"tag {uuid.uuid4()}"),
    "chat_conversation": lambda w: conversation(),
    "chat_chatsettings": lambda w: ChatSettings.objects.current(),
    "chat_cannedreply": lambda w: CannedReply.objects.create(word=uuid.uuid4().hex[:20], language="en", text="x"),
    "auth_group": lambda w: Group.objects.create(name=str(uuid.uuid4())),
    "auth_user": lambda w: factories.user(f"somebody-{uuid.uuid4().hex[:8]}"),
}
FORMS: dict[str, Callable[[], dict]] = {
    "pages_banner": lambda: {"title_en": "x", "picture": factories.picture(width=20, height=20).pk},
    "pages_partner": lambda: {"name_en": "x", "address": "https://example.com/"},
    "pages_menuitem": lambda: {"place": "header", "label_en": "x", "target": "/news/"},
    "pages_picture": lambda: {"file": factories.upload(width=20, height=20), "name": "x", "alt": "x"},
    "pages_redirect": lambda: {"source": "/x.html", "target": "/news/"},
    "pages_sitesettings": lambda: labels("company_name", "welcome", "description", "about", "address", "hours"),
    "news_category": lambda: labels("name") | {"slug": "new", "position": 0},
    "news_tag": lambda: {"name": "new"},
    "chat_conversation": lambda: answered(),
    "chat_chatsettings": lambda: labels("answer_time", "welcome", "absence") | chat_numbers(),
    "chat_cannedreply": lambda: {"word": "new", "language": "en", "text": "x"},
    "auth_group": lambda: {"name": "New"},
    "auth_user": lambda: {"email": "new@example.com", "first_name": "New", "language": "en", "is_active": "on"},
}
# Those that fit no pattern: arguments, and what is sent.
OTHERS: dict[str, Callable[[World], tuple[list, dict]]] = {
    "chat_conversation_updates": lambda w: ([conversation().pk], {}),
    "chat_conversation_send": lambda w: ([conversation().pk], answered()),
    "chat_conversation_typing": lambda w: ([conversation().pk], {}),
    "chat_conversation_read": lambda w: ([conversation().pk], {"seq": 1}),
    "chat_conversation_keep_filter": lambda w: ([], {"name": "x", "query": "status=open"}),
    "chat_conversation_privacy": lambda w: ([], {"who": conversation().reference, "step": "json"}),
    "pages_redirect_import": lambda w: ([], {"file": SimpleUploadedFile("r.csv", b"/z.html,/news/")}),
    "pages_picture_upload": lambda w: ([], {"file": factories.upload(width=20, height=20)}),
    "pages_picture_thumbnail": lambda w: ([factories.picture(width=20, height=20).pk], {}),
    "account": lambda w: ([], {"first_name": "x", "last_name": "x", "email": w.person.email}),
    "auth_user_letter": lambda w: ([factories.user("invited", "Authors", email="i@example.com").pk], {}),
    "auth_user_end_sessions": lambda w: ([w.other.pk], {}),
    "auth_user_end_session": lambda w: ([w.other.pk, session(w.other).pk], {}),
    "account_end_session": lambda w: ([session(w.person).pk], {}),
    "password_reset_confirm": lambda w: (["MQ", "a-token"], {}),
    "admin_password_reset": lambda w: ([], {"email": "nobody@example.com"}),
    "set_language": lambda w: ([], {"language": "en"}),
    "app_list": lambda w: ({"app_label": "news"}, {}),
    "autocomplete": lambda w: (
        [],
        {"app_label": "news", "model_name": "article", "field_name": "category", "term": "x"},
    ),
}


def names(patterns: list) -> list[str]:
    found = []
    for pattern in patterns:
        found += names(pattern.url_patterns) if hasattr(pattern, "url_patterns") else [pattern.name]
    return [name for name in found if name]


# Django's way from a number to a public address is closed (hifred/urls.py), and signing in is no right.
ELSEWHERE = {"view_on_site", "login", "logout"}
# What stands beside the admin's own addresses, such as a forgotten password.
BESIDE = [
    pattern.name
    for pattern in get_resolver().url_patterns
    if str(pattern.pattern).startswith("admin/") and getattr(pattern, "name", None)
]
NAMES = [name for name in names(admin_site.get_urls()) if name not in ELSEWHERE] + BESIDE


def address_of(name: str, arguments: list | dict) -> str:
    named = {"kwargs" if isinstance(arguments, dict) else "args": arguments}
    return reverse(name if name in BESIDE else f"admin:{name}", **named)


def asked(name: str, w: World) -> dict[str, tuple[list, dict]]:
    """For each case of an address, its arguments and what is sent."""
    if match := re.fullmatch(r"(?:news|pages)_(article|page)_(\w+)", name):
        kind, step = match[1], TIMELINE_STEPS[match[2]]
        if match[2] in WITHOUT_OWNER:
            return {"": step(w, kind, w.person)}
        # Nobody who has not signed in began anything.
        return {"mine": step(w, kind, w.person), "theirs": step(w, kind, w.other)}
    if name in OTHERS:
        return {"": OTHERS[name](w)}
    model, _underscore, step = name.rpartition("_")
    if model in ROWS and step in ("change", "delete", "history"):
        return {"": ([ROWS[model](w).pk], {"post": "yes"} if step == "delete" else FORMS.get(model, dict)())}
    return {"": ([], FORMS.get(model, dict)())}


def outcomes(who: str) -> dict[str, dict[str, str]]:
    """What somebody is answered at each address, as it is now."""
    w, found = World(who), {}
    AuditEntry.objects.note(w.other, Tag, "order")
    for name in NAMES:
        with transaction.atomic():
            for case, (arguments, form) in asked(name, w).items():
                for method in ("GET", "POST"):
                    answered = w.ask(method, address_of(name, arguments), form)
                    found.setdefault(name, {})[f"{method} {case}".strip()] = answered
            transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("who", PEOPLE)
def test_everybody_may_exactly_this(who):
    place = PEOPLE.index(who)
    expected = {name: {case: letters[place] for case, letters in row.items()} for name, row in TABLE.items()}
    found = outcomes(who)
    wrong = {name: (row, expected.get(name)) for name, row in found.items() if row != expected.get(name)}
    assert wrong == {}, "what was answered, and what the table says"


def test_the_table_has_a_row_for_each_address_and_no_other():
    assert set(TABLE) == set(NAMES)
    assert len(NAMES) > 100


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("model", [name for name in ROWS if f"{name}_delete" in TABLE])
def test_nobody_deletes_many_who_may_not_delete_one(model, who):
    w = World(who)
    row = ROWS[model](w) if model != "pages_auditentry" else AuditEntry.objects.create(user=w.other, action_flag=1)
    form = {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"}
    w.client.post(reverse(f"admin:{model}_changelist"), form)
    may = TABLE[f"{model}_delete"]["POST"][PEOPLE.index(who)] == "d"
    assert may or type(row).objects.filter(pk=row.pk).exists()
