"""A client whose answers are kept, and a site to ask."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from news.models import Article
from tests import factories
from tests.pages.store.asking import commit


@pytest.fixture
def client() -> Client:
    return Client(headers={"host": "127.0.0.1"})


@pytest.fixture(scope="module")
def site(made_once) -> Article:
    """A little of everything, and one article of it."""
    company = factories.category()
    article = factories.published("First", at=timezone.now() - timedelta(days=1), category=company, tags=("pumps",))
    for n in range(30):
        factories.published(f"Number {n}", at=timezone.now() - timedelta(days=2 + n), category=company)
    factories.published("第一", language="zh-hans", group=article.group, category=company)
    factories.page("About us", slug="about")
    commit()
    return article
