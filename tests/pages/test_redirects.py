"""Old addresses: they lead on in one hop, never in circles, and those that nobody leads on are noted."""

import csv
from io import StringIO
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Permission
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
    with django_assert_num_queries(3):  # what holds now, how many there are, and which
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


def errors(answer) -> dict:
    assert answer.status_code == 200, "it was saved"
    return {name: " ".join(words) for name, words in answer.context["adminform"].form.errors.items()}


def add(boss, source: str, target: str = "/news/", **fields):
    return boss.post(reverse("admin:pages_redirect_add"), {"source": source, "target": target} | fields)


def list_of_missing(boss, query: str = "") -> str:
    return boss.get(reverse("admin:pages_missingaddress_changelist") + query).text


@pytest.mark.parametrize("make", [factories.page, factories.published], ids=["page", "article"])
def test_what_was_taken_down_can_be_led_on(client, signed_in, make):
    """As the form says: take it down first."""
    boss, made = signed_in("Site managers"), make("About")
    address = made.get_absolute_url()
    assert "Take that down first." in errors(add(boss, address))["source"]
    made.unpublish(timezone.now())
    assert client.get(address).status_code == 410
    assert add(boss, address).status_code == 302
    assert where(client, address) == (302, "/news/")


@pytest.mark.parametrize(
    "source", ["/static/old.css", "/media/old.pdf", "/media/2019/plan.pdf", "/chat/old.html", "/admin/old.php?id=1"]
)
def test_an_old_address_that_would_never_be_looked_up_is_refused(client, signed_in, source):
    """Either it is refused, or it leads on."""
    if add(signed_in("Site managers"), source).status_code == 302:
        assert where(client, source) == (302, "/news/")


def test_a_former_address_of_a_page_is_refused_or_led_on(client, signed_in):
    page = factories.page("About")
    page.slug = "us"
    page.save()
    if add(signed_in("Site managers"), "/about/").status_code == 302:
        assert where(client, "/about/") == (302, "/news/")


@pytest.mark.parametrize(
    "typed", ["/list.php?名=关于", "/list.php?%E5%90%8D=%E5%85%B3%E4%BA%8E", "/list.php?%e5%90%8d=%e5%85%b3%e4%ba%8e"]
)
def test_a_query_in_chinese_is_one_however_it_is_written(client, signed_in, typed):
    assert add(signed_in("Site managers"), typed).status_code == 302
    assert where(client, "/list.php?%E5%90%8D=%E5%85%B3%E4%BA%8E") == (302, "/news/")


def test_an_exact_query_is_consumed_and_any_other_is_kept(client):
    lead("/x.php?id=1", "/news/archive/")
    lead("/x.php", "/news/")
    assert where(client, "/x.php?id=1") == (301, "/news/archive/")
    assert where(client, "/x.php?b=%E4%B8%AD&a=1+2") == (301, "/news/?b=%E4%B8%AD&a=1+2")


def test_what_stands_at_an_old_address_now_is_shown(client):
    lead("/about/", "/news/")
    factories.page("About")
    assert client.get("/about/").status_code == 200
    assert client.get("/about/?utm_source=mail").status_code == 200


def test_each_way_is_counted_once_also_at_the_same_time(client):
    old, onward = lead("/a", "/b"), lead("/b", "/news/")
    for _time in range(3):
        client.get("/a")
    client.get("/b")
    assert [Redirect.objects.get(pk=one.pk).hits for one in (old, onward)] == [3, 1]
    stale = [Redirect.objects.get(pk=old.pk) for _process in range(8)]
    for each in stale:
        each.count(timezone.now())
    assert Redirect.objects.get(pk=old.pk).hits == 11


@pytest.mark.parametrize("target", ["page:{}", "/zh-hans/{}", "http://127.0.0.1:8000/news/?a=1"])
def test_a_target_is_followed_in_its_own_language_and_as_it_is(client, target):
    page = factories.page("关于", slug="关于", language="zh-hans")
    expected = {"p": page.get_absolute_url(), "/": "/zh-hans/news/", "h": "http://127.0.0.1:8000/news/?a=1"}
    lead("/old", target.format(page.pk if target[0] == "p" else "news/"))
    assert where(client, "/old") == (301, expected[target[0]])


def test_a_way_that_begins_outside_a_circle_ends(client):
    for source, target in (("/in", "/a"), ("/a", "/b"), ("/b", "/c"), ("/c", "/a"), ("/self", "/self?x=1")):
        lead(source, target)
    assert [where(client, address)[0] for address in ("/in", "/a", "/b", "/c", "/self")] == [404] * 5


def test_a_circle_of_queries_ends(client):
    lead("/x.php?id=1", "/x.php?id=2")
    lead("/x.php?id=2", "/x.php?id=1")
    lead("/y.php", "/y.php?a=1")
    for address in ("/x.php?id=1", "/y.php", "/y.php?b=1"):
        answer = client.get(address, follow=True)
        assert answer.status_code == 404


def test_a_query_does_not_lead_back_to_the_page_that_is_asked_with_it(client, signed_in):
    lead("/?p=5", "/?p=5")
    answer = client.get("/?p=5", follow=True)
    assert answer.redirect_chain == []


@pytest.mark.parametrize(
    "content", ["from,to,status\n/a.html,/news/\n/b.html,/nothing/\n", "/a.html,/news/\n\n/b.html,/nothing/\n"]
)
def test_a_line_is_numbered_as_the_person_sees_it(signed_in, content):
    assert "Line 3: There is nothing" in send(signed_in(), content.encode()).text


def test_what_a_file_leads_on_is_no_longer_listed_as_missing(client, signed_in):
    client.get("/old.html"), client.get("/old.html")
    boss = signed_in("Site managers")
    assert "/old.html" in list_of_missing(boss)
    assert send(boss, b"/old.html,/news/").status_code == 302
    assert "/old.html" not in list_of_missing(boss)


def test_a_file_takes_redirects_that_lead_to_one_another(client, signed_in):
    assert send(signed_in(), b"/b.html,/news/\n/a.html,/b.html\n").status_code == 302
    assert where(client, "/a.html") == (301, "/news/")


def test_a_file_that_went_out_comes_in_although_something_was_deleted(signed_in):
    boss, page = signed_in(), factories.page("About", live=False)
    lead("/a.html", f"page:{page.pk}"), lead("/b.html", "/news/")
    page.delete()
    content = boss.get(reverse("admin:pages_redirect_export")).content
    Redirect.objects.all().delete()
    send(boss, content)
    assert Redirect.objects.filter(source="/b.html").exists()


def test_a_file_changes_what_is_there_and_counts_on(client, signed_in):
    lead("/a.html", "/news/")
    client.get("/a.html")
    assert send(signed_in(), "\ufefffrom,to,status\r\n/a.html,/news/archive/,302\r\n".encode()).status_code == 302
    kept = Redirect.objects.get()
    assert (kept.target, kept.is_permanent, kept.hits) == ("/news/archive/", False, 1)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "=HYPERLINK(1)"])
def test_no_cell_of_a_file_is_a_formula(signed_in, cell):
    boss = signed_in()
    for line in (f"{cell},/news/", f"/a.html,{cell}"):
        assert "Line 1:" in send(boss, line.encode()).text
    assert add(boss, f"/{cell.strip()}").status_code == 302
    rows = list(csv.reader(StringIO(boss.get(reverse("admin:pages_redirect_export")).content.decode("utf-8-sig"))))
    assert not [cell for row in rows for cell in row if cell[:1] in "=+-@\t"]


@pytest.mark.parametrize(
    "content",
    [
        b'/a.html,"/news/',
        b"/a.html,/news/\r/b.html,/news/",
        b"/a\0.html,/news/",
        b"\xff\xfe/\0a\0",
        b"/" + b"x" * 600 + b",/news/",
        b"x" * 200_000,
        b"http://[,/news/",
        b"/a.html,http://[",
    ],
)
def test_a_broken_file_breaks_nothing(signed_in, content):
    answer = send(signed_in(), content)
    assert (answer.status_code, Redirect.objects.count()) == (200, 0)


def test_a_file_of_the_most_lines_is_taken(signed_in):
    lines = "".join(f"/{number}.html,https://www.example.com/\n" for number in range(limits.CSV_ROWS))
    assert send(signed_in(), lines.encode()).status_code == 302
    assert Redirect.objects.count() == limits.CSV_ROWS


def test_what_was_asked_for_once_is_listed_on_demand(client, signed_in):
    client.get("/once.html")
    boss = signed_in("Site managers")
    assert "/once.html" in list_of_missing(boss, "?asked=all")
    assert "/once.html" not in list_of_missing(boss)


def test_what_is_ignored_stays_so_however_often_it_is_asked_for(client, signed_in):
    client.get("/wp.php")
    MissingAddress.objects.update(is_ignored=True)
    client.get("/wp.php"), client.get("/wp.php")
    assert "/wp.php" not in list_of_missing(signed_in("Site managers"))
    assert MissingAddress.objects.get().hits == 3


def test_in_the_next_second_missing_addresses_are_noted_again(client, monkeypatch):
    clock = SimpleNamespace(monotonic=lambda: 7.1 + number // 15)
    monkeypatch.setattr(redirects, "time", clock)
    for number in range(30):
        client.get(f"/{number}.php")
    assert MissingAddress.objects.count() == 2 * redirects.NOTES_A_SECOND


def test_the_table_stays_small_while_it_is_noted(monkeypatch):
    monkeypatch.setattr("pages.models.redirects.MOST_MISSING", 20)
    now = timezone.now()
    for number in range(250):
        MissingAddress.objects.note(f"/{number}", now)
    assert MissingAddress.objects.count() <= 120


@pytest.mark.parametrize("address", ["/" + "x" * 900, "/%00.php", "/%ff%fe.php", "/a.php?x=%00", "/😀.php?😀"])
def test_odd_addresses_are_not_found_and_break_nothing(client, address):
    assert client.get(address).status_code == 404
    assert client.get(address).status_code == 404
    assert MissingAddress.objects.count() == 1


def test_a_post_is_neither_noted_nor_led_on(client):
    client.post("/nothing.php")
    assert not MissingAddress.objects.exists()


@pytest.mark.parametrize("role", ["Authors", "Editors", "Chat agents"])
def test_files_are_for_site_managers(signed_in, role):
    client = signed_in(role)
    assert client.get(reverse("admin:pages_redirect_export")).status_code == 403
    assert send(client, b"/a.html,/news/").status_code == 403
    assert not Redirect.objects.exists()


def test_who_may_only_see_missing_addresses_ignores_none(client):
    now, person = timezone.now(), factories.user("viewer", "Chat agents")
    person.user_permissions.add(Permission.objects.get(codename="view_missingaddress"))
    client.force_login(person)
    missing = MissingAddress.objects.create(address="/x", hits=2, first_at=now, last_at=now)
    address = reverse("admin:pages_missingaddress_changelist")
    client.post(address, {"action": "ignore", "_selected_action": missing.pk})
    assert not MissingAddress.objects.get().is_ignored


@pytest.mark.parametrize("path", ["/", "/news/", "/robots.txt", "/news/feed/rss/", "/nothing/", "/news/?page=%00"])
def test_a_sign_that_no_text_holds_breaks_nothing(path, client):
    mark = "&" if "?" in path else "?"
    assert client.get(f"{path}{mark}x=%00").status_code == client.get(path).status_code
