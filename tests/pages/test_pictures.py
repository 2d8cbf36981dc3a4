"""Pictures: the smaller versions made of each, what is left out of them, and how they are served."""

import io
import re
import zipfile

import pytest
from django.conf import settings as site
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from news.models import ArticleRevision
from pages.models import Picture, SiteSettings
from pages.pictures import RATIOS
from tests import factories

pytestmark = pytest.mark.django_db
ALL = [320, 640, 960, 1280, 1920]
SECRET = b"secret-in-the-metadata"


def versions(picture: Picture) -> list[str]:
    """The files of a picture, cuts included."""
    widths = [picture.file(each, extension) for each in picture.widths for extension in ("avif", "jpg")]
    return sorted([*widths, *(picture.crop_file(ratio) for ratio in RATIOS)])


def files() -> list[str]:
    """The kept files, as folder/name."""
    return sorted("/".join(file.parts[-2:]) for file in site.MEDIA_ROOT.rglob("*") if file.is_file())


def added(client, content: bytes | SimpleUploadedFile, name: str = "photo.jpg") -> Picture:
    file = content if isinstance(content, SimpleUploadedFile) else SimpleUploadedFile(name, content)
    client.post(reverse("admin:pages_picture_add"), {"file": file, "name": "", "alt": "A picture"})
    return Picture.objects.get()


def encoded(image: Image.Image, format: str = "JPEG", **options) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format, **options)
    return buffer.getvalue()


def served(client, address: str) -> bytes:
    return client.get(address).getvalue()


def shown(client, address: str) -> Image.Image:
    return Image.open(io.BytesIO(served(client, address)))


def addresses(picture: Picture) -> list[str]:
    return [picture.address(width, extension) for width in picture.widths for extension in ("avif", picture.fallback)]


@pytest.mark.parametrize(
    ("width", "widths"),
    [(1, [1]), (319, [319]), (320, [320]), (700, [320, 640, 700]), (1920, ALL), (3000, ALL)],
)
def test_versions_are_never_wider_than_the_original(width, widths, signed_in, client):
    picture = added(signed_in(), factories.upload(width=width, height=30))
    assert sorted(picture.widths) == widths
    assert [shown(client, picture.address(each)).width for each in widths] == widths
    assert files() == versions(picture)


@pytest.mark.parametrize(("mode", "fallback", "format"), [("RGB", "jpg", "JPEG"), ("RGBA", "png", "PNG")])
def test_each_version_is_avif_and_one_that_every_browser_knows(mode, fallback, format, signed_in, client):
    image = factories.image(mode=mode)
    if mode == "RGBA":
        image.putpixel((0, 0), (0, 0, 0, 0))
    picture = added(signed_in(), encoded(image, "PNG"), "photo.png")
    assert shown(client, picture.address(extension="avif")).format == "AVIF"
    assert shown(client, picture.address(extension=fallback)).format == format
    assert picture.address().endswith(f".{fallback}")


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "LA", "I;16"])
def test_every_kind_of_pixels_keeps_its_look(mode, signed_in, client):
    grey = Image.new("I;16", (64, 48), 128 * 256) if mode == "I;16" else Image.new("L", (64, 48), 128).convert(mode)
    format = "JPEG" if mode == "CMYK" else "PNG"
    picture = added(signed_in(), encoded(grey, format))
    pixel = shown(client, picture.address()).convert("L").resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    assert abs(pixel - 128) < 8


def test_a_picture_in_a_text_has_measures_and_versions(client):
    picture = factories.picture(width=1000, height=500)
    body = f'<p><img src="picture:{picture.pk}" alt="A gate"></p>'
    page = client.get(factories.published(body=body).get_absolute_url()).text
    image = re.search(r'<picture><source type="image/avif"[^>]*><img [^>]*alt="A gate"[^>]*></picture>', page)[0]
    assert 'width="1000" height="500"' in image
    assert image.count("srcset=") == image.count("sizes=") == 2
    assert [f"{picture.address(width)} {width}w" in image for width in (320, 640, 960, 1000)] == [True] * 4


def test_every_picture_of_every_page_has_measures_and_words(client):
    cover = factories.picture(width=900)
    article = factories.published(cover=cover, cover_alt="A gate", summary="In short.")
    for address in ("/", "/news/", article.get_absolute_url()):
        images = re.findall(r"<img [^>]*>", client.get(address).text)
        assert any(cover.token in image for image in images)
        assert [image for image in images if not all(f" {name}=" in image for name in ("alt", "width", "height"))] == []


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_upright(orientation, signed_in, client):
    image, exif = Image.new("RGB", (60, 40), "white"), Image.Exif()
    image.paste("red", (0, 0, 20, 20))
    exif[0x0112] = orientation
    picture = added(signed_in(), encoded(image, exif=exif, quality=95))
    assert (picture.width, picture.height) == ((60, 40) if orientation < 5 else (40, 60))
    right, bottom = orientation in (2, 3, 6, 7), orientation in (3, 4, 7, 8)
    corner = (picture.width - 5 if right else 5, picture.height - 5 if bottom else 5)
    red, green, _blue = shown(client, picture.address()).convert("RGB").getpixel(corner)
    assert red - green > 100


def test_nothing_but_pixels_is_kept(signed_in, client):
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    exif.get_ifd(0x8825)[2] = (30.0, 15.0, 1.0)
    content = encoded(factories.image(), exif=exif, icc_profile=SECRET * 10, comment=SECRET)
    assert content.count(SECRET) >= 3
    picture = added(signed_in(), content)
    for address in addresses(picture):
        image = shown(client, address)
        assert SECRET not in served(client, address)
        assert not image.getexif()
        assert not {"exif", "icc_profile", "comment", "xmp"} & {name for name, value in image.info.items() if value}


def zipped() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", SECRET)
    return buffer.getvalue()


@pytest.mark.parametrize("tail", [b"<html><script>" + SECRET + b"</script>", zipped(), SECRET * 1000])
@pytest.mark.parametrize("format", ["JPEG", "PNG", "GIF", "WEBP"])
def test_what_was_appended_to_a_picture_is_gone(format, tail, signed_in, client):
    picture = added(signed_in(), encoded(factories.image(), format) + tail)
    kept = [served(client, address) for address in addresses(picture)]
    assert [content for content in kept if SECRET in content or b"PK\x03\x04" in content] == []


def test_a_replaced_picture_gets_new_names_and_its_old_files_go(signed_in, client, django_capture_on_commit_callbacks):
    picture = factories.picture(width=700)
    before = files()
    with django_capture_on_commit_callbacks(execute=True):
        form = {"file": factories.upload(width=200), "name": "new", "alt": ""}
        signed_in().post(reverse("admin:pages_picture_change", args=[picture.pk]), form)
    after = Picture.objects.get()
    assert after.width == 200
    assert files() == versions(after)
    assert not set(files()) & set(before)
    assert client.get(picture.address()).status_code == 404


def test_a_change_of_words_leaves_the_files(signed_in, django_capture_on_commit_callbacks):
    picture, before = factories.picture(), files()
    with django_capture_on_commit_callbacks(execute=True):
        form = {"name": "new", "alt": "Other words"}
        signed_in().post(reverse("admin:pages_picture_change", args=[picture.pk]), form)
    assert Picture.objects.get().alt == "Other words"
    assert files() == before != []


def test_a_deleted_picture_takes_its_files_along(signed_in, client, django_capture_on_commit_callbacks):
    picture, kept = factories.picture(), factories.picture()
    with django_capture_on_commit_callbacks(execute=True):
        signed_in().post(reverse("admin:pages_picture_delete", args=[picture.pk]), {"post": "yes"})
    assert list(Picture.objects.all()) == [kept]
    assert {file.split("/")[0] for file in files()} == {f"{kept.pk}-{kept.token}"}


def test_many_deleted_pictures_take_their_files_along(signed_in, django_capture_on_commit_callbacks):
    numbers = [factories.picture().pk, factories.picture().pk]
    form = {"action": "delete_selected", "_selected_action": numbers, "post": "yes"}
    with django_capture_on_commit_callbacks(execute=True):
        signed_in().post(reverse("admin:pages_picture_changelist"), form)
    assert not Picture.objects.exists()
    assert files() == []


@pytest.fixture
def full_disk(monkeypatch):
    """A storage that takes two files more and then has no room left."""
    save, left = default_storage.save, iter(range(2))

    def refuse(*args):
        if next(left, None) is None:
            raise OSError(28, "No space left on device")
        return save(*args)

    return lambda: monkeypatch.setattr(default_storage, "save", refuse)


def test_a_full_disk_leaves_neither_a_row_nor_a_file(full_disk):
    full_disk()
    with pytest.raises(OSError, match="No space"):
        factories.picture(width=1000)
    assert not Picture.objects.exists()
    assert files() == []


def test_a_full_disk_leaves_a_picture_that_was_to_be_replaced_as_it_was(full_disk):
    picture, before = factories.picture(width=1000), files()
    full_disk()
    with pytest.raises(OSError, match="No space"):
        Picture.objects.get().hold(factories.image(width=700))
    assert Picture.objects.get().token == picture.token
    assert files() == before


def use_in_a_text(picture: Picture) -> None:
    factories.draft(body=f'<p><img src="picture:{picture.pk}" alt="x"></p>')


def use_as_a_cover(picture: Picture) -> None:
    factories.draft(cover=picture, cover_alt="x")


def use_in_an_old_revision(picture: Picture) -> None:
    factories.revision(factories.draft(cover=picture, cover_alt="x"), "Newer")


def use_as_the_logo(picture: Picture) -> None:
    SiteSettings(logo=picture).save()


@pytest.mark.parametrize("use", [use_in_a_text, use_as_a_cover, use_in_an_old_revision, use_as_the_logo])
def test_a_picture_in_use_cannot_be_deleted_in_the_admin(use, signed_in):
    picture = factories.picture()
    use(picture)
    boss = signed_in()
    page = boss.get(reverse("admin:pages_picture_delete", args=[picture.pk]))
    assert page.context["protected"]
    boss.post(reverse("admin:pages_picture_delete", args=[picture.pk]), {"post": "yes"})
    boss.post(
        reverse("admin:pages_picture_changelist"),
        {"action": "delete_selected", "_selected_action": [picture.pk], "post": "yes"},
    )
    assert Picture.objects.filter(pk=picture.pk).exists()
    assert files()


def test_a_picture_with_a_longer_number_does_not_count_as_used(signed_in):
    picture = factories.picture()
    factories.draft(body=f'<p><img src="picture:{picture.pk}1" alt="x"></p>')
    signed_in().post(reverse("admin:pages_picture_delete", args=[picture.pk]), {"post": "yes"})
    assert not Picture.objects.exists()
    assert ArticleRevision.objects.exists()


@pytest.mark.parametrize(("extension", "kind"), [("avif", "image/avif"), ("jpg", "image/jpeg")])
def test_a_picture_is_served_for_ever_and_as_what_it_is(extension, kind, client):
    answer = client.get(factories.picture().address(extension=extension))
    assert Image.open(io.BytesIO(answer.getvalue())).width == 400
    assert answer.status_code == 200
    assert answer["Content-Type"] == kind
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")


TOKEN = "0123456789abcdef01234567"


@pytest.mark.parametrize(
    "path",
    [
        *("", "/", "/1", "/..", "/../", "/../hifred.sqlite3", "/../../etc/passwd", "/%2e%2e/hifred.sqlite3"),
        *("//etc/passwd", "/..%2f..%2fetc%2fpasswd", "/%2e%2e%2fsecret-key", "/..%5csecret-key", "/secret-key"),
        *("/5-x/320.jpg", f"/5-{TOKEN.upper()}/320.jpg", f"/5-{TOKEN}/320.jpg", f"/5-{TOKEN}/320.svg"),
        *(f"/5-{TOKEN}/320.html", f"/5-{TOKEN}/..jpg", f"/5-{TOKEN}/320.jpg%00.png", f"/5-{TOKEN}/320.jpg%0a"),
        *(f"/5-{TOKEN}/../5-{TOKEN}/320.jpg", f"/5-{TOKEN}/%2e%2e/x.jpg", f"/\u0665-{TOKEN}/320.jpg"),
        *(f"/{'9' * 300}-{TOKEN}/320.jpg", f"/5-{TOKEN}/{'9' * 300}.jpg", f"/5-{TOKEN}/{'9' * 5000}.jpg"),
    ],
)
def test_odd_names_lead_nowhere(path, client):
    (site.MEDIA_ROOT / f"5-{TOKEN}").mkdir(parents=True)
    (site.MEDIA_ROOT.parent / "secret-key").write_text("secret")
    assert client.get(f"/media{path}").status_code == 404


def test_pictures_are_only_read_by_their_address(client):
    address = factories.picture().address()
    assert client.post(address).status_code == 405
    assert client.delete(address).status_code == 405
