"""Who may do what: each role against each screen and step."""

import re
from datetime import timedelta

import pytest
from django.contrib.admin import site as admin_site
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from chat.models import Conversation
from news.models import Article, Category, Tag
from pages.models import Banner, MenuItem, MissingAddress, Page, Partner, Picture, Redirect, SiteSettings
from tests import factories

pytestmark = pytest.mark.django_db
ROLES = ["Authors", "Editors", "Site managers", "Chat agents"]


def article(**fields) -> dict:
    """What the article's form sends, for a new article or as the next version of one."""
    typed = {"title": "A new title", "category": factories.category().pk, "language": "en", "body": "<p>Typed.</p>"}
    return typed | {"clicks_before": 0} | fields


def next_version(of: Article, **fields) -> dict:
    return article(base=of.revisions.latest("pk").pk, slug=of.slug, category=of.category_id, **fields)


class Site:
    """A client of the role, and something of each kind; `mine` are articles which the person began."""

    def __init__(self, role: str):
        self.person = factories.user(role.lower().replace(" ", "-"), role)
        self.client = Client()
        self.client.force_login(self.person)
        self.mine = factories.draft("My draft", created_by=self.person)
        self.theirs = factories.draft("Their draft", created_by=factories.superuser())
        self.live = factories.published("Live", created_by=self.person)
        self.taken_down = factories.published("Taken down", created_by=self.person)
        self.taken_down.unpublish(timezone.now())
        self.ahead = factories.draft("Ahead", created_by=self.person)
        self.ahead.schedule(self.ahead.revisions.get(), timezone.now() + timedelta(days=1), timezone.now())
        self.category, self.tag = factories.category("empty", "Empty"), Tag.objects.create(name="gates")
        self.picture = factories.picture(width=20, height=20)
        SiteSettings().save()
        self.my_page = factories.page("My page", live=False, created_by=self.person)
        self.their_page = factories.page("Their page", live=False)
        self.live_page = factories.page("Live page", created_by=self.person)
        self.menu_item, self.banner = factories.menu_item("Home", "/"), factories.banner()
        self.partner = Partner.objects.create(name={"en": "Delta"}, address="https://example.com/")
        self.redirect = Redirect.objects.create(source="/old.html", target="/news/")
        self.page_ahead = factories.page("Page ahead", live=False, created_by=self.person)
        self.page_ahead.schedule(self.page_ahead.revisions.get(), timezone.now() + timedelta(days=1), timezone.now())
        now = timezone.now()
        self.missing = MissingAddress.objects.create(address="/none.html", hits=2, first_at=now, last_at=now)
        Conversation.objects.send("token", client_id="00000000-0000-4000-8000-000000000001", body="Hello")

    def get(self, name: str, *arguments) -> int:
        return self.client.get(reverse(f"admin:{name}", args=arguments)).status_code

    def post(self, name: str, /, *arguments, **form) -> int:
        return self.client.post(reverse(f"admin:{name}", args=arguments), form).status_code


@pytest.fixture
def site():
    return Site


def settings_form() -> dict:
    labels = ("company_name", "welcome", "description", "about", "address", "hours", "footer_text")
    return {f"{name}_{code}": "x" for name in labels for code in ("en", "zh_hans")}


def page(of: Page | None = None) -> dict:
    typed = {"title": "A new title", "language": "en", "body": "<p>Typed.</p>", "position": 0}
    return typed | ({"base": of.revisions.latest("pk").pk, "slug": of.slug} if of else {})


def answer() -> dict:
    return {"body": "We do.", "client_id": "00000000-0000-4000-8000-000000000002", "seen": 1}


def category_form(slug: str) -> dict:
    return {
        "name_en": "x",
        "name_zh_hans": "",
        "description_en": "",
        "description_zh_hans": "",
        "slug": slug,
        "position": 0,
    }


SEEN = {
    "start page": lambda s: s.get("index"),
    "article list": lambda s: s.get("news_article_changelist"),
    "article add": lambda s: s.get("news_article_add"),
    "own draft": lambda s: s.get("news_article_change", s.mine.pk),
    "another's draft": lambda s: s.get("news_article_change", s.theirs.pk),
    "delete own draft": lambda s: s.get("news_article_delete", s.mine.pk),
    "delete a live one": lambda s: s.get("news_article_delete", s.live.pk),
    "history": lambda s: s.get("news_article_history", s.mine.pk),
    "category list": lambda s: s.get("news_category_changelist"),
    "category add": lambda s: s.get("news_category_add"),
    "category": lambda s: s.get("news_category_change", s.category.pk),
    "tag list": lambda s: s.get("news_tag_changelist"),
    "tag add": lambda s: s.get("news_tag_add"),
    "picture list": lambda s: s.get("pages_picture_changelist"),
    "picture add": lambda s: s.get("pages_picture_add"),
    "picture": lambda s: s.get("pages_picture_change", s.picture.pk),
    "delete a picture": lambda s: s.get("pages_picture_delete", s.picture.pk),
    "settings": lambda s: s.get("pages_sitesettings_change", 1),
    "page list": lambda s: s.get("pages_page_changelist"),
    "page add": lambda s: s.get("pages_page_add"),
    "own page": lambda s: s.get("pages_page_change", s.my_page.pk),
    "another's page": lambda s: s.get("pages_page_change", s.their_page.pk),
    "delete a live page": lambda s: s.get("pages_page_delete", s.live_page.pk),
    "menus": lambda s: s.get("pages_menuitem_changelist"),
    "menu item add": lambda s: s.get("pages_menuitem_add"),
    "menu item": lambda s: s.get("pages_menuitem_change", s.menu_item.pk),
    "menu order": lambda s: s.get("pages_menuitem_order"),
    "menu result": lambda s: s.get("pages_menuitem_result"),
    "suggestions": lambda s: s.get("pages_suggestions"),
    "banners": lambda s: s.get("pages_banner_changelist"),
    "banner": lambda s: s.get("pages_banner_change", s.banner.pk),
    "banner result": lambda s: s.get("pages_banner_result"),
    "partners": lambda s: s.get("pages_partner_changelist"),
    "partner": lambda s: s.get("pages_partner_change", s.partner.pk),
    "settings result": lambda s: s.get("pages_sitesettings_result"),
    "redirects": lambda s: s.get("pages_redirect_changelist"),
    "redirect": lambda s: s.get("pages_redirect_change", s.redirect.pk),
    "redirects out": lambda s: s.get("pages_redirect_export"),
    "redirects in": lambda s: s.get("pages_redirect_import"),
    "addresses not found": lambda s: s.get("pages_missingaddress_changelist"),
    "history of a page": lambda s: s.get("pages_page_history", s.my_page.pk),
    "delete own page": lambda s: s.get("pages_page_delete", s.my_page.pk),
    "take a page down": lambda s: s.get("pages_page_take_down", s.live_page.pk),
    "preview of a page": lambda s: s.get("pages_page_preview", s.my_page.pk),
    "banner add": lambda s: s.get("pages_banner_add"),
    "banner order": lambda s: s.get("pages_banner_order"),
    "partner add": lambda s: s.get("pages_partner_add"),
    "partner order": lambda s: s.get("pages_partner_order"),
    "partner result": lambda s: s.get("pages_partner_result"),
    "redirect add": lambda s: s.get("pages_redirect_add"),
    "menu item history": lambda s: s.get("pages_menuitem_history", s.menu_item.pk),
    "delete a menu item": lambda s: s.get("pages_menuitem_delete", s.menu_item.pk),
    "banner history": lambda s: s.get("pages_banner_history", s.banner.pk),
    "delete a banner": lambda s: s.get("pages_banner_delete", s.banner.pk),
    "partner history": lambda s: s.get("pages_partner_history", s.partner.pk),
    "delete a partner": lambda s: s.get("pages_partner_delete", s.partner.pk),
    "redirect history": lambda s: s.get("pages_redirect_history", s.redirect.pk),
    "delete a redirect": lambda s: s.get("pages_redirect_delete", s.redirect.pk),
    "address not found": lambda s: s.get("pages_missingaddress_change", s.missing.pk),
    "address not found add": lambda s: s.get("pages_missingaddress_add"),
    "delete an address not found": lambda s: s.get("pages_missingaddress_delete", s.missing.pk),
    "conversations": lambda s: s.get("chat_conversation_changelist"),
    "conversation": lambda s: s.get("chat_conversation_change", Conversation.objects.get().pk),
    "people": lambda s: s.get("auth_user_changelist"),
    "roles": lambda s: s.get("auth_group_changelist"),
    "take down": lambda s: s.get("news_article_take_down", s.live.pk),
    "preview": lambda s: s.get("news_article_preview", s.mine.pk),
    "upload": lambda s: s.get("pages_picture_upload"),
}
MAY_SEE = {
    #                     authors, editors, managers, agents
    "start page": (200, 200, 200, 200),
    "article list": (200, 200, 200, 403),
    "article add": (200, 200, 403, 403),
    "own draft": (200, 200, 200, 403),
    "another's draft": (200, 200, 200, 403),
    "delete own draft": (403, 200, 403, 403),
    "delete a live one": (403, 403, 403, 403),
    "history": (200, 200, 200, 403),
    "category list": (200, 200, 200, 403),
    "category add": (403, 403, 200, 403),
    "category": (200, 200, 200, 403),
    "tag list": (200, 200, 403, 403),
    "tag add": (403, 200, 403, 403),
    "picture list": (200, 200, 200, 403),
    "picture add": (200, 200, 200, 403),
    "picture": (200, 200, 200, 403),
    "delete a picture": (403, 200, 200, 403),
    "settings": (403, 403, 200, 403),
    "page list": (200, 200, 200, 403),
    "page add": (200, 200, 200, 403),
    "own page": (200, 200, 200, 403),
    "another's page": (200, 200, 200, 403),
    "delete a live page": (403, 403, 403, 403),
    "menus": (403, 403, 200, 403),
    "menu item add": (403, 403, 200, 403),
    "menu item": (403, 403, 200, 403),
    "menu order": (405, 405, 405, 405),
    "menu result": (403, 403, 200, 403),
    "suggestions": (403, 403, 200, 403),
    "banners": (403, 403, 200, 403),
    "banner": (403, 403, 200, 403),
    "banner result": (403, 403, 200, 403),
    "partners": (403, 403, 200, 403),
    "partner": (403, 403, 200, 403),
    "settings result": (403, 403, 200, 403),
    "redirects": (403, 403, 200, 403),
    "redirect": (403, 403, 200, 403),
    "redirects out": (403, 403, 200, 403),
    "redirects in": (403, 403, 200, 403),
    "addresses not found": (403, 403, 200, 403),
    "history of a page": (200, 200, 200, 403),
    "delete own page": (403, 200, 200, 403),
    "take a page down": (405, 405, 405, 405),
    "preview of a page": (405, 405, 405, 405),
    "banner add": (403, 403, 200, 403),
    "banner order": (405, 405, 405, 405),
    "partner add": (403, 403, 200, 403),
    "partner order": (405, 405, 405, 405),
    "partner result": (403, 403, 200, 403),
    "redirect add": (403, 403, 200, 403),
    "menu item history": (403, 403, 200, 403),
    "delete a menu item": (403, 403, 200, 403),
    "banner history": (403, 403, 200, 403),
    "delete a banner": (403, 403, 200, 403),
    "partner history": (403, 403, 200, 403),
    "delete a partner": (403, 403, 200, 403),
    "redirect history": (403, 403, 200, 403),
    "delete a redirect": (403, 403, 200, 403),
    "address not found": (403, 403, 200, 403),
    "address not found add": (403, 403, 403, 403),
    "delete an address not found": (403, 403, 200, 403),
    "conversations": (403, 403, 403, 200),
    "conversation": (403, 403, 403, 200),
    "people": (403, 403, 403, 403),
    "roles": (403, 403, 403, 403),
    "take down": (405, 405, 405, 405),
    "preview": (405, 405, 405, 405),
    "upload": (405, 405, 405, 405),
}
DONE = {
    "add an article": lambda s: s.post("news_article_add", **article()),
    "change own draft": lambda s: s.post("news_article_change", s.mine.pk, **next_version(s.mine)),
    "change another's": lambda s: s.post("news_article_change", s.theirs.pk, **next_version(s.theirs)),
    "preview a new one": lambda s: s.post("news_article_preview_new", **article()),
    "preview own": lambda s: s.post("news_article_preview", s.mine.pk, **next_version(s.mine)),
    "preview another's": lambda s: s.post("news_article_preview", s.theirs.pk, **next_version(s.theirs)),
    "take down": lambda s: s.post("news_article_take_down", s.live.pk),
    "cancel": lambda s: s.post("news_article_cancel", s.ahead.pk, s.ahead.revisions.get().pk),
    "delete own draft": lambda s: s.post("news_article_delete", s.mine.pk, post="yes"),
    "delete another's draft": lambda s: s.post("news_article_delete", s.theirs.pk, post="yes"),
    "delete a live one": lambda s: s.post("news_article_delete", s.live.pk, post="yes"),
    "delete a scheduled one": lambda s: s.post("news_article_delete", s.ahead.pk, post="yes"),
    "delete one taken down": lambda s: s.post("news_article_delete", s.taken_down.pk, post="yes"),
    "add a category": lambda s: s.post("news_category_add", **category_form("new")),
    "change a category": lambda s: s.post("news_category_change", s.category.pk, **category_form("new")),
    "delete a category": lambda s: s.post("news_category_delete", s.category.pk, post="yes"),
    "add a tag": lambda s: s.post("news_tag_add", name="new"),
    "change a tag": lambda s: s.post("news_tag_change", s.tag.pk, name="new"),
    "delete a tag": lambda s: s.post("news_tag_delete", s.tag.pk, post="yes"),
    "add a picture": lambda s: s.post("pages_picture_add", file=factories.upload(), alt="x"),
    "change a picture": lambda s: s.post("pages_picture_change", s.picture.pk, name="new", alt="x"),
    "delete a picture": lambda s: s.post("pages_picture_delete", s.picture.pk, post="yes"),
    "upload": lambda s: s.post("pages_picture_upload", file=factories.upload()),
    "change settings": lambda s: s.post("pages_sitesettings_change", 1, **settings_form()),
    "add a page": lambda s: s.post("pages_page_add", **page()),
    "change own page": lambda s: s.post("pages_page_change", s.my_page.pk, **page(s.my_page)),
    "change another's page": lambda s: s.post("pages_page_change", s.their_page.pk, **page(s.their_page)),
    "preview own page": lambda s: s.post("pages_page_preview", s.my_page.pk, **page(s.my_page)),
    "take a page down": lambda s: s.post("pages_page_take_down", s.live_page.pk),
    "delete own page": lambda s: s.post("pages_page_delete", s.my_page.pk, post="yes"),
    "add a menu item": lambda s: s.post("pages_menuitem_add", place="header", label_en="x", target="/news/"),
    "order menus": lambda s: s.post("pages_menuitem_order", row=[s.menu_item.pk]),
    "order banners": lambda s: s.post("pages_banner_order", row=[s.banner.pk]),
    "order partners": lambda s: s.post("pages_partner_order", row=[s.partner.pk]),
    "delete a menu item": lambda s: s.post("pages_menuitem_delete", s.menu_item.pk, post="yes"),
    "delete a banner": lambda s: s.post("pages_banner_delete", s.banner.pk, post="yes"),
    "delete a partner": lambda s: s.post("pages_partner_delete", s.partner.pk, post="yes"),
    "add a redirect": lambda s: s.post("pages_redirect_add", source="/x.html", target="/news/"),
    "delete a redirect": lambda s: s.post("pages_redirect_delete", s.redirect.pk, post="yes"),
    "preview a new page": lambda s: s.post("pages_page_preview_new", **page()),
    "preview another's page": lambda s: s.post("pages_page_preview", s.their_page.pk, **page(s.their_page)),
    "cancel a page": lambda s: s.post("pages_page_cancel", s.page_ahead.pk, s.page_ahead.revisions.get().pk),
    "delete another's page": lambda s: s.post("pages_page_delete", s.their_page.pk, post="yes"),
    "delete a live page": lambda s: s.post("pages_page_delete", s.live_page.pk, post="yes"),
    "delete a scheduled page": lambda s: s.post("pages_page_delete", s.page_ahead.pk, post="yes"),
    "change a menu item": lambda s: s.post("pages_menuitem_change", s.menu_item.pk, place="header", label_en="x"),
    "add a banner": lambda s: s.post("pages_banner_add", title_en="x", picture=s.picture.pk),
    "change a banner": lambda s: s.post("pages_banner_change", s.banner.pk, title_en="x", picture=s.picture.pk),
    "add a partner": lambda s: s.post("pages_partner_add", name_en="x", address="https://example.com/"),
    "change a partner": lambda s: s.post(
        "pages_partner_change", s.partner.pk, name_en="x", address="https://example.com/"
    ),
    "change a redirect": lambda s: s.post("pages_redirect_change", s.redirect.pk, source="/y.html", target="/news/"),
    "add redirects from a file": lambda s: s.post(
        "pages_redirect_import", file=SimpleUploadedFile("r.csv", b"/z.html,/news/")
    ),
    "add an address not found": lambda s: s.post("pages_missingaddress_add", address="/x.html"),
    "change an address not found": lambda s: s.post("pages_missingaddress_change", s.missing.pk, address="/x.html"),
    "delete an address not found": lambda s: s.post("pages_missingaddress_delete", s.missing.pk, post="yes"),
    "show settings": lambda s: s.post("pages_sitesettings_result", **settings_form()),
    "answer a visitor": lambda s: s.post("chat_conversation_change", Conversation.objects.get().pk, **answer()),
    "close a conversation": lambda s: s.post("chat_conversation_change", Conversation.objects.get().pk, step="close"),
    "delete a conversation": lambda s: s.post("chat_conversation_delete", Conversation.objects.get().pk, post="yes"),
    "add a person": lambda s: s.post("auth_user_add", username="x", password1="a good one", password2="a good one"),
    "change a role": lambda s: s.post("auth_group_change", Group.objects.get(name="Authors").pk, name="x"),
}
MAY_DO = {
    "add an article": (302, 302, 403, 403),
    "change own draft": (302, 302, 403, 403),
    "change another's": (403, 302, 403, 403),
    "preview a new one": (200, 200, 403, 403),
    "preview own": (200, 200, 403, 403),
    "preview another's": (403, 200, 403, 403),
    "take down": (403, 302, 403, 403),
    "cancel": (403, 302, 403, 403),
    "delete own draft": (403, 302, 403, 403),
    "delete another's draft": (403, 302, 403, 403),
    "delete a live one": (403, 403, 403, 403),
    "delete a scheduled one": (403, 403, 403, 403),
    "delete one taken down": (403, 403, 403, 403),
    "add a category": (403, 403, 302, 403),
    "change a category": (403, 403, 302, 403),
    "delete a category": (403, 403, 302, 403),
    "add a tag": (403, 302, 403, 403),
    "change a tag": (403, 302, 403, 403),
    "delete a tag": (403, 302, 403, 403),
    "add a picture": (302, 302, 302, 403),
    "change a picture": (403, 302, 302, 403),
    "delete a picture": (403, 302, 302, 403),
    "upload": (201, 201, 201, 403),
    "change settings": (403, 403, 302, 403),
    "add a page": (302, 302, 302, 403),
    "change own page": (302, 302, 302, 403),
    "change another's page": (403, 302, 302, 403),
    "preview own page": (200, 200, 200, 403),
    "take a page down": (403, 302, 302, 403),
    "delete own page": (403, 302, 302, 403),
    "add a menu item": (403, 403, 302, 403),
    "order menus": (403, 403, 302, 403),
    "order banners": (403, 403, 302, 403),
    "order partners": (403, 403, 302, 403),
    "delete a menu item": (403, 403, 302, 403),
    "delete a banner": (403, 403, 302, 403),
    "delete a partner": (403, 403, 302, 403),
    "add a redirect": (403, 403, 302, 403),
    "delete a redirect": (403, 403, 302, 403),
    "preview a new page": (200, 200, 200, 403),
    "preview another's page": (403, 200, 200, 403),
    "cancel a page": (403, 302, 302, 403),
    "delete another's page": (403, 302, 302, 403),
    "delete a live page": (403, 403, 403, 403),
    "delete a scheduled page": (403, 403, 403, 403),
    "change a menu item": (403, 403, 302, 403),
    "add a banner": (403, 403, 302, 403),
    "change a banner": (403, 403, 302, 403),
    "add a partner": (403, 403, 302, 403),
    "change a partner": (403, 403, 302, 403),
    "change a redirect": (403, 403, 302, 403),
    "add redirects from a file": (403, 403, 302, 403),
    "add an address not found": (403, 403, 403, 403),
    "change an address not found": (403, 403, 403, 403),
    "delete an address not found": (403, 403, 302, 403),
    "show settings": (403, 403, 200, 403),
    "answer a visitor": (403, 403, 403, 302),
    "close a conversation": (403, 403, 403, 302),
    "delete a conversation": (403, 403, 403, 403),
    "add a person": (403, 403, 403, 403),
    "change a role": (403, 403, 403, 403),
}


def rows(table: dict) -> list:
    return [(step, role, status) for step, row in table.items() for role, status in zip(ROLES, row, strict=True)]


def counts() -> list[int]:
    counted = (Article, Category, Tag, Picture, Conversation, User, Group, Page, MenuItem, Banner, Partner)
    return [model.objects.count() for model in (*counted, Redirect, MissingAddress)]


def test_the_roles_are_there_from_the_start():
    assert set(ROLES) <= set(Group.objects.values_list("name", flat=True))


def test_the_tables_say_something_of_every_step():
    assert (MAY_SEE.keys(), MAY_DO.keys()) == (SEEN.keys(), DONE.keys())


@pytest.mark.parametrize(("step", "role", "status"), rows(MAY_SEE))
def test_a_role_sees_what_it_needs(step, role, status, site):
    assert SEEN[step](site(role)) == status


@pytest.mark.parametrize(("step", "role", "status"), rows(MAY_DO))
def test_a_role_does_what_it_may(step, role, status, site):
    here = site(role)
    before = counts()
    assert DONE[step](here) == status
    assert (counts() == before) is (status == 403 or not step.startswith(("add", "delete", "upload")))


@pytest.mark.parametrize(
    "path", ["", "news/article/", "news/article/add/", "pages/picture/upload/", "chat/conversation/"]
)
@pytest.mark.parametrize("who", ["nobody", "a visitor with an account"])
def test_without_a_role_there_is_only_the_way_in(path, who, client):
    if who != "nobody":
        client.force_login(factories.user())
    for answer in (client.get(f"/admin/{path}"), client.post(f"/admin/{path}")):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/admin/login/")


@pytest.mark.parametrize(("role", "is_live"), [("Authors", False), ("Editors", True)])
def test_the_button_publishes_for_those_who_may(role, is_live, site, client):
    here = site(role)
    assert here.post("news_article_change", here.mine.pk, **next_version(here.mine, _publish="1")) == 302
    assert client.get(here.mine.get_absolute_url()).status_code == (200 if is_live else 404)


@pytest.mark.parametrize(("role", "is_live"), [("Authors", False), ("Editors", True)])
def test_a_new_article_is_published_at_once_for_those_who_may(role, is_live, site):
    site(role).post("news_article_add", **article(_publish="1"))
    assert Article.objects.live(timezone.now()).filter(revisions__title="A new title").exists() is is_live


@pytest.mark.parametrize(("role", "is_ahead"), [("Authors", False), ("Editors", True)])
def test_the_button_schedules_for_those_who_may(role, is_ahead, site):
    here = site(role)
    moment = {"goes_live_at_0": "2099-01-01", "goes_live_at_1": "10:00", "_schedule": "1"}
    assert here.post("news_article_change", here.mine.pk, **next_version(here.mine, **moment)) == 302
    assert Article.objects.scheduled(timezone.now()).filter(pk=here.mine.pk).exists() is is_ahead


def test_a_new_version_by_an_author_changes_nothing_for_readers(site, client):
    here = site("Authors")
    before = here.live.revisions.live(timezone.now()).get()
    assert here.post("news_article_change", here.live.pk, **next_version(here.live, _publish="1")) == 302
    assert here.live.revisions.live(timezone.now()).get() == before
    assert "A new title" not in client.get(here.live.get_absolute_url()).text


@pytest.mark.parametrize(
    ("field", "typed", "column"),
    [
        ("pinned", {"pinned": "on"}, "pinned"),
        ("backdated_to", {"backdated_to_0": "2001-01-01", "backdated_to_1": "10:00"}, "backdated_to"),
        ("clicks_before", {"clicks_before": 5000}, "clicks_before"),
    ],
)
@pytest.mark.parametrize("which", ["mine", "live"])
def test_an_author_does_not_decide_what_readers_see_besides_the_text(field, typed, column, which, site):
    here = site("Authors")
    target = getattr(here, which)
    assert here.post("news_article_change", target.pk, **next_version(target, **typed)) == 302
    assert not getattr(Article.objects.get(pk=target.pk), column)


def test_an_editor_decides_it(site):
    here = site("Editors")
    typed = {"pinned": "on", "backdated_to_0": "2001-01-01", "backdated_to_1": "10:00", "clicks_before": 5000}
    assert here.post("news_article_change", here.mine.pk, **next_version(here.mine, **typed)) == 302
    mine = Article.objects.get(pk=here.mine.pk)
    assert (mine.pinned, mine.backdated_to.year, mine.clicks_before) == (True, 2001, 5000)


@pytest.mark.parametrize(("role", "moves"), [("Authors", False), ("Editors", True)])
def test_the_address_and_category_of_a_live_article_are_the_editors(role, moves, site):
    here = site(role)
    form = next_version(here.live) | {"slug": "other", "category": here.category.pk}
    assert here.post("news_article_change", here.live.pk, **form) == 302
    live = Article.objects.get(pk=here.live.pk)
    assert (live.slug == "other", live.category == here.category) == (moves, moves)


@pytest.mark.parametrize("role", ["Authors", "Editors"])
def test_clicks_and_language_of_a_live_article_are_fixed(role, site):
    here = site(role)
    form = next_version(here.live) | {"clicks_before": 5000, "language": "zh-hans"}
    assert here.post("news_article_change", here.live.pk, **form) == 302
    live = Article.objects.get(pk=here.live.pk)
    assert (live.clicks_before, live.language) == (0, "en")


@pytest.mark.parametrize("role", ["Authors", "Site managers"])
def test_who_may_only_read_an_article_can_read_it(role, site):
    here = site(role)
    page = here.client.get(reverse("admin:news_article_change", args=[here.theirs.pk]))
    assert "Their draft" in page.text
    assert "A text." in page.text
    assert 'name="_publish"' not in page.text


@pytest.mark.parametrize(("role", "shown"), [("Authors", False), ("Editors", True)])
def test_the_button_is_shown_to_those_who_may(role, shown, site):
    here = site(role)
    page = here.client.get(reverse("admin:news_article_change", args=[here.mine.pk]))
    assert ('name="_publish"' in page.text) is shown
    assert ('name="pinned"' in page.text) is shown


def test_an_author_takes_nobody_elses_article_by_its_number(site):
    here = site("Authors")
    here.post("news_article_add", **article(created_by=here.theirs.created_by_id, id=here.theirs.pk))
    added = Article.objects.latest("pk")
    assert added.created_by == here.person
    assert here.theirs.revisions.count() == 1


def test_an_author_cannot_change_the_tags_that_readers_see(signed_in):
    author = signed_in("Authors")
    article = factories.published(tags=("one",), created_by=User.objects.get(username="authors"))
    form = {"title": "A title", "body": "<p>New.</p>", "tag_names": "other", "base": article.revisions.get().pk}
    answer = author.post(reverse("admin:news_article_change", args=[article.pk]), form | {"_draft": "1"})
    assert answer.status_code == 302
    assert article.revisions.count() == 2
    assert [tag.name for tag in article.tags.all()] == ["one"]


def test_a_number_does_not_tell_a_drafts_address(signed_in):
    article = factories.draft(slug="a-secret")
    kind = ContentType.objects.get_for_model(article)
    assert signed_in("Chat agents").get(f"/admin/r/{kind.pk}/{article.pk}/").status_code == 404


@pytest.mark.parametrize("address", ["?category=²", "add/?cover=²", "add/?goes_live_at=foo", "add/?backdated_to=x"])
def test_an_odd_address_breaks_no_screen(address, signed_in):
    assert signed_in().get(reverse("admin:news_article_changelist") + address).status_code == 200


def screens(patterns: list, before: str = "/admin/") -> list[tuple[str, str]]:
    """The name and an address of each of the staff's views."""
    found = []
    for pattern in patterns:
        address = before + re.sub("<int:[^>]*>", "1", str(pattern.pattern))
        below = getattr(pattern, "url_patterns", None)
        named = [(pattern.name, re.sub("<[^>]*>", "x", address))] if getattr(pattern, "name", None) else []
        found += screens(below, address) if below else named
    return found


# The last two are no screens: Django's list of an app, whose name is part of a pattern, and see hifred/urls.py.
OPEN = {"login", "logout", "app_list", "view_on_site"}


@pytest.mark.parametrize(("name", "address"), [one for one in screens(admin_site.get_urls()) if one[0] not in OPEN])
def test_no_address_of_the_staff_is_open_to_anybody_else(name, address, client):
    for answer in (client.get(address), client.post(address)):
        assert (answer.status_code, answer["Location"]) == (302, f"/admin/login/?next={address}")


def test_the_addresses_that_are_tried_are_those_of_the_staff():
    names = [name for name, _address in screens(admin_site.get_urls())]
    assert len(names) == len(set(names)) > 80
    assert {"index", "pages_page_cancel", "pages_menuitem_order", "pages_redirect_import", "jsi18n"} <= {*names}
    assert all(
        resolve(address).view_name == f"admin:{name}"
        for name, address in screens(admin_site.get_urls())
        if name not in OPEN
    )


PUBLISHERS = [("Authors", False), ("Editors", True), ("Site managers", True)]


@pytest.mark.parametrize(("role", "is_live"), PUBLISHERS)
def test_a_page_is_published_by_those_who_may(role, is_live, site, client):
    here = site(role)
    here.post("pages_page_change", here.my_page.pk, **page(here.my_page), _publish="1")
    here.post("pages_page_add", **page(), slug="another", _publish="1")
    addresses = (here.my_page.get_absolute_url(), "/another/")
    assert [client.get(address).status_code for address in addresses] == [200 if is_live else 404] * 2


@pytest.mark.parametrize(("role", "moves"), PUBLISHERS)
def test_the_place_of_a_live_page_is_the_publishers(role, moves, site):
    here = site(role)
    moved = {"slug": "other", "position": 5, "shows_contact": "on", "parent": here.their_page.pk, "language": "zh-hans"}
    assert here.post("pages_page_change", here.live_page.pk, **page(here.live_page) | moved) == 302
    live, path = Page.objects.get(pk=here.live_page.pk), f"{here.their_page.slug}/other"
    assert (live.path, live.position, live.shows_contact) == (
        (path, 5, True) if moves else (here.live_page.path, 0, False)
    )
    assert live.language == "en"


@pytest.mark.parametrize(("role", "status"), [("Authors", 403), ("Editors", 403), ("Site managers", 302)])
def test_addresses_not_found_are_ignored_by_those_who_may(role, status, site):
    here = site(role)
    form = {"action": "ignore", "_selected_action": here.missing.pk}
    assert here.post("pages_missingaddress_changelist", **form) == status
    assert MissingAddress.objects.get(pk=here.missing.pk).is_ignored is (status == 302)
