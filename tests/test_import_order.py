"""Apps import downwards only: hifred may import all, news and chat only pages, pages none of them."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

BASE = Path(__file__).resolve().parent.parent
MAY_IMPORT = {
    "hifred": {"hifred", "news", "chat", "pages"},
    "news": {"news", "pages"},
    "chat": {"chat", "pages"},
    "pages": {"pages"},
}


def imported(source: str, package: str) -> Iterator[tuple[int, str]]:
    """Line and app of every import, wherever it stands; a relative one begins from its own package."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name.partition(".")[0]) for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) + 1 - node.level] if node.level else []
            yield node.lineno, ".".join([*above, node.module or ""]).partition(".")[0]
        is_import = isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in (
            "import_module",
            "__import__",
        )
        if is_import and node.args and isinstance(node.args[0], ast.Constant):
            yield node.lineno, str(node.args[0].value).partition(".")[0]


def forbidden(app: str, source: str, package: str = "") -> list[tuple[int, str]]:
    return [
        (line, name) for line, name in imported(source, package or app) if name in MAY_IMPORT.keys() - MAY_IMPORT[app]
    ]


@pytest.mark.parametrize("app", MAY_IMPORT)
def test_no_app_imports_what_stands_above_or_beside_it(app):
    files = sorted((BASE / app).rglob("*.py"))
    assert files
    found = {}
    for file in files:
        package = ".".join(file.parent.relative_to(BASE).parts)
        found[str(file.relative_to(BASE))] = forbidden(app, file.read_text(), package)
    assert {file: lines for file, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    ("app", "source"),
    [
        ("news", "import chat"),
        ("news", "import chat.models as models"),
        ("chat", "from news.models import Article"),
        ("pages", "def late():\n    from news import views"),
        ("pages", "if TYPE_CHECKING:\n    import hifred.settings"),
        ("news", "from importlib import import_module\nimport_module('hifred.settings')"),
    ],
)
def test_an_import_against_the_order_is_found_wherever_it_stands(app, source):
    assert forbidden(app, source)


@pytest.mark.parametrize(
    ("app", "source"),
    [
        ("news", "from pages.models import Revision"),
        ("news", "from . import views\nfrom .models import Article"),
        ("hifred", "import chat, news, pages"),
        ("pages", "import newspaper"),
        ("pages", "from .news import something"),
    ],
)
def test_an_import_along_the_order_is_let_through(app, source):
    assert not forbidden(app, source)
