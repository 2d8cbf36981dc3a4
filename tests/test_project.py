"""The project's own rules: migrations, locked requirements, what files are made of, first lines."""

import ast
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from tests import servers

ROOT = Path(__file__).resolve().parent.parent
APPS = ("news", "chat", "pages")
OUTSIDE = {".venv", ".venv-bench", ".git", "var", "node_modules", "test-artifacts", "__pycache__"}
OUTSIDE |= {".pytest_cache", ".ruff_cache", ".mypy_cache", ".hypothesis"}
# Put together here, since this file is searched as well.
REGISTRIES = [
    f"{name}.{end}" for name, end in [("py" + "pi", "org"), ("python" + "hosted", "org"), ("npm" + "js", "com")]
]


def files(pattern: str = "*") -> list[Path]:
    found = (file for file in ROOT.rglob(pattern) if not OUTSIDE & set(file.relative_to(ROOT).parts))
    return sorted(file for file in found if file.is_file() and not file.name.endswith((".pyc", ".mo")))


MODULES = [file for file in files("*.py") if file.name != "__init__.py" and "migrations" not in file.parts]
LOCKED = sorted((ROOT / "requirements").glob("*.txt"))


@pytest.mark.django_db
def test_the_models_have_no_changes_without_a_migration():
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())


@pytest.mark.parametrize("app", APPS)
def test_migrations_say_what_they_are_for(app):
    names = [file.stem for file in (ROOT / app / "migrations").glob("0*.py")]
    assert names
    assert [name for name in names if not re.fullmatch(r"\d{4}_[a-z][a-z_]+", name) or "auto_" in name] == []


def test_migrations_can_be_taken_back_and_made_again(tmp_path):
    """Each app's while those that it stands on are there; again all at once, since that takes longest."""
    env = servers.environment(tmp_path)
    servers.migrate(env)
    for app in APPS:
        assert f"Unapplying {app}.0001" in servers.manage(env, "migrate", "--no-color", app, "zero")
    made = servers.manage(env, "migrate", "--no-color")
    assert [app for app in APPS if f"Applying {app}.0001" not in made] == []


@pytest.mark.parametrize("file", LOCKED, ids=lambda file: file.name)
def test_requirements_are_locked_to_hashes_and_name_no_host(file):
    text = file.read_text()
    assert "://" not in text
    wanted = text.replace("\\\n", " ").splitlines()
    assert wanted
    assert [
        line
        for line in wanted
        if not re.fullmatch(r"[\w.\[\],-]+==\S+( ; .*?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*", line)
    ] == []


@pytest.mark.parametrize("file", sorted((ROOT / "requirements").glob("*.in")), ids=lambda file: file.name)
def test_what_is_asked_for_is_locked(file):
    locked = file.with_suffix(".txt").read_text().lower()
    names = re.findall(r"^([A-Za-z][\w-]*)", file.read_text(), re.MULTILINE)
    assert [name for name in names if f"\n{name.lower()}" not in f"\n{locked}"] == []


def test_no_file_names_a_package_registry():
    texts = {file: file.read_bytes().lower() for file in files()}
    assert Path(__file__) in texts
    assert [(str(file), host) for file, text in texts.items() for host in REGISTRIES if host.encode() in text] == []


def test_every_file_is_a_text_or_a_picture_that_is_made_anew():
    pictures = {ROOT / "docs" / "home.png", *(ROOT / "tests" / "e2e" / "looks").iterdir()}
    assert [str(file) for file in files() if file not in pictures and not is_text(file)] == []


def is_text(file: Path) -> bool:
    try:
        return "\0" not in file.read_text("utf-8")
    except UnicodeDecodeError:
        return False


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_module_begins_with_one_sentence(file):
    words = ast.get_docstring(ast.parse(file.read_text())) or ""
    assert re.match(r"\S.*[.:]", words)
