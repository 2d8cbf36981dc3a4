"""Two at once: the second is judged by what the first has done, also if it came before that was there to see."""

import re
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from news.days import today
from news.models import Article
from news.models.clicks import Clicks, DailyClicks
from pages.models import AuditEntry, Page
from pages.store import generation
from pages.trash import destroy, empty_trash
from tests import factories

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("roles")]


@pytest.fixture
def at_desk(signed_in):
    """Clients of whom it is noted already that they are there, so that it is the step that waits."""

    def come(*roles: str) -> Client:
        client = signed_in(*roles)
        assert client.get("/admin/account/").status_code == 200
        return client

    return come


def meanwhile(
    change: Callable[[], None], request: Callable[[], HttpResponse | None], then: Callable[[], None] = lambda: None
):
    """Begins the request when a change is made and not yet committed; goes on, and commits, once it waits for that."""
    waits = Event()

    def watch(execute, sql, parameters, many, context):
        if re.match("BEGIN|.* FOR (NO KEY |KEY )?(UPDATE|SHARE)", sql):
            waits.set()
        return execute(sql, parameters, many, context)

    def other():
        try:
            with connection.execute_wrapper(watch):
                return request()
        finally:
            waits.set()
            connection.close()

    with ThreadPoolExecutor(1) as crowd:
        with transaction.atomic():
            change()
            answer = crowd.submit(other)
            assert waits.wait(30)
            then()
        return answer.result(30)


def address(step: str, row: Article | Page) -> str:
    return reverse(f"admin:{row._meta.label_lower.replace('.', '_')}_{step}", args=[row.pk])


@pytest.fixture
def trashed():
    article = factories.published("Gates")
    article.trash(timezone.now())
    return article


def test_what_was_put_back_is_not_destroyed(at_desk, client, trashed):
    boss = at_desk()
    answer = meanwhile(
        lambda: trashed.put_back(timezone.now()),
        lambda: boss.post(address("purge", trashed), {"understood": "1"}, follow=True),
    )
    assert "Only what is in the trash can be destroyed" in answer.text
    assert client.get(trashed.get_absolute_url()).status_code == 200


def test_destroyed_twice_it_is_destroyed_once(at_desk, trashed):
    one, two = at_desk(), at_desk()
    purge = address("purge", trashed)
    answer = meanwhile(lambda: one.post(purge, {"understood": "1"}), lambda: two.post(purge, {"understood": "1"}))
    assert answer.status_code == 404
    assert AuditEntry.objects.of_step("purge").count() == 1


def test_what_was_destroyed_is_not_put_back(at_desk, trashed):
    boss, editor = at_desk(), at_desk("Editors")
    answer = meanwhile(
        lambda: boss.post(address("purge", trashed), {"understood": "1"}),
        lambda: editor.post(address("put_back", trashed)),
    )
    assert answer.status_code == 404


def test_an_author_does_not_trash_what_was_just_published(at_desk, client):
    author = at_desk("Authors")
    article = factories.draft(created_by=User.objects.get(username="authors"))
    answer = meanwhile(
        lambda: article.publish(article.revisions.get(), timezone.now()),
        lambda: author.post(address("delete", article)),
    )
    assert answer.status_code == 403
    assert client.get(article.get_absolute_url()).status_code == 200


def test_what_was_put_back_is_not_cleared_away_by_age():
    article = factories.draft()
    article.trash(timezone.now())
    later = timezone.now() + timedelta(days=60)
    meanwhile(lambda: article.put_back(timezone.now()), lambda: empty_trash(later))
    assert Article.objects.filter(pk=article.pk).exists()


def test_of_two_who_save_the_second_is_shown_what_the_first_saved(at_desk):
    editor, article = at_desk("Editors"), factories.draft("First")
    form = {"title": "Mine", "body": "<p>Mine.</p>", "base": article.revisions.get().pk, "clicks_before": 0}
    form |= {"slug": "a-title", "category": article.category_id, "language": "en", "_draft": "1"}

    def save_theirs():
        Article.objects.hold(article.pk)  # as every save does: PostgreSQL looks at a foreign key only in the end
        factories.revision(article, "Theirs")

    answer = meanwhile(save_theirs, lambda: editor.post(address("change", article), form))
    assert "Their version, and what yours changes in it" in answer.text
    assert article.revisions.latest("pk").title == "Theirs"


def test_two_who_give_themselves_the_same_address_do_not_both_get_it():
    names, clients = ("anna", "ben"), (Client(), Client())
    for name, client in zip(names, clients, strict=True):
        client.force_login(factories.user(name, "Editors", email=f"{name}@example.com"))
        client.get("/admin/account/")

    def take(client: Client, name: str) -> HttpResponse:
        form = {"first_name": name, "email": "both@example.com", "present_password": "a good password"}
        return client.post("/admin/account/", form)

    answer = meanwhile(lambda: take(clients[0], "anna"), lambda: take(clients[1], "ben"))
    assert "Somebody else has this address already." in answer.text
    assert User.objects.filter(email="both@example.com").count() == 1


def test_an_article_is_destroyed_while_its_views_are_folded(trashed):
    known, new = (trashed.pk, today() - timedelta(days=1)), (trashed.pk, today())
    Clicks.objects.add(Counter({known: 1}), fold=1)
    views = Counter({known: 1, new: 1})
    meanwhile(
        lambda: Article.objects.hold(trashed.pk),
        lambda: Clicks.objects.add(views, fold=2),
        then=lambda: destroy(trashed),
    )
    assert not DailyClicks.objects.exists()
    assert not Clicks.objects.exists()


if connection.vendor == "postgresql":  # on SQLite there is one writer at a time

    def test_writers_do_not_wait_for_each_other_to_move_the_generation():
        before, numbers = generation.read(), [factories.draft(f"Article {n}").pk for n in range(3)]

        def write(number: int) -> None:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '5s'")
                Article.objects.filter(pk=number).update(slug="moved")
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

        def aside(number: int) -> None:
            try:
                write(number)
            finally:
                connection.close()

        with ThreadPoolExecutor(1) as crowd, transaction.atomic():
            write(numbers[0])
            for number in numbers[1:]:
                crowd.submit(aside, number).result(30)
        assert generation.read() >= before + 3
