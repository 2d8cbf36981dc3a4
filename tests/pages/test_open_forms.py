"""What is typed is kept while one types, for that person alone, and offered back; and one sees who else is there."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.urls import reverse

from pages.models import OpenForm
from tests import factories

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def erin(signed_in):
    return signed_in("Editors")


@pytest.fixture
def ed():
    from django.test import Client

    client = Client()
    client.force_login(factories.user("ed", "Editors", first_name="Ed", last_name="Li"))
    return client


def keep(client, article=None, key=None, **typed):
    name = "news_article_autosave" if article else "news_article_autosave_new"
    address = reverse(f"admin:{name}", args=[article.pk] if article else [])
    base = article.revisions.latest("pk").pk if article else ""
    return client.post(address, {"opened": key or uuid.uuid4(), "base": base} | typed)


def test_what_was_typed_is_offered_back_to_its_writer_alone(erin, ed):
    article = factories.draft()
    keep(erin, article, title="Typed at length", body="<p>Words.</p>", csrfmiddlewaretoken="secret")
    kept = OpenForm.objects.get()
    shown = erin.get(reverse("admin:news_article_change", args=[article.pk])).text
    assert "did not save it" in shown
    address = reverse("admin:news_article_open_form", args=[kept.key])
    assert address in shown
    assert erin.get(address).json() == {
        "typed": {"title": ["Typed at length"], "body": ["<p>Words.</p>"]},
        "base": article.revisions.get().pk,
    }
    assert "did not save it" not in ed.get(reverse("admin:news_article_change", args=[article.pk])).text
    assert ed.get(address).status_code == ed.post(address).status_code == 404
    assert article.revisions.count() == 1


def test_what_is_typed_into_a_new_article_is_kept_too(erin):
    keep(erin, title="Brand new")
    assert "did not save it" in erin.get(reverse("admin:news_article_add")).text


def test_what_is_typed_into_a_translation_is_offered_there_alone(erin):
    one, other = factories.draft("One"), factories.draft("Other")
    keep(erin, title="一", translation_of=one.pk, language="zh-hans")
    offers = {
        where: "did not save it" in erin.get(reverse("admin:news_article_add") + where).text
        for where in ("", f"?translation_of={one.pk}&language=zh-hans", f"?translation_of={other.pk}&language=zh-hans")
    }
    assert list(offers.values()) == [False, True, False]


def test_what_was_thrown_away_or_saved_is_not_offered_again(erin):
    article, thrown, saved = factories.draft(), uuid.uuid4(), uuid.uuid4()
    keep(erin, article, thrown, title="Thrown away")
    erin.post(reverse("admin:news_article_open_form", args=[thrown]))
    keep(erin, article, saved, title="Saved")
    form = {"title": "Saved", "body": "<p>x</p>", "category": article.category_id, "language": "en"}
    form |= {"base": article.revisions.get().pk, "opened": saved, "clicks_before": 0, "slug": "x"}
    erin.post(reverse("admin:news_article_change", args=[article.pk]), form)
    keep(erin, article, saved, title="A late sign of life")
    assert "did not save it" not in erin.get(reverse("admin:news_article_change", args=[article.pk])).text
    assert article.revisions.count() == 2


def test_a_refused_form_does_not_offer_what_stands_in_it(erin):
    article, key = factories.draft(), uuid.uuid4()
    keep(erin, article, key, title="Typed")
    form = {"title": "", "opened": key, "base": article.revisions.get().pk}
    page = erin.post(reverse("admin:news_article_change", args=[article.pk]), form)
    assert page.status_code == 200
    assert "did not save it" not in page.text


def test_who_else_is_writing_is_told_as_long_as_he_is(erin, ed):
    article = factories.draft()
    with time_machine.travel(NOW, tick=False) as clock:
        key = uuid.uuid4()
        assert keep(erin, article, alive="1").json()["others"] == []
        assert keep(ed, article, key, alive="1").json()["others"] == ["editors"]
        assert keep(erin, article, alive="1").json()["others"] == ["Ed Li"]
        clock.shift(29 * SECOND)
        assert keep(erin, article, alive="1").json()["others"] == ["Ed Li"]
        clock.shift(2 * SECOND)
        assert keep(erin, article, alive="1").json()["others"] == []
    assert not OpenForm.objects.exclude(typed__isnull=True).exists()


def test_a_newer_version_is_told_while_one_types(erin, ed):
    article = factories.draft()
    old = article.revisions.get().pk
    factories.revision(article, "Newer", created_by=User.objects.get(username="ed"))
    answer = keep(erin, article, base=old, alive="1").json()
    assert answer["newer"]["by"] == "Ed Li"
    assert "newer" not in keep(erin, article, alive="1").json()


def test_somebody_elses_key_keeps_nothing_and_takes_nothing(erin, ed):
    article, key = factories.draft(), uuid.uuid4()
    keep(erin, article, key, title="Mine")
    assert keep(ed, article, key, title="Theirs").status_code == 200
    assert OpenForm.objects.get().typed == {"title": ["Mine"]}


@pytest.mark.parametrize("key", ["", "x", "0" * 50])
def test_an_odd_key_is_refused(key, erin):
    assert keep(erin, factories.draft(), key or " ").status_code == 400


def test_old_ones_are_forgotten(erin):
    with time_machine.travel(NOW, tick=False):
        keep(erin, title="Old"), keep(erin, alive="1")
    OpenForm.objects.forget(NOW + timedelta(days=2))
    assert OpenForm.objects.get().typed == {"title": ["Old"]}
    OpenForm.objects.forget(NOW + timedelta(days=31))
    assert not OpenForm.objects.exists()


def test_a_large_text_is_kept(erin):
    assert keep(erin, factories.draft(), body="语" * 390_000).status_code == 200
    assert len(OpenForm.objects.get().typed["body"][0]) == 390_000
