"""What matters in a picture: staff point at it, and it stays in whatever is cut."""

import re
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from PIL import Image, ImageChops

from pages.duties import cut_pictures
from pages.models import Picture
from pages.pictures import RATIOS
from tests import factories

pytestmark = pytest.mark.django_db


def with_a_spot(x: int, y: int, width: int = 1600, height: int = 800) -> Image.Image:
    """White, with a red square around a point given in per cent."""
    image = Image.new("RGB", (width, height), "white")
    left, top = width * x // 100, height * y // 100
    image.paste((220, 0, 0), (left - 30, top - 30, left + 30, top + 30))
    return image


def stored(image: Image.Image) -> Picture:
    return Picture.objects.store(image, name="spot.png", alt="A spot")


def cuts(picture: Picture) -> dict[str, Image.Image]:
    found = {}
    for ratio in RATIOS:
        with default_storage.open(picture.crop_file(ratio)) as file:
            found[ratio] = Image.open(BytesIO(file.read()))
    return found


def shows_red(image: Image.Image) -> bool:
    red, green, _blue = image.convert("RGB").split()
    is_red, is_not_green = red.point(lambda value: 255 * (value > 150)), green.point(lambda value: 255 * (value < 80))
    return ImageChops.multiply(is_red, is_not_green).getbbox() is not None


@pytest.fixture
def change(signed_in):
    def send(picture: Picture, **fields):
        form = {
            "name": picture.name,
            "alt": picture.alt,
            "focus_x": picture.focus_x,
            "focus_y": picture.focus_y,
        } | fields
        answer = signed_in("Editors").post(reverse("admin:pages_picture_change", args=[picture.pk]), form)
        picture.refresh_from_db()
        return answer

    return send


def test_a_picture_is_cut_in_three_ratios_when_it_comes():
    picture = stored(with_a_spot(50, 50))
    for ratio, image in cuts(picture).items():
        assert image.size == tuple(picture.crops[ratio])
        assert image.width / image.height == pytest.approx(RATIOS[ratio][0] / RATIOS[ratio][1], rel=0.01)
        assert image.width <= 1200
        assert shows_red(image)


@pytest.mark.parametrize("point", [(5, 10), (95, 90), (0, 100), (100, 0), (30, 60)])
def test_what_staff_point_at_stays_in_every_cut(point, change, client):
    picture = stored(with_a_spot(min(max(point[0], 2), 98), min(max(point[1], 4), 96)))
    before = [picture.crop_file(ratio) for ratio in RATIOS]
    assert change(picture, focus_x=point[0], focus_y=point[1]).status_code == 302
    assert all(shows_red(image) for image in cuts(picture).values())
    assert not set(before) & {picture.crop_file(ratio) for ratio in RATIOS}
    address = f"/media/{picture.crop_file('1x1')}"
    answer = client.get(address)
    assert (answer["Content-Type"], answer.getvalue()[:3]) == ("image/jpeg", b"\xff\xd8\xff")


def test_old_cuts_go(change, django_capture_on_commit_callbacks):
    picture = stored(with_a_spot(50, 50))
    before = [picture.crop_file(ratio) for ratio in RATIOS]
    with django_capture_on_commit_callbacks(execute=True):
        change(picture, focus_x=10)
    assert not any(default_storage.exists(file) for file in before)
    with django_capture_on_commit_callbacks(execute=True):
        picture.delete()
    assert not any(default_storage.exists(picture.crop_file(ratio)) for ratio in RATIOS)


def test_another_file_begins_in_the_middle_unless_its_point_is_chosen(change):
    picture = stored(with_a_spot(50, 50))
    change(picture, focus_x=10, focus_y=20)
    change(picture, file=factories.upload(width=400, height=300))
    assert (picture.focus_x, picture.focus_y) == (50, 50)
    change(picture, file=factories.upload(width=400, height=300), focus_x=80, focus_y=30)
    assert (picture.focus_x, picture.focus_y) == (80, 30)


@pytest.mark.parametrize("odd", ["101", "-1", "x", "1.5"])
def test_a_point_outside_is_refused(odd, change):
    picture = stored(with_a_spot(50, 50))
    assert change(picture, focus_x=odd).status_code == 200
    assert picture.focus_x == 50


@pytest.mark.parametrize("measures", [(1, 1), (3, 900), (900, 3), (40, 30)])
def test_small_and_thin_pictures_are_cut_too(measures):
    picture = stored(Image.new("RGB", measures, "blue"))
    assert all(image.width >= 1 and image.height >= 1 for image in cuts(picture).values())


def test_transparent_pictures_stand_on_white():
    picture = stored(Image.new("RGBA", (300, 200), (0, 0, 0, 0)))
    assert cuts(picture)["1x1"].getpixel((5, 5)) == (255, 255, 255)


def test_pictures_of_an_earlier_version_are_cut_in_passing():
    picture = stored(with_a_spot(50, 50))
    lost = stored(with_a_spot(50, 50))
    for ratio in RATIOS:
        default_storage.delete(picture.crop_file(ratio))
    default_storage.delete(lost.file(max(lost.widths), lost.fallback))
    Picture.objects.update(crops={})
    cut_pictures()
    picture.refresh_from_db()
    assert set(cuts(picture)) == set(picture.crops) == set(RATIOS)
    cut_pictures()


def test_where_a_cover_is_cut_the_page_says_what_stays(client, change):
    picture = stored(with_a_spot(50, 50))
    article = factories.published("One", cover=picture, cover_alt="x")
    assert "focus-" not in client.get("/news/").text
    change(picture, focus_x=18, focus_y=50)
    assert 'class="focus-x-20"' in client.get("/news/").text
    page = client.get(article.get_absolute_url()).text
    pictures = re.findall(r'"url": "http://127.0.0.1:8000(/media/[^"]*-18-50\.jpg)"', page)
    assert len(pictures) == 3
    for address in pictures:
        assert client.get(address).getvalue()
