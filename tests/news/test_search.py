"""Search: what is found, in which order, how it is shown, and what happens when nothing is. On both databases."""

import html
import json
import random
import re
import time
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from news.models import Article
from pages.models import KnownWord, SearchEntry
from pages.search.words import words_of
from pages.trash import destroy
from tests import factories
from tests.news.probes import CHINESE, PROBES, TEXTS

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def results(client, q: str, prefix: str = "", **more) -> list[str]:
    """The titles that are found, in their order."""
    page = client.get(f"{prefix}/news/search/", {"q": q} | more)
    assert page.status_code == 200
    listed = re.findall(r'<h2 class="card-title"><a href="[^"]*">(.*?)</a></h2>', page.text)
    return [html.unescape(re.sub("</?mark>", "", title)) for title in listed]


def extracts(client, q: str, prefix: str = "") -> list[str]:
    return re.findall(r'<p class="extract">(.*?)</p>', client.get(f"{prefix}/news/search/", {"q": q}).text)


# What is found


def test_all_probes_are_found_and_nothing_else(client):
    titles = {}
    for key, (language, title, body, tags) in TEXTS.items():
        article = factories.draft(title, language=language, body=body, tags=tags)
        article.publish(article.revisions.get(), timezone.now())
        titles[title] = key
    wrong = []
    for q, expected in PROBES:
        for prefix, here in (("", expected - CHINESE), ("/zh-hans", expected & CHINESE)):
            found = {titles[title] for title in results(client, q, prefix)}
            if found != here:
                wrong.append((q, prefix, found, here))
    assert wrong == []
    assert len(PROBES) >= 60


def test_title_hits_come_first_then_the_newest(client):
    now = timezone.now()
    factories.published("Older, with gates in its title", at=now - 9 * DAY)
    factories.published("In the text, older", body="<p>Gates.</p>", at=now - 8 * DAY)
    factories.published("In the text, newer", body="<p>Gates.</p>", at=now - 7 * DAY)
    factories.published("Gates, newer", at=now - 6 * DAY)
    assert results(client, "gate") == [
        *("Gates, newer", "Older, with gates in its title"),
        *("In the text, newer", "In the text, older"),
    ]


def test_static_pages_and_bylines_are_found(client):
    factories.page("Our history", body="<p>A noodle shop.</p>")
    factories.published("One", author_line="Marit Oosterveen", source="The Harbour News")
    assert results(client, "noodle") == ["Our history"]
    assert results(client, "oosterveen") == results(client, "harbour news") == ["One"]


def test_nothing_of_the_other_language_is_found(client):
    factories.published("Robots")
    factories.published("机器人 Robots", slug="r", language="zh-hans")
    assert results(client, "robots") == ["Robots"]
    assert results(client, "robots", "/zh-hans") == ["机器人 Robots"]


def test_many_results_come_in_pages_that_keep_the_question(client):
    for number in range(45):
        factories.published(f"Gate {number}")
    first = client.get("/news/search/", {"q": "gate", "within": "year"}).text
    assert 'href="/news/search/?q=gate&amp;within=year&amp;page=2"' in first
    assert "Results 1 to 20; there are more." in first
    assert "45 results" in client.get("/news/search/?q=gate&page=3").text
    assert len(results(client, "gate", page=3)) == 5
    assert '<link rel="canonical" href="http://127.0.0.1:8000/news/search/">' in first


# What narrows it


def test_a_category_narrows_with_all_below_it(client):
    root = factories.category("products", "Products")
    child, other = factories.category("sensors", "Sensors", root), factories.category("people", "People")
    for title, category in (("Gate one", root), ("Gate two", child), ("Gate three", other)):
        factories.published(title, category=category)
    assert set(results(client, "gate", category="products")) == {"Gate one", "Gate two"}
    assert results(client, "gate", category="sensors") == ["Gate two"]
    assert len(results(client, "gate", category="no-such")) == 3


def test_a_time_narrows(client):
    now = timezone.now()
    for title, days in (("Gate today", 0), ("Gate last week", 8), ("Gate in spring", 200), ("Gate long ago", 400)):
        factories.published(title, at=now - days * DAY)
    assert results(client, "gate", within="week") == ["Gate today"]
    assert results(client, "gate", within="month") == ["Gate today", "Gate last week"]
    assert len(results(client, "gate", within="year")) == 3
    assert len(results(client, "gate", within="soon")) == 4


def test_what_moves_to_another_category_is_found_there(client):
    article = factories.published("Gate", category=factories.category("one", "One"))
    article.category = factories.category("two", "Two")
    article.save()
    article.redate()
    assert results(client, "gate", category="two") == ["Gate"]
    assert results(client, "gate", category="one") == []


# Kept right by what publishes


def test_only_what_readers_see_is_found(client):
    now = timezone.now()
    draft = factories.draft("Gate, a draft")
    article = factories.published("Gate, first", at=now - DAY)
    article.publish(factories.revision(article, "Fence, second"), now)
    assert results(client, "gate") == []
    assert results(client, "fence") == ["Fence, second"]
    article.unpublish(timezone.now())
    assert results(client, "fence") == []
    draft.publish(draft.revisions.get(), timezone.now())
    draft.withhold(draft.revisions.get(), "A court", timezone.now())
    assert results(client, "gate") == []


def test_the_trash_hides_and_gives_back(client):
    article = factories.published("Gate")
    article.trash(timezone.now())
    assert results(client, "gate") == []
    article.put_back(timezone.now())
    assert results(client, "gate") == ["Gate"]


def test_what_is_destroyed_leaves_no_word(client):
    article = factories.published("Gate")
    destroy(article)
    assert not SearchEntry.objects.exists()
    assert results(client, "gate") == []


def test_what_is_ahead_or_gone_takes_no_place_of_what_is_live(client):
    now = timezone.now()
    factories.published("Kumquat festival")
    for number in range(20):
        factories.published(f"Kumquat, over {number}", at=now - DAY, ends_at=now - DAY / 2)
        coming = factories.draft(f"Kumquat week {number}")
        coming.schedule(coming.revisions.get(), now + (1 + number) * DAY, now)
    suggested = json.loads(client.get("/news/search/suggestions/", {"q": "kumq"}).text)["titles"]
    assert [one["title"] for one in suggested] == ["Kumquat festival"]
    assert "Kumquat festival" in client.get("/news/search/", {"q": "xyxyxyxy"}).text
    assert results(client, "kumquat") == ["Kumquat festival"]


def test_what_has_ended_takes_no_place_however_much_it_is(client, monkeypatch):
    monkeypatch.setattr("pages.search.asking.NEWEST", 8)
    now = timezone.now()
    factories.published("In the text", body="<p>Kumquat.</p>", at=now - 3 * DAY)
    for number in range(60):
        over = {"at": now - 2 * DAY, "ends_at": now - DAY}
        factories.published(f"Over {number}", body="<p>Kumquat.</p>", **over)
    assert results(client, "kumquat") == ["In the text"]


def test_a_slip_in_a_plural_is_mended(client):
    factories.published("Gates and boxes")
    for typed, meant in (("gtes", "gates"), ("boxxes", "boxes"), ("gaet", "gate")):
        assert f"q={meant}" in client.get("/news/search/", {"q": typed}).text


def test_a_word_that_is_only_scheduled_is_not_told(client):
    factories.published("Kumquat festival")
    live = factories.published("Something")
    before = client.get("/news/search/", {"q": "kumquot"}).text
    coming = factories.draft("The kumquot", body="<p>The embargo.</p>")
    coming.schedule(coming.revisions.get(), timezone.now() + DAY, timezone.now())
    live.schedule(factories.revision(live, "Something, and a kumquot"), timezone.now() + DAY, timezone.now())
    assert "q=kumquat" in before
    assert client.get("/news/search/", {"q": "kumquot"}).text == before
    assert "q=embargo" not in client.get("/news/search/", {"q": "embarg"}).text


def test_a_word_far_below_in_a_long_text_is_shown_where_it_stands(client):
    text = "word " * 20_000
    factories.published("Long", body=f"<p>{text} kumquat {text}</p>")
    (extract,) = extracts(client, "kumquat")
    assert "<mark>kumquat</mark>" in extract
    assert len(extract) < 300


def test_a_text_of_more_words_than_an_index_holds_is_published(client):
    signs = [chr(code) for code in range(0x4E00, 0x9FA0)]
    random.Random(1).shuffle(signs)
    many = "".join(a + b for a in signs[:420] for b in signs[420:840])
    article = factories.published("Very long", body=f"<p>{many}</p>", language="zh-hans")
    assert results(client, "long", "/zh-hans") == [article.revisions.get().title]


def test_a_step_that_fails_changes_nothing(client, monkeypatch):
    article = factories.draft("Gate")
    monkeypatch.setattr("pages.search.index.add", lambda rows: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        article.publish(article.revisions.get(), timezone.now())
    assert not SearchEntry.objects.exists()
    assert not Article.objects.live(timezone.now()).exists()


def test_old_versions_take_no_room():
    article, now = factories.published("Gate", at=timezone.now() - 9 * DAY), timezone.now()
    for number in range(5):
        article.publish(factories.revision(article, f"Gate {number}"), now - (8 - number) * DAY)
    article.schedule(factories.revision(article, "Gate ahead"), now + DAY, now)
    assert SearchEntry.objects.count() == 2


def test_a_command_rebuilds_it(client):
    factories.published("Gate")
    factories.page("Gate page")
    before = set(SearchEntry.objects.values_list("number", "revision"))
    SearchEntry.objects.all().delete()
    assert results(client, "gate") == []
    call_command("rebuild_search", verbosity=0)
    assert set(SearchEntry.objects.values_list("number", "revision")) == before
    assert len(results(client, "gate")) == 2


def test_a_database_of_an_earlier_version_is_filled_when_it_is_migrated(client):
    factories.published("Gate")
    SearchEntry.objects.all().delete()
    call_command("migrate", verbosity=0)
    assert results(client, "gate") == ["Gate"]


# How it is shown


def test_words_are_marked_in_title_and_extract(client):
    factories.published("Gates <b>", body="<p>First. The old gate &amp; its <em>gates</em>, not the gateway.</p>")
    page = client.get("/news/search/", {"q": "gate"}).text
    assert "<mark>Gates</mark> &lt;b&gt;</a>" in page
    assert extracts(client, "gate") == [
        "First. The old <mark>gate</mark> &amp; its <mark>gates</mark>, not the gateway."
    ]


def test_an_extract_is_cut_around_the_words(client):
    factories.published("Far down", body=f"<p>{'Before. ' * 200}Here stands the gate.{' After.' * 200}</p>")
    extract = extracts(client, "gate")[0]
    assert extract.startswith("…Before.")
    assert extract.endswith("After.…")
    assert "the <mark>gate</mark>." in extract
    assert len(extract) < 300


def test_chinese_words_are_marked_as_a_whole(client):
    factories.published("标题", body="<p>第三代振动传感器会先听满一分钟。</p>", language="zh-hans")
    assert extracts(client, "傳感器", "/zh-hans") == ["第三代振动<mark>传感器</mark>会先听满一分钟。"]


@pytest.mark.parametrize("q", ["<script>alert(1)</script>", '"><img src=x>', "{{ 7*7 }}", "&lt;b&gt;"])
def test_no_question_breaks_out_of_the_page(q, client):
    factories.published("Gate <script>alert(2)</script>", body="<p>script alert img src</p>")
    page = client.get("/news/search/", {"q": q}).text
    assert "<script>alert" not in page
    assert "<img src=x" not in page


# When nothing is found


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("senser", "sensor"),
        ("sesnor", "sensor"),
        ("sensorr", "sensor"),
        ("ensor", "sensor"),
        ("vibratoin", "vibration"),
    ],
)
def test_a_slip_is_mended_if_that_finds_something(typed, meant, client):
    factories.published("A sensor for vibration", body="<p>A sense of it.</p>")
    factories.published("Another sensor")
    page = client.get("/news/search/", {"q": typed}).text
    assert f'<a href="/news/search/?q={meant}"><strong>{meant}</strong></a>' in page


def test_no_word_is_suggested_that_would_find_nothing(client):
    factories.published("Gate")
    KnownWord.objects.create(word="secret")
    page = client.get("/news/search/", {"q": "secert"}).text
    assert "secret" not in page


def test_an_empty_result_helps_on(client):
    factories.published("Something else")
    page = client.get("/news/search/", {"q": "zebra", "category": "company-news"}).text
    assert "Nothing was found for “zebra”." in page
    assert 'href="?q=zebra"' in page
    assert 'href="/chat/?lang=en"' in page
    assert "Something else" in page


def test_without_a_question_there_is_the_form_and_what_is_new(client):
    factories.published("Something new")
    page = client.get("/news/search/").text
    assert 'type="search" name="q"' in page
    assert "Something new" in page
    assert "Nothing was found" not in page


def test_pages_that_are_none_let_the_reader_search(client):
    assert 'action="/zh-hans/news/search/"' in client.get("/zh-hans/nothing/").text


# While somebody types


def suggested(client, q: str, prefix: str = "") -> list[str]:
    return [one["title"] for one in client.get(f"{prefix}/news/search/suggestions/", {"q": q}).json()["titles"]]


def test_titles_are_suggested_that_go_on_from_what_is_typed(client):
    for title in ("Vibration tests", "A sensor for vibration", "Something else"):
        factories.published(title)
    factories.published("振动传感器", slug="z", language="zh-hans")
    assert suggested(client, "vibr") == ["A sensor for vibration", "Vibration tests"]
    assert suggested(client, "sensor vib") == ["A sensor for vibration"]
    assert suggested(client, "振", "/zh-hans") == suggested(client, "振动", "/zh-hans") == ["振动传感器"]
    assert suggested(client, "") == suggested(client, "zebra") == []


def test_suggestions_are_few_and_cost_little(client, django_assert_max_num_queries):
    for number in range(20):
        factories.published(f"Gate {number}")
    client.get("/news/search/suggestions/?q=gate")
    with django_assert_max_num_queries(4):
        assert len(suggested(client, "gat")) == 8


# Whatever is typed


HOSTILE = [
    *('"', '""', "'", "''", "*", "***", "(", ")", "AND", "OR", "NOT", "NEAR(", "a AND", "^", "-", "+", ":", "title:x"),
    *("@en", "#1", "@en OR", "\\", "\\'", "|", "&", "!", "<->", "a:*", "\x00", "\x00a", "%", "_", ";--", "\u202e"),
    *("a" * 100_000, "字" * 100_000, '"' * 100_000, "a " * 50_000, "' OR 1=1 --"),
    *("\U0001f600", "İ", "ß", "ﬁ", "㎏", "…"),
]


@pytest.mark.parametrize("q", HOSTILE, ids=range(len(HOSTILE)))
def test_anything_is_answered_soon(q, client):
    factories.published("Gate")
    begun = time.perf_counter()
    for path in ("/news/search/", "/news/search/suggestions/", "/zh-hans/news/search/"):
        assert client.get(path, {"q": q}).status_code == 200
    assert time.perf_counter() - begun < 3


@pytest.mark.parametrize(
    "query", ["page=0", "page=-1", "page=x", "page=99999999999999", "category=%00", "within[]=x", "q=a&q=b"]
)
def test_odd_addresses_are_answered(query, client):
    assert client.get(f"/news/search/?{query}").status_code == 200


def test_the_search_page_is_one_for_all_and_costs_few_queries(client, django_assert_max_num_queries):
    for number in range(30):
        factories.published(f"Gate {number}", body="<p>Fence</p>")
        factories.page(f"Fence {number}")
    client.get("/news/search/?q=fence")
    with django_assert_max_num_queries(10):
        page = client.get("/news/search/?q=gate")
    assert (page.cookies, page["Cache-Control"]) == ({}, "no-cache")
    again = client.get("/news/search/?q=gate", headers={"if-none-match": page["ETag"]})
    assert again.status_code == 304


def test_words_of_a_text():
    assert words_of("Sensors, glass bus: 传感器 Ｐ１ naïve") == [
        *("sensor", "glass", "bus", "传感", "感器", "器", "p1", "naive")
    ]


def test_no_answer_of_the_suggestions_is_a_page(client):
    factories.published("</script><b>Gate")
    answer = client.get("/news/search/suggestions/?q=gate")
    assert answer["Content-Type"] == "application/json"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert json.loads(answer.content)["titles"][0]["title"] == "</script><b>Gate"
