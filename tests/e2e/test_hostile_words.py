"""Hostile texts in every field, with no policy to protect the browser: shown as typed, never executed.

What is asked for in vain, such as a picture that a text brings along, the browser complains of (tests/conftest.py).
"""

import os
import re
import uuid
from types import SimpleNamespace

import pytest

from tests import servers
from tests.chat.wire import Staff, Visitor
from tests.chat.words import as_body, as_email, as_name, as_page, packed, short, words

pytestmark = pytest.mark.browser
SIZES = (390, 1280)  # pixels
EVERY_WORD = bool(os.environ.get("EVERY_WORD"))  # takes minutes; else some of them are said
NARROW = {"width": 390, "height": 900}
PER_PAGE = 50
TOGETHER = 5  # as many as the start page shows
MARIT = "<img src=x onerror=ran(1)>$&' x=\""
PEOPLE = f"""
from django.contrib.auth.models import Group, User
person = User.objects.create_user("marit", password="a good password", is_staff=True, first_name={MARIT!r})
person.groups.add(Group.objects.get(name="Chat agents"))
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    env = servers.environment(tmp_path_factory.mktemp("hostile"), WEB_CONCURRENCY="2", CHAT_LIMITS_TIMES="1000")
    servers.prepare(env)
    servers.manage(env, "shell", "--no-imports", "-c", PEOPLE)
    with servers.gunicorn(env) as port:
        yield SimpleNamespace(port=port, url=f"http://127.0.0.1:{port}", marit=Staff(port, "marit"))


class Writer(Visitor):
    """Somebody who writes the same into every field, after a greeting: what begins with a link may be spam."""

    def __init__(self, port: int):
        super().__init__(port)
        self.write("Hello")

    def write(self, word: str) -> None:
        fields = {"body": word, "name": short(word), "page": word, "email": as_email(word)}
        answer, said = self.request("POST", "/chat/send", {"client_id": str(uuid.uuid4())} | fields)
        assert answer.status == 201, (word, said)


@pytest.fixture
def window(visit, server):
    """Opens a window of whoever has these cookies; what should not happen in it is told at the end."""
    happened, streams = [], []

    def of(jar: dict, **options):
        page = visit(bypass_csp=True, reduced_motion="reduce", **options)
        context = page.context
        context.add_cookies([{"name": name, "value": value, "url": server.url} for name, value in jar.items()])
        context.expose_binding("ran", lambda source, *_said: happened.append(f"ran at {source['frame'].url}"))
        context.on("dialog", lambda dialog: (happened.append(f"a dialog: {dialog.message}"), dialog.dismiss()))
        context.on("request", lambda asked: asked.url.startswith(server.url) or happened.append(asked.url))
        context.on("request", lambda asked: "stream" in asked.url and streams.append(asked.url))
        return page

    of.streams = streams
    yield of
    assert happened == []


def texts(page, selector: str) -> list[str]:
    return page.evaluate(
        "selector => [...document.querySelectorAll(selector)].map((each) => each.textContent)", selector
    )


def kinds(page) -> set[str]:
    """Of what elements and attributes a page is made."""
    named = "(each) => [`<${each.localName}>`, ...each.getAttributeNames()]"
    return set(page.evaluate(f"() => [...new Set([...document.querySelectorAll('*')].flatMap({named}))]"))


def who(page) -> list[str]:
    """The names at all that was said after the greeting."""
    names = "() => [...document.querySelectorAll('.said .who')].map((each) => each.firstChild.data.slice(0, -1))"
    return page.evaluate(names)[1:]


def until(page, count: int, selector: str = ".said .words") -> None:
    page.wait_for_function(
        "([selector, count]) => document.querySelectorAll(selector).length === count", arg=[selector, count]
    )


# How wide the page is, and what of it ends beyond the window; an empty text where all of it fits.
BEYOND = """() => {
    const wide = document.documentElement.scrollWidth;
    if (wide <= innerWidth) return "";
    const beyond = (each) => each.getBoundingClientRect().right > innerWidth + 1;
    const out = [...document.querySelectorAll("body *")].filter(beyond);
    return `${wide} ${out.map((each) => each.textContent.slice(0, 40)).join(" | ")}`;
}"""


PAINTED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def too_wide(page, *widths: int) -> list[str]:
    """What makes it wider than the window, at any of these widths."""
    found = []
    for width in widths or SIZES:
        if page.viewport_size["width"] != width:
            page.set_viewport_size({"width": width, "height": 900})
            if page.query_selector(".chat-dialog"):
                page.evaluate(PAINTED)  # the chat's window goes over the page, or beside it
        found.append(page.evaluate(BEYOND))
    return [f"{page.url}: {each}" for each in found if each]


# What is said of somebody who writes, by way of the other tabs; the line passes on what it is told.
TYPING = """async ([channel, sender, names]) => {
    const place = document.querySelector(".chat-typing"), tabs = new BroadcastChannel(channel), shown = [];
    for (const name of names) {
        const changed = new Promise((done, failed) => {
            new MutationObserver(done).observe(place, { childList: true });
            setTimeout(failed, 10_000, new Error(`nobody heard that ${name} is typing`));
        });
        tabs.postMessage(["typing", { sender, name }]);
        await changed;
        shown.push(place.textContent);
    }
    tabs.close();
    return shown;
}"""


def newest(marit: Staff, count: int = 1) -> list[int]:
    """The numbers of the conversations that were begun last, the last one first."""
    page = marit.request("GET", "/admin/chat/conversation/?status=open")[1]
    return sorted(map(int, set(re.findall(r"conversation/(\d+)/change", page))), reverse=True)[:count]


def cut(word: str) -> str:
    """As the inbox shows what was said last."""
    body = as_body(word)
    return body if len(body) <= 80 else f"{body[:79]}…"


# What is told of the visitor around a thread, once the thread is live.
HEAD = f"""async (channel) => {{
    const text = (selector) => [...document.querySelectorAll(selector)].pop().textContent, typing = {TYPING};
    const trail = text(".breadcrumbs");
    const [said] = await typing([channel, "visitor", [""]]);
    return [trail.split(" › ").slice(3).join(" › "), text("h1"), text(".about-email"), text(".written-from"), said];
}}"""


@pytest.mark.parametrize("part", range(4 if EVERY_WORD else 2))
def test_what_is_said_is_shown_as_typed(part, server, window):
    ours = [word for word in words()[part :: 4 if EVERY_WORD else 12] if as_body(word)]
    said, names = list(map(as_body, ours)), [as_name(short(word)) for word in ours]
    visitor, url = Writer(server.port), server.url
    (here,) = newest(server.marit)
    aside, thread = window(visitor.jar), window(server.marit.jar)
    inline = aside.context.new_page()
    aside.goto(f"{url}/privacy/")
    aside.click("live-chat a")
    inline.goto(f"{url}/chat/")
    thread.goto(f"{url}/admin/chat/conversation/{here}/change/")
    pages = (aside, inline, thread)
    for page in pages:
        page.wait_for_selector(".said .words >> text=Hello")
    before = [kinds(page) for page in pages]

    for word in ours:
        visitor.write(word)
    answers = said[::8]
    for seen, word in enumerate(answers, 1 + len(said)):
        answer, told = server.marit.answer(here, word, seen)
        assert answer.status == 201, (word, told)
    whole = ["Hello", *said, *answers]
    for page in pages:
        until(page, len(whole))
    assert len(window.streams) == 3, "a window lost its line, and asked anew"
    assert [texts(page, ".said .words") for page in pages] == [whole] * 3
    assert [kinds(page) - known for page, known in zip(pages, before, strict=True)] == [set()] * 3
    assert who(thread) == names + [f"{MARIT} · Staff"] * len(answers)
    assert who(aside) == ["You"] * len(said) + [MARIT] * len(answers)

    tells = "{} is writing…"
    told = list(dict.fromkeys(name or "HiFred" for name in names))  # the same twice is told once
    assert aside.evaluate(TYPING, ["chat /chat/stream", "staff", told]) == [tells.format(name) for name in told]
    server.marit.request("POST", f"/admin/chat/conversation/{here}/typing", {})
    aside.wait_for_function(
        "words => document.querySelector('.chat-typing').textContent === words", arg=tells.format(MARIT)
    )

    for page in pages:
        page.reload()
        until(page, len(whole))
        assert texts(page, ".said .words") == whole
        assert too_wide(page) == []
    for jar, path in ((visitor.jar, "/chat/?all=1"), (server.marit.jar, f"/admin/chat/conversation/{here}/change/")):
        plain = window(jar, java_script_enabled=False)
        plain.goto(url + path)
        assert texts(plain, ".said .words") == whole
        assert too_wide(plain) == []
    assert who(plain) == names + [f"{MARIT} · Staff"] * len(answers)

    answer, taken = visitor.request("GET", "/chat/download/")
    assert answer.getheader("Content-Type") == "text/plain; charset=utf-8"
    at = 0
    for word in whole:
        at = taken.index(f"\n{word}\n", at)


def test_who_writes_is_shown_as_typed_to_staff(server, window):
    ours = packed([word for word in words() if as_body(word)][:: 1 if EVERY_WORD else 9])
    marit, index = server.marit, f"{server.url}/admin/"
    inbox, start, *threads = (window(marit.jar) for _page in range(2 + TOGETHER))
    for page in (start, *threads):
        page.set_viewport_size(NARROW)
    inbox.goto(f"{index}chat/conversation/?status=open")
    known, answered = set(), []
    for group in [["Hello"] * TOGETHER, *(ours[at : at + TOGETHER] for at in range(0, len(ours), TOGETHER))]:
        for word in group:
            Writer(server.port).write(word)
        latest_first = group[::-1]
        here, names = newest(marit, len(group)), [as_name(short(word)) for word in latest_first]

        start.goto(index, wait_until="domcontentloaded")
        for thread, number in zip(threads, here, strict=False):
            thread.goto(f"{index}chat/conversation/{number}/change/", wait_until="commit")
        assert texts(start, "[aria-labelledby=waiting-chat] a")[: len(group)] == names
        assert texts(start, ".actionlist a")[: len(answered)] == answered
        assert too_wide(start, 390) == []
        found = kinds(start)
        for thread, number, word, name in zip(threads, here, latest_first, names, strict=False):
            email = as_body(as_email(word)) or "Hello@example.com"
            shown = [name, name, email, as_page(word), f"{name} is writing…"]
            thread.wait_for_selector(".said [data-seq]")
            assert thread.evaluate(HEAD, f"chat /chat/inbox-stream?conversation={number}") == shown
            assert too_wide(thread, 390) == [], word
            found |= kinds(thread)
        top = "words => document.querySelector('.field-visitor')?.textContent === words"
        inbox.wait_for_function(top, arg=names[0])
        assert texts(inbox, ".field-visitor")[: len(group)] == names
        assert texts(inbox, ".field-latest")[: len(group)] == [cut(word) for word in latest_first]
        found |= kinds(inbox)
        known = known or found
        assert found <= known, (group, found - known)

        for number, word in zip(here[::-1], group, strict=True):
            assert marit.answer(number, word, 2)[0].status == 201
        threads[0].goto(f"{index}chat/conversation/{here[0]}/history/", wait_until="domcontentloaded")
        assert texts(threads[0], "h1")[-1].endswith(names[0])
        answered = names
    shown = []
    for number in range(-(-len(ours) // PER_PAGE)):
        inbox.goto(f"{index}chat/conversation/?p={number + 1}&status=pending")
        shown += zip(texts(inbox, ".field-visitor"), texts(inbox, ".field-latest"), strict=True)
        assert too_wide(inbox) == []
    latest_first = [(as_name(short(word)), cut(word)) for word in reversed(ours)]
    assert [row for row in shown if row in latest_first] == latest_first
    inbox.goto(f"{index}chat/conversation/figures/")
    pages = {as_page(word) for word in (*words(), *ours)}
    assert len([label for label in texts(inbox, ".figures-tables th") if label in pages]) >= 9
    assert too_wide(inbox) == []
