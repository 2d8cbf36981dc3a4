"""Files that staff send: what is no usable picture is refused in words, and nothing of it is kept."""

import struct
import time
import zlib
from functools import cache
from html import unescape
from io import BytesIO

import pytest
from django.conf import settings as site
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from news.models import Article
from pages.models import Picture
from tests import factories

pytestmark = pytest.mark.django_db
NO_PICTURE = "This is not a picture that can be used here. Choose a JPEG, PNG, WebP, AVIF or GIF file."
DAMAGED = "This picture is damaged or incomplete. Save it anew in a picture editor and try again."


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


@cache
def png(width: int, height: int, *extra: bytes, after: bytes = b"") -> bytes:
    """White pixels of one bit each; as small on disk as zlib makes them."""
    squeeze, row = zlib.compressobj(1), b"\0" + b"\xff" * ((width + 7) // 8)
    pixels = b"".join([*(squeeze.compress(row * 100) for _hundred in range(height // 100)), squeeze.flush()])
    head = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return head + b"".join(extra) + chunk(b"IDAT", pixels) + after + chunk(b"IEND", b"")


@cache
def bomb() -> bytes:
    return b"x\0\0" + zlib.compress(bytes(200_000_000), 1)


def jpeg(**measures) -> bytes:
    return factories.upload(**measures).read()


def cut(format: str) -> bytes:
    """The first two thirds of a picture."""
    content = factories.upload(format=format).read()
    return content[: len(content) * 2 // 3]


def frames(format: str = "GIF") -> bytes:
    first, second = Image.new("RGB", (40, 30), "red"), Image.new("RGB", (40, 30), "blue")
    buffer = BytesIO()
    first.save(buffer, format, save_all=True, append_images=[second], duration=100)
    return buffer.getvalue()


BAD = {
    "a script": ("photo.png", lambda: b"<script>alert(1)</script>", NO_PICTURE),
    "an SVG": ("drawing.svg", lambda: b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', NO_PICTURE),
    "a page named .png": ("page.png", lambda: b"<!doctype html><title>x</title><script>alert(1)</script>", NO_PICTURE),
    "a text": ("notes.txt", lambda: b"Some words.", NO_PICTURE),
    "a PDF": ("paper.jpg", lambda: b"%PDF-1.7\n1 0 obj", NO_PICTURE),
    "a TIFF": ("scan.tiff", lambda: factories.upload(format="TIFF").read(), NO_PICTURE),
    "an empty file": ("empty.jpg", lambda: b"", "The submitted file is empty."),
    "20,000 x 20,000 pixels": ("big.png", lambda: png(20_000, 20_000), "20000 × 20000 pixels"),
    "10,000 x 10,000 pixels": ("big.png", lambda: png(10_000, 10_000), "10000 × 10000 pixels"),
    "50,000 x 801 pixels": ("wide.png", lambda: png(50_000, 801), "50000 × 801 pixels"),
    "a cut JPEG": ("cut.jpg", lambda: cut("JPEG"), DAMAGED),
    "a cut PNG": ("cut.png", lambda: cut("PNG"), DAMAGED),
    "a cut GIF": ("cut.gif", lambda: cut("GIF"), DAMAGED),
    "a cut WebP": ("cut.webp", lambda: cut("WEBP"), None),
    "a cut AVIF": ("cut.avif", lambda: cut("AVIF"), None),
    "30 MB": ("large.jpg", lambda: jpeg() + bytes(30 * 2**20), "a picture may have 10.0\xa0MB at most"),
    "a profile of 200 MB": ("p.png", lambda: png(100, 100, chunk(b"iCCP", bomb())), DAMAGED),
    "a text of 200 MB": ("t.png", lambda: png(100, 100, chunk(b"zTXt", bomb())), DAMAGED),
    "a text of 200 MB at the end": ("e.png", lambda: png(100, 100, after=chunk(b"zTXt", bomb())), DAMAGED),
    "a name alone": ("photo.jpg", lambda: b"\xff\xd8\xff", None),
    "no pixels": ("none.png", lambda: b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", bytes(13)), None),
}
GOOD = {
    "moving pictures": ("moving.gif", frames),
    "moving WebP": ("moving.webp", lambda: frames("WEBP")),
    "the wrong extension": ("photo.txt", jpeg),
    "no extension": ("photo", jpeg),
    "odd signs in its name": ("照片 <b>\"'&../..\\x.jpg", jpeg),
    "a long name": (f"{'x' * 240}.jpg", jpeg),
    "a GIF named .jpg": ("photo.jpg", frames),
    "40 million pixels": ("big.png", lambda: png(8_000, 5_000)),
}


def kept() -> list:
    """Everything that an upload may leave behind."""
    files = [file for file in site.MEDIA_ROOT.rglob("*") if file.is_file()]
    return [*Picture.objects.all(), *Article.objects.all(), *files]


def served(client, address: str) -> bytes:
    return client.get(address).getvalue()


def add_picture(client, file):
    return client.post(reverse("admin:pages_picture_add"), {"file": file, "name": "A name typed", "alt": "Alt typed"})


def article(**fields) -> dict:
    typed = {"title": "A title typed", "category": factories.category().pk, "language": "en", "body": "<p>Typed.</p>"}
    return typed | {"clicks_before": 0, "cover_alt": "A gate"} | fields


def add_article(client, file):
    return client.post(reverse("admin:news_article_add"), article(cover_file=file))


def from_the_editor(client, file):
    return client.post(reverse("admin:pages_picture_upload"), {"file": file, "alt": "A gate"})


def add_page(client, file):
    typed = {"title": "A title typed", "language": "en", "body": "<p>Typed.</p>", "position": 0, "cover_alt": "A gate"}
    return client.post(reverse("admin:pages_page_add"), typed | {"cover_file": file})


def add_banner(client, file):
    typed = {"title_en": "A title typed", "picture_file": file}
    return client.post(reverse("admin:pages_banner_add"), typed)


def add_partner(client, file):
    typed = {"name_en": "A name typed", "address": "https://example.com/", "logo_file": file}
    return client.post(reverse("admin:pages_partner_add"), typed)


def change_settings(client, file):
    typed = {"company_name_en": "A name typed", "map_file": file}
    return client.post(reverse("admin:pages_sitesettings_change", args=[1]), typed)


EVERYWHERE = [add_picture, add_article, add_page, add_banner, add_partner, change_settings, from_the_editor]
FORMS = [
    (add_picture, "file", "A name typed"),
    (add_article, "cover", "A title typed"),
    (add_page, "cover", "A title typed"),
    (add_banner, "picture", "A title typed"),
    (add_partner, "logo", "A name typed"),
    (change_settings, "map", "A name typed"),
]


@pytest.fixture
def boss(signed_in):
    return signed_in()


@pytest.fixture(params=BAD)
def bad(request):
    """A file and what must be said of it."""
    name, content, words = BAD[request.param]
    return SimpleUploadedFile(name, content()), words or ("damaged or incomplete", "is not a picture")


@pytest.fixture(params=GOOD)
def good(request):
    name, content = GOOD[request.param]
    return SimpleUploadedFile(name, content())


def says(text: str, words: str | tuple[str, ...]) -> bool:
    return any(each in text for each in ([words] if isinstance(words, str) else words))


@pytest.mark.parametrize(("send", "field", "typed"), FORMS)
def test_a_bad_file_is_refused_beside_its_field_and_the_rest_is_kept(send, field, typed, bad, boss):
    file, words = bad
    begun = time.perf_counter()
    page = send(boss, file)
    assert time.perf_counter() - begun < 3
    assert page.status_code == 200
    errors = page.context["adminform"].form.errors
    assert list(errors) == [field]
    assert says(errors[field][0], words)
    assert errors[field][0] in unescape(page.text)
    assert f'value="{typed}"' in page.text
    assert kept() == []


def test_a_bad_file_from_the_editor_is_refused_in_words(bad, boss):
    file, words = bad
    begun = time.perf_counter()
    answer = from_the_editor(boss, file)
    assert time.perf_counter() - begun < 3
    assert answer.status_code == 400
    assert says(answer.json()["errors"]["file"][0], words)
    assert kept() == []


@pytest.mark.parametrize("send", EVERYWHERE)
def test_an_unusual_picture_is_taken(send, good, boss):
    assert send(boss, good).status_code in (201, 302)
    picture = Picture.objects.get()
    assert len(served(boss, picture.address())) > 100


@pytest.mark.parametrize("send", EVERYWHERE)
def test_of_moving_pictures_the_first_is_taken(send, boss):
    send(boss, SimpleUploadedFile("moving.gif", frames()))
    content = BytesIO(served(boss, Picture.objects.get().address()))
    red, _green, blue = Image.open(content).convert("RGB").getpixel((20, 15))
    assert red - blue > 200


def test_nothing_sent_is_said_to_be_missing(boss):
    answer = boss.post(reverse("admin:pages_picture_upload"), {"alt": "x"})
    assert answer.status_code == 400
    assert answer.json()["errors"]["file"] == ["This field is required."]


def test_a_script_in_the_text_is_taken_out_and_the_rest_is_saved(boss):
    boss.post(reverse("admin:news_article_add"), article(body="<p>Typed.</p><script>alert(1)</script>"))
    assert Article.objects.get().revisions.get().body == "<p>Typed.</p>"


@pytest.mark.parametrize("wrong", [{"title": ""}, {"category": ""}, {"body": ""}, {"slug": "no good!"}])
def test_a_good_cover_is_kept_while_another_field_is_mended(wrong, boss):
    page = boss.post(reverse("admin:news_article_add"), article(cover_file=factories.upload(), **wrong))
    picture = Picture.objects.get()
    assert list(page.context["adminform"].form.errors) == list(wrong)
    assert f'name="cover" value="{picture.pk}"' in page.text
    assert not Article.objects.exists()


def test_a_cover_without_words_is_asked_for_them_and_kept(boss):
    page = boss.post(reverse("admin:news_article_add"), article(cover_file=factories.upload(), cover_alt=""))
    assert list(page.context["adminform"].form.errors) == ["cover_alt"]
    assert f'name="cover" value="{Picture.objects.get().pk}"' in page.text


def test_a_cover_is_shown_to_readers(boss, client):
    boss.post(reverse("admin:news_article_add"), article(cover_file=factories.upload(), _publish="1"))
    page = client.get(Article.objects.get().get_absolute_url()).text
    assert Picture.objects.get().source in page
    assert 'alt="A gate"' in page


def test_a_preview_stores_nothing(boss):
    page = boss.post(reverse("admin:news_article_preview_new"), article(cover_file=factories.upload()))
    assert page.status_code == 200
    assert kept() == []


def test_the_editor_gets_what_it_needs_to_show_the_picture(boss):
    answer = from_the_editor(boss, factories.upload(width=700, height=350)).json()
    picture = Picture.objects.get()
    assert (answer["number"], answer["width"], answer["height"]) == (picture.pk, 700, 350)
    assert served(boss, answer["address"]) == served(boss, picture.address())
    assert boss.get(answer["page"]).status_code == 200
    assert (picture.alt, picture.uploaded_by.username) == ("A gate", "boss")


def test_the_upload_is_for_staff_only(client):
    answer = from_the_editor(client, factories.upload())
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("admin:login"))
    assert kept() == []


@pytest.mark.parametrize("role", ["Chat agents"])
@pytest.mark.parametrize("send", [from_the_editor, add_picture])
def test_the_upload_is_for_those_who_may_add_pictures(send, role, signed_in):
    assert send(signed_in(role), factories.upload()).status_code == 403
    assert kept() == []


@pytest.mark.parametrize("send", [from_the_editor, add_picture, add_article])
def test_an_upload_from_another_site_is_refused(send):
    client = Client(enforce_csrf_checks=True)
    client.force_login(factories.superuser())
    assert send(client, factories.upload()).status_code == 403
    assert kept() == []


def test_an_upload_with_the_pages_token_is_taken():
    client = Client(enforce_csrf_checks=True)
    client.force_login(factories.superuser())
    token = client.get(reverse("admin:pages_picture_add")).context["csrf_token"]
    upload = reverse("admin:pages_picture_upload")
    assert client.post(upload, {"file": factories.upload()}, headers={"X-CSRFToken": str(token)}).status_code == 201


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_the_upload_takes_posts_only(method, boss):
    assert getattr(boss, method)(reverse("admin:pages_picture_upload")).status_code == 405


def png_of(width: int, height: int) -> bytes:
    buffer = BytesIO()
    Image.new("L", (width, height)).save(buffer, "PNG")
    return buffer.getvalue()


def test_a_very_long_picture_is_refused_in_words(signed_in):
    file = SimpleUploadedFile("long.png", png_of(1, 70_000))
    answer = signed_in().post(reverse("admin:pages_picture_upload"), {"file": file})
    assert answer.status_code == 400
    assert "16000" in answer.json()["errors"]["file"][0]
    assert not Picture.objects.exists()


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow says that the notes are broken
@pytest.mark.parametrize("orientation", [b"\xff\xff\xff\xff", b"\x00" * 4])
def test_broken_notes_of_a_camera_do_no_harm(orientation, signed_in):
    buffer = BytesIO()
    exif = b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03" + orientation + b"\xff\xff\xff\xff"
    Image.new("RGB", (30, 20)).save(buffer, "JPEG", exif=exif)
    file = SimpleUploadedFile("noted.jpg", buffer.getvalue())
    assert signed_in().post(reverse("admin:pages_picture_upload"), {"file": file}).status_code == 201


def test_a_tall_picture_is_kept_narrower_than_it_came(db):
    picture = factories.picture(width=1000, height=15_000)
    assert picture.widths == [320, 640]
