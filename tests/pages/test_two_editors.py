"""Two people, one article: in whatever order they open and save, nothing is lost and each is told."""

from itertools import product

import pytest
from django.test import Client
from django.urls import reverse

from news.models import Article
from tests import factories

pytestmark = pytest.mark.django_db


class Editor:
    def __init__(self, name: str):
        self.name, self.client, self.count, self.base = name, Client(), 0, None
        self.client.force_login(factories.user(name, "Editors"))

    def open(self, article: Article) -> None:
        self.base = article.revisions.latest("pk").pk

    def save(self, article: Article) -> None:
        """Saves new words on what the form was opened on, and checks what he is told."""
        self.count += 1
        words, newest = f"{self.name} {self.count}", article.revisions.latest("pk")
        is_stale = self.base != newest.pk
        form = {"title": words, "body": f"<p>{words} says so.</p>", "base": self.base, "clicks_before": 0}
        form |= {"slug": "a-title", "category": article.category_id, "language": "en", "_draft": "1"}
        answer = self.client.post(reverse("admin:news_article_change", args=[article.pk]), form)
        assert answer.status_code == (200 if is_stale else 302)
        if is_stale:
            # Told whose it is, with both texts, and his own still in the form.
            page = answer.text
            assert f"{newest.created_by.username} saved another version" in page
            assert f'value="{words}"' in page
            assert "Their version, and what yours changes in it" in page
            assert f'name="base" value="{newest.pk}"' in page
            assert article.revisions.latest("pk") == newest
        else:
            assert article.revisions.latest("pk").title == words
        # The form stands on what he has seen now.
        self.base = article.revisions.latest("pk").pk


def test_in_all_orders_of_three_saves_nothing_is_lost_and_each_is_told():
    """Whoever saves, and whether he opens the form anew before that."""
    editors = [Editor("ann"), Editor("ben")]
    for order in product(product(editors, (False, True)), repeat=3):
        article = factories.draft(created_by=None)
        article.revisions.update(created_by=factories.User.objects.get(username="ann"))
        for editor in editors:
            editor.open(article)
        kept = {"A title"}
        for editor, opens_anew in order:
            if opens_anew:
                editor.open(article)
            before = article.revisions.count()
            editor.save(article)
            if article.revisions.count() > before:
                kept.add(f"{editor.name} {editor.count}")
        assert set(article.revisions.values_list("title", flat=True)) == kept
