"""The inbox as those who answer use it: by keyboard alone, in several tabs, without scripts, in every look."""

import re
import uuid
from urllib.parse import quote

import pytest

from tests import servers
from tests.browser import follow, judged, sign_in
from tests.chat.wire import Staff, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("inbox")]
INBOX = "/admin/chat/conversation/"
STAFF = """
from django.contrib.auth.models import Group, User
from chat.models import CannedReply
for name in ("marit", "bert"):
    person = User.objects.create_user(name, password="a good password", is_staff=True, first_name=name.title())
    person.groups.add(Group.objects.get(name="Chat agents"))
User.objects.create_superuser("boss", password="a good password")
for word, text in (("hours", "Hello {name}, we are open till six."), ("how", "Let me ask how it is done.")):
    CannedReply.objects.create(word=word, language="en", text=text)
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    env = servers.environment(tmp_path_factory.mktemp("inbox"), WEB_CONCURRENCY="2", CHAT_LIMITS_TIMES="1000")
    servers.prepare(env)
    servers.manage(env, "shell", "--no-imports", "-c", STAFF)
    with servers.gunicorn(env) as port:
        yield port


@pytest.fixture
def address(server) -> str:
    return f"http://127.0.0.1:{server}"


@pytest.fixture
def marit(visit, address):
    page = visit(reduced_motion="reduce")
    sign_in(page, address, "marit")
    return page


@pytest.fixture
def bert(server) -> Staff:
    return Staff(server, "bert")


def begin(server: int, words: str, name: str = "") -> Visitor:
    visitor = Visitor(server)
    form = {"client_id": str(uuid.uuid4()), "body": words, "name": name}
    assert visitor.request("POST", "/chat/send", form)[0].status == 201
    return visitor


def number_of(staff: Staff, words: str) -> int:
    return int(re.search(r"conversation/(\d+)/change", staff.request("GET", f"{INBOX}?q={quote(words)}")[1])[1])


def test_one_agent_answers_twenty_visitors_by_keyboard_alone(server, marit, bert):
    visitors = [begin(server, f"Question {number} by keyboard", name=f"Visitor{number}") for number in range(20)]
    press, type_ = marit.keyboard.press, marit.keyboard.type
    while marit.evaluate("() => document.activeElement.closest('chat-badge') === null"):
        press("Tab")
    press("Enter")
    marit.wait_for_url(f"**{INBOX}")
    press("?")
    marit.wait_for_selector(".keys-help[open]")
    press("Escape")
    marit.wait_for_selector(".keys-help", state="hidden")
    press("/")
    type_("keyboard")
    with marit.expect_navigation():
        press("Enter")
    assert marit.locator(".inbox-row").count() == 20
    press("j"), press("j"), press("k")
    with marit.expect_navigation():
        press("Enter")

    for turn in range(20):
        marit.wait_for_selector(".said [data-seq='1']")
        who = marit.inner_text(".thread h1")
        if turn % 5 == 0:
            with marit.expect_navigation():
                press("c")
            marit.wait_for_selector(".seen-to")
        press("r")
        if turn % 2:
            type_("/ho")
            marit.wait_for_selector("#canned-list:not([hidden]) [aria-selected=true] >> text=/hours")
            press("ArrowDown"), press("ArrowUp")
            press("Enter")
            assert marit.input_value("#id_body") == f"Hello {who}, we are open till six."
        else:
            type_(f"An answer to {who}")
        press("Control+Enter")
        marit.wait_for_selector(".said .staff[data-seq='2']")
        press("Escape")
        if turn % 4 == 1:
            press("n")
            type_("A note")
            with marit.expect_navigation():
                press("Control+Enter")
            marit.wait_for_selector(".notes li")
        if turn % 4 == 3:
            with marit.expect_navigation():
                press("e")
            marit.wait_for_selector(".standing >> text=Closed")
        marit.wait_for_selector(".inbox-row a[aria-current] >> nth=0")
        if turn < 19:
            marit.wait_for_function("n => document.querySelectorAll('.is-waiting').length === n", arg=19 - turn)
            with marit.expect_navigation():
                press("w")
    for number, visitor in enumerate(visitors):
        answer = visitor.said(1)[0]["body"]
        assert answer in (f"An answer to Visitor{number}", f"Hello Visitor{number}, we are open till six.")
    closed = bert.request("GET", f"{INBOX}?status=resolved&q=keyboard")[1]
    assert len(re.findall(r'class="inbox-row[ "]', closed)) == 5


def test_who_answers_faster_than_the_line_has_seen_what_the_page_came_with(server, marit, bert, address):
    begin(server, "Answered at once")
    waiting = []
    marit.route("**/updates*", lambda route: waiting.append(route))
    marit.goto(f"{address}{INBOX}{number_of(bert, 'Answered at once')}/change/")
    marit.fill("#id_body", "At once.")
    marit.press("#id_body", "Control+Enter")
    marit.wait_for_selector(".said .staff[data-seq='2']")
    assert waiting
    for route in waiting:
        route.continue_()


def test_keys_can_be_switched_off(server, marit, address):
    begin(server, "Switched off")
    marit.goto(f"{address}{INBOX}")
    marit.uncheck("[name=with_keys]")
    follow(marit, ".desk-form .button")
    marit.keyboard.press("/")
    marit.keyboard.press("j")
    assert marit.evaluate("() => document.activeElement === document.body")
    marit.check("[name=with_keys]")
    follow(marit, ".desk-form .button")
    marit.keyboard.press("j")
    assert marit.evaluate("() => document.activeElement.closest('.inbox-row') !== null")


def test_what_a_colleague_does_is_seen_at_once(server, marit, bert, address):
    begin(server, "Seen at once")
    number = number_of(bert, "seen at once")
    with marit.expect_response(f"**/chat/inbox-stream?conversation={number}*"):
        marit.goto(f"{address}{INBOX}{number}/change/")
    bert.request("POST", f"{INBOX}{number}/typing", {})
    marit.wait_for_selector(".chat-typing >> text=Bert is writing an answer…")
    bert.request("POST", f"{INBOX}{number}/change/", {"step": "claim"})
    marit.wait_for_selector(".seen-to >> text=Bert sees to it")
    note = {"step": "note", "note-body": "Known to us", "note-client_id": "7f1f6a4e-3f0f-4d6c-9a3e-0d9b5f3f7a11"}
    bert.request("POST", f"{INBOX}{number}/change/", note)
    marit.wait_for_selector(".notes >> text=Known to us")
    marit.fill("#id_body", "A draft")
    bert.answer(number, "Mine", seen=1)
    marit.wait_for_selector(".said .staff >> text=Mine")
    assert marit.input_value("#id_body") == "A draft"


# What is told, and how; a browser without a screen has neither sound nor notifications.
TOLD = """() => {
    window.told = [];
    window.Notification = class extends EventTarget {
        static permission = "granted";
        constructor(words, more) { super(); told.push(words, JSON.stringify(more)); }
    };
    window.AudioContext = class { constructor() { told.push("sound"); throw new Error("no speaker"); } };
}"""
HIDE = """() => {
    Object.defineProperty(document, "hidden", { get: () => true, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
}"""


def test_the_badge_counts_on_every_page_and_one_tab_tells(server, marit, bert, address):
    marit.goto(f"{address}{INBOX}")
    marit.check("[name=by_sound]"), marit.check("[name=by_browser]")
    follow(marit, ".desk-form .button")
    other = marit.context.new_page()
    for page, path in ((marit, "/admin/account/"), (other, INBOX)):
        page.add_init_script(f"({TOLD})()")
        page.goto(f"{address}{path}")
    for page in (marit, other):
        page.evaluate(HIDE)
    before = int(marit.inner_text("chat-badge b") or 0)
    visitor = begin(server, "Secret words here", name="Secretive")
    for page in (marit, other):
        page.wait_for_function("n => document.title.startsWith(`(${n}) `)", arg=before + 1)
        assert page.inner_text("chat-badge b") == str(before + 1)
    told = marit.evaluate("() => told") + other.evaluate("() => told")
    assert told.count("sound") == told.count("A visitor waits for an answer") == 1
    assert "ecret" not in "".join(told)
    number = number_of(bert, "secret words")
    reader = marit.context.new_page()
    reader.goto(f"{address}{INBOX}{number}/change/")
    reader.wait_for_selector(".said [data-seq='1']")
    for page in (marit, other):
        page.wait_for_function("n => Number(document.querySelector('chat-badge b').textContent) === n", arg=before)
    visitor.send("More of it")  # in sight: it is read as it comes
    reader.wait_for_selector(".said [data-seq='2']")
    other.wait_for_function("n => Number(document.querySelector('chat-badge b').textContent) === n", arg=before)
    # A count that was made before the reading, and comes after it.
    crossing = "(badge, [read, old]) => { badge.read(read); return badge.moved(old); }"
    reader.eval_on_selector(
        "chat-badge", crossing, [{"unread": before, "waiting": 1}, {"unread": before + 1, "waiting": 1}]
    )
    for page in (reader, other):
        assert int(page.inner_text("chat-badge b") or 0) == before


def test_all_of_it_works_without_scripts(server, visit, address):
    begin(server, "Without scripts", name="Ann")
    page = visit(java_script_enabled=False)
    sign_in(page, address, "marit")
    page.goto(f"{address}{INBOX}")
    page.fill("#searchbar", "without scripts")
    follow(page, ".inbox-search button")
    follow(page, ".inbox-row a")
    follow(page, ".claim button")
    page.select_option("#canned", label="/hours")
    follow(page, "[value=insert]")
    assert page.input_value("#id_body") == "Hello Ann, we are open till six."
    follow(page, ".reply [name=and_close]")
    page.fill(".note-form textarea", "Noted")
    follow(page, ".note-form button")
    page.select_option(".assign select", label="Bert")
    follow(page, ".assign button")
    assert page.inner_text(".seen-to") == "Bert sees to it"
    assert "Noted" in page.inner_text(".notes")
    page.click(".inbox-filter summary")
    page.select_option("[name=status]", "resolved")
    follow(page, ".inbox-steps button")
    page.fill("#filter-name", "My closed ones")
    follow(page, ".keep-filter button")
    assert page.inner_text(".saved-filter a") == "My closed ones"
    follow(page, ".saved-filter button")
    assert page.locator(".saved-filter").count() == 0


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_every_screen_of_the_chat_is_for_everybody(language, server, visit, address, bert):
    begin(server, "For everybody 您好", name="Ann")
    number = number_of(bert, "for everybody")
    page = visit(locale=language, reduced_motion="reduce", bypass_csp=True)  # axe writes styles of its own
    sign_in(page, address, "boss")
    found = []
    screens = [
        "",
        f"{number}/change/",
        "figures/",
        "privacy/",
        "?status=resolved&q=nothing",
        f"{number}/change/?who=me",
    ]
    for path in [f"{INBOX}{screen}" for screen in screens] + [
        f"/admin/chat/{name}/" for name in ("chatsettings", "cannedreply", "cannedreply/add")
    ]:
        page.goto(f"{address}{path}")
        found += judged(page)
    page.goto(f"{address}{INBOX}{number}/change/")
    page.wait_for_selector(".said [data-seq]")
    page.fill("#id_body", "/")
    page.dispatch_event("#id_body", "input")
    page.wait_for_selector("#canned-list:not([hidden])")
    found += judged(page)
    assert found == []
