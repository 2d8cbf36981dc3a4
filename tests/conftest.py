"""What all tests share: a media folder that goes away, a signed-in client for each role, and a browser."""

import os
from importlib import import_module

import pytest
from _pytest.nodeid import coerce_node_id
from django.apps import apps
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client

from hifred.first_run import catalogues
from news.tally import tally
from pages import pictures
from pages.store import watch
from pages.store.lasting import lasting
from pages.store.shelf import shelf
from tests import factories, servers


@pytest.fixture(autouse=True)
def media_folder(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path / "media"
    monkeypatch.setitem(pictures.SAVING["avif"], "speed", 10)  # pictures are made several times as fast, and larger


@pytest.fixture(autouse=True)
def fresh_memory(tmp_path, monkeypatch):
    """Nothing of what a process keeps is left from the test before. No page is kept, unless a test wants it."""
    monkeypatch.setattr(tally, "_folder", lambda: tmp_path / "journal")
    monkeypatch.setattr(shelf, "room", 0)
    yield
    tally.forget()
    shelf.forget()
    shelf.watch.forget()
    lasting.forget()


@pytest.fixture
def kept(monkeypatch):
    """Pages are kept, and what is known of the database holds until somebody looks again."""
    monkeypatch.setattr(shelf, "room", 2**22)
    monkeypatch.setattr(watch, "HOLDS", 1_000)
    return shelf


@pytest.fixture(scope="module")
def made_once(django_db_setup, django_db_blocker):
    """What a file's own fixtures make after this is there for all of its tests, each in a transaction within this one.

    So none of them may be a test outside of one transaction.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def signed_in(db):
    """A client of somebody in these roles; without any, of a superuser."""

    def sign_in(*roles: str) -> Client:
        name = "-".join(roles).lower().replace(" ", "-") or "boss"
        client, known = Client(), User.objects.filter(username=name).first()
        client.force_login(known or (factories.user(name, *roles) if roles else factories.superuser(name)))
        return client

    return sign_in


MAKERS = (
    "pages.migrations.0002_site_managers",
    "news.migrations.0002_authors_and_editors",
    "pages.migrations.0006_who_runs_the_chrome",
    "news.migrations.0004_who_trashes",
    "chat.migrations.0002_chat_agents",
    "chat.migrations.0004_who_answers",
    "chat.migrations.0006_settings_of_the_chat",
    "chat.migrations.0009_who_runs_the_inbox",
)


@pytest.fixture
def roles(transactional_db):
    """Tests outside of one transaction empty the tables when they are done; what migrations made comes again."""
    for maker in MAKERS:
        import_module(maker).make(apps, None)


def missing(reason: str) -> None:
    """Skips what this machine cannot run; where all services are required, that is a failure."""
    if os.environ.get("REQUIRE_SERVICES"):
        pytest.fail(f"REQUIRE_SERVICES is set, but {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The environment of a site for real servers, for tests that leave it as good as it was."""
    return servers.stocked(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="session")
def browser():
    from tests.browser import chromium

    with chromium() as running:
        yield running


@pytest.fixture
def visit(browser):
    """Opens a window of somebody new; anything that the browser complains about fails the test."""
    windows, complaints = [], []

    def open_window(**options):
        window = browser.new_context(viewport={"width": 1280, "height": 900}, **options)
        window.set_default_timeout(30_000)
        windows.append(window)
        page = window.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
        return page

    yield open_window
    for window in windows:
        window.close()
    assert complaints == []


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Groups come first, each to one process: what stands alone fills the gaps at the end.

    pytest-xdist 3.8 adds a test's group to a name that pytest 9.2 no longer reads; without it no group holds.
    """
    items.sort(key=lambda item: item.get_closest_marker("xdist_group") is None)
    for item in items:
        if named := vars(item).get("_nodeid"):
            item._id = coerce_node_id(named)


def pytest_xdist_auto_num_workers(config) -> int:
    """One more than there are processors: some tests wait for their servers and browsers."""
    return (os.cpu_count() or 1) + 1


def pytest_configure(config):
    """Once, before the workers begin: what they share, and the compiled catalogues that texts in Chinese want."""
    if not hasattr(config, "workerinput"):
        servers.shared()
        catalogues()
