"""Texts made to cost: each is dealt with in a moment, and none grows beyond the limit."""

import time

import pytest
from django.urls import reverse

from news.models import Article, ArticleRevision
from pages import html
from pages.limits import TEXT
from tests import factories

pytestmark = pytest.mark.django_db
SECONDS = 2
PIECES = [
    *("<ul><li>", "<ol><li><p>", "<blockquote>", "<div>", "<x>", "<table><tr><td>", "<figure>", "<pre>", "<dl><dt>"),
    *("<b>", "<a href=/x>", "<p><b>", "<p>", "<li>", "<h2>", "<br>", "</p>", "<svg><g>", "<math><mi>", "<template>"),
    *("<", '"', "<!--", "<![CDATA[", "&#0;", "\u202e", "<img src=picture:1 alt=x>", "<a href=http://x>y</a>"),
    *("<details>", "<center>", "<select><option>", "<ruby><rt>", "<caption>", "<nobr>", "<font>", "<form>", "<td>"),
]


def filled(piece: str, length: int) -> str:
    return (piece * (length // len(piece) + 1))[:length]


@pytest.mark.parametrize("piece", PIECES)
def test_a_text_as_long_as_may_be_is_cleaned_in_a_moment(piece):
    begun = time.process_time()
    html.clean.__wrapped__(filled(piece, TEXT))
    assert time.process_time() - begun < SECONDS


@pytest.mark.parametrize("piece", ["&", "<", "<ul><li>", "<p>x</p>"])
def test_what_is_stored_is_never_longer_than_may_be(piece, signed_in):
    form = {"title": "x", "category": factories.category().pk, "language": "en", "clicks_before": 0}
    answer = signed_in().post(reverse("admin:news_article_add"), form | {"body": filled(piece, TEXT)})
    assert answer.status_code in (200, 302)
    assert all(len(body) <= TEXT for body in ArticleRevision.objects.values_list("body", flat=True))
    if answer.status_code == 200:
        assert "at most 400000 characters" in answer.text
        assert not Article.objects.exists()


SCREENS = {
    "news_article_add": [
        "title",
        "body",
        "summary",
        "cover",
        "cover_alt",
        "tag_names",
        "source",
        "author_line",
        "slug",
    ],
    "pages_page_add": ["title", "body", "summary", "slug", "parent", "position", "language", "goes_live_at_0"],
    "pages_menuitem_add": ["label_en", "target", "place", "parent"],
    "pages_banner_add": ["title_en", "target", "picture", "shown_from_0", "text_zh_hans"],
    "pages_partner_add": ["name_en", "address", "logo"],
    "pages_redirect_add": ["source", "target"],
    "pages_picture_add": ["name", "alt", "file"],
    "news_category_add": ["name_en", "slug", "parent", "position"],
}


@pytest.mark.parametrize(
    ("screen", "field"), [(screen, field) for screen, fields in SCREENS.items() for field in fields]
)
def test_a_megabyte_in_a_field_is_answered_in_a_moment(screen, field, signed_in):
    boss = signed_in()
    begun = time.process_time()
    answer = boss.post(reverse(f"admin:{screen}"), {field: "x" * 2**20})
    assert time.process_time() - begun < SECONDS
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "field", ["body", "name", "email", "client_id", "opened", "website", "csrfmiddlewaretoken", "x"]
)
@pytest.mark.parametrize("address", ["/chat/", "/chat/send", "/chat/delete/", "/", "/news/", "/nothing/"])
def test_a_megabyte_from_a_visitor_is_refused_unread(field, address, client):
    begun = time.process_time()
    answer = client.post(address, {field: "x" * 2**20})
    assert time.process_time() - begun < SECONDS
    assert answer.status_code == 413
    assert "2000 characters at most" in answer.text
