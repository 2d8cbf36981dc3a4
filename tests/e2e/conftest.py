"""Tests with a server of their own empty the database when they are done; the roles that migrations made come again."""

from importlib import import_module

import pytest
from django.apps import apps

MAKERS = (
    "pages.migrations.0002_site_managers",
    "news.migrations.0002_authors_and_editors",
    "pages.migrations.0006_who_runs_the_chrome",
    "news.migrations.0004_who_trashes",
    "chat.migrations.0002_chat_agents",
    "chat.migrations.0004_who_answers",
)


@pytest.fixture(autouse=True)
def roles(transactional_db):
    for maker in MAKERS:
        import_module(maker).make(apps, None)
