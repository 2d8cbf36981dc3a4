"""Rich text: what may be in it, and how it becomes a page. Cleaned on the way in, and again on every way out.

Stored text holds numbers where a page shows pictures and links (`src="picture:5"`, `href="article:12"`).
"""

import re
from collections.abc import Callable
from functools import lru_cache
from html import unescape

import nh3
from django.apps import apps
from django.conf import settings
from django.db.models import Model, Q, QuerySet
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from pages import elements, links
from pages.limits import DEEPEST
from pages.prepared import padded, prepared

_CLASSES = {"align-center", "align-right"}
_TAGS = {
    *("p", "br", "hr", "h2", "h3", "h4", "blockquote", "cite", "ul", "ol", "li", "pre", "code"),
    *("strong", "em", "b", "i", "u", "s", "sub", "sup", "small", "a", "img", "figure", "figcaption"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
}
_ATTRIBUTES = {
    "*": {"lang"},
    "a": {"href", "title", "hreflang"},
    "img": {"src", "alt", "role"},
    "ol": {"start"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}
_FIGURE = r'<(?:img)((?: [a-z-]+="[^"]*")*)>'
_IMAGE = re.compile(_FIGURE)
_HREF = re.compile(r'(<a\b(?: [a-z-]+="[^"]*")*?) href="([a-z]+:[0-9]+)"')
_LOCAL = re.compile(r'\b(href|src)="/')
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_EMPTY = re.compile(r"<p>(?:\s|&nbsp;|<br>)*</p>\s*|<a(?: [a-z-]+=\"[^\"]*\")*></a>")
_PRE_TAG = re.compile(r"<pre((?: [^>]*)?)>")
_PRE = re.compile(r"(<pre(?: [^>]*)?>)\n")
# Those that another one of the kind does not close.
_NESTING = re.compile(
    r"<(/?)(a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u|address|article|aside|blockquote|button|center|"
    r"details|dialog|dir|div|dl|fieldset|figcaption|figure|footer|form|header|hgroup|listing|main|marquee|menu|nav|"
    r"object|ol|pre|search|section|summary|template|ul)\b[^>]*>?",
    re.IGNORECASE,
)
_TABLE = re.compile(r"<table(?: [^>]*)?>")
_MEDIA = re.compile(r"(?:https?://[^/]+)?/media/([0-9]{1,18})-[0-9a-z]+/\w+\.\w+")


def _stored_value(element: str, attribute: str, value: str) -> str | None:
    """Addresses of our own pictures and pages become references; pictures from elsewhere go."""
    if (element, attribute) == ("img", "src"):
        if match := _MEDIA.fullmatch(value):
            return f"picture:{match[1]}"
        return value if re.fullmatch(r"picture:[0-9]{1,18}", value) else None
    if (element, attribute) == ("img", "role"):
        return value if value == "presentation" else None
    if (element, attribute) == ("a", "href"):
        return links.reference_to(value) or value
    return value


def _defused(text: str) -> str:
    """Without the tags that nest, if they nest too deep.

    For each paragraph a parser opens anew what was left open, and looks through all that is open at each block: a
    small text could fill the memory, or take an hour.
    """
    depth = 0
    for match in _NESTING.finditer(text):
        depth = max(0, depth + (-1 if match[1] else 1))
        if depth > DEEPEST:
            return _NESTING.sub("", text)
    return text


@lru_cache(maxsize=64)
def clean(text: str) -> str:
    """Only what an article is made of. The same text again gives the same text, for which once is not always enough."""
    for _round in range(8):
        cleaned = _cleaned(text)
        if cleaned == text:
            break
        text = cleaned
    return text


def _cleaned(text: str) -> str:
    cleaned = nh3.clean(
        _defused(text),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        allowed_classes={"p": _CLASSES, "h2": _CLASSES, "h3": _CLASSES, "figure": {"wide"}, "blockquote": {"pull"}},
        attribute_filter=_stored_value,
        url_schemes={"http", "https", "mailto", "tel", "picture", *links.kinds()},
        link_rel="noopener noreferrer",
        clean_content_tags={"script", "style", "template", "iframe", "object", "svg", "math"},
    )
    # A parser takes the first line end in a <pre> for decoration; without another one, each saving would eat a line.
    return _without_the_empty(_PRE.sub(r"\1\n\n", _drop_images_without_source(cleaned))).strip()


def _without_the_empty(text: str) -> str:
    """A paragraph may be empty only once the link in it is gone."""
    for _round in range(100):
        shorter = _EMPTY.sub("", text)
        if shorter == text:
            break
        text = shorter
    return text


def _drop_images_without_source(text: str) -> str:
    return _IMAGE.sub(lambda match: match[0] if "src" in attributes_of(match) else "", text)


def attributes_of(image: re.Match) -> dict[str, str]:
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(image[1])}


def images_of(text: str) -> list[dict[str, str]]:
    """The attributes of each picture in a cleaned text."""
    return [attributes_of(match) for match in _IMAGE.finditer(text)]


def for_page(text: str, known: dict[str, str] | None = None) -> SafeString:
    """The text as readers get it. Links that lead nowhere now lose their address, pictures that are gone vanish.

    `known` are references that the caller has resolved already.
    """

    def picture(attributes: dict[str, str], picture) -> str:
        return elements.picture(picture, attributes.get("alt", ""), "(min-width: 48rem) 44rem, 88vw")

    cleaned = clean(text)
    return _framed(_expanded(cleaned, picture, *_resolved(cleaned, known)))


def for_feeds(texts: list[str]) -> list[str]:
    """Texts as other programs show them: all addresses whole, pictures plain; all resolved together."""
    cleaned = [clean(text) for text in texts]
    known = _resolved("".join(cleaned))
    return [_LOCAL.sub(rf'\1="{settings.SITE_URL}/', _expanded(text, _plain_picture, *known)) for text in cleaned]


def _plain_picture(attributes: dict[str, str], picture) -> str:
    shown = {"src": picture.source, "width": picture.width, "height": picture.height, "alt": attributes.get("alt", "")}
    return "<img" + "".join(format_html(' {}="{}"', name, value) for name, value in shown.items()) + ">"


def for_comparison(marked: str) -> SafeString:
    """The same of a cleaned text in which pages/comparison.py marked words, added and gone."""
    return _framed(_expanded(marked, _shown, *_resolved(marked)))


def _shown(attributes: dict[str, str], picture) -> str:
    shown = {"src": picture.small, "alt": attributes.get("alt", "")}
    return "<img" + "".join(format_html(' {}="{}"', name, value) for name, value in shown.items()) + ">"


def _framed(page: str) -> SafeString:
    """With tables and code that scroll on their own, also with keys."""
    if "<table" in page:
        wrapper = f'<div class="table-scroll" {_scrolling(gettext("Table"))}>'
        page = _TABLE.sub(lambda table: wrapper + table[0], page).replace("</table>", "</table></div>")
    if "<pre" in page:
        page = _PRE_TAG.sub(rf"<pre\1 {_scrolling(gettext('Code'))}>", page)
    return mark_safe(page)  # cleaned before, whatever was stored


def _scrolling(name: str) -> str:
    return format_html('tabindex="0" role="region" aria-label="{}"', name)


def for_editor(text: str) -> str:
    """The text as the editor wants it: pictures and links have addresses that a browser understands."""

    def image(attributes: dict[str, str], picture) -> str:
        shown = {"src": picture.address(), "width": picture.width, "height": picture.height} | {
            name: attributes[name] for name in ("alt", "role") if name in attributes
        }
        return "<img" + "".join(format_html(' {}="{}"', name, value) for name, value in shown.items()) + ">"

    cleaned = clean(text)
    return _expanded(cleaned, image, *_resolved(cleaned), keep_unresolved=True)


def _resolved(text: str, known: dict[str, str] | None = None) -> tuple[dict[str, str], dict[str, Model]]:
    """Where the references in a text lead, and its pictures."""
    addresses = known or {}
    addresses |= links.resolve({match[2] for match in _HREF.finditer(text)} - addresses.keys())
    return addresses, _pictures_of(text)


def _expanded(
    text: str, image: Callable, addresses: dict[str, str], pictures: dict[str, Model], keep_unresolved: bool = False
) -> str:
    kinds = links.kinds()

    def link(match: re.Match) -> str:
        if match[2] in addresses:
            return f'{match[1]} href="{conditional_escape(addresses[match[2]])}"'
        is_ours = match[2].partition(":")[0] in kinds
        return match[1] if is_ours and not keep_unresolved else match[0]

    def figure(match: re.Match) -> str:
        attributes = attributes_of(match)
        found = pictures.get(attributes["src"])
        return image(attributes, found) if found else (match[0] if keep_unresolved else "")

    return _IMAGE.sub(figure, _HREF.sub(link, text))


def _pictures_of(text: str) -> dict[str, Model]:
    wanted = {attributes["src"].removeprefix("picture:") for attributes in images_of(text)}
    if not wanted:
        return {}
    return {f"picture:{picture.pk}": picture for picture in _pictures(padded({int(number) for number in wanted}))}


@prepared
def _pictures(numbers: list[int]) -> QuerySet:
    return apps.get_model("pages", "Picture").objects.filter(pk__in=numbers)


def plain(text: str) -> str:
    """The words alone, for extracts and counting."""
    return " ".join(unescape(nh3.clean(text.replace("<", " <"), tags=set())).split())


def texts_with(reference: str) -> list[Model]:
    """Up to ten rows of any app whose rich text holds the reference."""
    from pages.fields import RichTextField

    found: list[Model] = []
    for model in apps.get_models():
        fields = [field.name for field in model._meta.fields if isinstance(field, RichTextField)]
        if fields and len(found) < 10:
            wanted = Q(*(Q(**{f"{name}__contains": f'"{reference}"'}) for name in fields), _connector=Q.OR)
            found += model._default_manager.filter(wanted)[: 10 - len(found)]
    return found
