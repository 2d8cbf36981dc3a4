"""References such as article:12: what they lead to, and which addresses they stand for."""

from datetime import timedelta

import pytest
from django.conf import settings as site
from django.utils import timezone

from pages import links
from tests import factories

pytestmark = pytest.mark.django_db


def test_each_kind_is_read_with_one_query(django_assert_num_queries):
    articles = [factories.published(f"Title {number}", slug=f"s{number}") for number in range(5)]
    categories = [factories.category(f"c{number}") for number in range(5)]
    wanted = [f"article:{one.pk}" for one in articles] + [f"category:{one.pk}" for one in categories]
    with django_assert_num_queries(2):
        found = links.resolve(wanted)
    assert found == dict(zip(wanted, [one.get_absolute_url() for one in articles + categories], strict=True))


def test_nothing_asked_costs_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert (
            links.resolve(["user:1", "x", "", "article:", "article:x", "ARTICLE:1", "article:1;", "article:-1"]) == {}
        )


def test_an_article_in_chinese_is_linked_in_chinese():
    article = factories.published(language="zh-hans", slug="标题")
    assert links.resolve([f"article:{article.pk}"])[f"article:{article.pk}"].startswith(f"/zh-hans/news/{article.pk}/")


def ended() -> int:
    now = timezone.now()
    return factories.published(at=now - timedelta(hours=2), ends_at=now - timedelta(hours=1)).pk


def scheduled() -> int:
    article, now = factories.draft(), timezone.now()
    article.schedule(article.revisions.get(), now + timedelta(hours=1), now)
    return article.pk


@pytest.mark.parametrize("make", [lambda: factories.draft().pk, scheduled, ended, lambda: 10**17])
def test_what_is_not_live_leads_nowhere(make):
    reference = f"article:{make()}"
    assert links.resolve([reference]) == {}


OURS = ["/news/{}/a-title/", "/news/{}/another-slug/", "/zh-hans/news/{}/a-title/", site.SITE_URL + "/news/{}/a-title/"]
THEIRS = [
    *("https://elsewhere.example/news/{}/a-title/", "//elsewhere.example/news/{}/a-title/", "news/{}/a-title/"),
    *(
        "https://127.0.0.1:8000/news/{}/a-title/",
        "http://127.0.0.1/news/{}/a-title/",
        "/news/{}/a-title/?at=2024-01-01",
    ),
    *(
        "/news/{}/a-title/#end",
        "/news/{}/a-title/x/",
        "/en/news/{}/a-title/",
        "/news/0{}/a-title/",
        "/admin/news/{}/",
        "",
    ),
    *("http://user@127.0.0.1:8000/news/{}/a-title/", "/news/", "/", "#", "?page=2"),
]


@pytest.mark.parametrize("address", OURS)
def test_an_address_of_ours_stands_for_a_reference(address):
    assert links.reference_to(address.format(12)) == "article:12"


@pytest.mark.parametrize("address", ["/news/category/公司/", "/zh-hans/news/category/公司/"])
def test_the_address_of_a_category_stands_for_its_number(address):
    category = factories.category("公司")
    assert links.reference_to(address) == f"category:{category.pk}"


def test_an_address_copied_from_a_browser_is_known_as_well():
    category = factories.category("公司")
    assert links.reference_to("/news/12/%E6%A0%87%E9%A2%98/") == "article:12"
    assert links.reference_to("/news/category/%E5%85%AC%E5%8F%B8/") == f"category:{category.pk}"


@pytest.mark.parametrize("address", [*THEIRS, "/news/category/unknown/"])
def test_any_other_address_stays_an_address(address):
    assert links.reference_to(address.format(12)) is None


@pytest.mark.parametrize(
    "address", ["http://[", "http://[x]/news/1/x/", "//[", "http://a:b/", "\x00", "/news/%ff/x/", "/%00/"]
)
def test_an_address_that_is_none_is_no_reference(address):
    assert links.reference_to(address) is None
