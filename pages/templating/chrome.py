"""The menu, the trail and what stands in the footer."""

from functools import partial
from urllib.parse import unquote

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from jinja2 import pass_context
from jinja2.runtime import Context

from pages.models import Picture, SiteSettings
from pages.routes import path_to
from pages.store.lasting import lasting
from pages.text import cut

TRAIL_COLUMNS = 80


def wide_at(picture: Picture, height: int) -> int:
    """How wide it is when it is so high."""
    return max(1, round(picture.width * height / picture.height))


def trail_title(title: str) -> str:
    return cut(str(title), TRAIL_COLUMNS)


@pass_context
def steps_above(context: Context, in_news: bool = False, trail: list[Model] | None = None) -> list[tuple[str, str]]:
    """Name and address of all that a page stands below; many stand below the same."""
    key = ("trail", context["LANGUAGE_CODE"], bool(in_news), *[one.pk for one in trail or ()])
    return lasting.get(context["request"], key, partial(_steps, in_news, trail or ()))


def _steps(in_news: bool, trail: list[Model]) -> list[tuple[str, str]]:
    news = [(_("News"), path_to("news:list"))] if in_news else []
    return [(_("Home"), path_to("pages:home")), *news, *((str(one), one.get_absolute_url()) for one in trail)]


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
