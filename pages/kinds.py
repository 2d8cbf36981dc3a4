"""How menus and texts lead to static pages."""

from django.utils.translation import get_language

from pages import links
from pages.models import Page
from pages.views import version_page


def register_kinds() -> None:
    links.register(
        "page",
        Page.objects.live,
        lambda found, words: found.titled(words).with_titles().order_by("path"),
        Page.get_absolute_url,
        route="pages:page",
        find=lambda arguments: (
            Page.objects.filter(path=arguments["path"], language=get_language()).values_list("pk", flat=True).first()
        ),
        made_of=("id", "language", "path"),
        page=version_page,
    )
