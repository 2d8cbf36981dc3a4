"""What search engines and chat programs are told of a page: schema.org's terms as JSON-LD, and the card for sharing."""

import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from pages import sharing
from pages.models import Picture, Revision, SiteSettings
from pages.pictures import RATIOS

SITE = settings.SITE_URL
ORGANIZATION = f"{SITE}/#organization"
_encoded = json.JSONEncoder(ensure_ascii=False).encode
# What could end the element that the data stand in, or be taken for markup.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def script(data: dict[str, Any]) -> SafeString:
    """Data for programs; browsers do not run it. Every sign that means something in HTML is written as its number."""
    text = _encoded({"@context": "https://schema.org"} | _filled(data)).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # escaped above


def _filled(data: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty: nothing is promised that is not there."""
    return {name: value for name, value in data.items() if value not in (None, "", [], {})}


def whole(path: str) -> str:
    return SITE + path


def image(picture: Picture | None) -> dict[str, Any]:
    if picture is None:
        return {}
    width = max(picture.widths)
    height = round(picture.height * width / picture.width)
    return {"@type": "ImageObject", "url": whole(picture.address(width)), "width": width, "height": height}


def images(picture: Picture | None) -> list[dict[str, Any]]:
    """In the ratios that search engines choose from, as far as they are cut."""
    if picture is None:
        return []
    cut = [
        {"@type": "ImageObject", "url": whole(settings.MEDIA_URL + picture.crop_file(ratio)), "width": w, "height": h}
        for ratio, (w, h) in picture.crops.items()
    ]
    return cut or [image(picture)]


def picture_of(revision: Revision | None, site: SiteSettings) -> dict[str, Any]:
    """What stands for a page where it is shared: its cover, its title as a picture, or the site's picture."""
    if revision and revision.cover is None and (drawing := sharing.drawing_of(revision, site)):
        return _drawn(revision, drawing, "wide")
    return image((revision and revision.cover) or site.share_image or site.logo)


def pictures_of(revision: Revision, site: SiteSettings) -> list[dict[str, Any]]:
    """The same in the ratios that search engines choose from."""
    if revision.cover is None and (drawing := sharing.drawing_of(revision, site)):
        return [_drawn(revision, drawing, ratio) for ratio in RATIOS]
    return images(revision.cover or site.share_image)


def _drawn(revision: Revision, drawing: sharing.Drawing, ratio: str) -> dict[str, Any]:
    width, height = sharing.SIZES[ratio]
    address = whole(sharing.address(revision, drawing, ratio))
    return {"@type": "ImageObject", "url": address, "width": width, "height": height}


def organization(site: SiteSettings) -> dict[str, Any]:
    contact = _filled({"telephone": site.phone, "email": site.email})
    about = {
        "@type": "Organization",
        "@id": ORGANIZATION,
        "name": str(site.company_name),
        "url": whole("/"),
        "logo": image(site.logo),
        "description": str(site.description),
        "address": str(site.address),
        "contactPoint": {"@type": "ContactPoint", "contactType": "customer service"} | contact if contact else {},
    }
    return _filled(about)


def website(site: SiteSettings) -> dict[str, Any]:
    return {
        "@type": "WebSite",
        "@id": f"{SITE}/#website",
        "name": str(site.company_name),
        "url": whole(reverse("pages:home")),
        "inLanguage": get_language(),
        "publisher": {"@id": ORGANIZATION},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{whole(reverse('news:search'))}?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        },
    }


def breadcrumbs(steps: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Name and address of each step, the page itself last."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": address}
            for place, (name, address) in enumerate(steps, start=1)
        ],
    }
