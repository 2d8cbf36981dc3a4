"""Debian's Chromium, driven by Playwright; and what a person does in it again and again."""

import os
import shutil
from contextlib import contextmanager

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]


@contextmanager
def chromium():
    path = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if not path:
        from tests.conftest import missing

        missing("there is no Chromium here (apt install chromium-headless-shell)")
    # Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield running
        running.close()


# An editor half built has attributes without the role that allows them: look when all of them stand.
EDITORS_STAND = """() => [...document.querySelectorAll('textarea[data-type=ckeditortype]')].every((area) => {
    const editor = window.CKEDITOR && CKEDITOR.instances[area.id];
    return editor && editor.status === 'ready' && editor.editable().hasAttribute('role');
})"""


# The style sheets would be asked for anew, and what they import at addresses where nothing is, for no rule that is on.
JUDGE = "() => axe.run({ resultTypes: ['violations'], preload: { assets: ['media'] } })"


def violations(page) -> list[str]:
    """What axe finds on the page, a line each."""
    from axe_playwright_python.base import AXE_SCRIPT

    page.wait_for_function(EDITORS_STAND)
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(JUDGE)["violations"]
    return [f"{page.url}: {one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


# Colours that pass over into others are not yet what they will be.
AT_REST = """() => Promise.allSettled(document.getAnimations()
    .filter((each) => each.effect.getComputedTiming().endTime < Infinity)
    .map((each) => each.finished))"""


def judged(page) -> list[str]:
    """The same in light on a wide window and in dark on a narrow one; also whether it is wider than the window."""
    found = []
    for scheme, width in (("light", 1280), ("dark", 390)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(AT_REST)
        found += [f"{scheme}, {width}: {each}" for each in violations(page)]
        wide = page.evaluate("document.documentElement.scrollWidth")
        found += [f"{page.url}: {wide} pixels in a window of {width}"] if wide > width else []
    return found


def follow(page, selector: str) -> None:
    """Clicks what leads to another page: what is read next is read from that one, not from the one left behind."""
    with page.expect_navigation():
        page.click(selector)


def sign_in(page, address: str, name: str, password: str = "a good password") -> None:
    page.goto(f"{address}/admin/")
    page.fill("#id_username", name)
    page.fill("#id_password", password)
    follow(page, "[type=submit]")
    page.wait_for_selector("#logout-form")


def write(page, html: str) -> None:
    """Puts a text into the editor, as if it had been written there."""
    page.wait_for_selector(".cke_wysiwyg_div")
    page.evaluate("html => new Promise(done => CKEDITOR.instances.id_body.setData(html, { callback: done }))", html)
