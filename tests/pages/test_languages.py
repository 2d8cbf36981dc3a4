"""The language of a page comes from its address; that of the admin and the chat from the person."""

import pytest
from django.test import Client

from tests import factories

pytestmark = pytest.mark.django_db
PUBLIC = ["/", "/news/", "/news/category/company-news/", "/news/archive/", "/nothing-here/", "/news/999/x/"]
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
