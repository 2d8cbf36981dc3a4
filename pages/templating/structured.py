"""What search engines and chat programs are told of a page, from what its template knows already."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, to_locale
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from pages import structured
from pages.store.lasting import lasting
from pages.templating.chrome import steps_above
from pages.templating.languages import canonical, where
from pages.times import iso


def company(context: Context) -> dict[str, Any]:
    told = partial(structured.organization, context["site"])
    return lasting.get(context["request"], ("company", context["LANGUAGE_CODE"]), told)


@pass_context
def company_data(context: Context) -> SafeString:
    return structured.script(company(context)) + structured.script(structured.website(context["site"]))


@pass_context
def trail_data(context: Context, here: str, in_news: bool = False, trail: list | None = None) -> SafeString:
    """The trail that readers see, for those who cannot."""
    above = [(name, structured.whole(address)) for name, address in steps_above(context, in_news, trail)]
    return structured.script(structured.breadcrumbs([*above, (str(here), canonical(context))]))


@pass_context
def share_card(context: Context) -> Markup:
    """What a chat program or a network shows of an address that is sent there."""
    site, revision = context["site"], context.get("revision")
    title, picture = _title(context, site, revision), structured.picture_of(revision, site)
    language, elsewhere = context["LANGUAGE_CODE"], where(context)
    about = [
        ("og:title", title),
        ("og:type", "article" if "article" in context and revision else "website"),
        ("og:url", canonical(context)),
        ("og:site_name", site.company_name),
        ("og:description", context.get("description") or site.description or site.company_name),
        ("og:locale", to_locale(language)),
        *(("og:locale:alternate", to_locale(code)) for code in elsewhere if code != language),
        *((f"og:image{name and ':'}{name}", value) for name, value in _of_picture(picture, title, revision)),
        *(_of_article(context, revision) if "article" in context and revision else ()),
    ]
    size = "summary_large_image" if picture.get("width", 0) > picture.get("height", 0) else "summary"
    lines = [f'<meta property="{name}" content="{escape(value)}">\n' for name, value in about]
    return Markup("".join([*lines, f'<meta name="twitter:card" content="{size}">']))  # noqa: S704


def _of_picture(picture: dict, title: str, revision) -> Iterator[tuple[str, Any]]:
    if picture:
        yield from (("", picture["url"]), ("width", picture["width"]), ("height", picture["height"]))
        if alt := revision.cover_alt if revision and revision.cover else title:
            yield "alt", alt


def _of_article(context: Context, revision) -> Iterator[tuple[str, Any]]:
    yield "article:published_time", iso(context["article"].published_at)
    yield "article:modified_time", iso(revision.live_from)
    if category := context.get("category"):
        yield "article:section", category
    for tag in revision.tag_list or ():
        yield "article:tag", tag["name"]


def _title(context: Context, site, revision) -> str:
    if revision:
        return revision.seo_title or revision.title
    if month := context.get("month"):
        return date_format(month, "YEAR_MONTH_FORMAT")
    names = {"news:list": _("News"), "news:archive": _("Archive"), "news:search": _("Search")}
    match = context["request"].resolver_match
    return context.get("heading") or names.get(match.view_name if match else "") or str(site.company_name)
