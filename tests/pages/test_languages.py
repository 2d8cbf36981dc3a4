"""The language of a page comes from its address; that of the admin and the chat from the person."""

import re

import pytest
from django.core.management import call_command
from django.test import Client

from tests import factories

pytestmark = pytest.mark.django_db
PUBLIC = ["/", "/news/", "/news/category/company-news/", "/news/archive/", "/nothing-here/", "/news/999/x/"]
IN_EACH_LANGUAGE = ["/", "/news/", "/news/category/company-news/", "/news/archive/"]
HOSTILE = [
    *(
        "zh-hans;q=nan",
        "zh-hans;q=1e999",
        "*",
        ",,,;q=",
        "x" * 10_000,
        "zh-hans," * 5_000,
        "../../etc/passwd",
        "zh\u00ff",
    ),
    *("en-" + "a-" * 300, "zh-hans;q=0.1;q=0.9", "<script>", "%00", "ZH-HANS", "i-klingon", "-", "'; DROP TABLE x; --"),
]


@pytest.fixture(autouse=True)
def _category(db):
    factories.category()


@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.parametrize(("prefix", "language"), [("", "en"), ("/zh-hans", "zh-hans")])
def test_the_address_alone_decides(path, prefix, language, client):
    page = client.get(prefix + path)
    assert f'<html lang="{language}">' in page.text
    assert page["Content-Language"] == language


def test_an_article_is_in_its_own_language(client):
    article = factories.published("标题", language="zh-hans")
    page = client.get(article.get_absolute_url())
    assert '<html lang="zh-hans">' in page.text
    assert client.get(f"/news/{article.pk}/a-title/")["Location"] == article.get_absolute_url()


@pytest.mark.parametrize("path", ["/", "/news/", "/news/archive/"])
def test_a_page_is_the_same_whatever_the_browser_prefers(path, client):
    plain = client.get(path)
    other = client.get(path, headers={"accept-language": "zh-hans", "cookie": "language=zh-hans; any=thing"})
    assert other.content == plain.content
    assert {plain.get("Vary", ""), other.get("Vary", "")} <= {"", "Accept-Encoding"}


@pytest.mark.parametrize(
    "path", ["/en/", "/en/news/", "/zh/", "/zh-Hans/", "/zh-hant/", "/de/", "/zh-hans", "/zh-hans/zh-hans/"]
)
def test_other_prefixes_lead_nowhere(path, client):
    assert client.get(path, follow=path == "/zh-hans").status_code == (200 if path == "/zh-hans" else 404)


@pytest.mark.parametrize("path", ["/", "/news/", "/admin/login/", "/chat/"])
@pytest.mark.parametrize("header", HOSTILE)
def test_hostile_preferences_do_no_harm(path, header, client):
    page = client.get(path, headers={"accept-language": header})
    assert page.status_code == 200
    assert page["Content-Language"] in ("en", "zh-hans")


@pytest.mark.parametrize("path", ["/admin/login/", "/chat/"])
@pytest.mark.parametrize(
    ("header", "language"), [("zh-hans", "zh-hans"), ("zh-CN,en;q=0.5", "zh-hans"), ("fr,en;q=0.5", "en"), ("", "en")]
)
def test_the_admin_and_the_chat_follow_the_browser(path, header, language, client):
    page = client.get(path, headers={"accept-language": header})
    assert f'lang="{language}"' in page.text
    assert page["Content-Language"] == language


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_admin_follows_what_the_person_chose(language, signed_in):
    boss = signed_in()
    answer = boss.post("/admin/language/setlang/", {"language": language, "next": "/admin/"})
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    cookie = answer.cookies["language"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == (language, True, "Lax")
    for browser in ("zh-hans", "en"):
        assert f'lang="{language}"' in boss.get("/admin/", headers={"accept-language": browser}).text


def test_a_choice_leads_to_no_other_site(signed_in):
    answer = signed_in().post("/admin/language/setlang/", {"language": "en", "next": "https://elsewhere.example/"})
    assert "elsewhere" not in answer["Location"]


def test_an_unknown_choice_changes_nothing(signed_in):
    answer = signed_in().post("/admin/language/setlang/", {"language": "../x", "next": "/admin/"})
    assert not answer.cookies


def test_a_choice_wants_a_token():
    answer = Client(enforce_csrf_checks=True).post("/admin/language/setlang/", {"language": "zh-hans"})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("asked", "language"), [("zh-hans", "zh-hans"), ("en", "en"), ("xx", "en"), ("", "en"), ("<script>", "en")]
)
def test_the_chat_can_be_asked_for_a_language(asked, language, client):
    page = client.get("/chat/", {"lang": asked})
    assert f'<html lang="{language}">' in page.text
    assert "<script>" not in page.text


# Translations of each other


def addresses(html: str) -> tuple[str, dict[str, str]]:
    """The canonical address, and those of the translations."""
    canonical = re.findall(r'<link rel="canonical" href="([^"]*)">', html)
    return canonical[0] if canonical else "", dict(
        re.findall(r'<link rel="alternate" hreflang="([^"]*)" href="([^"]*)">', html)
    )


def translated() -> dict[str, list[str]]:
    article, page = factories.published("One"), factories.page("About", slug="about")
    chinese = factories.published("一", slug="一", language="zh-hans", group=article.group)
    there = factories.page("关于", slug="guanyu", language="zh-hans", group=page.group)
    return {
        "article": [article.get_absolute_url(), chinese.get_absolute_url()],
        "page": [page.get_absolute_url(), there.get_absolute_url()],
        **{
            path: [path, f"/zh-hans{path}"]
            for path in ("/", "/news/", "/news/category/company-news/", "/news/archive/")
        },
    }


@pytest.mark.parametrize("what", ["article", "page", *IN_EACH_LANGUAGE])
def test_translations_name_each_other_and_a_default(what, client, settings):
    english, chinese = (settings.SITE_URL + address for address in translated()[what])
    expected = {"en": english, "zh-hans": chinese, "x-default": english}
    assert addresses(client.get(english).text) == (english, expected)
    assert addresses(client.get(chinese).text) == (chinese, expected)


def test_what_stands_alone_names_no_translation_and_the_switch_says_so(client):
    article = factories.published("Only in English")
    factories.draft("草稿", language="zh-hans", group=article.group)
    page = client.get(article.get_absolute_url()).text
    assert addresses(page)[1] == {}
    switch = re.search(r'<a href="([^"]*)" hreflang="zh-hans" class="not-here"', page)
    assert switch[1] == "/zh-hans/news/category/company-news/"
    assert "not this page" in page


def test_the_switch_leads_to_the_translation_and_says_nothing_more(client):
    pair = translated()["article"]
    page = client.get(pair[0]).text
    assert f'<a href="{pair[1]}" hreflang="zh-hans">' in page
    assert "not this page" not in page


def test_numbered_pages_of_a_list_are_their_own_and_have_no_translation(client, settings):
    for number in range(30):
        factories.published(f"Article {number}")
    assert addresses(client.get("/news/?page=2").text) == (f"{settings.SITE_URL}/news/?page=2", {})
    assert addresses(client.get("/news/?page=1").text)[0] == f"{settings.SITE_URL}/news/"


def test_what_is_not_to_be_found_has_no_address(client):
    article = factories.published("One")
    for path in ("/nothing/", "/zh-hans/nothing/", f"{article.get_absolute_url()}?at=2100-01-01", "/chat/"):
        assert addresses(client.get(path).text) == ("", {})
    assert 'href="/zh-hans/" hreflang="zh-hans">' in client.get("/nothing/").text


# A further language is one setting


@pytest.fixture
def german(settings):
    settings.LANGUAGES = [*settings.LANGUAGES, ("de", "German")]


@pytest.mark.usefixtures("german")
def test_a_further_language_has_pages_of_its_own_and_falls_back_to_english_words(client, settings):
    english = factories.published("One")
    other = factories.published("Eins", slug="eins", language="de", group=english.group)
    page = client.get(other.get_absolute_url())
    assert (page.status_code, other.get_absolute_url()) == (200, f"/de/news/{other.pk}/eins/")
    assert '<html lang="de">' in page.text
    assert "Company News" in page.text
    assert addresses(page.text)[1]["de"] == settings.SITE_URL + other.get_absolute_url()
    assert "Eins" in client.get("/de/news/").text
    assert "Eins" not in client.get("/news/").text + client.get("/zh-hans/news/").text


@pytest.mark.usefixtures("german")
def test_staff_write_words_and_articles_in_a_further_language(signed_in):
    boss = signed_in()
    category = factories.category()
    form = {"name_en": "Company News", "name_zh_hans": "公司新闻", "name_de": "Aktuelles", "slug": "x", "position": 0}
    assert boss.post(f"/admin/news/category/{category.pk}/change/", form).status_code == 302
    category.refresh_from_db()
    assert category.name["de"] == "Aktuelles"
    form = {"title": "Eins", "language": "de", "body": "<p>Text</p>", "category": category.pk, "clicks_before": 0}
    assert boss.post("/admin/news/article/add/", form | {"_publish": 1}).status_code == 302
    assert "Eins" in boss.get("/de/news/").text


@pytest.mark.usefixtures("german")
def test_a_further_language_needs_no_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_no_list_of_a_language_shows_the_other(client):
    english, chinese = (
        factories.published("English words", tags=("robots",)),
        factories.published("中文标题", slug="zhong", language="zh-hans", tags=("robots",)),
    )
    for path in ("/", "/news/", "/news/category/company-news/", "/news/tag/robots/"):
        assert "中文标题" not in client.get(path).text
        assert "English words" not in client.get(f"/zh-hans{path}").text
    for one in (english, chinese):
        other = chinese if one is english else english
        assert str(other) not in client.get(one.get_absolute_url()).text
