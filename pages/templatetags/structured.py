"""What search engines and chat programs are told of a page, from what its template knows already."""

from django import template
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext as _, to_locale

from pages import structured
from pages.languages import in_each_language
from pages.templatetags.languages import canonical

register = template.Library()


@register.simple_tag(takes_context=True)
def company_data(context: dict) -> SafeString:
    site = context["site"]
    return structured.script(structured.organization(site)) + structured.script(structured.website(site))


@register.simple_tag(takes_context=True)
def trail_data(context: dict, here: str, in_news: bool = False, trail: list | None = None) -> SafeString:
    """The trail that readers see, for those who cannot."""
    steps = [(_("Home"), structured.whole(reverse("pages:home")))]
    steps += [(_("News"), structured.whole(reverse("news:list")))] if in_news else []
    steps += [(str(one), structured.whole(one.get_absolute_url())) for one in trail or []]
    return structured.script(structured.breadcrumbs([*steps, (str(here), canonical(context))]))


@register.inclusion_tag("_card.html", takes_context=True)
def share_card(context: dict) -> dict:
    """What a chat program or a network shows of an address that is sent there."""
    site, revision = context["site"], context.get("revision")
    has_cover = bool(revision and revision.cover)
    picture = structured.picture_of(revision, site)
    elsewhere = in_each_language(context["request"], context.get("elsewhere"))
    return {
        "title": _title(context, site, revision),
        "text": context.get("description") or str(site.description or site.company_name),
        "kind": "article" if "article" in context and revision else "website",
        "address": canonical(context),
        "site": str(site.company_name),
        "locale": to_locale(get_language()),
        "others": [to_locale(code) for code in elsewhere if code != get_language()],
        "picture": picture,
        "alt": revision.cover_alt if has_cover else _title(context, site, revision),
        "is_wide": picture.get("width", 0) > picture.get("height", 0),
        "revision": revision,
        "article": context.get("article"),
        "category": context.get("category"),
    }


def _title(context: dict, site, revision) -> str:
    if revision:
        return revision.seo_title or revision.title
    if month := context.get("month"):
        return date_format(month, "YEAR_MONTH_FORMAT")
    names = {"news:list": _("News"), "news:archive": _("Archive"), "news:search": _("Search")}
    match = context["request"].resolver_match
    return context.get("heading") or names.get(match.view_name if match else "") or str(site.company_name)
