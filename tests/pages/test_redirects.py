"""Old addresses: they lead on in one hop, never in circles, and those that nobody leads on are noted."""

import csv
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from pages import limits, redirects
from pages.models import MissingAddress, Redirect
from pages.models.redirects import MOST_MISSING
from tests import factories

pytestmark = pytest.mark.django_db


def lead(source: str, target: str, **fields) -> Redirect:
    return Redirect.objects.create(source=source, target=target, **fields)


def where(client, address: str) -> tuple[int, str]:
    answer = client.get(address)
    return answer.status_code, answer.get("Location", "")


@pytest.mark.parametrize(
    ("source", "asked", "goes"),
    [
        ("/old.html", "/old.html", "/news/"),
        ("/old.html", "/old.html?from=mail", "/news/?from=mail"),
        ("/index.php?id=5", "/index.php?id=5", "/news/"),
        ("/?p=5", "/?p=5", "/news/"),
        ("/news/?list=5", "/news/?list=5", "/news/"),
        ("/关于.html", "/%E5%85%B3%E4%BA%8E.html", "/news/"),
        ("/old", "/old", "/news/"),
    ],
)
def test_an_old_address_leads_on(source, asked, goes, client):
    lead(source, "/news/")
    assert where(client, asked) == (301, goes)
    assert Redirect.objects.get().hits == 1


def test_for_a_while_is_302_and_neither_is_kept_by_browsers(client):
    lead("/a.html", "/news/", is_permanent=False)
    answer = client.get("/a.html")
    assert (answer.status_code, answer["Cache-Control"]) == (302, "no-cache")


def test_exactly_this_query_goes_before_any(client):
    lead("/x.php", "/news/")
    lead("/x.php?id=1", "/news/archive/")
    assert where(client, "/x.php?id=1") == (301, "/news/archive/")
    assert where(client, "/x.php?id=2") == (301, "/news/?id=2")


@pytest.mark.parametrize("query", ["page=2", "q=x", ""])
def test_queries_of_our_own_cost_nothing(query, client, django_assert_num_queries):
    factories.published()
    client.get("/news/")
    with django_assert_num_queries(4):
        client.get(f"/news/?{query}" if query != "page=2" else "/news/?page=1")


def test_a_chain_is_answered_in_one_hop_and_a_page_is_followed_where_it_goes(client):
    page = factories.page("About")
    lead("/a", "/b"), lead("/b", "/c"), lead("/c", f"page:{page.pk}")
    page.slug = "us"
    page.save()
    assert where(client, "/a") == (301, "/us/")
    page.unpublish(timezone.now())
    assert where(client, "/a")[0] == 404


@pytest.mark.parametrize("length", [1, 2, 3])
def test_a_circle_is_refused_and_does_no_harm_if_it_is_there(length, client, signed_in):
    names = [f"/{number}.html" for number in range(length)]
    for source, target in list(zip(names, names[1:] + names[:1], strict=True))[: length - 1]:
        lead(source, target)
    form = {"source": names[-1], "target": f"http://127.0.0.1:8000{names[0]}", "is_permanent": "on"}
    page = signed_in().post(reverse("admin:pages_redirect_add"), form)
    assert "target" in page.context["adminform"].form.errors
    lead(names[-1], names[0])
    assert where(client, names[0])[0] == 404


def test_only_reading_is_led_on(client):
    lead("/old.html", "/news/")
    assert client.head("/old.html").status_code == 301
    assert client.post("/old.html").status_code == 404


@pytest.mark.parametrize("source", ["/news/", "/about/", "/", "/chat/", "/admin/x", "old.html", "", "/healthz"])
def test_what_the_site_serves_is_no_old_address(source, signed_in):
    factories.page("About")
    page = signed_in().post(reverse("admin:pages_redirect_add"), {"source": source, "target": "/news/archive/"})
    assert "source" in page.context["adminform"].form.errors


def test_a_pasted_address_loses_its_host(signed_in):
    form = {"source": "https://old.example.com/%E5%85%B3.php?id=1", "target": "/news/"}
    signed_in().post(reverse("admin:pages_redirect_add"), form)
    assert Redirect.objects.get().source == "/关.php?id=1"


def send(boss, content: bytes):
    return boss.post(reverse("admin:pages_redirect_import"), {"file": SimpleUploadedFile("r.csv", content)})


def test_a_file_goes_out_and_comes_in_the_same(signed_in):
    boss, page = signed_in("Site managers"), factories.page("About")
    lead("/a.html", f"page:{page.pk}")
    lead("/关于.php?id=1", "https://example.com/", is_permanent=False)
    content = boss.get(reverse("admin:pages_redirect_export")).content
    before = list(Redirect.objects.values_list("source", "target", "is_permanent"))
    Redirect.objects.all().delete()
    assert send(boss, content).status_code == 302
    assert list(Redirect.objects.values_list("source", "target", "is_permanent")) == before
    assert next(csv.reader(StringIO(content.decode("utf-8-sig")))) == ["from", "to", "status", "hits"]


def test_excel_in_china_is_understood(signed_in):
    assert send(signed_in(), "/关于.html,/news/,301\r\n".encode("gb18030")).status_code == 302
    assert Redirect.objects.get().source == "/关于.html"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"/a.html,/news/\n/b.html,/nothing/\n", "Line 2: There is nothing"),
        (b"/a.html,/news/,307\n", "The status is 301 or 302"),
        (b"/a.html,javascript:alert(1)\n", "Line 1:"),
        (b"=cmd(),/news/\n", "Line 1:"),
        (b"/a.html\n", "Line 1:"),
        (b"", "empty"),
        (b"\n\n", "no line in this file"),
        (bytes(range(256)), "file"),
        (b"/a,/news/\n" * (limits.CSV_ROWS + 1), "2001 lines"),
        (b"x" * (limits.CSV_FILE + 1), "too large"),
    ],
)
def test_a_file_with_something_wrong_changes_nothing_and_says_what(content, words, signed_in):
    page = send(signed_in(), content)
    assert page.status_code == 200
    assert words in page.text
    assert not Redirect.objects.exists()


def test_what_is_asked_for_in_vain_is_noted_and_listed_when_it_comes_again(client, signed_in):
    boss, address = signed_in("Site managers"), reverse("admin:pages_missingaddress_changelist")
    client.get("/old.html?id=1")
    assert "/old.html" not in boss.get(address).text
    client.get("/old.html?id=1")
    assert "?source=%2Fold.html%3Fid%3D1" in boss.get(address).text
    boss.post(reverse("admin:pages_redirect_add"), {"source": "/old.html", "target": "/news/"})
    assert not MissingAddress.objects.exists()


def test_what_is_ignored_is_listed_no_more(client, signed_in):
    boss, address = signed_in("Site managers"), reverse("admin:pages_missingaddress_changelist")
    client.get("/wp-login.php"), client.get("/wp-login.php")
    boss.post(address, {"action": "ignore", "_selected_action": [MissingAddress.objects.get().pk]})
    assert "wp-login" not in boss.get(address).text
    assert "wp-login" in boss.get(f"{address}?asked=ignored").text


@pytest.mark.parametrize(
    "path", ["/admin/nothing/", "/static/nothing.css", "/media/1-x/1.jpg", "/chat/nothing", "/news/"]
)
def test_elsewhere_nothing_is_noted(path, client):
    client.get(path)
    assert not MissingAddress.objects.exists()


def test_a_flood_fills_neither_the_table_nor_the_day(client, monkeypatch):
    monkeypatch.setattr(redirects.time, "monotonic", lambda: 7.0)
    for number in range(30):
        client.get(f"/{number}.php")
    assert MissingAddress.objects.count() <= redirects.NOTES_A_SECOND
    now = timezone.now()
    rows = (MissingAddress(address=f"/{n}", first_at=now, last_at=now) for n in range(MOST_MISSING + 5))
    MissingAddress.objects.bulk_create(rows)
    MissingAddress.objects.prune()
    assert MissingAddress.objects.count() == MOST_MISSING
