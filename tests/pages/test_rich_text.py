"""What may stand in a text: cleaned on every way in and on every way out, with references for our own addresses."""

import re
from pathlib import Path

import html5lib
import pytest
from django.conf import settings as site
from django.core.checks import run_checks
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from hypothesis import given, settings as hypothesis_settings, strategies as some

from news.models import ArticleRevision
from pages import editor, html
from pages.fields import RichTextField, RichTextFormField
from tests import factories

pytestmark = pytest.mark.django_db

PAYLOADS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<style>body{background:url(//evil.example)}</style>",
    "<style><img src='</style><img src=x onerror=alert(1)//'>",
    "<p onclick=alert(1)>x</p>",
    "<p ONMOUSEOVER='alert(1)'>x</p>",
    "<img src=x onerror=alert(1)>",
    "<img src='picture:1' alt=x onload=alert(1)>",
    "<img/src/onerror=alert(1)>",
    "<img src=//evil.example/t.gif alt=x>",
    "<img src=https://evil.example/t.gif alt=x>",
    "<img src=data:image/svg+xml;base64,PHN2Zz4= alt=x>",
    '<img src="picture:1" srcset="//evil.example/t.gif 1x" alt=x>',
    '<img src="picture:1&quot; onerror=&quot;alert(1)" alt=x>',
    '<img alt="&quot;><script>alert(1)</script>" src="picture:1">',
    "<a href=javascript:alert(1)>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href=' javascript:alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='blob:https://evil.example/1'>x</a>",
    "<a href='/x' style='position:fixed;inset:0' target=_blank>x</a>",
    "<iframe src=//evil.example></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<svg onload=alert(1)></svg>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<form action=//evil.example><input name=password><button formaction=javascript:alert(1)>x</button></form>",
    "<object data=//evil.example></object><embed src=//evil.example>",
    "<base href=//evil.example><meta http-equiv=refresh content='0;url=//evil.example'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<table background=javascript:alert(1)><tr><td style='background:url(//evil.example)'>x</td></tr></table>",
    "<video src=x onerror=alert(1)></video><audio src=//evil.example autoplay></audio>",
    "<template><img src=x onerror=alert(1)></template><textarea></textarea><img src=x onerror=alert(1)>",
    "<xmp><p title='</xmp><img src=x onerror=alert(1)>'></xmp><title></title><plaintext>",
    "<!--><img src=x onerror=alert(1)>--><![CDATA[<script>alert(1)</script>]]><?php echo 1 ?>",
    "</div></main></body><body onload=alert(1)><p lang='\"><script>alert(1)</script>'>x</p>",
    "<details open ontoggle=alert(1)><summary>x</summary></details><marquee onstart=alert(1)>x</marquee>",
]
FORBIDDEN = {
    *(
        "script",
        "style",
        "iframe",
        "svg",
        "math",
        "form",
        "input",
        "button",
        "object",
        "embed",
        "base",
        "video",
        "audio",
    ),
    *("template", "noscript", "textarea", "xmp", "plaintext", "details", "marquee", "frame", "applet"),
}
OWN = ("/static/", "/media/", "picture:")
HARMLESS = ("http:", "https:", "mailto:", "tel:", "article:", "category:", "picture:")


def offences(text: str) -> list[str]:
    """What a browser would find in the text, or in a whole page, that has no business there."""
    found = []
    for element in html5lib.parse(text, namespaceHTMLElements=False).iter():
        if not isinstance(element.tag, str):
            continue
        is_own_script = element.tag == "script" and element.get("src", "").startswith("/static/") and not element.text
        is_forbidden = element.tag.split("}")[-1] in FORBIDDEN and not is_own_script
        found += [f"<{element.tag}>"] if is_forbidden else []
        found += [name for name in element.attrib if name.startswith("on") or name in ("style", "target", "formaction")]
        href = element.get("href", "").strip("".join(map(chr, range(33)))).lower()
        found += [href] if ":" in href.split("/")[0] and not href.startswith(HARMLESS) else []
        found += [element.get("src")] if element.get("src") and not element.get("src").startswith(OWN) else []
        found += [element.get("srcset")] if "evil" in element.get("srcset", "") else []
    return found


def through_the_form(body: str, signed_in) -> None:
    form = {"title": "Posted", "category": factories.category().pk, "language": "en", "clicks_before": 0}
    body = f"<p>Words.</p>{body}".replace("alt=x", "role=presentation")
    signed_in().post(reverse("admin:news_article_add"), form | {"body": body})


def through_save(body: str, signed_in) -> None:
    factories.draft("Posted", body=body)


def through_bulk_create(body: str, signed_in) -> None:
    article, at = factories.draft(), "2024-01-01T00:00:00Z"
    ArticleRevision.objects.bulk_create([ArticleRevision(article=article, title="Posted", body=body, created_at=at)])


def through_update(body: str, signed_in) -> None:
    factories.draft("Posted")
    ArticleRevision.objects.update(body=body)


def through_bulk_update(body: str, signed_in) -> None:
    factories.draft("Posted")
    revision = ArticleRevision.objects.get()
    revision.body = body
    ArticleRevision.objects.bulk_update([revision], ["body"])


DOORS = [through_the_form, through_save, through_bulk_create, through_update, through_bulk_update]


def page_with(body: str, client) -> str:
    """The public page of an article whose text was written past every check."""
    article = factories.published()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE news_articlerevision SET body = %s", [body])
    return client.get(article.get_absolute_url()).text


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_is_stored_is_harmless_whichever_door_it_came_by(payload, door, signed_in):
    door(payload, signed_in)
    stored = ArticleRevision.objects.filter(title="Posted").values_list("body", flat=True)
    assert [offences(body) for body in stored] in ([[]], []), list(stored)
    assert stored or (door is through_the_form and "<img" in payload)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_page_is_harmless_even_if_its_row_was_written_by_sql(payload, client):
    factories.picture()
    plain, hostile = (re.sub(r"/news/\d+/", "/news/", page_with(body, client)) for body in ("<p>x</p>", payload))
    assert offences(hostile) == offences(plain)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_the_editor_gets_nothing_that_a_page_would_not(payload):
    assert offences(html.for_editor(payload)) == []


@pytest.mark.parametrize(
    "payload",
    ["<script>alert(1)</script>", "<p onclick=alert(1)>x</p>", "<img src=//evil.example/t.gif>", "<svg></svg>"],
)
def test_the_measure_of_harm_finds_harm(payload):
    assert offences(payload)


PIECES = some.sampled_from(
    [
        *(
            "<p>",
            "</p>",
            "<a href='/news/1/x/'>",
            "<a href=tel:5>",
            "<a>",
            "</a>",
            "<h2 lang=en>",
            "</h2>",
            "<pre>",
            "</pre>",
        ),
        *(
            "<table>",
            "<tr>",
            "<td>",
            "</td>",
            "</table>",
            "<th scope=col>",
            "<ul>",
            "<li>",
            "</ul>",
            "<figure class=wide>",
        ),
        *(
            "</figure>",
            "<figcaption>",
            "<img src=picture:5 alt=x>",
            "<img src=//elsewhere/>",
            "<b>",
            "</b>",
            "<em>",
            "</em>",
        ),
        *(
            "<script>",
            "</script>",
            "<svg>",
            "<math>",
            "<style>",
            "</style>",
            "<template>",
            "<!--",
            "-->",
            "<br>",
            "<hr>",
        ),
        *(
            "&amp;",
            "&lt;",
            "&nbsp;",
            "&",
            "<",
            ">",
            '"',
            "'",
            "\n",
            " ",
            "x",
            "新闻",
            "<div onclick=x>",
            "</div>",
            "<p class=pull>",
        ),
    ]
)
FRAGMENTS = some.lists(PIECES | some.text(max_size=5), max_size=12).map("".join)


@hypothesis_settings(max_examples=400, deadline=None)
@given(FRAGMENTS)
def test_cleaning_a_clean_text_changes_nothing(fragment):
    cleaned = html.clean(fragment)
    assert html.clean(cleaned) == cleaned


@hypothesis_settings(max_examples=200, deadline=None)
@given(FRAGMENTS)
def test_no_mixture_of_tags_survives_as_harm(fragment):
    assert offences(html.clean(fragment)) == []
    assert offences(html.for_page(fragment)) == []


@pytest.mark.parametrize(
    "body",
    [
        "<p><a href='/x'></a></p>",
        "<p><img src='//elsewhere/x.gif'></p>",
        "<p><a href='/x'><img src='//elsewhere/'></a></p>",
    ],
)
def test_what_is_empty_once_cleaned_is_gone_at_once(body):
    assert html.clean(body) == ""


@pytest.mark.parametrize(
    "fragment", ["<li><table><li>", "<p><a href='/x'>", "<p><img src=//elsewhere/><br>", "<pre>\n\nx"]
)
def test_one_cleaning_is_enough(fragment):
    cleaned = html.clean(fragment)
    assert html.clean(cleaned) == cleaned


def test_a_blank_line_before_code_is_not_lost_with_each_saving():
    cleaned = html.clean("<pre>\n\n\nx</pre>")
    assert html.clean(cleaned) == cleaned


def test_what_an_article_is_made_of_is_kept():
    body = (
        '<h2>Head</h2><p class="align-center">A <strong>b</strong> <em>c</em><br>d</p>'
        '<blockquote class="pull"><p>q</p></blockquote><ol start="3"><li>x</li></ol>'
        '<table><caption>t</caption><tbody><tr><th scope="row">h</th><td colspan="2">d</td></tr>'
        '</tbody></table><figure class="wide"><img src="picture:5" alt="x"><figcaption>c</figcaption></figure>'
    )
    assert html.clean(body) == body


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ('<img src="picture:5" alt="x" role="button">', '<img src="picture:5" alt="x">'),
        ('<p class="align-center welcome">x</p>', '<p class="align-center">x</p>'),
        ('<div class="wrap"><p id="content" data-x="1">x</p></div>', "<p>x</p>"),
        ('<h1>x</h1><span lang="en">y</span>', "xy"),
        ('<figure class="wide chat-button"><figcaption>x</figcaption></figure>', None),
    ],
)
def test_what_would_change_the_page_around_the_text_is_taken_out(typed, stored):
    assert html.clean(typed) == (stored or typed.replace(" chat-button", ""))


def test_an_address_of_ours_is_stored_as_a_reference_and_follows_a_change_of_slug(client):
    target = factories.published("Target", slug="old")
    addresses = [f"/news/{target.pk}/old/", f"{site.SITE_URL}/zh-hans/news/{target.pk}/x/"]
    body = "".join(f'<p><a href="{address}">there</a></p>' for address in addresses)
    article = factories.published(body=body)
    assert article.revisions.get().body.count(f'href="article:{target.pk}"') == 2
    target.slug = "new"
    target.save()
    assert client.get(article.get_absolute_url()).text.count(f'<a href="/news/{target.pk}/new/" rel="noopener') == 2


def test_a_category_is_linked_by_its_number(client):
    category = factories.category()
    article = factories.published(body='<p><a href="/news/category/company-news/">there</a></p>')
    assert f'href="category:{category.pk}"' in article.revisions.get().body
    assert (
        '<a href="/news/category/company-news/" rel="noopener noreferrer">there</a>'
        in client.get(article.get_absolute_url()).text
    )


@pytest.mark.parametrize("host", ["", site.SITE_URL])
def test_a_picture_of_ours_is_stored_by_its_number_and_comes_back_with_its_renditions(host, client):
    picture = factories.picture(width=1000)
    article = factories.published(body=f'<p><img src="{host}{picture.address(640)}" alt="A gate"></p>')
    assert article.revisions.get().body == f'<p><img src="picture:{picture.pk}" alt="A gate"></p>'
    page = client.get(article.get_absolute_url()).text
    assert f'src="{picture.source}"' in page
    assert picture.avif_srcset in page


def test_the_editor_gets_addresses_that_a_browser_understands(signed_in):
    target, picture = factories.published(slug="old"), factories.picture()
    body = f'<p><a href="article:{target.pk}">a</a><img src="picture:{picture.pk}" alt="x"></p>'
    article = factories.draft(body=body)
    page = signed_in().get(reverse("admin:news_article_change", args=[article.pk]))
    text = html5lib.parse(page.text, namespaceHTMLElements=False).find(".//textarea[@name='body']").text
    assert f'href="/news/{target.pk}/old/"' in text
    assert f'src="{picture.address()}"' in text


def test_a_draft_that_is_opened_and_saved_unchanged_makes_no_new_revision(signed_in):
    target, picture = factories.published(), factories.picture()
    body = f'<p><a href="article:{target.pk}">a</a><img src="picture:{picture.pk}" alt="x"></p>'
    stored = factories.draft(body=body).revisions.get().body
    assert html.clean(html.for_editor(stored)) == stored


def test_a_link_to_what_is_not_live_keeps_its_words_only(client):
    article = factories.published(body=f'<p><a href="article:{factories.draft().pk}">the words</a></p>')
    page = client.get(article.get_absolute_url()).text
    assert "the words</a>" in page
    assert '"article:' not in page.partition("<body")[2]


@pytest.mark.parametrize(
    "address", ["tel:4001234567", "tel:+86-571-1", "mailto:a@example.com", "https://example.com/", "/x/"]
)
def test_an_ordinary_link_is_left_as_it_is(address, client):
    article = factories.published(body=f'<p><a href="{address}">call</a></p>')
    assert f'<a href="{address}" rel="noopener noreferrer">call</a>' in client.get(article.get_absolute_url()).text


@pytest.mark.parametrize(
    "address", ["http://[", "http://[x]/", "//", "http://a:b/", "/news/999999999999999999/x/", "?", "#"]
)
def test_an_odd_address_does_no_harm(address, client):
    article = factories.published(body=f'<p><a href="{address}">words</a></p>')
    assert "words</a>" in client.get(article.get_absolute_url()).text


def test_a_picture_that_is_gone_leaves_no_trace_on_the_page(client):
    page = page_with('<p>Words.<img src="picture:999" alt="x"></p>', client)
    assert "<p>Words.</p>" in page


@pytest.mark.parametrize(("count", "words"), [(1, "1 picture in the text has"), (2, "2 pictures in the text have")])
def test_a_picture_without_alternative_text_is_refused_with_a_sentence(count, words, signed_in):
    form = {"title": "Posted", "category": factories.category().pk, "language": "en", "clicks_before": 0}
    body = '<p><img src="picture:5"></p>' * count
    page = signed_in().post(reverse("admin:news_article_add"), form | {"body": body})
    assert f"{words} no alternative text" in page.text
    assert not ArticleRevision.objects.exists()


@pytest.mark.parametrize("attribute", ['alt="A gate"', 'role="presentation"', 'alt="" role="presentation"'])
def test_a_picture_with_words_or_as_decoration_is_taken(attribute):
    assert "picture:5" in RichTextFormField().clean(f'<p><img src="picture:5" {attribute}></p>')


@pytest.mark.parametrize("body", ["", "   ", "<p>&nbsp;</p>", "<script>alert(1)</script>", "<p><a href='/x'></a></p>"])
def test_a_required_text_of_nothing_is_refused(body):
    with pytest.raises(ValidationError) as refused:
        RichTextFormField().clean(body)
    assert refused.value.code == "required"


@pytest.mark.parametrize("attribute", ["", ' lang="en"'])
def test_a_table_can_be_scrolled_by_itself(attribute, client):
    page = page_with(f"<p>a</p><table{attribute}><tbody><tr><td>1</td></tr></tbody></table><p>b</p>", client)
    html5lib.HTMLParser(strict=True).parse(page)
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    assert tree.find(".//div[@class='body']/div[@class='table-scroll']/table") is not None
    assert tree.find(".//div[@class='body']/p[2]").text == "b"


def test_migrations_do_not_name_the_editor():
    assert RichTextField().deconstruct()[1] == "django.db.models.TextField"
    files = [file for app in ("news", "pages", "chat") for file in (site.BASE_DIR / app / "migrations").glob("*.py")]
    assert files
    assert [file for file in files if "ckeditor" in Path(file).read_text().lower()] == []


def errors() -> list[str]:
    return [error.msg for error in run_checks() if error.id == "pages.E001"]


def test_the_measures_that_hold_the_editor_are_on():
    assert errors() == []


def test_an_upload_that_takes_scripts_is_told_at_start(monkeypatch):
    monkeypatch.setattr("pages.checks.apps.is_installed", lambda name: name == "ckeditor_uploader")
    assert "ckeditor_uploader" in errors()[0]


@pytest.mark.parametrize("sources", [["'self'", "'unsafe-inline'"], []])
def test_a_loose_policy_is_told_at_start(sources, settings):
    settings.SECURE_CSP = settings.SECURE_CSP | {"script-src": sources}
    assert "allows inline scripts" in errors()[0]


def test_a_missing_policy_is_told_at_start(settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "csp" not in name]
    assert "no Content-Security-Policy" in errors()[0]


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("removePlugins", "about", "loads exportpdf"),
        ("removePlugins", editor.REMOVED.replace("iframe,", ""), "loads iframe"),
        ("allowedContent", True, "filter is off"),
        ("fullPage", True, "filter is off"),
        ("extraPlugins", "", "inline scripts"),
    ],
)
def test_a_loosened_editor_is_told_at_start(option, value, words, monkeypatch):
    monkeypatch.setitem(editor.CONFIG, option, value)
    assert words in errors()[0]


BOMBS = [
    "<p>" + "".join(f"<b lang={n}>" for n in range(8_000)) + "<p>x" * 20_000,
    "<p><marquee>" * 3_000,
    "<p>" + "<a href=/x>" * 5_000 + "<p>x" * 5_000,
]


@pytest.mark.parametrize("bomb", BOMBS, ids=["formatting", "nesting", "links"])
def test_a_small_text_does_not_become_a_large_one(bomb):
    assert len(html.clean(bomb)) < 2 * len(bomb)


@pytest.mark.parametrize(
    "body", ['<p>a<img alt=" src="></p>', "<p>a<img alt=x src='/media/99999999999999999999-a/1.jpg'></p>"]
)
def test_a_picture_without_an_address_is_dropped(body, client, signed_in):
    article = factories.published(body=body)
    assert "<p>a</p>" in client.get(article.get_absolute_url()).text
    assert signed_in().get(reverse("admin:news_article_change", args=[article.pk])).status_code == 200
