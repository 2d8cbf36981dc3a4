"""The menu, the trail and what stands in the footer."""

from urllib.parse import unquote

from django.urls import reverse

from pages.models import Picture, SiteSettings
from pages.text import cut

TRAIL_COLUMNS = 80


def wide_at(picture: Picture, height: int) -> int:
    """How wide it is when it is so high."""
    return max(1, round(picture.width * height / picture.height))


def trail_title(title: str) -> str:
    return cut(str(title), TRAIL_COLUMNS)


def here(address: str, path: str) -> str:
    """For `aria-current`: whether an address is this page's, or that of what it belongs to."""
    own = unquote(address or "")
    if own == path:
        return "page"
    is_home = own in {reverse("pages:home"), ""}
    return "true" if path.startswith(own) and own.endswith("/") and not is_home else ""


def place_in_menu(site: SiteSettings, path: str) -> tuple[bool | str, ...]:
    """Which of the menu's addresses are `here`, and whether the path itself is one."""
    steps = path.split("/")
    above = ["/".join(steps[:depth]) + "/" for depth in range(1, len(steps))]
    return path in site.places, *(place for place in above if place in site.places)


def telephone(number: str) -> str:
    """As it stands in a `tel:` address."""
    return "".join(sign for sign in number if sign.isdigit() or sign == "+")
