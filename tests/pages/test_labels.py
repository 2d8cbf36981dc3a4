"""Labels: words of the chrome in several languages, kept together in one column."""

import pytest
from django.conf import settings as site
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.urls import reverse

from news.models import Category
from pages.labels import Label, LabelField
from tests import factories

pytestmark = pytest.mark.django_db
BOTH = {"en": "Company News", "zh-hans": "公司新闻"}


def category(**fields) -> dict:
    """What the form of a category sends."""
    typed = {"name_en": "Company News", "name_zh_hans": "公司新闻", "slug": "company", "position": 0}
    return typed | {"description_en": "", "description_zh_hans": "", "parent": ""} | fields


def add(client, **fields):
    return client.post(reverse("admin:news_category_add"), category(**fields))


@pytest.mark.parametrize(
    ("name", "english", "chinese"),
    [
        (BOTH, "Company News", "公司新闻"),
        ({"en": "Company News"}, "Company News", "Company News"),
        ({"en": "Company News", "zh-hans": ""}, "Company News", "Company News"),
        ({"zh-hans": "公司新闻"}, "公司新闻", "公司新闻"),
        ({"fr": "Entreprise", "en": "Company News"}, "Company News", "Company News"),
        ("Company News", "Company News", "Company News"),
    ],
)
def test_a_page_shows_the_word_of_its_language_else_the_default_one(name, english, chinese, client):
    factories.category("company", name)
    assert f"<h1>{english}</h1>" in client.get("/news/category/company/").text
    assert f"<h1>{chinese}</h1>" in client.get("/zh-hans/news/category/company/").text


def test_chinese_is_legible_in_the_database():
    factories.category("company", BOTH)
    with connection.cursor() as cursor:
        cursor.execute("SELECT CAST(name AS text) FROM news_category")
        assert '"公司新闻"' in cursor.fetchone()[0]


def test_a_plain_text_is_the_word_in_the_default_language():
    assert Category.objects.get(pk=factories.category("company", "Company News").pk).name == {"en": "Company News"}


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ({}, BOTH),
        ({"name_zh_hans": ""}, {"en": "Company News"}),
        ({"name_en": "  Padded  ", "name_zh_hans": " "}, {"en": "Padded"}),
    ],
)
def test_the_form_stores_what_was_written_in_each_language(typed, stored, signed_in):
    assert add(signed_in(), **typed).status_code == 302
    assert Category.objects.get().name == stored


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name_en": ""}, "Write it in English first; other languages fall back to that."),
        ({"name_en": "", "name_zh_hans": ""}, "This field is required."),
        ({"name_en": "x" * 201}, "at most 200 characters"),
        ({"name_zh_hans": "新" * 201}, "at most 200 characters"),
        ({"description_zh_hans": "新闻"}, "Write it in English first; other languages fall back to that."),
    ],
)
def test_a_word_is_wanted_in_the_default_language_only(typed, words, signed_in):
    page = add(signed_in(), **typed)
    assert words in page.text
    assert not Category.objects.exists()


def test_the_form_comes_back_with_what_was_typed(signed_in):
    page = add(signed_in(), name_en="", slug="x y")
    assert 'value="公司新闻"' in page.text


def test_a_change_of_one_language_keeps_the_other(signed_in):
    number = factories.category("company", BOTH).pk
    address = reverse("admin:news_category_change", args=[number])
    boss = signed_in()
    page = boss.get(address).text
    assert 'value="Company News"' in page
    assert 'value="公司新闻"' in page
    boss.post(address, category(name_en="Our news"))
    assert Category.objects.get().name == {"en": "Our news", "zh-hans": "公司新闻"}


def test_an_unchanged_form_has_not_changed(signed_in):
    number = factories.category("company", BOTH).pk
    signed_in().post(reverse("admin:news_category_change", args=[number]), category())
    assert LogEntry.objects.get().get_change_message() == "No fields changed."


@pytest.mark.parametrize("odd", [[1], 7, {"en": 5}, {"en": None}, {"en": {"en": "x"}}, ["en"], True])
def test_anything_but_texts_is_refused(odd):
    with pytest.raises(ValidationError, match="one text for each language"), transaction.atomic():
        Category.objects.create(slug="x", name=odd)
    with pytest.raises(ValidationError, match="one text for each language"):
        Category(slug="x", name=odd).full_clean()


@pytest.mark.parametrize(("label", "is_one"), [(Label(), False), (Label(en=""), False), (Label(en="x"), True)])
def test_a_label_without_words_counts_as_none(label, is_one):
    assert bool(label) is is_one
    assert bool(str(label)) is is_one


def test_markup_in_a_label_is_shown_as_typed(client):
    factories.category("company", {"en": "<b>R&D</b>"})
    assert "<h1>&lt;b&gt;R&amp;D&lt;/b&gt;</h1>" in client.get("/news/category/company/").text


def test_a_new_language_needs_no_migration():
    assert "LANGUAGES" not in str(LabelField("name", long=True).deconstruct())
    files = [file for app in ("news", "pages", "chat") for file in (site.BASE_DIR / app / "migrations").glob("0*.py")]
    assert files
    assert [file for file in files if "zh" in file.read_text() or "Chinese" in file.read_text()] == []
