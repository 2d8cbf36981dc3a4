"""The page of an article, as a reader gets it."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, unquote

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from tests import factories

pytestmark = pytest.mark.django_db

NOW = datetime(2024, 7, 25, 8, tzinfo=UTC)
TICK, SECOND, HOUR, DAY = timedelta(microseconds=1), timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def at():
    """The clock stands still."""

    def stand(moment: datetime):
        return time_machine.travel(moment, tick=False)

    return stand


def status(client, article, **query) -> int:
    return client.get(article.get_absolute_url(), query).status_code


def element(name: str, page) -> str:
    """From its first opening to its next end."""
    return re.search(rf"<{name}[ >].*?</{name.split()[0]}>", page.text, re.DOTALL)[0]


def order_of(text: str, *parts: str) -> list[str]:
    """The parts as they follow one another in the text; each must be there."""
    return sorted(parts, key=text.index)


# What is there, and from when to when


def test_a_live_article_is_shown(client):
    article = factories.published("Hello", body="<p>Some words.</p>")
    page = client.get(article.get_absolute_url())
    assert page.status_code == 200
    assert "Some words." in page.text


def test_a_draft_is_hidden_from_visitors(client):
    article = factories.draft()
    assert client.get(article.get_absolute_url()).status_code == 404


def test_a_draft_is_hidden_from_staff_too(signed_in):
    assert status(signed_in(), factories.draft()) == 404


@pytest.mark.parametrize("address", ["/news/12345/", "/news/12345/slug/", "/news/0/", "/news/99999999999999999/slug/"])
def test_a_number_that_nothing_has_is_not_found(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "address", ["/news/007/slug/", "/news/-1/slug/", "/news/1234567890123456789/slug/", "/news/٣/"]
)
def test_what_is_no_number_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_a_draft_of_a_live_article_changes_nothing_for_readers(client):
    article = factories.published("Old")
    factories.revision(article, "New")
    page = client.get(article.get_absolute_url())
    assert "<h1>Old</h1>" in page.text
    assert "New<" not in page.text


def test_a_scheduled_article_appears_to_the_second(client, at):
    article = factories.draft()
    article.schedule(article.revisions.get(), NOW, NOW - DAY)
    for moment, expected in ((NOW - TICK, 404), (NOW, 200), (NOW + SECOND, 200)):
        with at(moment):
            assert status(client, article) == expected


def test_an_ended_article_vanishes_to_the_second(client, at):
    article = factories.published(at=NOW - DAY, ends_at=NOW)
    for moment, expected in ((NOW - TICK, 200), (NOW, 410), (NOW + SECOND, 410)):
        with at(moment):
            assert status(client, article) == expected


def test_a_scheduled_version_takes_over_to_the_second(client, at):
    article = factories.published("Old", at=NOW - DAY)
    article.schedule(factories.revision(article, "New"), NOW, NOW - HOUR)
    for moment, title in ((NOW - TICK, "Old"), (NOW, "New")):
        with at(moment):
            assert f"<h1>{title}</h1>" in client.get(article.get_absolute_url()).text


def test_what_was_taken_down_is_gone_and_comes_back_when_published_again(client):
    article = factories.published()
    article.unpublish(timezone.now())
    page = client.get(article.get_absolute_url())
    assert page.status_code == 410
    assert "This has been taken down" in page.text
    article.publish(factories.revision(article, "Again"), timezone.now())
    assert status(client, article) == 200


# One address


@pytest.mark.parametrize("path", ["{number}/", "{number}/wrong/", "{number}/wrong", "{number}", "{number}/a-title"])
def test_any_other_address_leads_to_the_one_in_one_step(client, path):
    article = factories.published()
    answer = client.get("/news/" + path.format(number=article.pk))
    assert (answer.status_code, answer["Location"]) == (301, article.get_absolute_url())


@pytest.mark.parametrize(("language", "prefix"), [("en", "/zh-hans"), ("zh-hans", "")])
def test_the_wrong_languages_prefix_leads_to_the_right_one(client, language, prefix):
    article = factories.published(language=language)
    answer = client.get(f"{prefix}/news/{article.pk}/a-title/")
    assert (answer.status_code, answer["Location"]) == (301, article.get_absolute_url())
    assert status(client, article) == 200


@pytest.mark.parametrize("path", ["wrong/", "", "a-title"])
def test_a_redirect_keeps_the_query(client, path):
    article = factories.published()
    answer = client.get(f"/news/{article.pk}/{path}?utm_source=%E4%B8%AD&b=1+2")
    assert answer["Location"] == f"{article.get_absolute_url()}?utm_source=%E4%B8%AD&b=1+2"


def test_a_chinese_slug_is_an_address_and_leads_nowhere_else(client):
    article = factories.published(language="zh-hans", slug="公司-新闻")
    assert unquote(article.get_absolute_url()) == f"/zh-hans/news/{article.pk}/公司-新闻/"
    assert status(client, article) == 200
    answer = client.get(f"/zh-hans/news/{article.pk}/{quote('新闻')}/")
    assert (answer.status_code, answer["Location"]) == (301, article.get_absolute_url())


def test_an_empty_slug_is_called_article(client):
    article = factories.published(slug="")
    assert article.get_absolute_url() == f"/news/{article.pk}/article/"
    assert status(client, article) == 200


def test_the_address_of_a_draft_says_nothing_of_its_title(client):
    article = factories.draft(slug="secret-merger")
    assert client.get(f"/news/{article.pk}/").status_code == 404


# The past


@pytest.fixture
def rewritten():
    """Old from a day ago, New from an hour ago, both at noon's distance."""
    article = factories.published("Old", at=NOW - DAY)
    article.publish(factories.revision(article, "New"), NOW - HOUR)
    return article


def ask(client, article, moment: datetime | str):
    return client.get(article.get_absolute_url(), {"at": moment if isinstance(moment, str) else moment.isoformat()})


def test_readers_see_a_live_article_as_it_was(client, at, rewritten):
    with at(NOW):
        for moment, title in ((NOW - DAY, "Old"), (NOW - HOUR - TICK, "Old"), (NOW - HOUR, "New")):
            assert f"<h1>{title}</h1>" in ask(client, rewritten, moment).text


def test_a_page_of_the_past_says_so_and_is_neither_indexed_nor_stored(client, at, rewritten):
    with at(NOW):
        page = ask(client, rewritten, NOW - DAY)
    assert "This is the article as it was on" in page.text
    assert '<meta name="robots" content="noindex">' in page.text
    assert page["X-Robots-Tag"] == "noindex"
    assert page["Cache-Control"] == "private, no-store"
    assert 'rel="canonical"' not in page.text


@pytest.mark.parametrize("moment", [NOW - DAY - TICK, NOW + TICK, NOW + DAY])
def test_before_the_first_publication_and_in_the_future_nothing_is_found(client, signed_in, at, rewritten, moment):
    rewritten.schedule(factories.revision(rewritten, "Soon"), NOW + HOUR, NOW)
    staff = signed_in()
    with at(NOW):
        assert ask(client, rewritten, moment).status_code == 404
        assert ask(staff, rewritten, moment).status_code == 404


def test_only_staff_see_the_past_of_what_is_no_longer_live(client, signed_in, at, rewritten):
    rewritten.unpublish(NOW - SECOND)
    staff = signed_in()
    with at(NOW):
        assert ask(client, rewritten, NOW - DAY).status_code == 410
        assert "<h1>Old</h1>" in ask(staff, rewritten, NOW - DAY).text


def test_somebody_signed_in_who_is_not_staff_is_a_reader(client, at, rewritten):
    rewritten.unpublish(NOW - SECOND)
    client.force_login(factories.user("customer"))
    with at(NOW):
        assert ask(client, rewritten, NOW - DAY).status_code == 410


def test_at_a_moment_when_it_was_down_it_is_gone(client, at, rewritten):
    rewritten.unpublish(NOW - HOUR / 2)
    rewritten.publish(factories.revision(rewritten, "Back"), NOW - HOUR / 4)
    with at(NOW):
        assert ask(client, rewritten, NOW - HOUR / 3).status_code == 410


@pytest.mark.parametrize(
    "moment", ["", "yesterday", "2024-13-01T00:00", "0001-01-01T00:00+14:00", "9999-12-31T23:59-12:00"]
)
def test_a_moment_that_is_none_is_not_found(client, at, rewritten, moment):
    with at(NOW):
        assert ask(client, rewritten, moment).status_code == 404


def test_a_moment_without_an_offset_is_in_the_sites_time_zone(client, at, rewritten, settings):
    settings.TIME_ZONE = "Asia/Shanghai"
    with at(NOW):
        assert "<h1>New</h1>" in ask(client, rewritten, "2024-07-25T15:00").text
        assert "<h1>Old</h1>" in ask(client, rewritten, "2024-07-25T14:59").text


def test_a_plus_that_a_browser_took_for_a_space_is_a_plus(client, at, rewritten):
    with at(NOW):
        page = client.get(f"{rewritten.get_absolute_url()}?at=2024-07-25T15:00:00+08:00")
    assert "<h1>New</h1>" in page.text


def test_a_redirect_keeps_the_moment(client, at, rewritten):
    with at(NOW):
        answer = client.get(f"/news/{rewritten.pk}/?at=2024-07-25T06:00:00Z")
    assert answer["Location"] == f"{rewritten.get_absolute_url()}?at=2024-07-25T06:00:00Z"


# How it is answered


def test_a_page_is_nobodys_to_keep_and_sets_no_cookie(client):
    page = client.get(factories.published().get_absolute_url())
    assert page["Cache-Control"] == "private, no-cache"
    assert not page.has_header("ETag")
    assert not page.has_header("Last-Modified")
    assert page.get("Vary", "Accept-Encoding") == "Accept-Encoding"
    assert not page.cookies


def test_a_page_is_never_answered_with_not_modified(client):
    address = factories.published().get_absolute_url()
    headers = {"If-None-Match": "*", "If-Modified-Since": "Wed, 01 Jan 2200 00:00:00 GMT"}
    assert client.get(address, headers=headers).status_code == 200


def test_asked_for_the_head_alone_the_headers_are_the_same(client):
    address = factories.published().get_absolute_url()
    head = client.head(address)
    assert (head.status_code, head["Cache-Control"], head.content) == (200, "private, no-cache", b"")


# What is on it


def test_the_content_stands_in_its_order(client):
    article = factories.published(
        "The title",
        at=NOW,
        body="<p>First words.</p>",
        summary="In few words.",
        author_line="A. Writer",
        clicks_before=68,
    )
    parts = ["Welcome to HiFred", "News Category", "Your Position:", "<h1>The title</h1>", "2024-07-25", "Click:"]
    parts += ["69</span>", "First words.", "In few words.", "A. Writer", "site-footer"]
    page = client.get(article.get_absolute_url()).text
    page = page[page.index("<body") :]
    assert order_of(page, *parts) == parts


def test_the_time_is_the_first_publications_in_the_sites_time_zone(client, settings):
    settings.TIME_ZONE = "Asia/Shanghai"
    article = factories.published(at=datetime(2024, 7, 31, 16, tzinfo=UTC))
    assert re.sub(
        "<[^>]*>", "", element('p class="article-line"', client.get(article.get_absolute_url())).split("</p>")[0]
    ) == ("Time:2024-08-01 Click:1")


def test_between_title_and_text_stands_nothing_but_the_line_and_the_cover(client):
    article = factories.published("The title", body="<p>Text.</p>", summary="Short.", tags=("One",), source="Elsewhere")
    inside = element("article", client.get(article.get_absolute_url()))
    words = re.sub(r"\s+", " ", re.sub("<[^>]*>", " ", inside)).split()
    assert words[:2] == ["The", "title"]
    assert words[2].startswith("Time:")
    assert words[-1] == "Text."
    assert not {"Short.", "One", "Elsewhere"} & set(words)


def test_a_title_is_text_and_never_markup(client):
    page = client.get(factories.published("<b>R&D</b> <script>alert(1)</script>").get_absolute_url())
    assert "<h1>&lt;b&gt;R&amp;D&lt;/b&gt; &lt;script&gt;alert(1)&lt;/script&gt;</h1>" in page.text
    assert "<script>alert" not in page.text


def test_a_body_that_was_written_past_the_site_is_cleaned_all_the_same(client):
    article = factories.published()
    evil = '<p onclick="x()">Fine.</p><script>alert(1)</script><a href="javascript:x()">a</a><img src=x onerror=x()>'
    with connection.cursor() as cursor:
        cursor.execute("UPDATE news_articlerevision SET body = %s WHERE article_id = %s", [evil, article.pk])
    body = element("article", client.get(article.get_absolute_url()))
    assert "<p>Fine.</p>" in body
    assert not [sign for sign in ("onclick", "<script", "javascript:", "onerror", "<img") if sign in body]


def test_the_cover_has_its_measures_sizes_and_words(client):
    picture = factories.picture(width=1200, height=800)
    article = factories.published(cover=picture, cover_alt="A bridge at night")
    cover = element('div class="cover"', client.get(article.get_absolute_url()))
    image = re.search(r"<img [^>]*>", cover)[0]
    assert 'width="1200" height="800"' in image
    assert 'alt="A bridge at night"' in image
    assert f'src="{picture.source}"' in image
    assert f'srcset="{picture.fallback_srcset}"' in image
    assert len(re.findall(r" \d+w", picture.fallback_srcset)) > 1


def test_a_picture_in_the_text_has_its_measures_sizes_and_words(client):
    picture = factories.picture(width=1200, height=800)
    article = factories.published(body=f'<p>See:</p><img src="picture:{picture.pk}" alt="A bridge">')
    image = re.search(r"<img [^>]*>", element('div class="body"', client.get(article.get_absolute_url())))[0]
    assert 'width="1200" height="800" alt="A bridge"' in image
    assert f'srcset="{picture.fallback_srcset}"' in image


def test_a_link_in_the_text_follows_its_article_and_goes_with_it(client):
    target = factories.published("Target", slug="target")
    article = factories.published("Source", body=f'<p>See <a href="article:{target.pk}">that</a>.</p>')
    assert f'<a href="{target.get_absolute_url()}"' in element(
        'div class="body"', client.get(article.get_absolute_url())
    )
    target.unpublish(timezone.now())
    assert "href" not in element('div class="body"', client.get(article.get_absolute_url()))


def test_tags_lead_to_their_lists(client):
    page = client.get(factories.published(tags=("Bridges", "C++")).get_absolute_url())
    tags = element('ul class="tags"', page)
    assert re.findall(r'href="([^"]*)">([^<]*)<', tags) == [("/news/tag/bridges/", "Bridges"), ("/news/tag/c/", "C++")]


# What stands around it


def in_row(*titles: str, **fields) -> list:
    return [factories.published(title, at=NOW + n * HOUR, **fields) for n, title in enumerate(titles)]


def beside(client, article) -> dict[str, str]:
    page = client.get(article.get_absolute_url()).text
    return dict(re.findall(r'<a href="[^"]*" rel="(prev|next)">([^<]*)</a>', page))


def test_previous_and_next_are_the_neighbours_in_the_category(client):
    first, middle, last = in_row("First", "Middle", "Last")
    factories.published("Elsewhere", at=NOW + HOUR + SECOND, category=factories.category("other"))
    factories.published("别处", at=NOW + HOUR + SECOND, language="zh-hans")
    assert beside(client, middle) == {"prev": "First", "next": "Last"}
    assert beside(client, first) == {"next": "Middle"}
    assert beside(client, last) == {"prev": "Middle"}


def test_previous_and_next_pass_over_what_is_not_live(client):
    first, second, third = in_row("First", "Second", "Third")
    second.unpublish(NOW + DAY)
    factories.draft("Draft")
    assert beside(client, first) == {"next": "Third"}
    assert beside(client, third) == {"prev": "First"}


def test_articles_of_the_same_moment_have_an_order_too(client):
    _one, two, _three = (factories.published(title, at=NOW) for title in ("One", "Two", "Three"))
    assert beside(client, two) == {"prev": "One", "next": "Three"}


def related(client, article) -> list[str]:
    page = client.get(article.get_absolute_url()).text
    _before, _mark, after = page.partition('<ul class="related">')
    return re.findall(r"<li><a [^>]*>([^<]*)</a>", after.partition("</ul>")[0])


def test_related_are_those_that_share_most_tags_wherever_they_stand(client):
    other = factories.category("other")
    article = factories.published("Subject", tags=("One", "Two"))
    factories.published("Shares none", category=other, tags=("Three",))
    factories.published("Shares one", category=other, tags=("One",))
    factories.published("Shares two", category=other, tags=("One", "Two"))
    assert related(client, article) == ["Shares two", "Shares one"]


def test_related_leave_out_neighbours_drafts_and_other_languages(client):
    first, _second, _third = in_row("First", "Second", "Third")
    factories.draft("Draft")
    factories.published("中文", language="zh-hans")
    assert related(client, first) == ["Third"]


def test_a_translation_is_linked_both_ways(client, settings):
    english = factories.published("Hello")
    chinese = factories.published("你好", language="zh-hans", group=english.group, slug="你好")
    for article, other in ((english, chinese), (chinese, english)):
        page = client.get(article.get_absolute_url()).text
        for one in (article, other):
            assert f'hreflang="{one.language}" href="{settings.SITE_URL}{one.get_absolute_url()}"' in page
        assert f'<li><a href="{other.get_absolute_url()}" hreflang="{other.language}"' in page


def test_a_translation_that_is_not_live_is_not_linked(client):
    english = factories.published("Hello")
    factories.draft("你好", language="zh-hans", group=english.group)
    page = client.get(english.get_absolute_url()).text
    assert 'rel="alternate" hreflang' not in page


def test_the_canonical_address_is_the_sites_own(client, settings):
    article = factories.published()
    page = client.get(f"{article.get_absolute_url()}?utm_source=mail").text
    assert f'<link rel="canonical" href="{settings.SITE_URL}{article.get_absolute_url()}">' in page


def test_what_is_gone_is_asked_for_again_the_next_time(client):
    article = factories.published()
    article.unpublish(timezone.now())
    answer = client.get(article.get_absolute_url())
    assert (answer.status_code, answer["Cache-Control"]) == (410, "private, no-cache")
