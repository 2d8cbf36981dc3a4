"""The company's colours and logo: chosen by staff, readable for everybody."""

import re

import pytest
from django.urls import reverse
from PIL import Image

from pages.colours import DARK_GROUND, LIGHT_GROUND, contrast, hard_to_see, tokens
from pages.models import Picture, SiteSettings
from tests import factories
from tests.pages.test_site_settings import typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def save(signed_in):
    SiteSettings.objects.get_or_create(pk=1)
    return lambda **fields: signed_in("Site managers").post(
        reverse("admin:pages_sitesettings_change", args=[1]), typed(**fields), follow=True
    )


def theme(client) -> str | None:
    found = re.search(r'href="(/theme\.css\?[^"]*)"', client.get("/").text)
    return found and found[1].replace("&amp;", "&")


def test_without_a_choice_the_site_wears_its_own_colours(client):
    assert theme(client) is None


@pytest.mark.parametrize("written", ["#7A1F5C", "7a1f5c", " #7a1f5c "])
def test_a_colour_is_worn_at_once(written, save, client):
    save(accent=written, band="#036")
    assert theme(client) == "/theme.css?accent=7a1f5c&band=003366"
    sheet = client.get(theme(client))
    assert sheet["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in sheet["Cache-Control"]
    assert "--accent: light-dark(#7a1f5c, #" in sheet.text
    assert "--band: #003366; --on-band: #ffffff;" in sheet.text


def test_a_colour_that_cannot_be_read_is_refused_with_the_nearest_that_can(save, client):
    answer = save(accent="#ffcc00").text
    better = re.search(r"The nearest colour that will do is (#[0-9a-f]{6})", answer)[1]
    assert "its contrast is 1.3 : 1" in answer
    assert contrast(better, LIGHT_GROUND) >= 4.5
    assert theme(client) is None
    save(accent=better)
    assert theme(client) == f"/theme.css?accent={better[1:]}"


@pytest.mark.parametrize("odd", ["red", "#12345", "#gggggg", "url(//x)", "#fff}body{", "＃１２３４５６"])
def test_what_is_no_colour_is_refused(odd, save, client):
    assert "Write a colour as a # and six signs" in save(accent=odd).text
    assert theme(client) is None


@pytest.mark.parametrize(
    "query",
    ["", "accent=", "accent=red", "accent=1c4f9c;x", "accent=1C4F9C", "band=%7D", "accent=1c4f9c&band=x", "x=1"],
)
def test_no_address_puts_anything_else_into_the_sheet(query, client):
    assert client.get(f"/theme.css?{query}").status_code == 404


@pytest.mark.parametrize("accent", ["#1c4f9c", "#7a1f5c", "#000000", "#0b6b2f", "#8a4b00", "#5a5a5a"])
def test_whatever_is_chosen_can_be_read_in_light_and_dark(accent):
    found = {name: re.findall(r"#[0-9a-f]{6}", value) for name, value in tokens(accent).items()}
    for name in ("--accent", "--accent-deep"):
        light, dark = found[name]
        assert contrast(light, LIGHT_GROUND) >= 4.5
        assert contrast(dark, DARK_GROUND) >= 4.5
    for at in (0, 1):
        assert contrast(found["--on-accent"][at], found["--accent"][at]) >= 4.5


@pytest.mark.parametrize("band", ["#16222e", "#ffcc00", "#7f7f7f", "#ffffff", "#c0392b"])
def test_words_on_the_top_line_can_be_read(band):
    assert contrast(tokens(band=band)["--on-band"], band) >= 4.5


def logo(colour: tuple[int, int, int]) -> Image.Image:
    image = Image.new("RGBA", (200, 100), (0, 0, 0, 0))
    image.paste((*colour, 255), (40, 20, 160, 80))
    return image


@pytest.mark.parametrize(
    ("colour", "hard"), [((0, 0, 40), {"dark"}), ((255, 255, 240), {"light"}), ((200, 90, 20), set())]
)
def test_a_logo_that_vanishes_is_noticed(colour, hard):
    assert hard_to_see(logo(colour)) == hard
    assert hard_to_see(logo(colour).convert("RGB")) == set()


def test_a_logo_that_vanishes_stands_on_a_plate_of_its_own_and_staff_are_told(save, client):
    dark = Picture.objects.store(logo((0, 0, 40)), name="logo.png")
    assert "hard to see on dark pages" in save(logo=dark.pk).text
    assert 'class="plate-on-dark"' in client.get("/").text
    save(logo=factories.picture().pk)
    assert "plate-on" not in client.get("/").text
