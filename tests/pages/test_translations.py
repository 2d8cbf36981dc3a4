"""Translations in the admin: written beside the original, joined when they were written apart, and taken apart."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from news.models import Article
from pages.models import AuditEntry, Page
from tests import factories

pytestmark = pytest.mark.django_db
KINDS = ["article", "page"]


@pytest.fixture
def editor(signed_in):
    return signed_in("Editors", "Site managers")


def address(kind: str, name: str, *numbers: int) -> str:
    app = "pages" if kind == "page" else "news"
    return reverse(f"admin:{app}_{kind}_{name}", args=numbers)


def made(kind: str, title: str, language: str = "en", **fields):
    if kind == "page":
        return factories.page(title, slug=title.lower().replace(" ", "-"), language=language, **fields)
    return factories.published(title, language=language, **fields)


def typed(original, **more) -> dict:
    form = {
        "title": "标题",
        "language": "zh-hans",
        "body": "<p>正文。</p>",
        "position": 0,
        "clicks_before": 0,
        "_publish": 1,
    }
    category = {"category": original.category_id} if isinstance(original, Article) else {}
    return form | category | {"translation_of": original.pk} | more


@pytest.mark.parametrize("kind", KINDS)
def test_a_translation_is_written_beside_its_original_and_leads_to_it(kind, editor, client):
    original = made(kind, "Original words", body="<p>Original text.</p>")
    form = editor.get(address(kind, "change", original.pk)).text
    link = re.search(r'href="([^"]*translation_of=[^"]*)"', form)[1].replace("&amp;", "&")
    beside = editor.get(link).text
    assert "Original text." in beside
    assert '<option value="zh-hans" selected>' in beside
    answer = editor.post(link.partition("?")[0], typed(original))
    written = type(original).objects.get(language="zh-hans")
    assert answer["Location"] == f"{address(kind, 'change', written.pk)}?beside={original.pk}"
    assert "Original text." in editor.get(answer["Location"]).text
    page = client.get(original.get_absolute_url()).text
    assert f'hreflang="zh-hans" href="http://127.0.0.1:8000{written.get_absolute_url()}"' in page


def test_what_knows_no_language_is_carried_over(editor):
    category, parent = factories.category("labs", "Labs"), factories.page("About", slug="about")
    there = factories.page("关于", slug="guanyu", language="zh-hans", group=parent.group)
    article = factories.published("News", category=category, cover=factories.picture(), cover_alt="A lab")
    page = factories.page("Team", parent=parent, position=7)
    form = editor.get(address("article", "add"), {"translation_of": article.pk, "language": "zh-hans"})
    assert form.context["adminform"].form.initial["category"] == category.pk
    assert form.context["adminform"].form.initial["cover"] == article.revisions.get().cover_id
    form = editor.get(address("page", "add"), {"translation_of": page.pk, "language": "zh-hans"})
    assert form.context["adminform"].form.initial["parent"] == there.pk
    assert form.context["adminform"].form.initial["position"] == 7


def test_the_original_text_can_be_written_over(editor):
    article = factories.published("News", body="<p>Original text.</p>")
    link = {"translation_of": article.pk, "language": "zh-hans"}
    assert "title" not in editor.get(address("article", "add"), link).context["adminform"].form.initial
    initial = editor.get(address("article", "add"), link | {"copy": 1}).context["adminform"].form.initial
    assert (initial["title"], initial["body"]) == ("News", "<p>Original text.</p>")


def test_a_second_one_in_a_language_is_refused_and_nothing_typed_is_lost(editor):
    original = factories.published("News")
    for _time in range(2):
        answer = editor.post(address("article", "add"), typed(original))
    assert answer.status_code == 200
    assert "There is one in this language already." in answer.text
    assert "正文。" in answer.text
    assert Article.objects.filter(group=original.group).count() == 2


def test_a_refused_form_still_shows_the_original(editor):
    original = factories.published("News", body="<p>Original text.</p>")
    answer = editor.post(address("article", "add"), typed(original, title=""))
    assert "Original text." in answer.text


@pytest.mark.parametrize("number", ["", "999999", "x", "9" * 30])
def test_an_original_that_is_none_is_told_or_ignored(number, editor):
    assert editor.get(address("article", "add"), {"translation_of": number, "language": "zh-hans"}).status_code == 200
    original = factories.published("News")
    answer = editor.post(address("article", "add"), typed(original, translation_of=number))
    assert answer.status_code == (302 if not number else 200)
    assert Article.objects.filter(group=original.group).count() == 1


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_written_apart_is_joined_and_separated(kind, editor, client):
    english, chinese = made(kind, "English words"), made(kind, "中文", "zh-hans")
    found = editor.get(address(kind, "translations", english.pk), {"q": "中"}).text
    assert address(kind, "join", english.pk, chinese.pk) in found
    editor.post(address(kind, "join", english.pk, chinese.pk))
    there = f'hreflang="zh-hans" href="http://127.0.0.1:8000{chinese.get_absolute_url()}"'
    assert there in client.get(english.get_absolute_url()).text
    editor.post(address(kind, "separate", chinese.pk))
    assert there not in client.get(english.get_absolute_url()).text
    assert [entry.said["step"] for entry in AuditEntry.objects.filter(change_message__contains="step")] == [
        "separate",
        "join",
    ]


def test_only_those_without_a_partner_are_offered(editor):
    english, chinese = factories.published("One"), factories.published("中文", language="zh-hans")
    factories.published("Two", group=chinese.group)
    assert f"/{chinese.pk}/join/" not in editor.get(address("article", "translations", english.pk), {"q": "中"}).text


def test_a_third_in_the_same_language_cannot_be_joined(editor):
    english, taken = factories.published("One"), factories.published("中文", language="zh-hans")
    factories.published("Two", group=taken.group)
    answer = editor.post(address("article", "join", english.pk, taken.pk), follow=True)
    assert "There is one in that language already." in answer.text
    english.refresh_from_db()
    assert english.group != taken.group


def test_authors_neither_join_nor_separate_what_readers_see(signed_in):
    author = signed_in("Authors")
    me = author.get("/admin/").context["user"]
    mine, draft = factories.published("One", created_by=me), factories.draft("稿", language="zh-hans", created_by=me)
    assert author.post(address("article", "join", mine.pk, draft.pk)).status_code == 403
    assert author.post(address("article", "join", draft.pk, mine.pk)).status_code == 403
    assert author.post(address("article", "separate", mine.pk)).status_code == 403
    assert author.post(address("article", "separate", draft.pk)).status_code == 302


def test_a_translation_that_is_published_makes_nothing_of_its_original_old(editor):
    before = timezone.now() - timedelta(days=2)
    original = factories.published("Gates", at=before)
    original.revisions.update(created_at=before)
    written = factories.published("门", slug="门", language="zh-hans", group=original.group)
    screen = reverse("admin:news_article_change", args=[original.pk])
    assert "It was published anew" not in editor.get(screen).text
    written.publish(factories.revision(written, "大门"), timezone.now())
    assert "It was published anew" in editor.get(screen).text


def test_it_is_told_when_the_original_was_published_anew(editor):
    now = timezone.now()
    english = factories.published("One", at=now - timedelta(hours=3))
    chinese = factories.published("中文", language="zh-hans", group=english.group)
    told = "It was published anew after this was written"
    assert told not in editor.get(address("article", "change", chinese.pk)).text
    english.publish(factories.revision(english, "One, corrected"), timezone.now())
    assert told in editor.get(address("article", "change", chinese.pk)).text


@pytest.mark.parametrize(("model", "kind"), [(Article, "article"), (Page, "page")])
def test_what_lacks_a_translation_can_be_listed(model, kind, editor):
    alone, pair = made(kind, "Alone"), made(kind, "Pair")
    made(kind, "双", "zh-hans", group=pair.group)
    listed = editor.get(address(kind, "changelist"), {"without": "zh-hans"}).context["cl"].result_list
    assert [one.pk for one in listed] == [alone.pk]


def test_a_thing_beside_must_be_a_translation(editor):
    here, other = factories.published("One"), factories.published("Secret title", body="<p>Other text.</p>")
    for number in (other.pk, here.pk, "x", ""):
        assert "Other text." not in editor.get(address("article", "change", here.pk), {"beside": number}).text
