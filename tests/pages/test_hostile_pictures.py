"""Two hundred hostile pictures, and every way in: none breaks the site, none leaves anything behind."""

import http.client
import re
import time
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings as site
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from pages.models import Picture
from pages.pictures import RATIOS
from tests import factories, hostile, servers

pytestmark = pytest.mark.django_db
SECONDS, MEGABYTES = 3, 130
BATCHES = 10


def typed(**fields) -> dict:
    """What the forms want besides the picture."""
    category = factories.category().pk
    words = {"title": "Typed", "title_en": "Typed", "name_en": "Typed", "company_name_en": "Typed", "name": "Typed"}
    rest = {
        "category": category,
        "language": "en",
        "body": "<p>x</p>",
        "clicks_before": 0,
        "cover_alt": "x",
        "position": 0,
    }
    return words | rest | {"address": "https://example.com/", "alt": "x"} | fields


WAYS_IN = {
    "the library": ("pages_picture_add", [], "file"),
    "the editor": ("pages_picture_upload", [], "file"),
    "an article": ("news_article_add", [], "cover_file"),
    "a page": ("pages_page_add", [], "cover_file"),
    "a banner": ("pages_banner_add", [], "picture_file"),
    "a partner": ("pages_partner_add", [], "logo_file"),
    "the settings": ("pages_sitesettings_change", [1], "map_file"),
}
# All of them go through the library, and each through one of the other ways, which share its door.
TRIED = [
    (way, batch)
    for place, way in enumerate(WAYS_IN)
    for batch in range(BATCHES)
    if not place or (batch + place) % 6 == 0
]


def files_in(folder: Path) -> set[Path]:
    return {file for file in folder.rglob("*") if file.is_file()} if folder.exists() else set()


def test_there_are_two_hundred_and_they_differ():
    made = hostile.pictures()
    assert len(made) == hostile.COUNT == 200
    assert len({(name, content) for _what, name, content in made}) > 180
    # An AVIF file says when it was made.
    assert [names for *names, _content in made] == [names for *names, _content in hostile.pictures.__wrapped__()]


@pytest.mark.parametrize(("way", "batch"), TRIED)
def test_a_hostile_picture_is_refused_or_made_harmless(way, batch, signed_in, tmp_path, settings):
    name, arguments, field = WAYS_IN[way]
    address, boss = reverse(f"admin:{name}", args=arguments), signed_in()
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "temporary"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    for what, file_name, content in hostile.pictures()[batch::BATCHES]:
        begun = time.process_time()  # ours alone, whatever else this machine does
        answer = boss.post(address, typed(**{field: SimpleUploadedFile(file_name, content)}))
        assert time.process_time() - begun < SECONDS, what
        assert answer.status_code < 500, what
        picture = Picture.objects.order_by("-pk").first()
        if picture is None:
            assert files_in(site.MEDIA_ROOT) == set(), what
        else:
            check(picture, what)
        forget()
    assert files_in(settings.FILE_UPLOAD_TEMP_DIR) == set()


def check(picture: Picture, what: str) -> None:
    """Each file is a picture of the kind it says, whole, and nothing else."""
    files = files_in(site.MEDIA_ROOT)
    assert len(files) == 2 * len(picture.widths) + len(RATIOS), what
    for file in files:
        content = file.read_bytes()
        image = Image.open(BytesIO(content))
        image.load()
        assert {"AVIF": ".avif", "JPEG": ".jpg", "PNG": ".png"}[image.format] == file.suffix, what
        assert not image.info.keys() & {"exif", "icc_profile", "comment", "xmp"}, what
        assert b"<script" not in content, what
        assert b"<?php" not in content, what


def forget() -> None:
    """Rows go with the test's transaction; files do not wait for its end."""
    from news.models import Article, ArticleRevision
    from pages.models import Banner, PageRevision, Partner, SiteSettings

    SiteSettings.objects.update(map=None)
    for model in (Banner, Partner, PageRevision, ArticleRevision, Article):
        model.objects.all().delete()
    Picture.objects.all().delete()
    for file in files_in(site.MEDIA_ROOT):
        file.unlink()


def resident(pid: int) -> int:
    """Bytes."""
    return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1]) * 1024


def test_a_worker_stays_small(tmp_path):
    env = servers.environment(tmp_path, WEB_CONCURRENCY="1")
    servers.prepare(env)
    servers.manage(env, "shell", "-v0", "-c", "from tests import factories; factories.superuser()")
    with servers.gunicorn(env) as port:
        client = Uploader(port)
        client.sign_in()
        for _time in range(10):
            assert client.upload("good.jpg", hostile.good("JPEG")) == 201
        before = resident(client.worker())
        answers = [client.upload(name, content) for _what, name, content in hostile.pictures()]
        assert {*answers} <= {201, 400}, answers
        assert resident(client.worker()) - before < MEGABYTES * 2**20


class Uploader:
    """A member of staff at the editor, by plain HTTP."""

    def __init__(self, port: int):
        self.port, self.cookies = port, {}

    def request(self, method: str, path: str, body: bytes = b"", kind: str = "") -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        headers |= {"Content-Type": kind, "X-CSRFToken": self.cookies.get("csrftoken", "")} if kind else {}
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _equals, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        text = answer.read().decode(errors="replace")
        connection.close()
        return answer.status, text

    def sign_in(self) -> None:
        _status, page = self.request("GET", "/admin/login/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        form = f"csrfmiddlewaretoken={token}&username=boss&password=a+good+password"
        status, _page = self.request("POST", "/admin/login/", form.encode(), "application/x-www-form-urlencoded")
        assert status == 302

    def upload(self, name: str, content: bytes) -> int:
        name = re.sub(r'[\r\n"\0]', "_", name)
        head = f'--edge\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
        begun = time.monotonic()
        status, _page = self.request(
            "POST",
            "/admin/pages/picture/upload/",
            head + content + b"\r\n--edge--\r\n",
            "multipart/form-data; boundary=edge",
        )
        assert time.monotonic() - begun < SECONDS, name
        return status

    def worker(self) -> int:
        """The process that listens, below its master."""
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                command = (folder / "environ").read_text(errors="replace")
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                siblings = (Path(f"/proc/{parent}/environ")).read_text(errors="replace")
            except (OSError, ValueError):
                continue
            if f"BIND=127.0.0.1:{self.port}\0" in command and f"BIND=127.0.0.1:{self.port}\0" in siblings:
                return int(folder.name)
        raise AssertionError("no worker")
