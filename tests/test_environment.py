"""The environment: an odd value stops the start with one line, and what is set decides how safe the site is."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NAMES = "SECURE_SSL_REDIRECT SECURE_HSTS_SECONDS SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE LANGUAGE_COOKIE_SECURE DEBUG"
SHOW = (
    f"import json; from hifred import settings as s; print(json.dumps({{n: getattr(s, n) for n in '{NAMES}'.split()}}))"
)


@pytest.fixture
def run(tmp_path):
    """Runs Python in the project with these variables and no others."""

    def start(*arguments: str, **variables: str) -> subprocess.CompletedProcess:
        usual = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path / "var"), "SECRET_KEY": "k" * 60}
        known = {name: value for name, value in (usual | variables).items() if value is not None}
        command = [sys.executable, *arguments]
        return subprocess.run(command, cwd=ROOT, env=known, capture_output=True, text=True, timeout=60, check=False)

    return start


ODD = [
    *(("CHAT_STREAMS", "many"), ("CHAT_STREAMS", "-1"), ("CHAT_WAKES", "sometimes")),
    *(("DEBUG", "maybe"), ("DEBUG", "2"), ("SITE_URL", "ftp://x"), ("SITE_URL", "https://x.example/path")),
    *(
        ("SITE_URL", "www.example.com"),
        ("SITE_URL", "https://"),
        ("SITE_URL", "http://x:port"),
        ("SITE_URL", "http://[::1"),
    ),
    *(
        ("SITE_URL", "https://x.example/?q"),
        ("TRUSTED_PROXIES", "-1"),
        ("TRUSTED_PROXIES", "two"),
        ("TRUSTED_PROXIES", "11"),
    ),
    *(("WEB_CONCURRENCY", "0"), ("WEB_CONCURRENCY", "1.5"), ("WEB_CONCURRENCY", "²"), ("TIME_ZONE", "Mars/Base")),
    *(("TIME_ZONE", "../../etc/passwd"), ("DATABASE_URL", "oracle://x/y"), ("DATABASE_URL", "hifred.sqlite3")),
    *(
        ("DATABASE_URL", "postgres://u:p@host:port/name"),
        ("DATABASE_URL", "postgres://["),
        ("MEDIA_STORAGE_URL", "s3://"),
    ),
    *(
        ("MEDIA_STORAGE_URL", "s3://host"),
        ("MEDIA_STORAGE_URL", "file:///x"),
        ("MEDIA_STORAGE_URL", "s3://host:port/bucket"),
    ),
    *(("LANGUAGES", "zh-hans"), ("LANGUAGES", "en,klingon"), ("LANGUAGES", "en zh-hans"), ("LANGUAGES", "en,../de")),
    *(("EMAIL_URL", "foo"), ("EMAIL_URL", "http://x"), ("EMAIL_URL", "smtp://host:port"), ("ALLOWED_HOSTS", "*")),
    *(
        ("INDEXNOW_KEY", "short"),
        ("INDEXNOW_KEY", "no/slash/in/it"),
        ("INDEXNOW_URL", "api"),
        ("BAIDU_PUSH_URL", "ftp://x/"),
    ),
    *(("ALLOWED_HOSTS", "https://x.example"), ("ALLOWED_HOSTS", "x.example, *"), ("CSRF_TRUSTED_ORIGINS", "x.example")),
    *(("CSRF_TRUSTED_ORIGINS", "https://x.example/path"), ("PAGE_STORE_BYTES", "many"), ("PAGE_STORE_BYTES", "64MB")),
    *(("DATA_DIR", str(ROOT / "manage.py")), ("DATA_DIR", "/dev/null/x"), ("DATA_DIR", "/proc/x")),
]


def stopped_with_one_line(answer: subprocess.CompletedProcess, name: str) -> bool:
    lines = answer.stderr.splitlines()
    return (
        answer.returncode != 0
        and len(lines) == 1
        and lines[0].startswith(f"{name}: ")
        and len(lines[0]) > len(name) + 10
    )


@pytest.mark.parametrize(("name", "value"), ODD)
def test_an_odd_value_stops_the_start_with_one_line(name, value, run):
    answer = run("-c", "import hifred.settings", **{name: value})
    assert stopped_with_one_line(answer, name), answer.stderr[-2000:]
    assert not answer.stdout


@pytest.mark.parametrize(
    "command", [["manage.py", "check"], ["-m", "hifred.first_run"], ["-m", "gunicorn", "--version"]]
)
def test_every_command_stops_with_that_line(command, run):
    if "gunicorn" in command:
        command = ["-m", "gunicorn", "-c", "deploy/gunicorn.py", "hifred.wsgi"]
    assert stopped_with_one_line(run(*command, WEB_CONCURRENCY="0"), "WEB_CONCURRENCY")


@pytest.mark.parametrize("name", sorted({name for name, _value in ODD}))
def test_an_empty_value_is_the_default(name, run, tmp_path):
    answer = run("-c", "import hifred.settings", **{name: "", "DATA_DIR": str(tmp_path) if name != "DATA_DIR" else ""})
    assert (answer.returncode, answer.stderr) == (0, "")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("DEBUG", "1"), ("DEBUG", "off"), ("SITE_URL", "https://x.example:8443/"), ("SITE_URL", "http://[::1]:8000")),
        *(("TRUSTED_PROXIES", "2"), ("TIME_ZONE", "Europe/Berlin"), ("DATABASE_URL", "sqlite:////tmp/x.sqlite3")),
        *(("DATABASE_URL", "postgres://u:p%40@host:5432/name"), ("EMAIL_URL", "smtp+tls://u:p@host:587")),
        *(("MEDIA_STORAGE_URL", "s3://k:s@host:9000/bucket?region=x"), ("ALLOWED_HOSTS", "a.example, .b.example")),
        *(("CSRF_TRUSTED_ORIGINS", "https://a.example,https://b.example:8443"), ("PAGE_STORE_BYTES", "0")),
    ],
)
def test_a_good_value_is_taken(name, value, run):
    answer = run("-c", "import hifred.settings", **{name: value})
    assert (answer.returncode, answer.stderr) == (0, "")


def test_without_a_key_the_start_stops_with_one_line(run):
    answer = run("-c", "import hifred.settings", SECRET_KEY=None)
    assert stopped_with_one_line(answer, "SECRET_KEY")
    assert "python -m hifred.secret_key" in answer.stderr


def test_the_key_in_the_folder_is_found(run, tmp_path):
    run("-m", "hifred.secret_key", str(tmp_path / "var"))
    show = "from hifred import settings; print(settings.SECRET_KEY)"
    assert run("-c", show, SECRET_KEY=None).stdout.strip() == (tmp_path / "var/secret-key").read_text()


def test_a_developer_gets_a_key_of_his_own(run, tmp_path):
    assert run("-c", "import hifred.settings", SECRET_KEY=None, DEBUG="1").returncode == 0
    assert len((tmp_path / "var/secret-key").read_text()) > 60


def test_a_generated_key_is_for_its_owner_and_stays(run, tmp_path):
    keys = set()
    for _time in range(2):
        assert run("-m", "hifred.secret_key", str(tmp_path)).returncode == 0
        keys.add((tmp_path / "secret-key").read_text())
    assert len(keys) == 1
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


def test_processes_that_begin_at_once_agree_on_one_key(run, tmp_path):
    make = f"from pathlib import Path; from hifred.secret_key import generate; print(generate(Path({str(tmp_path)!r})))"
    with ThreadPoolExecutor(8) as pool:
        keys = {answer.stdout for answer in pool.map(lambda _number: run("-c", make), range(8))}
    assert keys == {(tmp_path / "secret-key").read_text() + "\n"}
    assert [file.name for file in tmp_path.iterdir()] == ["secret-key"]


def test_a_site_in_production_passes_every_check(run, tmp_path):
    run("-m", "hifred.secret_key", str(tmp_path / "var"))
    (tmp_path / "var/static").mkdir()
    command = ["-W", "error::RuntimeWarning", "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    answer = run(*command, SITE_URL="https://www.example.com", SECRET_KEY=None)
    assert answer.returncode == 0, answer.stderr
    assert "no issues" in answer.stdout


@pytest.mark.parametrize(("scheme", "safe"), [("https", True), ("http", False)])
def test_the_scheme_of_the_site_decides_what_is_asked_of_browsers(scheme, safe, run):
    shown = json.loads(run("-c", SHOW, SITE_URL=f"{scheme}://www.example.com").stdout)
    assert shown.pop("DEBUG") is False
    assert shown.pop("SECURE_HSTS_SECONDS") == (31_536_000 if safe else 0)
    assert set(shown.values()) == {safe}


@pytest.mark.parametrize(("url", "hosts"), [("https://www.example.com", ["www.example.com", "localhost", "127.0.0.1"])])
def test_the_site_answers_to_its_own_name_only(url, hosts, run):
    show = "import json; from hifred import settings as s; print(json.dumps([s.ALLOWED_HOSTS, s.SITE_URL]))"
    assert json.loads(run("-c", show, SITE_URL=f"{url}/").stdout) == [hosts, url]


@pytest.mark.parametrize(("proxies", "header"), [("0", None), ("1", ["HTTP_X_FORWARDED_PROTO", "https"])])
def test_a_proxy_is_believed_only_if_there_is_one(proxies, header, run):
    show = (
        "import json; from hifred import settings as s; print(json.dumps(getattr(s, 'SECURE_PROXY_SSL_HEADER', None)))"
    )
    assert json.loads(run("-c", show, TRUSTED_PROXIES=proxies).stdout) == header


def test_a_further_language_is_a_setting_and_a_catalogue(run, tmp_path):
    folder = tmp_path / "var/locale/de/LC_MESSAGES"
    folder.mkdir(parents=True)
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    (folder / "django.po").write_text(f'{header}msgid "News Category"\nmsgstr "Rubriken"\n')
    asked = (
        "import django; django.setup(); from hifred.first_run import catalogues; from django.conf import settings;"
        "catalogues(settings.DATA_DIR); from django.utils.translation import gettext, override\n"
        "with override('de'): print(dict(settings.LANGUAGES)['de'], gettext('News Category'))"
    )
    told = run("-c", asked, LANGUAGES="en,zh-hans,de", DJANGO_SETTINGS_MODULE="hifred.settings")
    assert told.stdout.split() == ["Deutsch", "Rubriken"], told.stderr
