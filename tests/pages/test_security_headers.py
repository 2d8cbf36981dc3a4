"""What every answer tells the browser to refuse, and that no page needs what is refused."""

import html5lib
import pytest
from django.urls import reverse
from django.utils import timezone

from chat.models import Conversation
from news.models import Tag
from pages.models import Picture, SiteSettings
from tests import factories

pytestmark = pytest.mark.django_db
PATHS = ["/", "/news/", "/news/category/company-news/", "/news/tag/gates/", "/news/archive/", "/nothing/", "/chat/"]
PUBLIC = [*PATHS, *(f"/zh-hans{path}" for path in PATHS if path != "/chat/"), "article", "month", "gone", "permanent"]
OTHERS = ["/media/5-x/1.jpg", "/healthz", "/readyz", "/admin/", "/admin/login/"]
LISTS = ["news_article", "news_category", "news_tag", "pages_picture", "chat_conversation", "auth_user", "auth_group"]
ADMIN = [
    *(
        "admin:index",
        "admin:password_change",
        "admin:news_category_add",
        "admin:news_tag_add",
        "admin:pages_picture_add",
    ),
    *(f"admin:{name}_changelist" for name in LISTS),
]
EDITOR = {"script-src-attr": "'unsafe-inline'", "style-src": "'self' 'unsafe-inline'"}


def policy(page) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in page["Content-Security-Policy"].split(";"))
    return {name: sources for name, _space, sources in parts}


@pytest.fixture
def site():
    """One of each kind of page; the addresses of those that have a number in them."""
    SiteSettings(phone="1", email="a@example.com", icp_number="1", police_number="1").save()
    cover = factories.picture()
    body = '<table><tbody><tr><td style="color:red" onclick="x()">1</td></tr></tbody></table><script>x()</script>'
    article = factories.published(
        "A title", tags=("gates",), cover=cover, cover_alt="x", body=body, summary="In short."
    )
    gone = factories.published("Gone", slug="gone", category=factories.category("other"))
    gone.unpublish(timezone.now())
    address, month = article.get_absolute_url(), article.published_at.strftime("/news/archive/%Y/%m/")
    return {"article": address, "month": month, "gone": gone.get_absolute_url(), "permanent": f"/news/{article.pk}/"}


@pytest.fixture(params=PUBLIC)
def page(request, site, client):
    return client.get(site.get(request.param, request.param))


def is_strict(rules: dict[str, str]) -> bool:
    return (
        rules["default-src"] == "'none'"
        and rules["script-src"] == rules["style-src"] == "'self'"
        and rules["frame-ancestors"] == rules["base-uri"] == "'none'"
        and rules["form-action"] == "'self'"
        and not {"*", "http:", "https:"} & set(" ".join(rules.values()).split())
        and "unsafe" not in " ".join(rules.values())
        and not {"script-src-attr", "script-src-elem", "style-src-attr", "object-src"} & set(rules)
    )


def inline(text: str) -> list[str]:
    """Scripts, styles and handlers that stand in the page itself. Data blocks run nothing."""
    found = []
    for element in html5lib.parse(text, namespaceHTMLElements=False).iter():
        if not isinstance(element.tag, str):
            continue
        is_data = element.get("type", "") in ("application/json", "application/ld+json")
        if element.tag == "style" or (element.tag == "script" and not element.get("src") and not is_data):
            found.append(f"<{element.tag}>")
        found += [name for name in element.attrib if name == "style" or name.startswith("on")]
        found += [value for value in element.attrib.values() if value.strip().lower().startswith("javascript:")]
    return found


def test_a_public_page_has_the_strict_policy(page):
    assert is_strict(policy(page))
    assert "upgrade-insecure-requests" not in policy(page)


def test_a_public_page_refuses_frames_and_guesses(page):
    assert page["X-Frame-Options"] == "DENY"
    assert page["X-Content-Type-Options"] == "nosniff"
    assert page["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert page["Cross-Origin-Opener-Policy"] == "same-origin"


def test_a_public_page_needs_nothing_that_is_refused(page):
    assert inline(page.text) == []


def test_a_public_page_is_the_same_for_everybody(page):
    if page.request["PATH_INFO"] == "/chat/":
        assert "Cookie" in page["Vary"]
    else:
        assert not page.cookies
        assert page.get("Vary", "") in ("", "Accept-Encoding")


@pytest.mark.parametrize(
    "text", ["<script>x</script>", "<style>x</style>", "<p style=x>", "<p onclick=x>", "<a href=' JavaScript:x'>"]
)
def test_the_measure_of_inline_code_finds_it(text):
    assert inline(text)


@pytest.mark.parametrize("address", OTHERS)
def test_every_other_answer_has_the_strict_policy_too(address, client):
    answer = client.get(address)
    assert is_strict(policy(answer))
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ADMIN)
def test_a_page_of_the_admin_has_the_strict_policy_and_needs_no_more(name, site, signed_in):
    page = signed_in().get(reverse(name))
    assert page.status_code == 200
    assert is_strict(policy(page))
    assert page["X-Frame-Options"] == "DENY"
    assert inline(page.text) == []


@pytest.mark.parametrize(
    "name", ["news_category", "news_tag", "pages_picture", "pages_sitesettings", "chat_conversation"]
)
def test_a_form_of_the_admin_has_the_strict_policy(name, site, signed_in):
    Conversation.objects.send("t", client_id="00000000-0000-4000-8000-000000000001", body="<b>hi</b>")
    number = {
        "news_category": factories.category().pk,
        "news_tag": Tag.objects.get().pk,
        "pages_picture": Picture.objects.get().pk,
        "pages_sitesettings": 1,
        "chat_conversation": Conversation.objects.get().pk,
    }[name]
    page = signed_in().get(reverse(f"admin:{name}_change", args=[number]))
    assert page.status_code == 200
    assert is_strict(policy(page))
    assert inline(page.text) == []


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", ["add", "change"])
def test_only_the_form_with_the_editor_allows_what_the_editor_needs(name, method, signed_in):
    number = factories.draft().pk
    page = getattr(signed_in(), method)(
        reverse(f"admin:news_article_{name}", args=[number] if name == "change" else [])
    )
    rules = policy(page)
    assert {rule: rules.pop(rule, None) for rule in EDITOR} == EDITOR
    assert is_strict(rules | {"style-src": "'self'"})
    assert [found for found in inline(page.text) if found in ("<script>", "<style>")] == []


@pytest.mark.parametrize("name", ["delete", "history"])
def test_other_pages_of_an_article_have_the_strict_policy(name, signed_in):
    page = signed_in().get(reverse(f"admin:news_article_{name}", args=[factories.draft().pk]))
    assert page.status_code == 200
    assert is_strict(policy(page))


def test_a_preview_has_the_strict_policy(signed_in):
    form = {"title": "A title", "category": factories.category().pk, "language": "en", "body": "<p>x</p>"}
    page = signed_in().post(reverse("admin:news_article_preview_new"), form | {"clicks_before": 0})
    assert "A title" in page.text
    assert policy(page)["frame-ancestors"] == "'self'"  # it stands beside the form
    assert is_strict(policy(page) | {"frame-ancestors": "'none'"})
    assert inline(page.text) == []
