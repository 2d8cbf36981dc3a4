"""Tests in a browser, against a server of their own."""

from datetime import timedelta

import pytest
from django.utils import timezone

from pages.models import Banner, MenuItem, MissingAddress, Page, Partner, Redirect, SiteSettings
from tests import factories


@pytest.fixture(autouse=True)
def with_roles(request):
    """Each of them, where the tests' own database is served."""
    if "live_server" in request.fixturenames:
        request.getfixturevalue("roles")


@pytest.fixture
def site():
    """A little of everything, and the addresses of its pages."""
    root = factories.category("company-news", "Company News")
    child = factories.category("people", "People", root)
    factories.category("empty", "Empty")
    picture = factories.picture()
    body = (
        f'<h2>A heading</h2><p>Words with <a href="https://example.com/">a link</a> and <code>code</code>.</p>'
        f'<figure><img src="picture:{picture.pk}" alt="A gradient"><figcaption>A gradient</figcaption></figure>'
        "<table><thead><tr><th>Name</th><th>Value</th></tr></thead><tbody><tr><td>One</td><td>1</td></tr></tbody></table>"
        "<blockquote><p>A quotation.</p></blockquote><ul><li>One</li></ul>"
    )
    first = factories.published("The first", tags=("one", "two"), category=child, summary="In short.")
    article = factories.published(
        "The second " + "with a long title " * 8,
        category=child,
        body=body,
        cover=picture,
        cover_alt="A gradient",
        author_line="The newsroom",
        tags=("one",),
        summary="In short.",
        pinned=True,
        source="Elsewhere",
    )
    for number in range(25):
        factories.published(f"Number {number}", category=root)
    ended = factories.published(
        "Ended", slug="ended", at=timezone.now() - timedelta(days=2), ends_at=timezone.now() - timedelta(days=1)
    )
    chrome(picture, body)
    return [
        *("/about/", "/about/contact/", "/zh-hans/about/"),
        *("/", "/news/", "/news/?page=2", "/news/category/company-news/", "/news/category/empty/", "/news/archive/"),
        *(timezone.localtime(first.published_at).strftime("/news/archive/%Y/%-m/"), "/news/tag/one/"),
        *(article.get_absolute_url(), ended.get_absolute_url(), "/nothing/", "/chat/", "/zh-hans/", "/zh-hans/news/"),
        *("/news/search/?q=number", "/news/search/?q=numbr", "/zh-hans/news/search/", "/privacy/"),
    ]


@pytest.fixture
def pages_of_site(site) -> list[str]:
    """Those of its addresses that answer with a page."""
    return [address for address in site if address != "/nothing/" and "ended" not in address]


def chrome(picture, body: str) -> None:
    """A page with one below it, a menu that leads to both, banners and a partner."""
    now = timezone.now()
    pages = [Page.objects.create(slug="about"), Page.objects.create(slug="about", language="zh-hans")]
    pages.append(Page.objects.create(slug="contact", parent=pages[0], shows_contact=True))
    for page in pages:
        text = {"title": f"Page {page.pk}", "summary": "In short.", "body": body, "created_at": now}
        page.publish(page.revisions.create(**text, cover=picture, cover_alt="A hall"), now)
    for place in MenuItem.Place.values:
        top = MenuItem.objects.create(place=place, label={"en": "About"}, target=f"page:{pages[0].pk}")
        MenuItem.objects.create(place=place, label={"en": "Contact"}, target=f"page:{pages[2].pk}", parent=top)
        MenuItem.objects.create(place=place, label={"en": "News"}, target="/news/")
    for number in range(2):
        banner = Banner(picture=picture, title={"en": f"Banner {number}"}, text={"en": "Words."}, target="/news/")
        banner.save()
    Partner.objects.create(name={"en": "Nine Bridges"}, address="https://example.com/", logo=picture)
    SiteSettings.objects.update_or_create(
        pk=1, defaults={"address": {"en": "Tea Hill Lane"}, "phone": "+86 571", "map": picture, "icp_number": "ICP 1"}
    )
    Redirect.objects.create(source="/old.html", target=f"page:{pages[0].pk}")
    MissingAddress.objects.note("/older.html", now)
    MissingAddress.objects.note("/older.html", now)
