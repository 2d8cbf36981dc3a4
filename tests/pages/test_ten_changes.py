"""After any number of changes each old address leads to the present one in a single hop."""

import pytest
from django.urls import reverse

from news.models import Article
from pages.models import Page
from tests import factories

pytestmark = pytest.mark.django_db


def change(client, identity, **fields) -> None:
    """Through the form of the admin, as staff do it."""
    kind = "pages_page" if isinstance(identity, Page) else "news_article"
    revision = identity.revisions.latest("pk")
    form = {"title": revision.title, "body": revision.body, "base": revision.pk, "position": 0, "clicks_before": 0}
    form |= {"slug": identity.slug, "parent": getattr(identity, "parent_id", None) or "", "_publish": 1}
    form |= {"category": identity.category_id} if isinstance(identity, Article) else {}
    answer = client.post(reverse(f"admin:{kind}_change", args=[identity.pk]), form | fields)
    assert answer.status_code == 302
    identity.refresh_from_db()


def test_ten_slugs_and_categories_of_an_article(signed_in, client):
    boss, article, old = signed_in(), factories.published("Gates"), []
    for number in range(10):
        old.append(article.get_absolute_url())
        category = factories.category(f"category-{number}", f"Category {number}")
        change(boss, article, slug=f"gates-{number}", category=category.pk)
    assert len(set(old)) == 10
    for address in old:
        answer = client.get(f"{address}?from=a-letter")
        assert (answer.status_code, answer["Location"]) == (301, f"{article.get_absolute_url()}?from=a-letter")
    assert client.get(article.get_absolute_url()).status_code == 200


def test_ten_moves_of_a_page_with_one_below_it(signed_in, client):
    boss, page, old = signed_in(), factories.page("Gates"), []
    below = factories.page("Hinges", parent=page)
    houses = [factories.page(f"House {number}") for number in range(3)]
    for number in range(10):
        old.append((page.get_absolute_url(), below.get_absolute_url()))
        change(boss, page, slug=f"gates-{number}", parent=houses[number % 3].pk)
        below.refresh_from_db()
    assert len(set(old)) == 10
    for address, address_below in old:
        for former, here in ((address, page), (address_below, below)):
            answer = client.get(former)
            assert (answer.status_code, answer["Location"]) == (301, here.get_absolute_url())
    assert client.get(below.get_absolute_url()).status_code == 200
