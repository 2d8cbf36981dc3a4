"""A visitor and an agent talk, each in a browser of his own, on a real server; in both languages, whatever breaks."""

import os
import re
import signal
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bench.machine import workers
from tests import servers
from tests.browser import follow, sign_in, violations

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("live chat")]
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
STAFF = """
from django.contrib.auth.models import Group, User
from chat.models import ChatSettings
from pages.models import Page, SiteSettings
from django.utils import timezone
for name in ("marit", "bert"):
    person = User.objects.create_user(name, password="a good password", is_staff=True, first_name=name.title())
    person.groups.add(Group.objects.get(name="Chat agents"))
ChatSettings.objects.update_or_create(pk=1, defaults={"answer_time": {"en": "Within an hour", "zh-hans": "一小时内"}})
SiteSettings.objects.update_or_create(pk=1, defaults={"hours": {"en": "9 to 5", "zh-hans": "九点到五点"}})
for language in ("en", "zh-hans"):
    page = Page.objects.create(slug="about", language=language)
    body = "".join(f'<p><a href="/news/">Link {n}</a> and words.</p>' for n in range(40))
    page.publish(page.revisions.create(title="About", body=body, created_at=timezone.now()), timezone.now())
"""


@pytest.fixture(scope="module")
def env(tmp_path_factory):
    env = servers.environment(tmp_path_factory.mktemp("talk"), WEB_CONCURRENCY="2", CHAT_LIMITS_TIMES="100")
    servers.prepare(env)
    servers.manage(env, "shell", "--no-imports", "-c", STAFF)
    return env


@pytest.fixture(scope="module")
def address(env):
    with servers.gunicorn(env) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def visit(browser):
    """Opens a window of somebody new. What it says of a cut network is no complaint; errors in scripts are."""
    windows, errors = [], []

    def open_window(**options):
        window = browser.new_context(**{"viewport": WIDE, "reduced_motion": "reduce"} | options)
        window.set_default_timeout(20_000)
        windows.append(window)
        page = window.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield open_window
    for window in windows:
        window.close()
    assert errors == []


@pytest.fixture
def agent(visit, address):
    page = visit()
    sign_in(page, address, "marit")
    return page


def open_chat(page, address: str = "") -> None:
    if address:
        page.goto(address)
    page.click(".chat-button")
    page.wait_for_selector(".chat-dialog[open] #chat-body")


def write(page, words: str) -> None:
    page.fill("#chat-body", words)
    page.press("#chat-body", "Enter")


def arrived(page, words: str) -> None:
    """It stands there, and is known to the site."""
    page.wait_for_selector(f".said li[data-seq] .words:text-is({words!r})")


def said(page) -> list[str]:
    return page.locator(".said .words").all_inner_texts()


def take_up(agent, address: str, words: str) -> None:
    """The agent opens the conversation in which this was said, from the inbox."""
    agent.goto(f"{address}/admin/chat/conversation/")
    agent.wait_for_selector(f".inbox-row:has-text({words!r})")
    follow(agent, f".inbox-row:has-text({words!r}) a")
    arrived(agent, words)


def answer(agent, words: str) -> None:
    agent.fill(".reply textarea", words)
    agent.click(".reply [name=and_stay]")


def streams_of(page) -> list:
    """The streams that the page has opened and that have not ended, as they come and go."""
    open_streams = []
    page.on("request", lambda request: "/chat/stream" in request.url and open_streams.append(request))
    for event in ("requestfinished", "requestfailed"):
        page.on(event, lambda request: request in open_streams and open_streams.remove(request))
    return open_streams


# From the first message to the last


@pytest.mark.parametrize(
    ("language", "hours", "soon"), [("en", "9 to 5", "Within an hour"), ("zh-hans", "九点到五点", "一小时内")]
)
def test_from_the_first_message_to_the_last(language, hours, soon, visit, agent, address):
    visitor, home = visit(locale=language), address if language == "en" else f"{address}/zh-hans"
    agent.goto(f"{address}/admin/chat/conversation/")
    open_chat(visitor, f"{home}/about/")
    assert hours in visitor.inner_text(".chat-head")
    assert soon in visitor.inner_text(".chat-head")
    visitor.click(".chat-who summary")
    visitor.fill("#chat-name", f"Ann {language}")
    visitor.fill("#chat-email", "no address")
    write(visitor, "Kept words")
    visitor.wait_for_selector(".chat-wrong:not(:empty)")
    assert visitor.input_value("#chat-body") == "Kept words"
    visitor.fill("#chat-email", "ann@example.com")
    first = f"Do you mend pumps? {language}"
    write(visitor, first)
    arrived(visitor, first)

    agent.wait_for_selector(f".inbox-row:has-text({first!r})")  # the list has renewed itself
    assert re.match(r"\(\d+\)", agent.title())
    follow(agent, f".inbox-row:has-text({first!r}) a")
    arrived(agent, first)
    assert "ann@example.com" in agent.inner_text(".thread-about")
    assert "/about/" in agent.inner_text(".thread-about")
    agent.type(".reply textarea", "We do, ")
    visitor.wait_for_selector(".chat-typing:has-text('Marit')")
    agent.type(".reply textarea", "on Thursdays.")
    agent.click(".reply [name=and_stay]")
    arrived(visitor, "We do, on Thursdays.")
    assert visitor.inner_text(".chat-typing") == ""
    visitor.type("#chat-body", "Then")
    agent.wait_for_selector(f".chat-typing:has-text('Ann {language}')")
    visitor.type("#chat-body", " I come on Thursday.")
    visitor.press("#chat-body", "Enter")
    arrived(agent, "Then I come on Thursday.")

    title = visitor.title()
    visitor.click(".chat-close")
    answer(agent, "See you then.")
    visitor.wait_for_selector(".chat-button[data-unread='1']")
    assert visitor.title() == f"(1) {title}"
    assert "1" in visitor.get_attribute(".chat-button", "aria-label")
    visitor.goto(f"{home}/news/")
    visitor.wait_for_selector(".chat-button[data-unread='1']")
    open_chat(visitor)
    visitor.wait_for_selector(".chat-button[data-unread='']", state="attached")
    assert said(visitor) == [first, "We do, on Thursdays.", "Then I come on Thursday.", "See you then."]
    assert said(agent) == said(visitor)

    follow(agent, ".reply-steps [value=close]")
    visitor.wait_for_selector(".chat-state:not(:empty)")
    with visitor.expect_download() as download:
        visitor.click(".chat-own a")
    taken = download.value.path().read_text()
    assert [words for words in said(visitor) if words not in taken] == []
    visitor.click(".chat-delete")
    visitor.click(".chat-keep")
    assert len(said(visitor)) == 4
    visitor.click(".chat-delete")
    visitor.click(".chat-delete-now")
    visitor.wait_for_selector(".said:empty", state="attached")
    agent.wait_for_selector(".chat-state:not(:empty)")
    assert agent.locator(".reply, .reply-steps, .standing-line, .thread-about").count() == 0
    visitor.reload()
    visitor.wait_for_selector(".chat-dialog[open]")
    assert said(visitor) == []


def test_the_chats_own_page_is_live_too(visit, agent, address):
    visitor = visit()
    visitor.goto(f"{address}/chat/")
    assert "Within an hour" in visitor.inner_text(".presence")
    write(visitor, "From the plain page")
    arrived(visitor, "From the plain page")
    take_up(agent, address, "From the plain page")
    answer(agent, "Read.")
    arrived(visitor, "Read.")
    assert visitor.locator("#id_body").count() == 0
    assert not visitor.is_visible(".chat-button")


# What breaks


def test_a_cut_network_loses_and_doubles_nothing_on_either_side(visit, agent, address):
    visitor = visit()
    open_chat(visitor, address)
    write(visitor, "Before the cut")
    arrived(visitor, "Before the cut")
    take_up(agent, address, "Before the cut")

    visitor.context.set_offline(True)
    write(visitor, "Written without a network")
    visitor.wait_for_selector(".said .sending")
    answer(agent, "Answered meanwhile")
    arrived(agent, "Answered meanwhile")
    visitor.context.set_offline(False)
    arrived(visitor, "Answered meanwhile")
    arrived(visitor, "Written without a network")
    arrived(agent, "Written without a network")

    agent.context.set_offline(True)
    answer(agent, "The agent without a network")
    agent.wait_for_selector(".said .sending")
    agent.context.set_offline(False)
    arrived(visitor, "The agent without a network")
    arrived(agent, "The agent without a network")
    assert len(said(visitor)) == len(set(said(visitor))) == 4
    assert said(visitor) == said(agent)
    assert visitor.locator(".said .sending, .said .failed").count() == 0


def test_what_is_not_answered_for_ten_minutes_is_given_back_and_sent_again_by_hand(visit, address):
    visitor = visit()
    visitor.clock.install()
    open_chat(visitor, address)
    visitor.route("**/chat/send*", lambda route: route.abort())
    write(visitor, "Never arrives")
    visitor.wait_for_selector(".said .sending")
    for _half_minute in range(25):
        visitor.clock.run_for(30_000)
    visitor.wait_for_selector(".said .failed")
    visitor.reload()
    visitor.wait_for_selector(".said .failed >> text=Never arrives")
    visitor.unroute("**/chat/send*")
    visitor.click(".chat-again")
    visitor.clock.run_for(1_000)
    arrived(visitor, "Never arrives")
    assert said(visitor) == ["Never arrives"]


def test_what_was_typed_is_still_there_on_the_next_page(visit, address):
    visitor = visit()
    open_chat(visitor, address)
    visitor.fill("#chat-body", "Half a sent")
    visitor.goto(f"{address}/news/")
    visitor.wait_for_selector(".chat-dialog[open]")
    assert visitor.input_value("#chat-body") == "Half a sent"


def test_a_tab_that_slept_shows_what_it_missed(visit, agent, address):
    visitor = visit()
    open_chat(visitor, address)
    write(visitor, "Before sleep")
    arrived(visitor, "Before sleep")
    take_up(agent, address, "Before sleep")
    control = visitor.context.new_cdp_session(visitor)
    control.send("Page.setWebLifecycleState", {"state": "frozen"})
    answer(agent, "While it slept")
    arrived(agent, "While it slept")
    control.send("Page.setWebLifecycleState", {"state": "active"})
    arrived(visitor, "While it slept")


def test_ten_tabs_share_one_stream_and_all_show_everything(visit, agent, address):
    first = visit()
    streams = [streams_of(first)]
    open_chat(first, address)
    write(first, "In ten tabs")
    arrived(first, "In ten tabs")
    tabs = [first]
    for _tab in range(9):
        tabs.append(first.context.new_page())
        streams.append(streams_of(tabs[-1]))
        open_chat(tabs[-1], address)
        arrived(tabs[-1], "In ten tabs")
    take_up(agent, address, "In ten tabs")
    answer(agent, "To all of them")
    for tab in tabs:
        arrived(tab, "To all of them")
    assert [len(each) for each in streams].count(1) == 1
    assert sum(map(len, streams)) == 1
    write(tabs[4], "From the fifth")
    for tab in tabs:
        arrived(tab, "From the fifth")
    tabs[0].close()
    answer(agent, "To the nine that are left")
    for tab in tabs[1:]:
        arrived(tab, "To the nine that are left")
        assert len(said(tab)) == 4
    assert sum(map(len, streams[1:])) == 1


def test_what_is_read_in_one_tab_is_read_in_the_others(visit, agent, address):
    first = visit()
    open_chat(first, address)
    write(first, "In two tabs")
    arrived(first, "In two tabs")
    first.click(".chat-close")
    second = first.context.new_page()
    second.goto(address)
    take_up(agent, address, "In two tabs")
    open_chat(second)
    arrived(second, "In two tabs")
    second.click(".chat-close")
    answer(agent, "Read in one of them")
    for tab in (first, second):
        tab.wait_for_selector(".chat-button[data-unread='1']")
    open_chat(second)
    for tab in (second, first):
        tab.wait_for_selector(".chat-button[data-unread='']", state="attached")


def test_a_lost_receipt_doubles_nothing(visit, agent, address):
    visitor, posted = visit(), []
    open_chat(visitor, address)

    def lose_the_first(route):
        posted.append(route.request)
        if len(posted) > 1:
            return route.continue_()
        route.fetch()
        return route.abort()

    visitor.route("**/chat/send*", lose_the_first)
    write(visitor, "Its receipt is lost")
    arrived(visitor, "Its receipt is lost")
    visitor.wait_for_selector(".said .sending", state="detached")
    take_up(agent, address, "Its receipt is lost")
    assert said(agent) == said(visitor) == ["Its receipt is lost"]


def test_who_writes_too_fast_is_told_and_sent_later(visit, address):
    visitor, refused = visit(), []
    open_chat(visitor, address)

    def refuse_the_first(route):
        if refused:
            return route.continue_()
        refused.append(route)
        return route.fulfill(status=429, headers={"Retry-After": "1"}, json={"errors": {"body": ["Wait."]}})

    visitor.route("**/chat/send*", refuse_the_first)
    write(visitor, "Too fast")
    visitor.wait_for_selector(".chat-state:has-text('many messages')")
    arrived(visitor, "Too fast")


def test_a_stream_that_says_nothing_any_more_is_left_for_another(visit, env):
    with servers.gunicorn(env) as port:
        visitor, asked = visit(), []
        visitor.clock.install()
        open_chat(visitor, f"http://127.0.0.1:{port}/")
        write(visitor, "Before the silence")
        arrived(visitor, "Before the silence")
        visitor.on("request", lambda request: "/chat/stream" in request.url and asked.append(request))
        stopped = workers(port)
        for pid in stopped:
            os.kill(pid, signal.SIGSTOP)
        try:
            for _second in range(60):
                visitor.clock.run_for(1_000)
                if asked:
                    break
        finally:
            for pid in stopped:
                os.kill(pid, signal.SIGCONT)
        assert asked
        write(visitor, "After it")
        visitor.clock.run_for(5_000)
        arrived(visitor, "After it")


def test_asking_ends_when_there_is_room_for_a_stream_again(visit, address):
    visitor, refused = visit(), []

    def refuse_the_first(route):
        if refused:
            return route.continue_()
        refused.append(route)
        return route.fulfill(status=503, headers={"Retry-After": "1"})

    visitor.route("**/chat/stream*", refuse_the_first)
    with visitor.expect_response(lambda response: "/chat/stream" in response.url and response.ok):
        open_chat(visitor, address)


def test_who_comes_back_asks_at_once(visit, address):
    visitor = visit()
    open_chat(visitor, address)
    write(visitor, "Here")
    arrived(visitor, "Here")
    with visitor.expect_request("**/chat/updates*"):
        visitor.evaluate("() => dispatchEvent(new Event('online'))")


def test_a_cookie_that_is_gone_is_followed_by_another(visit, address):
    visitor = visit()
    open_chat(visitor, address)
    visitor.context.clear_cookies()
    write(visitor, "Under a new cookie")
    arrived(visitor, "Under a new cookie")


def test_somebody_who_stops_writing_is_no_longer_shown_to_write(visit, agent, address):
    visitor = visit()
    visitor.clock.install()
    open_chat(visitor, address)
    write(visitor, "Is anybody there?")
    arrived(visitor, "Is anybody there?")
    take_up(agent, address, "Is anybody there?")
    agent.type(".reply textarea", "Y")
    visitor.wait_for_selector(".chat-typing:has-text('Marit')")
    visitor.clock.run_for(7_000)
    assert visitor.inner_text(".chat-typing") == ""


def test_enter_belongs_to_whoever_composes_signs(visit, address):
    visitor = visit()
    open_chat(visitor, address)
    visitor.fill("#chat-body", "半句")
    visitor.dispatch_event("#chat-body", "keydown", {"key": "Enter", "isComposing": True})
    assert (visitor.input_value("#chat-body"), said(visitor)) == ("半句", [])
    visitor.press("#chat-body", "Enter")
    arrived(visitor, "半句")


# What staff have in hand


@pytest.fixture
def talk(visit, agent, address, request):
    """A conversation of one message, seen by both sides; the words are the test's own."""
    visitor, words = visit(), request.node.name.replace("_", " ")
    open_chat(visitor, address)
    write(visitor, words)
    arrived(visitor, words)
    take_up(agent, address, words)
    return visitor


def test_an_answer_stays_with_what_its_writer_had_seen(talk, agent):
    agent.route("**/send", lambda route: route.abort())
    answer(agent, "Yes, cancel it")
    write(talk, "No, do not")
    arrived(agent, "No, do not")
    agent.unroute("**/send")
    agent.wait_for_selector(".said .failed >> text=Yes, cancel it")
    assert said(talk)[-1] == "No, do not"
    agent.click(".chat-edit")
    assert agent.input_value(".reply textarea") == "Yes, cancel it"
    assert agent.locator(".said .failed").count() == 0
    answer(agent, "Then no")
    arrived(talk, "Then no")
    assert "Yes, cancel it" not in said(talk)


def test_answers_in_a_row_arrive_in_a_row_and_then_it_is_closed(talk, agent):
    agent.context.set_offline(True)
    answer(agent, "One")
    answer(agent, "Two")
    agent.fill(".reply textarea", "Three")
    agent.click(".reply [name=and_close]")
    agent.wait_for_selector(".said .sending >> text=Three")
    agent.context.set_offline(False)
    agent.wait_for_selector(".messagelist .success")
    arrived(talk, "Three")
    talk.wait_for_selector(".chat-state:has-text('closed')")
    assert said(talk)[1:] == ["One", "Two", "Three"]
    assert agent.locator("[value=reopen]").count() == 1


def test_what_one_could_not_send_no_other_sends(talk, agent, address):
    thread = agent.url
    agent.route("**/send", lambda route: route.abort())
    answer(agent, "Words of Marit")
    agent.wait_for_selector(".said .sending")
    agent.goto(f"{address}/news/")
    agent.unroute("**/send")  # not before: she would send them herself
    agent.context.clear_cookies()
    sign_in(agent, address, "bert")
    agent.goto(thread)
    agent.wait_for_selector(".said [data-seq] .chat-mark", state="attached")
    answer(agent, "Words of Bert")
    arrived(talk, "Words of Bert")
    assert "Words of Marit" not in said(agent) + said(talk)


def test_who_is_signed_out_meanwhile_is_told(talk, agent):
    agent.context.clear_cookies()
    agent.evaluate("() => dispatchEvent(new Event('online'))")
    agent.wait_for_selector(".chat-state:has-text('signed out')")


LOG_AT_END = """() => {
    const log = document.querySelector('.chat-log');
    return log.scrollHeight - log.scrollTop - log.clientHeight < 5;
}"""
FORM_IN_SIGHT = "() => document.querySelector('.reply').getBoundingClientRect().bottom < innerHeight + 120"


@pytest.mark.parametrize(("size", "at_end"), [(WIDE, LOG_AT_END), (PHONE, FORM_IN_SIGHT)], ids=["wide", "phone"])
def test_a_thread_opens_at_its_end_and_leads_back_there(size, at_end, talk, agent):
    agent.set_viewport_size(size)
    for number in range(12):
        write(talk, f"Number {number}\n\n\nand its end")
    agent.wait_for_selector(".said [data-seq='13']")
    agent.reload()
    agent.wait_for_selector(".said [data-seq='13'] .chat-mark", state="attached")
    agent.wait_for_function(at_end)
    agent.evaluate("() => { scrollTo(0, 0); document.querySelector('.chat-log').scrollTo(0, 0); }")
    write(talk, "The newest")
    agent.click(".chat-jump")
    agent.wait_for_function(at_end)
    assert not agent.is_visible(".chat-jump")
    follow(agent, ".reply-steps [value=close]")
    talk.wait_for_selector(".chat-state:not(:empty)")
    talk.wait_for_function(LOG_AT_END)


# What breaks for all


def test_a_restarted_server_is_found_again_and_gets_what_was_written_meanwhile(visit, env):
    visitor, port = visit(), servers.free_port()
    with servers.gunicorn(env, port=port):
        open_chat(visitor, f"http://127.0.0.1:{port}/")
        write(visitor, "Before it stopped")
        arrived(visitor, "Before it stopped")
    write(visitor, "While it stood still")
    visitor.wait_for_selector(".said .sending")
    visitor.wait_for_selector(".is-offline")
    with servers.gunicorn(env, port=port):
        arrived(visitor, "While it stood still")
        visitor.wait_for_selector(".chat-panel:not(.is-offline)")
        assert said(visitor) == ["Before it stopped", "While it stood still"]


@pytest.mark.parametrize("way", ["no room for streams", "no streams at all"])
def test_without_a_stream_one_asks_and_is_answered_as_well(way, visit, env):
    application = "hifred.wsgi" if way == "no streams at all" else "hifred.asgi"
    with servers.gunicorn(env, application=application, CHAT_STREAMS="0") as port:
        address = f"http://127.0.0.1:{port}"
        visitor, agent = visit(), visit()
        sign_in(agent, address, "marit")
        open_chat(visitor, address)
        words = f"With {way}"
        write(visitor, words)
        arrived(visitor, words)
        take_up(agent, address, words)
        answer(agent, "Asked for")
        arrived(visitor, "Asked for")
        write(visitor, "And back")
        arrived(agent, "And back")


def test_where_the_widget_cannot_be_had_the_plain_page_does(visit, address):
    visitor = visit()
    visitor.route("**/chat/panel*", lambda route: route.abort())
    visitor.goto(address)
    heard = []
    visitor.on("request", lambda request: heard.append(urlsplit(request.url).path))
    visitor.on("response", lambda answer: heard.append(f"answered {urlsplit(answer.url).path}"))
    follow(visitor, ".chat-button")
    assert heard.index("answered /chat/bootstrap") < heard.index("/chat/")  # or who the visitor is would change later
    assert visitor.url.startswith(f"{address}/chat/")
    visitor.fill("#id_body", "Without the widget")
    follow(visitor, ".form .button")
    assert said(visitor) == ["Without the widget"]


# On every screen, with every means


def test_on_a_phone_it_fills_the_screen_and_lets_go_again(visit, address):
    visitor = visit(viewport=PHONE, has_touch=True, is_mobile=True)
    open_chat(visitor, f"{address}/zh-hans/about/")
    box = visitor.locator(".chat-dialog").bounding_box()
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, PHONE["width"], PHONE["height"])
    visitor.fill("#chat-body", "手机留言")
    visitor.tap(".chat-write .button")
    arrived(visitor, "手机留言")
    assert visitor.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    visitor.keyboard.press("Escape")
    visitor.wait_for_selector(".chat-dialog", state="hidden")
    visitor.goto(f"{address}/zh-hans/news/")
    visitor.wait_for_selector(".chat-button[data-unread]")
    assert not visitor.is_visible(".chat-dialog")  # a page that was asked for is shown


def test_by_keyboard_alone_and_nothing_is_hidden(visit, address):
    visitor = visit()
    visitor.goto(f"{address}/about/")
    visitor.focus(".chat-button")
    visitor.keyboard.press("Enter")
    visitor.wait_for_selector("#chat-body:focus")
    visitor.keyboard.type("By keys")
    visitor.keyboard.press("Shift+Enter")
    visitor.keyboard.type("alone")
    visitor.keyboard.press("Enter")
    visitor.wait_for_selector(".said li[data-seq]")
    assert said(visitor) == ["By keys\nalone"]
    reached = set()
    for _key in range(8):
        visitor.keyboard.press("Shift+Tab")
        reached.add(visitor.evaluate("document.activeElement.className || document.activeElement.id"))
    assert {"chat-icon chat-close", "chat-log"} <= reached
    hidden = visitor.evaluate(
        """() => [...document.querySelectorAll("a, button")].filter((one) => {
            if (one.closest("live-chat")) return false;
            one.focus();
            const box = one.getBoundingClientRect();
            if (document.activeElement !== one || !box.width) return false;
            const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
            return top && top.closest(".chat-dialog");
        }).map((one) => one.textContent)"""
    )
    assert hidden == []
    assert visitor.evaluate("document.querySelector('main').getBoundingClientRect().right") <= WIDE["width"] - 400
    visitor.focus("#chat-body")
    visitor.keyboard.press("Escape")
    visitor.wait_for_selector(".chat-button:focus")
    assert not visitor.is_visible(".chat-dialog")


def test_a_screen_reader_is_told_what_everything_is(visit, agent, address):
    visitor = visit()
    open_chat(visitor, address)
    window = visitor.get_by_role("dialog", name="Live Chat")
    assert window.get_by_role("log", name="The conversation so far").is_visible()
    for name in ("Close the chat", "Send"):
        assert window.get_by_role("button", name=name, exact=True).is_visible()
    assert window.get_by_role("textbox", name="Your message").is_visible()
    write(visitor, "Heard")
    arrived(visitor, "Heard")
    assert window.get_by_role("button", name="Delete the conversation").is_visible()
    assert window.get_by_role("link", name="Download the conversation").is_visible()

    take_up(agent, address, "Heard")
    assert agent.get_by_role("log", name="The conversation so far").is_visible()
    assert agent.get_by_role("textbox", name="Your answer").is_visible()


@pytest.mark.parametrize(("scheme", "size"), [("light", WIDE), ("dark", PHONE)], ids=["light", "dark"])
def test_there_are_no_violations_in_any_state(scheme, size, visit, agent, address):
    visitor = visit(color_scheme=scheme, viewport=size)
    open_chat(visitor, f"{address}/about/")
    found = violations(visitor)
    write(visitor, f"Judged in {scheme}")
    arrived(visitor, f"Judged in {scheme}")
    take_up(agent, address, f"Judged in {scheme}")
    answer(agent, "Fine")
    arrived(visitor, "Fine")
    visitor.click(".chat-who summary")
    visitor.context.set_offline(True)
    write(visitor, "On its way")
    visitor.wait_for_selector(".said .sending")
    visitor.wait_for_selector(".is-offline")
    found += violations(visitor)
    visitor.context.set_offline(False)
    arrived(visitor, "On its way")
    visitor.click(".chat-delete")
    found += violations(visitor)
    agent.emulate_media(color_scheme=scheme)
    agent.set_viewport_size(size)
    found += violations(agent)
    assert not found, "\n".join(found)


# What it costs


def test_a_page_without_an_opened_chat_asks_for_nothing_and_keeps_nothing(visit, address):
    visitor, asked = visit(), []
    visitor.on("request", lambda request: asked.append(request.url))
    for path in ("/", "/about/", "/zh-hans/about/"):
        visitor.goto(address + path, wait_until="networkidle")
    assert [url for url in asked if "/chat/" in url and "/static/chat/button." not in url] == []
    assert visitor.context.cookies() == []
    assert visitor.evaluate("sessionStorage.length + localStorage.length") == 0
    open_chat(visitor)
    write(visitor, "Now it is open")
    arrived(visitor, "Now it is open")
    assert {url.split("/")[2] for url in asked} == {address.split("/")[2]}
    assert {cookie["name"] for cookie in visitor.context.cookies()} == {"chat", "csrftoken"}


def test_the_widget_is_small(env):
    """As it is shipped, of all that it is made of."""
    shipped = Path(env["DATA_DIR"]) / "static/chat"
    sizes = {file.name: file.stat().st_size for file in shipped.glob("*.*.*.gz")}
    sizes.pop(next(name for name in sizes if name.startswith("chat.")))  # of the plain page
    names = {name.partition(".")[0] for name in sizes}
    assert (names, len(sizes)) == ({"button", "line", "outbox", "said", "widget"}, 6)
    assert sum(sizes.values()) <= 12_000, sizes
