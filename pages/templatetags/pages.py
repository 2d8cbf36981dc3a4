"""What templates may ask of the ground: pictures, addresses, rich text."""

from django import template
from django.conf import settings
from django.urls import reverse, translate_url
from django.utils import translation
from django.utils.translation import get_language_info

from pages import html

register = template.Library()


@register.inclusion_tag("pages/_picture.html")
def picture(picture, alt: str = "", sizes: str = "100vw", eager: bool = False) -> dict:
    return {"picture": picture, "alt": alt, "sizes": sizes, "eager": eager}


@register.filter
def rich(text: str):
    return html.for_page(text)


@register.filter
def absolute(path: str) -> str:
    return settings.SITE_URL + str(path)


@register.filter
def telephone(number: str) -> str:
    """As it stands in a `tel:` address."""
    return "".join(sign for sign in number if sign.isdigit() or sign == "+")


@register.simple_tag
def other_languages() -> list[dict]:
    """The languages that are not active, each with its own name."""
    return [get_language_info(code) for code, _name in settings.LANGUAGES if code != translation.get_language()]


@register.simple_tag(takes_context=True)
def language_address(context: dict, code: str) -> str:
    """Where this page stands in another language: what the view said, else the same address, else home."""
    if found := context.get("elsewhere", {}).get(code):
        return found
    match = context["request"].resolver_match
    if match is None or "elsewhere" in context:
        with translation.override(code):
            return reverse("pages:home")
    if any(context["request"].path.startswith(prefix) for prefix in settings.NEGOTIATED_PATHS):
        return f"?lang={code}"
    return translate_url(context["request"].path, code)
