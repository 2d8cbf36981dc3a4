"""A backup holds all that was acknowledged before it began, and gives it back into an empty place, or says why not."""

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from io import BytesIO
from pathlib import Path

import pytest

from hifred.backup import Refused, archive
from hifred.backup.archive import DATABASE, Reader, Writer
from tests import postgres
from tests.servers import BASE, collect, environment, gunicorn, manage, migrate, sql

SAMPLE = (
    "from tests import factories; from pages.models import Picture\n"
    "picture = factories.picture(width=60, height=40)\n"
    "factories.published('Gates', cover=picture, cover_alt='A gate')"
)
# Writes fifty rows a second, and tells of each once it is kept.
WRITER = (
    "import sys, time\n"
    "from django.utils import timezone\n"
    "from pages.models import MissingAddress\n"
    "n = 0\n"
    "while True:\n"
    "    n += 1\n"
    "    now = timezone.now()\n"
    "    MissingAddress.objects.create(address=f'/{n}', first_at=now, last_at=now)\n"
    "    print(n, flush=True)\n"
    "    time.sleep(0.02)\n"
)
COUNT = "SELECT COUNT(*) FROM pages_missingaddress"


@pytest.fixture(scope="module")
def stocked(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("stocked")
    env = environment(folder, SECRET_KEY="x" * 50)
    migrate(env)
    manage(env, "shell", "-c", SAMPLE)
    return folder


@pytest.fixture
def site(stocked, tmp_path) -> dict[str, str]:
    """A site with an article and a picture, and the environment that it runs with."""
    shutil.copytree(stocked, tmp_path / "site")
    return environment(tmp_path / "site", SECRET_KEY="x" * 50)


@pytest.fixture(scope="module")
def backup(stocked, tmp_path_factory) -> Path:
    """A file that is as it should be, and stays so."""
    file = tmp_path_factory.mktemp("backup") / "a.tar"
    manage(environment(stocked, SECRET_KEY="x" * 50), "backup", str(file))
    return file


@pytest.fixture
def elsewhere(tmp_path):
    """The environments of empty places."""

    def make(name: str = "elsewhere") -> dict[str, str]:
        folder = tmp_path / name
        folder.mkdir()
        return environment(folder, SECRET_KEY="x" * 50)

    return make


def refused(env: dict[str, str], *command: str) -> str:
    """What the command says when it does not do what was asked."""
    run = subprocess.run([sys.executable, "manage.py", *command], cwd=BASE, env=env, capture_output=True, text=True)
    assert run.returncode == 1, run.stdout
    assert "Traceback" not in run.stderr
    return run.stderr


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_restored_site_has_everything_and_serves_it(site, elsewhere, tmp_path):
    said = manage(site, "backup", str(tmp_path / "a.tar"))
    assert "The secret key is not in it" in said
    assert (tmp_path / "a.tar").stat().st_mode & 0o777 == 0o600
    place = elsewhere()
    assert "restored:" in manage(place, "restore", str(tmp_path / "a.tar"))
    before, after = (Path(env["DATA_DIR"]) / "media" for env in (site, place))
    assert files(after) == files(before) != {}
    collect(place)
    with gunicorn(place) as port:
        connection = HTTPConnection("127.0.0.1", port)
        connection.request("GET", "/news/")
        page = connection.getresponse().read().decode()
        connection.close()
    assert "Gates" in page


def test_by_default_it_is_named_by_the_time(site):
    manage(site, "backup")
    (made,) = (Path(site["DATA_DIR"]) / "backups").iterdir()
    assert made.name.startswith("hifred-")
    assert made.name.endswith(".backup.tar")


@contextmanager
def writing(site: dict[str, str]) -> Iterator[Callable[[], int]]:
    """Somebody who writes; and how many of his rows were acknowledged so far."""
    told = Path(site["DATA_DIR"]) / "told"
    with told.open("w") as out:
        command = [sys.executable, "manage.py", "shell", "-v0", "-c", WRITER]
        writer = subprocess.Popen(command, cwd=BASE, env=site, stdout=out)
    try:
        yield lambda: max([0, *map(int, told.read_text().rpartition("\n")[0].split())])
    finally:
        writer.kill()
        writer.wait()


def rounds(site: dict[str, str], fresh, count: int) -> None:
    """Each restored backup has every row that was acknowledged before it began."""
    with writing(site) as acknowledged:
        began = time.monotonic()
        while not acknowledged():
            assert time.monotonic() - began < 30
        for number in range(count):
            known, file = acknowledged(), Path(site["DATA_DIR"]) / f"{number}.tar"
            manage(site, "backup", str(file))
            with fresh(number) as place:
                manage(place, "restore", str(file))
                assert sql(place, COUNT)[0][0] >= known
        assert acknowledged() > known  # it went on all the time


def test_backups_while_fifty_rows_a_second_are_written(site, elsewhere):
    @contextmanager
    def fresh(number: int):
        yield elsewhere(f"place-{number}")

    rounds(site, fresh, 6)


@pytest.mark.postgres
def test_backups_of_postgresql_while_it_is_written_to(elsewhere):
    @contextmanager
    def fresh(number: int):
        with postgres.database(has_tables=False) as other:
            yield elsewhere(f"place-{number}") | other

    with postgres.database() as known:
        rounds(elsewhere("site") | known, fresh, 3)


@pytest.mark.parametrize("place", [0.02, 0.3, 0.6, 0.97])
def test_a_file_of_which_one_bit_changed_is_refused(place, backup, elsewhere, tmp_path):
    content = bytearray(backup.read_bytes())
    content[int(len(content) * place)] ^= 1
    (tmp_path / "b.tar").write_bytes(content)
    there = elsewhere()
    assert "its checksum does not fit" in refused(there, "restore", str(tmp_path / "b.tar"))
    assert not files(Path(there["DATA_DIR"]))


def test_a_file_that_was_cut_off_or_is_no_backup_is_refused(backup, elsewhere, tmp_path):
    content, there = backup.read_bytes(), elsewhere()
    for part in (content[: len(content) // 2], content[:-20_000], b"no backup", b"", content + b"more"):
        (tmp_path / "b.tar").write_bytes(part)
        assert "its checksum does not fit" in refused(there, "restore", str(tmp_path / "b.tar"))
    assert "There is no file" in refused(there, "restore", str(tmp_path / "none.tar"))
    assert not files(Path(there["DATA_DIR"]))


@pytest.mark.parametrize("name", ["media/../../evil", "/etc/evil", "media//evil", "evil", "media/a/../../b"])
def test_what_would_be_written_elsewhere_is_refused(name, elsewhere, tmp_path):
    with Writer(tmp_path / "a.tar") as backup:
        backup.add(DATABASE, b"x"), backup.add(name, b"x"), backup.seal({"engine": "sqlite"})
    with pytest.raises(Refused, match="something odd"), Reader(tmp_path / "a.tar"):
        pass


def test_a_link_in_it_is_refused(tmp_path):
    with Writer(tmp_path / "a.tar") as backup:
        backup.add(DATABASE, b"x")
        link = tarfile.TarInfo("media/link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        backup.tar.addfile(link, BytesIO())
        backup.seal({"engine": "sqlite"})
    with pytest.raises(Refused, match="something odd"), Reader(tmp_path / "a.tar"):
        pass


def test_a_place_that_is_not_empty_stays_as_it_is(site, backup):
    before = files(Path(site["DATA_DIR"]) / "media")
    assert "The database is not empty" in refused(site, "restore", str(backup))
    assert files(Path(site["DATA_DIR"]) / "media") == before


def test_a_backup_of_a_newer_version_is_refused(site, elsewhere, tmp_path):
    newer = "from django.db.migrations.recorder import MigrationRecorder as R; from django.db import connection as c\n"
    manage(site, "shell", "-c", newer + "R(c).record_applied('news', '9999_from_tomorrow')")
    manage(site, "backup", str(tmp_path / "a.tar"))
    said = refused(elsewhere(), "restore", str(tmp_path / "a.tar"))
    assert "newer version, which has news.9999_from_tomorrow" in said


def test_a_file_that_is_there_is_not_written_over(site, tmp_path):
    (tmp_path / "a.tar").write_text("precious")
    assert "is there already" in refused(site, "backup", str(tmp_path / "a.tar"))
    assert (tmp_path / "a.tar").read_text() == "precious"


def test_on_a_full_disk_it_says_so_and_leaves_nothing(site, tmp_path):
    (tmp_path / "out").mkdir()

    def small() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))

    run = subprocess.run(
        [sys.executable, "manage.py", "backup", str(tmp_path / "out" / "a.tar")],
        cwd=BASE,
        env=site,
        capture_output=True,
        text=True,
        preexec_fn=small,
    )
    assert run.returncode == 1
    assert "could not be" in run.stderr
    assert "Traceback" not in run.stderr
    assert not list((tmp_path / "out").iterdir())


def test_killed_in_the_middle_it_leaves_no_backup_under_its_name(site, tmp_path):
    media = Path(site["DATA_DIR"]) / "media" / "1-x"
    media.mkdir(parents=True)
    for number in range(3_000):
        (media / f"{number}.jpg").write_bytes(b"x" * 20_000)
    command = [sys.executable, "manage.py", "backup", str(tmp_path / "a.tar")]
    run = subprocess.Popen(command, cwd=BASE, env=site, stdout=subprocess.PIPE, text=True)
    assert "pictures: 100" in run.stdout.readline()
    run.kill()
    run.wait()
    run.stdout.close()
    assert not (tmp_path / "a.tar").exists()
    assert "MB" in manage(site, "backup", str(tmp_path / "a.tar"))  # what was left is in nobody's way


# Files that somebody else sealed


GOOD = {"format": 1, "engine": "sqlite", "rows": {}, "migrations": [], "pictures": 0}
PICTURE = "media/1-0123456789abcdef01234567/320.jpg"


@pytest.mark.parametrize(
    ("manifest", "media"),
    [
        *((odd, []) for odd in ("[]", "{", "[" * 100_000, "null", "{}", '{"format": 1}', "\x80")),
        *((json.dumps(GOOD | odd), []) for odd in ({"rows": [1]}, {"migrations": [1]}, {"migrations": [["a"]]})),
        (json.dumps(GOOD), []),
        (json.dumps(GOOD), ["media/a", "media/a/b"]),
        (json.dumps(GOOD), [f"media/{'a' * 300}.jpg"]),
        (json.dumps(GOOD), ["media/\udcff.jpg"]),
        (json.dumps(GOOD), [PICTURE]),
    ],
)
def test_an_odd_file_is_refused_in_words_and_nothing_is_left(tmp_path, manifest, media):
    """The checksums are right; the database is none."""
    file, place = tmp_path / "odd.tar", tmp_path / "new"
    with archive.Writer(file) as backup:
        for name in media:
            backup.add(name, b"x")
        backup.add(archive.DATABASE, b"no database")
        backup.add(archive.MANIFEST, manifest.encode("latin-1"))
        backup.add(archive.CHECKSUM, backup.sealed.sum.hexdigest().encode())
    env = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    env |= {"DATA_DIR": str(place), "SECRET_KEY": "x" * 60}
    command = [sys.executable, "manage.py", "restore", str(file)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False), done.stderr
    assert done.stderr.startswith("CommandError: ")
    assert [path for path in place.rglob("*") if path.is_file()] == []
