"""The newsroom in a real browser: write, review, schedule, compare, undo; and what a crash leaves behind."""

import os
import re
import signal
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from news.models import Article
from pages.models import AuditEntry, Letter, OpenForm, Preferences, PreviewLink
from tests import factories
from tests.browser import follow, judged, sign_in, write
from tests.servers import environment, gunicorn, manage, prepare

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def open_as(visit, live_server):
    """A window in which somebody is signed in."""

    def open_window(name: str, role: str, **options):
        factories.user(name, role, email=f"{name}@example.com", first_name=name.title())
        page = visit(**options)
        sign_in(page, live_server.url, name)
        return page

    return open_window


def form(page, live_server, article: Article) -> None:
    page.goto(f"{live_server.url}/admin/news/article/{article.pk}/change/")
    page.wait_for_selector(".cke_wysiwyg_div")


def said(page) -> str:
    return page.inner_text(".messagelist")


def test_an_author_writes_an_editor_asks_and_schedules_and_both_look_back(open_as, live_server):
    factories.category()
    ann, erin = open_as("ann", "Authors"), open_as("erin", "Editors")
    follow(ann, "text=Write an article")
    ann.fill("#id_title", "Gates that do not creak")
    ann.select_option("#id_category", index=1)
    write(ann, "<p>They creak at night.</p>")
    assert not ann.is_visible("text=Publish now")
    follow(ann, "text=Submit for review")
    assert "an editor reads it next. 1 person gets an e-mail." in said(ann)
    article = Article.objects.get()

    erin.goto(f"{live_server.url}/admin/")
    follow(erin, "#waiting-review ~ ul a")
    erin.wait_for_selector(".cke_wysiwyg_div")
    follow(erin, "text=Ask for changes")
    assert "Say what should be changed" in erin.inner_text(".desk")
    erin.fill("#id_comment", "At night? Say when.")
    follow(erin, "text=Ask for changes")
    assert "Handed back to its author" in said(erin)

    form(ann, live_server, article)
    assert "At night? Say when." in ann.inner_text(".talk")
    write(ann, "<p>They creak at three in the morning.</p>")
    follow(ann, "text=Submit for review")

    form(erin, live_server, article)
    day = timezone.localtime() + timedelta(days=2)
    erin.fill("#id_goes_live_at_0", day.strftime("%Y-%m-%d"))
    erin.fill("#id_goes_live_at_1", "09:00")
    erin.wait_for_selector("#schedule-says >> text=/Goes live on .* 09:00 China Standard Time/")
    in_words = f"Goes live on {day.day} {day:%B} {day.year}, 09:00 China Standard Time."
    assert in_words in erin.inner_text("#schedule-says")
    follow(erin, "text=Publish at…")
    assert in_words in said(erin)

    follow(erin, ".object-tools >> text=Versions")
    follow(erin, "text=Compare the two")
    compared = erin.inner_html(".compared-text")
    assert "<ins>three in the morning</ins>" in compared
    assert "<del>night</del>" in compared
    steps = [entry.said["step"] for entry in AuditEntry.objects.of(article).order_by("pk")]
    assert steps == ["submit", "changes", "submit", "schedule"]
    assert Letter.objects.filter(to="ann@example.com").count() == 2


def test_an_editor_restores_corrects_withholds_and_looks_back(open_as, live_server, visit):
    article = factories.published("First words", body="<p>It opened in 2012.</p>")
    article.publish(factories.revision(article, "Second words", body="<p>It opened in 2021.</p>"), timezone.now())
    erin, address = open_as("erin", "Editors"), f"{live_server.url}/admin/news/article/{article.pk}/history/"
    erin.goto(address)
    follow(erin, "tr:has-text('First words') >> text=Restore")
    assert "It is a draft now" in said(erin)
    erin.wait_for_selector(".cke_wysiwyg_div >> text=It opened in 2012.")
    erin.click("summary >> text=If something was wrong")
    erin.fill("#id_correction", "We wrote 2021; it was 2012.")
    follow(erin, "text=Publish now")
    reader = visit()
    reader.goto(live_server.url + article.get_absolute_url())
    assert "We wrote 2021; it was 2012." in reader.inner_text(".correction")

    erin.goto(address)
    follow(erin, "tr:has-text('Second words') >> text=Withhold…")
    erin.fill("#id_reason", "Wrong, and harmful")
    follow(erin, "text=Withhold for good")
    erin.goto(address)
    assert "Wrong, and harmful" in erin.inner_text(".versions-table")
    assert "Withheld" in erin.inner_text(".log")
    seen = timezone.localtime(article.revisions.get(title="Second words").live_from) + timedelta(milliseconds=1)
    past = f"{live_server.url}{article.get_absolute_url()}?at={seen.isoformat().replace('+', '%2B')}"
    assert reader.request.get(past).status == 410
    erin.goto(past)
    assert "It opened in 2021." in erin.inner_text("main")


def test_into_the_trash_and_back(open_as, live_server, client):
    article = factories.published("Gates")
    erin = open_as("erin", "Editors")
    form(erin, live_server, article)
    follow(erin, "text=Move to the trash…")
    assert "Readers see it now" in erin.inner_text(".question")
    follow(erin, "button >> text=Move to the trash")
    assert client.get(article.get_absolute_url()).status_code == 410
    follow(erin, "button >> text=Put it back")
    assert client.get(article.get_absolute_url()).status_code == 200


def typed(page, words: str) -> None:
    page.click(".cke_wysiwyg_div")
    page.keyboard.press("End")
    page.keyboard.type(words)


def test_after_a_crash_of_the_browser_the_text_is_offered_back(open_as, live_server):
    article = factories.draft("Gates", body="<p>Before.</p>")
    erin = open_as("erin", "Editors")
    form(erin, live_server, article)
    typed(erin, " Typed at length.")
    erin.fill("#id_summary", "In short.")
    erin.wait_for_selector("writing-desk .kept >> text=/^Kept at/")
    crashed = erin.context.new_page()
    erin.close(run_before_unload=False)
    assert article.revisions.count() == 1

    form(crashed, live_server, article)
    crashed.click("text=Take it back into the form")
    crashed.wait_for_selector(".left-behind", state="detached")
    assert crashed.input_value("#id_summary") == "In short."
    assert crashed.inner_text(".cke_wysiwyg_div").strip() == "Before. Typed at length."
    follow(crashed, "text=Save draft")
    assert "Typed at length." in article.revisions.latest("pk").body
    form(crashed, live_server, article)
    assert not crashed.is_visible(".left-behind")


def test_what_is_not_wanted_back_is_thrown_away(open_as, live_server):
    article = factories.draft("Gates")
    erin = open_as("erin", "Editors")
    form(erin, live_server, article)
    erin.fill("#id_summary", "In short.")
    erin.wait_for_selector("writing-desk .kept >> text=/^Kept at/")
    form(erin, live_server, article)
    erin.click("text=Throw it away")
    erin.wait_for_selector(".left-behind", state="detached")
    assert not OpenForm.objects.filter(typed__isnull=False).exists()


def test_two_who_write_see_each_other_and_what_the_other_saved(open_as, live_server):
    article = factories.draft("Gates", body="<p>Before.</p>")
    erin, ed = open_as("erin", "Editors"), open_as("ed", "Editors")
    form(erin, live_server, article)
    form(ed, live_server, article)
    ed.wait_for_selector("writing-desk .others >> text=Here too, just now: Erin")
    write(erin, "<p>Before. Erin adds.</p>")
    follow(erin, "text=Save draft")
    ed.wait_for_selector("writing-desk .newer >> text=/Erin saved another version/", timeout=15_000)
    write(ed, "<p>Before. Ed adds.</p>")
    follow(ed, "text=Save draft")
    theirs = ed.inner_html(".theirs")
    assert "<del>Erin</del><ins>Ed</ins>" in theirs
    ed.wait_for_selector(".cke_wysiwyg_div >> text=Ed adds.")
    follow(ed, "text=Save draft")
    bodies = list(article.revisions.order_by("pk").values_list("body", flat=True))
    assert bodies == ["<p>Before.</p>", "<p>Before. Erin adds.</p>", "<p>Before. Ed adds.</p>"]


def test_the_page_stands_beside_the_form_unsaved_and_as_wide_as_one_likes(open_as, live_server):
    article = factories.draft("Gates", body="<p>Before.</p>")
    erin = open_as("erin", "Editors")
    form(erin, live_server, article)
    erin.click("[name=_preview]")
    shown = erin.frame_locator("page-preview iframe")
    shown.locator("h1 >> text=Gates").wait_for()
    erin.fill("#id_title", "Gates, unsaved")
    shown.locator("h1 >> text=Gates, unsaved").wait_for()
    for name, width in (("Phone", 390), ("Tablet", 820), ("Desktop", 1280)):
        erin.click(f"page-preview >> text={name}")
        assert shown.locator("html").evaluate("html => html.clientWidth") == width
    erin.keyboard.press("Escape")
    assert erin.is_hidden("page-preview")
    assert article.revisions.count() == 1
    assert article.days.count() == 0


def test_a_preview_link_opens_for_somebody_without_an_account_until_it_is_revoked(open_as, visit, live_server):
    article = factories.draft("Gates", body="<p>Not yet for all.</p>")
    erin = open_as("erin", "Editors")
    erin.goto(f"{live_server.url}/admin/news/article/{article.pk}/history/")
    erin.click("summary >> text=Preview link")
    erin.fill("[name=for_whom]", "Mr Wang")
    follow(erin, "text=Make the link")
    path = PreviewLink.objects.get().get_absolute_url()
    assert erin.input_value("copy-text input").endswith(path)
    guest = visit()
    guest.goto(live_server.url + path)
    assert "Not yet for all." in guest.inner_text("main")
    erin.reload()
    assert "1 time" in erin.inner_text("#links")
    follow(erin, "#links >> text=Revoke")
    guest.on("console", lambda message: None)
    assert guest.request.get(live_server.url + path).status == 404


def test_somebody_elsewhere_types_times_of_the_site_and_reads_the_log_in_his_own(open_as, live_server):
    article = factories.draft("Gates")
    erin = open_as("erin", "Editors", timezone_id="America/New_York")
    person = factories.User.objects.get(username="erin")
    Preferences.objects.create(person=person, time_zone="America/New_York")
    form(erin, live_server, article)
    erin.click("#id_goes_live_at_0 + .datetimeshortcuts >> text=Today")
    erin.click("#id_goes_live_at_1 + .datetimeshortcuts >> text=Now")
    typed = f"{erin.input_value('#id_goes_live_at_0')} {erin.input_value('#id_goes_live_at_1')}"
    told = datetime.strptime(typed, "%Y-%m-%d %H:%M:%S").replace(tzinfo=ZoneInfo("Asia/Shanghai"))
    assert abs(timezone.now() - told) < timedelta(minutes=1)
    follow(erin, "text=Save draft")
    follow(erin, ".object-tools >> text=Versions")
    there = timezone.localtime(article.revisions.latest("pk").created_at, ZoneInfo("America/New_York"))
    assert f"{there.day} {there:%B} {there.year}, {there:%H:%M}" in erin.inner_text(".versions-table")


SCREENS = [
    *("news/article/?standing=trash", "news/article/{0}/history/", "news/article/{0}/change/", "news/article/add/"),
    *("news/article/{0}/compare/?old={1}&new={2}", "news/article/{0}/withhold/{1}/", "news/article/{0}/delete/"),
    *("news/article/{3}/change/", "news/article/{3}/purge/", "pages/page/{4}/history/", "pages/page/{4}/change/"),
    *("pages/auditentry/", "pages/letter/", "news/article/", ""),
]


def test_the_screens_of_the_newsroom_have_no_violations(browser, live_server):
    boss = factories.superuser("boss")
    article = factories.published("Gates", cover=factories.picture(), cover_alt="A gate", correction="It was 12.")
    second = factories.revision(article, "Better gates", body="<p>Another text.</p>", note="Shorter")
    article.schedule(second, timezone.now() + timedelta(days=1), timezone.now())
    first = article.revisions.earliest("pk")
    trashed = factories.draft("Thrown away")
    trashed.trash(timezone.now(), boss)
    page = factories.page("About")
    now = timezone.now()
    for revoked in (None, now):
        PreviewLink.objects.create(
            about=f"article:{article.pk}",
            revision=first.pk,
            made_by=boss,
            made_at=now,
            expires_at=now + timedelta(days=1),
            revoked_at=revoked,
        )
    AuditEntry.objects.note(boss, article, "comment", "draft", "live", "Shorter?", first)
    Letter.objects.create(key="x", to="ann@example.com", subject="Hello", text="x", failed_at=now, problem="no")
    OpenForm.objects.create(
        key="6f0c5ab0-3c5f-4f5e-9d3b-6a1d3f1e7c10",
        person=boss,
        about=f"article:{article.pk}",
        typed={"title": ["x"]},
        opened_at=now,
        seen_at=now,
        saved_at=now,
    )
    window = browser.new_context()
    staff, found = window.new_page(), []
    sign_in(staff, live_server.url, "boss")
    for screen in SCREENS:
        staff.goto(f"{live_server.url}/admin/" + screen.format(article.pk, first.pk, second.pk, trashed.pk, page.pk))
        found += judged(staff)
    window.close()
    assert not found, "\n".join(found)


def test_workers_that_are_killed_while_one_types_lose_nothing(tmp_path, browser):
    env = environment(tmp_path, WEB_CONCURRENCY="2")
    prepare(env)
    make = (
        "from django.contrib.auth.models import User\n"
        "from news.models import Category\n"
        "User.objects.create_superuser('boss', password='a good password')\n"
        "Category.objects.create(name='News', slug='news')"
    )
    manage(env, "shell", "-c", make)
    with gunicorn(env) as port:
        address = f"http://127.0.0.1:{port}"
        window = browser.new_context()
        page = window.new_page()
        sign_in(page, address, "boss")
        page.goto(f"{address}/admin/news/article/add/")
        page.wait_for_selector(".cke_wysiwyg_div")
        typed(page, "Before.")
        for worker in workers(port):
            os.kill(worker, signal.SIGKILL)
        typed(page, " While they were away.")
        page.wait_for_selector("writing-desk .kept >> text=/^Kept at/")
        shown = "from pages.models import OpenForm; print([form.typed for form in OpenForm.objects.all()])"
        # What was typed last is kept within five seconds.
        page.wait_for_function("!document.querySelector('writing-desk .wrong')")
        last = "[...document.querySelector('writing-desk').last.values()]"
        page.wait_for_function(f"{last}.some((value) => value.includes('While they were away.'))", timeout=5_000)
        window.close()
        kept = manage(env, "shell", "-c", shown)
    assert re.search("Before. While they were away.", kept)


def workers(port: int) -> list[int]:
    """The processes of that server, but for its master."""
    ours = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if f"BIND=127.0.0.1:{port}".encode() in (folder / "environ").read_bytes().split(b"\0"):
                ours[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    found = [number for number, parent in ours.items() if parent in ours]
    assert found
    return found
