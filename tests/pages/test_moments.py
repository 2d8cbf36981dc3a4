"""Moments at both ends of the calendar, where reckoning in another time zone leads out of it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from pages.models import Preferences
from tests import factories

pytestmark = pytest.mark.django_db
WORDS = "Choose a date between the years 1900 and 2999."


@pytest.fixture(params=["", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
def editor(request, signed_in):
    client = signed_in("Editors")
    Preferences.objects.create(person=User.objects.get(username="editors"), time_zone=request.param)
    return client


@pytest.fixture(params=["0001-01-01", "1899-12-31", "3000-01-01", "9999-12-31"])
def moment(request):
    return {"_0": request.param, "_1": "23:59:59"}


def typed(article, name: str, moment: dict, **more) -> dict:
    form = {"title": "A title", "body": "<p>A text.</p>", "base": article.revisions.get().pk, "clicks_before": 0}
    form |= {"slug": "a-title", "category": article.category_id, "language": "en"}
    return form | {name + part: value for part, value in moment.items()} | more


def test_no_step_is_taken_then(editor, moment):
    article = factories.draft()
    address = reverse("admin:news_article_change", args=[article.pk])
    for form in (
        typed(article, "goes_live_at", moment, _schedule="1"),
        typed(article, "ends_at", moment, _publish="1"),
    ):
        assert WORDS in editor.post(address, form).text
        assert editor.post(reverse("admin:news_article_preview", args=[article.pk]), form).status_code == 200
    assert article.revisions.get().live_from is None


def test_nobody_looks_back_to_then(editor, moment):
    article = factories.published()
    asked = {f"moment{part}": value for part, value in moment.items()}
    answer = editor.get(reverse("admin:news_article_at", args=[article.pk]), asked, follow=True)
    assert WORDS in answer.text


def test_no_banner_is_shown_then(signed_in, moment):
    form = {f"shown_from{part}": value for part, value in moment.items()}
    assert signed_in().post(reverse("admin:pages_banner_add"), form).status_code == 200


def test_what_was_once_to_stay_for_ever_has_a_history(editor):
    article = factories.draft()
    now = timezone.now()
    article.publish(article.revisions.get(), now - timedelta(days=1), datetime(9999, 12, 31, 9, tzinfo=UTC))
    assert "9999" in editor.get(reverse("admin:news_article_history", args=[article.pk])).text
    assert "9999" in editor.get(reverse("admin:news_article_change", args=[article.pk])).text
