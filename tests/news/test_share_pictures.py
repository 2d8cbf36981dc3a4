"""A page without a cover is shown, where it is shared, by a picture that is drawn from its title."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from hypothesis import given, settings as hypothesis_settings, strategies as st
from PIL import Image

from pages import lettering
from pages.models import SiteSettings
from pages.sharing import SIZES, TITLE_SIZES, Drawing, paint
from tests import factories
from tests.news.test_structured_data import SITE, card, structured

pytestmark = pytest.mark.django_db
FONT = ""  # the one that Pillow brings: it is everywhere


@pytest.fixture
def with_fonts(monkeypatch):
    """Runs with the fonts of these folders, and Pillow's."""

    def only(*folders) -> None:
        monkeypatch.setattr(lettering, "FOLDERS", folders)
        lettering._fonts.cache_clear()

    yield only
    lettering._fonts.cache_clear()


def drawn(client, address: str) -> Image.Image:
    answer = client.get(address.removeprefix(SITE))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert "immutable" in answer["Cache-Control"]
    return Image.open(BytesIO(answer.content))


def test_an_article_without_a_cover_is_shared_with_its_title(client):
    path = factories.published("Gates that close by themselves").get_absolute_url()
    shown = card(client, path)
    image = drawn(client, shown["og:image"])
    assert image.size == (int(shown["og:image:width"]), int(shown["og:image:height"])) == SIZES["wide"]
    assert (shown["og:image:alt"], shown["twitter:card"]) == ("Gates that close by themselves", "summary_large_image")
    other = card(client, factories.published("Doors").get_absolute_url())["og:image"]
    assert drawn(client, other).tobytes() != image.tobytes()


def test_search_engines_get_it_in_three_ratios(client):
    told = structured(client, factories.published("Gates").get_absolute_url())["NewsArticle"]["image"]
    assert [(one["width"], one["height"]) for one in told] == [(1200, 1200), (1200, 900), (1200, 675)]
    assert [drawn(client, one["url"]).size for one in told] == [(1200, 1200), (1200, 900), (1200, 675)]


def test_a_static_page_has_one_too(client):
    shown = card(client, factories.page("About us", slug="about").get_absolute_url())
    assert drawn(client, shown["og:image"]).size == SIZES["wide"]


def test_with_a_cover_nothing_is_drawn(client):
    path = factories.published("Gates", cover=factories.picture(), cover_alt="A gate").get_absolute_url()
    assert "/media/" in card(client, path)["og:image"]


def test_what_changes_the_picture_changes_its_address_and_the_old_one_leads_on(client):
    article = factories.published("Gates")
    seen = [card(client, article.get_absolute_url())["og:image"]]
    for change in ({"accent": "#1c4f9c"}, {"band": "#ffffff"}, {"company_name": {"en": "Other"}}):
        SiteSettings.objects.update_or_create(pk=1, defaults=change)
        seen.append(card(client, article.get_absolute_url())["og:image"])
    assert len(set(seen)) == 4
    for old in seen[:-1]:
        answer = client.get(old.removeprefix(SITE))
        assert (answer.status_code, SITE + answer["Location"]) == (302, seen[-1])


def test_the_address_is_the_same_on_hosts_with_other_fonts(client, with_fonts, tmp_path):
    path = factories.published("Gates 🎉", category=factories.category("n", "新闻")).get_absolute_url()
    here = card(client, path)["og:image"]
    with_fonts(tmp_path)
    assert card(client, path)["og:image"] == here
    assert drawn(client, here).size == SIZES["wide"]


def test_there_is_one_only_of_what_readers_see(client):
    draft = factories.draft("Secret")
    address = card(client, factories.published("Gates").get_absolute_url())["og:image"].removeprefix(SITE)
    other = address.replace(address.split("/")[3], str(draft.pk))
    for wrong in (other, address.replace("wide", "tall"), address.replace("article", "user"), "/share-picture/"):
        assert client.get(wrong).status_code == 404, wrong


def test_without_a_font_for_its_signs_the_picture_of_the_site_stands_in(client, with_fonts, tmp_path):
    with_fonts(tmp_path)
    SiteSettings.objects.update_or_create(pk=1, defaults={"share_image": factories.picture(width=1200, height=630)})
    path = factories.published("你好", slug="你好", language="zh-hans").get_absolute_url()
    assert "/media/" in card(client, path)["og:image"]
    english = factories.published("Hello").get_absolute_url()
    assert "/share-picture/" in card(client, english)["og:image"]


def test_emoji_that_no_font_has_are_left_out():
    assert lettering.drawable(FONT, "Gates 🎉 open\u200b\n now") == "Gates open now"


TEXTS = ["早六个星期听出来？《一枚传感器》与X200的故事，还有它。" * 4, "A word, and another. " * 20]


@pytest.mark.parametrize("text", TEXTS)
def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(text):
    for width in range(200, 800, 37):
        found = lettering.lines(lettering.at_size(FONT, 40), text, width)
        assert not [line for line in found if line[0] in "，。！？；：、）》」』”’】" or line[-1] in "（《「『“‘【"]
        assert "".join(found).replace(" ", "") == text.replace(" ", "")


def test_a_number_that_no_database_holds_is_not_found(client):
    assert client.get("/share-picture/article/9223372036854775808/wide-x.png").status_code == 404


def test_letters_with_marks_are_whole_and_a_lone_mark_is_left_out():
    font = lettering.font_for("Café")
    assert lettering.drawable(font, "Cafe\u0301 \u0301\u0302") == "Caf\xe9"


def test_quotation_marks_are_narrow_where_there_is_no_chinese():
    for text in ("HiFred’s “gates” don’t wait", "“好”"):
        font = lettering.at_size(lettering.font_for(text), 100)
        assert (font.getlength("’") < 50) == text.startswith("HiFred")


def test_a_long_name_ends_where_the_room_does():
    font, shown = lettering.in_one_line(FONT, "A name without end " * 20, 36, 600)
    assert shown.endswith("…")
    assert 500 < font.getlength(shown) <= 600


def test_many_at_once_draw_what_one_after_the_other_would(client):
    drawings = [
        Drawing(f"No {number} 字" * (1 + number % 5), "News", "HiFred", "#16222e", "#f2a33a", "", False)
        for number in range(24)
    ]
    alone = [paint.__wrapped__(drawing, "wide") for drawing in drawings]
    with ThreadPoolExecutor(8) as painters:
        assert list(painters.map(lambda drawing: paint.__wrapped__(drawing, "wide"), drawings)) == alone


@hypothesis_settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec="latin-1"), min_size=1, max_size=300))
def test_whatever_the_title_it_stands_within_its_room(text):
    title = lettering.drawable(FONT, text)
    if title:
        font, found = lettering.fitted(FONT, title, (1040, 300), TITLE_SIZES)
        assert len(found) * font.size * lettering.LEADING <= 300
        assert all(font.getlength(line) <= 1040 for line in found)
