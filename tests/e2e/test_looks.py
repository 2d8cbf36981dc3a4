"""What every kind of page looks like, held against small pictures of how it did when somebody last looked.

`make looks` takes them anew; look at what changed in tests/e2e/looks before you commit it.
"""

import os
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from PIL import Image, ImageChops

from hifred.management.commands import sample_site
from news.models import Article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOKS = Path(__file__).parent / "looks"
NOW = datetime(2026, 11, 24, 1, tzinfo=UTC)
SCALE, TALLEST = 8, 10_000  # a look is so many times smaller than the page, of which so much is looked at
WAYS = {"light": [(390, "en"), (1280, "zh-hans")], "dark": [(390, "zh-hans"), (1280, "en")]}
CELL = 4  # pixels of a look that are judged together, so that a letter may move by a hair
MOST_AWAY = 6  # of 255: how far a cell may be from what it was
MOST_CELLS = 1  # of a row of cells that may be farther; a link that is gone has more
SHARED = {
    "home": "/",
    "list": "/news/",
    "category": "/news/category/products/",
    "archive": "/news/archive/",
    "month": "/news/archive/2026/10/",
    "nothing-found": "/news/search/?q=xylophnoe",
    "services": "/services/",
    "contact": "/contact/",
    "privacy": "/privacy/",
    "missing": "/nothing/",
}
FOUND = {"en": "/news/search/?q=sensor", "zh-hans": "/zh-hans/news/search/?q=传感器"}


def pages(language: str) -> dict[str, str]:
    prefix = "" if language == "en" else f"/{language}"
    listed = {name: prefix + path for name, path in SHARED.items()} | {"chat": f"/chat/?lang={language}"}
    live = Article.objects.live(NOW).in_language(language).filter(revisions__live_from__isnull=False)
    long = live.filter(revisions__body__contains="<table").order_by("pk").first()
    bare = live.filter(revisions__cover=None).order_by("pk").first()
    return listed | {
        "found": FOUND[language],
        "article": long.get_absolute_url(),
        "bare": bare.get_absolute_url(),
    }


def look(page) -> Image.Image:
    """The page as a small picture, its pictures loaded."""
    page.evaluate("""async () => {
        for (const image of document.images) image.loading = 'eager';
        await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
    }""")
    height = min(TALLEST, page.evaluate("document.documentElement.scrollHeight"))
    width = page.viewport_size["width"]
    taken = page.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height})
    image = Image.open(BytesIO(taken)).convert("RGB")
    return image.resize((width // SCALE, height // SCALE), Image.Resampling.BOX)


def away(one: Image.Image, other: Image.Image) -> int:
    """How many cells differ in the row where most do; all of them, if one picture is taller than the other."""
    if abs(one.height - other.height) > 1:
        return one.width // CELL
    size = (one.width, min(one.height, other.height))
    both = (image.crop((0, 0, *size)) for image in (one, other))
    cells = ImageChops.difference(*both).resize((size[0] // CELL, size[1] // CELL), Image.Resampling.BOX)
    differ = [max(cell) > MOST_AWAY for cell in cells.get_flattened_data()]
    rows = (differ[at : at + cells.width] for at in range(0, len(differ), cells.width))
    return max(sum(row) for row in rows)


@pytest.mark.parametrize("scheme", WAYS)
def test_every_kind_of_page_looks_as_it_did(scheme, live_server, browser, tmp_path, monkeypatch):
    monkeypatch.setattr(sample_site, "PICTURE_WIDTH", 640)
    other = []
    with time_machine.travel(NOW):
        sample_site.SampleSite(NOW).build()
        for width, language in WAYS[scheme]:
            measures = {"width": width, "height": 900}
            window = browser.new_context(viewport=measures, color_scheme=scheme, reduced_motion="reduce")
            page = window.new_page()
            for name, path in pages(language).items():
                page.goto(live_server.url + path)
                if name == "chat":
                    page.wait_for_selector(".chat-panel")
                seen, kept = look(page), LOOKS / f"{name}-{width}-{scheme}-{language}.webp"
                if os.environ.get("TAKE_LOOKS"):
                    seen.save(kept, lossless=True, quality=100, method=6)
                elif away(seen, Image.open(kept).convert("RGB")) > MOST_CELLS:
                    seen.save(tmp_path / kept.name)
                    other.append(f"{kept.name} looks different; as it is now: {tmp_path / kept.name}")
            window.close()
    assert not other, "\n".join([*other, "If that is meant: make looks, look at them, and commit them."])


def test_what_moves_or_turns_dark_is_seen_and_what_trembles_is_not():
    page = Image.linear_gradient("L").resize((160, 160)).convert("RGB")
    moved, paler = ImageChops.offset(page, 0, 12), page.point(lambda value: min(255, value + 60))
    trembling = page.point(lambda value: min(255, value + 5))
    assert [away(page, one) > MOST_CELLS for one in (page, trembling, moved, paler)] == [False, False, True, True]
    assert away(page, page.resize((160, 150))) > MOST_CELLS


@pytest.mark.parametrize("width", [390, 1280])
def test_what_vanishes_is_seen(width, live_server, visit, pages_of_site):
    page, unseen = visit(), []
    page.set_viewport_size({"width": width, "height": 900})
    for path in ("/news/", "/about/contact/", "/chat/"):
        page.goto(live_server.url + path)
        before = look(page)
        for what in ("h1", ".brand span", ".languages a", ".menu a", ".chat-button", ".button", "input", "main p"):
            if page.locator(f"{what}:visible").count():
                page.eval_on_selector_all(what, "all => all.forEach((one) => { one.style.visibility = 'hidden' })")
                if away(before, look(page)) <= MOST_CELLS:
                    unseen.append((path, what))
                page.eval_on_selector_all(what, "all => all.forEach((one) => { one.style.visibility = '' })")
    assert unseen == []
