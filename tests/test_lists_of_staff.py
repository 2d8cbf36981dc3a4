"""What an address may ask of a list for staff."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import User

from news.models import Tag
from pages.admin.lists import LONGEST, StaffAdmin
from tests import factories

pytestmark = pytest.mark.django_db
ARTICLES, PEOPLE = "/admin/news/article/", "/admin/auth/user/"


def is_taken_back(answer, address: str) -> bool:
    return (answer.status_code, answer.headers.get("Location")) == (302, f"{address}?e=1")


def test_all_lists_keep_to_what_they_offer():
    others = [model for model, screens in admin.site._registry.items() if not isinstance(screens, StaffAdmin)]
    assert others == []


@pytest.mark.parametrize(
    "asked",
    [
        *("slug__regex=^(a%2B)%2B!$", "slug__iregex=x", "slug=a", "published_at__year=99999"),
        *("published_at__gt=0001-01-01T00:00:00%2B14:00", "id__in=1,2,3", "language__regex=en", "pinned__gt=0"),
    ],
)
def test_no_other_question_is_answered(asked, signed_in):
    factories.published()
    assert is_taken_back(signed_in("Authors").get(f"{ARTICLES}?{asked}"), ARTICLES)


def test_nobody_asks_for_a_hash(signed_in):
    boss = signed_in()
    begun = User.objects.get().password[:9]
    assert is_taken_back(boss.get(f"{PEOPLE}?password__startswith={begun}"), PEOPLE)


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "language__exact=en",
        "language=en",
        "pinned__exact=1",
        "standing=live",
        "without=zh-hans",
        "category=1",
        "q=x",
    ],
)
def test_what_is_offered_is_answered(asked, signed_in):
    factories.published()
    assert signed_in("Authors").get(f"{ARTICLES}?{asked}").status_code == 200


@pytest.mark.parametrize("asked", ["uploaded_at__year=2026", "uploaded_at__year=2026&uploaded_at__month=11"])
def test_moments_are_looked_for_where_they_are_offered(asked, signed_in):
    factories.picture()
    assert signed_in().get(f"/admin/pages/picture/?{asked}").status_code == 200


@pytest.mark.parametrize("asked", ["language=%00", "q=a%00b", "language__exact=en%00", "o=" + "4." * LONGEST])
def test_what_no_form_sends_is_taken_back(asked, signed_in):
    assert is_taken_back(signed_in("Authors").get(f"{ARTICLES}?{asked}"), ARTICLES)


def test_all_are_shown_only_where_some_were_left_out(signed_in):
    for title in ("A pump", "A gate"):
        factories.draft(title)
    staff = signed_in()
    assert "Show all" not in staff.get(ARTICLES).text
    assert "Show all" in staff.get(f"{ARTICLES}?q=pump").text


def test_a_preview_knows_the_tags_and_a_date(signed_in):
    tag = Tag.objects.create(name="pumps")
    other = factories.published("Other of the tag", category=factories.category("events", "Events"))
    other.set_tags([tag])
    article = factories.draft("New", tags=("pumps",))
    shown = signed_in().get(f"/admin/news/article/{article.pk}/version/{article.revisions.get().pk}/").text
    assert "Other of the tag" in shown
    assert '<time datetime="">' not in shown
