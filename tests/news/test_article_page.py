"""The page of an article, as a reader gets it."""

import pytest

from tests import factories

pytestmark = pytest.mark.django_db


def test_a_live_article_is_shown(client):
    article = factories.published("Hello", body="<p>Some words.</p>")
    page = client.get(article.get_absolute_url())
    assert page.status_code == 200
    assert "Some words." in page.text


def test_a_draft_is_hidden_from_visitors(client):
    article = factories.draft()
    assert client.get(article.get_absolute_url()).status_code == 404
