"""The log of what staff did: read, filtered, exported, never changed."""

import csv
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from news.models import Tag
from pages.models import AuditEntry, SiteSettings
from tests import factories

pytestmark = pytest.mark.django_db
LIST = reverse("admin:pages_auditentry_changelist")


@pytest.fixture
def boss(signed_in):
    return signed_in()


@pytest.fixture
def entries(boss):
    """A few deeds of two people."""
    editor = factories.user("erin", "Editors", first_name="Erin")
    client = Client()
    client.force_login(editor)
    client.post(reverse("admin:news_tag_add"), {"name": "gates"})
    article = factories.draft("Gates")
    client.post(reverse("admin:news_article_delete", args=[article.pk]))
    AuditEntry.objects.note(User.objects.get(username="boss"), article, "comment", "trash", "", "=1+1")
    return article


def rows(page: str) -> str:
    return page.split("<tbody>")[1].split("</tbody>")[0]


def test_it_says_who_did_what_from_which_state_to_which(boss, entries):
    page = rows(boss.get(LIST).text)
    assert all(words in page for words in ("Erin", "Moved to the trash", "Draft → In the trash · Draft", "Gates"))
    assert "Added" in page


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("?step=trash", "Moved to the trash", "Commented"),
        ("?step=added", "Added", "Moved to the trash"),
        ("?q=gates", "gates", "nothing"),
        ("?step=comment", "Commented", "Added"),
    ],
)
def test_it_is_filtered(query, shown, hidden, boss, entries):
    page = rows(boss.get(LIST + query).text)
    assert (shown in page, hidden in page) == (True, False)


def test_it_is_filtered_by_person(boss, entries):
    page = rows(boss.get(f"{LIST}?person={User.objects.get(username='erin').pk}").text)
    assert ("Erin" in page, "Commented" in page) == (True, False)


def test_it_is_exported_as_filtered_without_a_formula(boss, entries):
    answer = boss.get(reverse("admin:pages_auditentry_export") + "?step=comment")
    text = b"".join(answer.streaming_content).decode()
    head, row = list(csv.reader(StringIO(text.lstrip("\ufeff"))))
    assert head[0] == "when"
    assert row[1:] == ["boss", "Commented", "In the trash", "", "Gates", "News | article", str(entries.pk), "'=1+1"]
    assert AuditEntry.objects.of_step("export").exists()


@pytest.mark.parametrize("action", ["change", "delete"])
def test_nobody_changes_it(action, boss, entries):
    entry = AuditEntry.objects.first()
    address = reverse(f"admin:pages_auditentry_{action}", args=[entry.pk])
    assert boss.post(address, {"post": "yes", "object_repr": "x"}).status_code == 403
    form = {"action": "delete_selected", "_selected_action": entry.pk, "post": "yes"}
    boss.post(LIST, form)
    assert AuditEntry.objects.get(pk=entry.pk).object_repr == entry.object_repr


def test_who_did_something_cannot_be_deleted_with_his_entries(boss, entries):
    erin = User.objects.get(username="erin")
    boss.post(reverse("admin:auth_user_delete", args=[erin.pk]), {"post": "yes"})
    assert AuditEntry.objects.filter(user=erin).exists()


def test_what_the_chrome_does_is_in_it_too(boss):
    item = factories.menu_item("Home", "/")
    boss.post(reverse("admin:pages_menuitem_order"), {"row": [item.pk]})
    boss.get(reverse("admin:pages_redirect_export"))
    boss.post(reverse("admin:pages_picture_upload"), {"file": factories.upload()})
    told = [(entry.what, entry.content_type.model) for entry in AuditEntry.objects.order_by("pk")]
    assert told == [("Changed the order", "menuitem"), ("Exported", "redirect"), ("Added", "picture")]


def test_a_row_of_a_kind_that_is_gone_does_not_break_it(boss):
    AuditEntry.objects.create(user=User.objects.get(username="boss"), action_flag=1, object_repr="Old thing")
    AuditEntry.objects.note(User.objects.get(username="boss"), SiteSettings, "order")
    AuditEntry.objects.create(user=User.objects.get(username="boss"), action_flag=2, change_message="[1")
    page = boss.get(LIST)
    assert page.status_code == 200
    assert "Old thing" in page.text


def test_it_asks_as_often_for_many_as_for_few(boss, django_assert_max_num_queries):
    def note(count: int) -> None:
        for number in range(count):
            person = factories.user(f"p{AuditEntry.objects.count()}-{number}")
            AuditEntry.objects.note(person, Tag.objects.create(name=f"{person}"), "order")

    note(2), boss.get(LIST), note(50)
    with django_assert_max_num_queries(12):
        boss.get(LIST)
