"""What the roles mean for what readers see. Who may open what: test_permissions."""

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from news.models import Article
from pages.models import MissingAddress, Page, SiteSettings
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
        self.category = factories.category("empty", "Empty")
        SiteSettings().save()
        self.my_page = factories.page("My page", live=False, created_by=self.person)
        self.their_page = factories.page("Their page", live=False)
        self.live_page = factories.page("Live page", created_by=self.person)
        now = timezone.now()
        self.missing = MissingAddress.objects.create(address="/none.html", hits=2, first_at=now, last_at=now)

    def get(self, name: str, *arguments) -> int:
        return self.client.get(reverse(f"admin:{name}", args=arguments)).status_code

    def post(self, name: str, /, *arguments, **form) -> int:
        return self.client.post(reverse(f"admin:{name}", args=arguments), form).status_code


@pytest.fixture
def site():
    return Site


def page(of: Page | None = None) -> dict:
    typed = {"title": "A new title", "language": "en", "body": "<p>Typed.</p>", "position": 0}
    return typed | ({"base": of.revisions.latest("pk").pk, "slug": of.slug} if of else {})


def test_the_roles_are_there_from_the_start():
    assert set(ROLES) <= set(Group.objects.values_list("name", flat=True))


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
