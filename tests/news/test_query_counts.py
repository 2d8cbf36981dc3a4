"""A page asks the database as often with forty rows as with two, and not often."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chat.models import Conversation, Message
from news.models import Article
from pages.models import MissingAddress, Partner, Picture, Redirect
from pages.store.lasting import lasting
from pages.store.shelf import watch
from tests import factories

pytestmark = pytest.mark.django_db

NOW = datetime(2024, 7, 25, 8, tzinfo=UTC)
FEW, MANY = 2, 40


@pytest.fixture(autouse=True)
def known_database(db):
    """What Django asks a database once in a process is asked before anything is counted."""
    assert connection.features.supports_json_field


def queries(client: Client, address: str) -> list[str]:
    """What is asked for the first reader after a change, who looks at what holds now with two queries."""
    watch.forget()
    lasting.forget()
    with CaptureQueriesContext(connection) as captured:
        page = client.get(address)
    assert page.status_code == 200
    return [query["sql"] for query in captured.captured_queries]


def small_picture(n: int) -> Picture:
    """A row without its files, which take most of the time."""
    return Picture.objects.create(
        name=f"{n}.jpg", alt="A picture", width=800, height=600, token=f"{n:024x}", widths=[400, 800], uploaded_by=None
    )


def articles(count: int, **fields) -> list[Article]:
    """Each in a category of its own below the same one, with a cover, tags, a reader, and a neighbour."""
    top = factories.category("top", "Top")
    made = []
    for n in range(count):
        category = factories.category(f"category-{count}-{n}", f"Category {n}", parent=top)
        article = factories.published(
            f"Article {n}", at=NOW - timedelta(hours=n), category=category, tags=("shared", f"tag-{n}"), **fields
        )
        article.revisions.update(cover=small_picture(n), cover_alt="A picture")
        article.days.create(day=datetime.now(tz=UTC).date(), clicks=n + 1)
        made.append(article)
    return made


def same_with_few_and_with_many(client: Client, addresses: str | dict[str, int | None], make) -> None:
    """Of each address, as often and at most so often. All at once, since it takes long to make many."""
    most = dict.fromkeys([addresses]) if isinstance(addresses, str) else addresses
    make(FEW)
    for address in most:
        queries(client, address)  # fills what a process keeps, such as content types
    few = {address: queries(client, address) for address in most}
    make(MANY)
    many = {address: queries(client, address) for address in most}
    wrong = [
        "\n\n".join([f"{address} with few:", *few[address], "With many:", *many[address]])
        for address in most
        if len(few[address]) != len(many[address]) or len(many[address]) > (most[address] or len(many[address]))
    ]
    assert not wrong, "\n\n\n".join(wrong)


def test_a_list_asks_as_often_with_few_articles_as_with_many(client):
    for n in range(12):  # as many sections as home shows, each with more than stand above them
        factories.published(at=NOW, category=factories.category(f"root-{n % 4}"))
    archive = {"/news/archive/2024/7/": 8, "/news/archive/": 8}
    lists = {"/": 13, "/news/": 8, "/news/category/top/": 8, "/news/tag/shared/": 8} | archive
    same_with_few_and_with_many(client, lists, articles)


def test_an_article_asks_at_most_six_times(client, django_assert_max_num_queries):
    article = factories.published()
    with django_assert_max_num_queries(6):
        client.get(article.get_absolute_url())


def test_an_article_asks_as_often_among_few_as_among_many(client):
    (article,) = articles(1)
    same_with_few_and_with_many(client, {article.get_absolute_url(): 8}, articles)


def test_an_article_with_cover_tags_and_pictures_asks_at_most_eight_times(client):
    (article,) = articles(1)
    bodies = "".join(f'<p>{n}</p><img src="picture:{small_picture(n).pk}" alt="x">' for n in range(50))
    article.publish(factories.revision(article, body=bodies, cover=small_picture(99)), NOW + timedelta(hours=1))
    assert len(queries(client, article.get_absolute_url())) <= 8


@pytest.mark.parametrize("kind", ["pictures", "links"])
def test_a_text_with_many_pictures_or_links_asks_as_often_as_one_with_few(client, kind):
    article, *others = articles(MANY + 1)
    linked = [f'<p><a href="article:{other.pk}">x</a></p>' for other in others]
    shown = [f'<img src="picture:{small_picture(n).pk}" alt="x">' for n in range(MANY)]
    parts = linked if kind == "links" else shown

    def make(count: int) -> None:
        article.publish(factories.revision(article, body="".join(parts[:count])), NOW + timedelta(hours=count))

    same_with_few_and_with_many(client, article.get_absolute_url(), make)


def test_an_article_with_many_revisions_asks_as_often_as_one_with_few(client):
    (article,) = articles(1)

    def make(count: int) -> None:
        for n in range(count):
            article.publish(factories.revision(article), NOW + timedelta(hours=count, minutes=n))

    same_with_few_and_with_many(client, {article.get_absolute_url(): 7}, make)


# The staff's lists


def categories(count: int) -> None:
    for n in range(count):
        top = factories.category(f"top-{count}-{n}", f"Top {n}")
        factories.category(f"below-{count}-{n}", f"Below {n}", parent=top)


def tags(count: int) -> None:
    factories.published(tags=tuple(f"tag {count} {n}" for n in range(count)))


def pictures(count: int) -> None:
    person = factories.user(f"uploader-{count}")
    for n in range(count):
        small_picture(n)
    Picture.objects.update(uploaded_by=person)


def conversations(count: int) -> None:
    for n in range(count):
        begun = Conversation.objects.create(token_hash=f"{count}-{n}", name=f"Visitor {n}", last_seq=1)
        begun.messages.create(seq=1, sender=Message.Sender.VISITOR, body="Hello?")


def articles_in_every_state(count: int) -> None:
    for n, article in enumerate(articles(count)):
        if n % 3 == 0:
            article.schedule(factories.revision(article), datetime(2100, 1, 1, n % 24, n % 60, tzinfo=UTC), NOW)
        if n % 3 == 1:
            article.unpublish(NOW + timedelta(hours=1))
        factories.revision(article, "Draft")


@pytest.mark.parametrize(
    ("make", "addresses"),
    [
        (articles_in_every_state, ["", "news/article/", "news/article/?q=article&standing=live"]),
        (categories, ["news/category/", "news/article/add/"]),
        (tags, ["news/tag/"]),
        (pictures, ["pages/picture/"]),
        (conversations, ["chat/conversation/"]),
    ],
)
def test_staff_see_many_rows_with_as_many_queries_as_few(signed_in, make, addresses):
    same_with_few_and_with_many(signed_in(), dict.fromkeys(f"/admin/{address}" for address in addresses), make)


@pytest.mark.parametrize("placed", ["drafts", "published", "scheduled"])
def test_the_form_of_an_article_asks_as_often_with_few_revisions_as_with_many(signed_in, placed):
    (article,) = articles(1)

    def make(count: int) -> None:
        for n in range(count):
            revision, hour = factories.revision(article, created_by=None), timedelta(hours=count * 100 + n)
            if placed == "published":
                article.publish(revision, NOW + hour)
            if placed == "scheduled":
                article.schedule(revision, datetime(2100, 1, 1, tzinfo=UTC) + hour, NOW)

    same_with_few_and_with_many(signed_in(), f"/admin/news/article/{article.pk}/change/", make)


def test_the_form_of_a_conversation_asks_as_often_with_few_messages_as_with_many(signed_in):
    conversation = Conversation.objects.create(token_hash="one", name="Visitor")

    def make(count: int) -> None:
        for n in range(count):
            conversation.messages.create(seq=count * 100 + n, sender=Message.Sender.VISITOR, body="Hello?")

    same_with_few_and_with_many(signed_in(), f"/admin/chat/conversation/{conversation.pk}/change/", make)


@pytest.fixture
def chrome():
    """Menus that lead to everything there is, partners with logos, banners."""
    pages = [factories.page(f"Page {n}", slug=f"page-{n}") for n in range(3)]
    targets = [f"page:{page.pk}" for page in pages] + [f"category:{factories.category('top', 'Top').pk}", "/news/"]
    targets.append(f"article:{factories.published(at=NOW).pk}")
    for place in ("header", "footer"):
        top = factories.menu_item({"en": "All"}, place=place)
        for target in targets:
            factories.menu_item({"en": target}, target, place=place, parent=top)
    for number in range(3):
        Partner.objects.create(name={"en": "Delta"}, address="https://example.com/", logo=small_picture(number))
        factories.banner({"en": "Banner"}, target=targets[number], picture=small_picture(number))
    return pages


def test_the_chrome_costs_no_query_of_its_own(chrome, client):
    for n in range(4):
        factories.published(at=NOW, category=factories.category(f"root-{n}"))
    most = {"/": 13, "/zh-hans/": 13, "/news/": 8, "/news/category/top/": 8, "/page-1/": 9}
    same_with_few_and_with_many(client, most, articles)


def test_an_article_with_pictures_asks_eight_times_with_all_its_chrome(chrome, client):
    (article,) = articles(1)
    bodies = "".join(f'<p>{n}</p><img src="picture:{small_picture(n).pk}" alt="x">' for n in range(50))
    article.publish(factories.revision(article, body=bodies, cover=small_picture(99)), NOW + timedelta(hours=1))
    assert len(queries(client, article.get_absolute_url())) <= 8


@pytest.mark.parametrize(("address", "most"), [("/news/1/", 4), ("/news/", 3), ("/page-1/", 4), ("/", 8)])
def test_once_the_chrome_is_known_pages_ask_for_themselves_alone(chrome, client, address, most, monkeypatch):
    """A look at what holds now included."""
    (article,) = articles(1)
    address = article.get_absolute_url() if address == "/news/1/" else address
    queries(client, address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    assert len(captured) <= most, "\n\n".join(query["sql"] for query in captured.captured_queries)


def test_a_page_asks_as_often_with_many_pages_below_it_as_with_few(chrome, client):
    made = iter(range(1_000))

    def make(count: int) -> None:
        for _time in range(count):
            number = next(made)
            factories.page(f"Child {number}", slug=f"child-{number}", parent=chrome[0])

    same_with_few_and_with_many(client, {"/page-0/": 7}, make)


def rows(count: int) -> None:
    """More of everything that the chrome's lists show."""
    now, begin = datetime.now(tz=UTC), MissingAddress.objects.count()
    for number in range(begin, begin + count):
        page = factories.page(f"Row {number}", slug=f"row-{number}")
        factories.menu_item({"en": "Row"}, f"page:{page.pk}")
        factories.banner({"en": "Row"}, picture=small_picture(number))
        Partner.objects.create(name={"en": "Row"}, address="https://example.com/", logo=small_picture(number))
        Redirect.objects.create(source=f"/{number}.html", target=f"page:{page.pk}")
        MissingAddress.objects.create(address=f"/{number}.php", hits=2, first_at=now, last_at=now)


def test_a_list_of_the_chrome_asks_as_often_with_few_rows_as_with_many(signed_in):
    models = ["page", "menuitem", "banner", "partner", "redirect", "missingaddress"]
    same_with_few_and_with_many(signed_in(), {f"/admin/pages/{model}/": 12 for model in models}, rows)


def test_a_page_with_everything_asks_at_most_nine_times(chrome, client):
    parent = None
    for number in range(4):
        parent = factories.page(f"Above {number}", parent=parent, cover=small_picture(number), cover_alt="x")
    pictures = "".join(f'<p><img src="picture:{small_picture(n).pk}" alt="x"></p>' for n in range(50))
    links = "".join(f'<p><a href="page:{factories.page(f"Link {n}").pk}">x</a></p>' for n in range(50))
    page = factories.page("Page", parent=parent, body=pictures + links, cover=small_picture(99), cover_alt="x")
    for number in range(20):
        factories.page(f"Below {number}", parent=page, position=number)
    factories.page("页", slug="页", language="zh-hans", group=page.group)
    asked = queries(client, page.get_absolute_url())
    assert len(asked) <= 9, "\n\n".join(asked)


def test_a_page_that_leads_to_every_kind_asks_as_often_with_few_as_with_many(chrome, client):
    page = factories.page("Links")

    def make(count: int) -> None:
        links = [f"page:{factories.page(f'To {count} {n}').pk}" for n in range(count)]
        links += [f"article:{article.pk}" for article in articles(count)]
        body = "".join(f'<p><a href="{link}">x</a></p>' for link in links)
        page.publish(page.revisions.create(title="Links", body=body, created_at=NOW), datetime.now(tz=UTC))

    same_with_few_and_with_many(client, "/links/", make)


def test_a_page_asks_as_often_with_a_small_chrome_as_with_a_large_one(chrome, client):
    same_with_few_and_with_many(client, dict.fromkeys(["/", "/zh-hans/", "/news/", "/page-0/"], 10), rows)


def test_staff_write_among_many_rows_with_as_many_queries_as_among_few(chrome, signed_in):
    page, item = chrome[0].pk, factories.menu_item(target="/news/").pk
    addresses = [
        *("page/add/", f"page/{page}/change/", "menuitem/add/", f"menuitem/{item}/change/", "banner/add/"),
        *("redirect/add/", "banner/result/", "menuitem/result/", "menuitem/suggestions/?q=row", "redirect/export/"),
    ]
    same_with_few_and_with_many(signed_in(), dict.fromkeys(f"/admin/pages/{address}" for address in addresses), rows)
