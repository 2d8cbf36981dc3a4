"""What news keeps of its readers."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from pages.privacy import Statement


def of_news() -> Iterable[Statement]:
    yield (
        _("Articles"),
        _(
            "It is counted how often an article is opened: one number for each article and day, without a cookie, a "
            "network address or a script."
        ),
    )
    yield _("Searching"), _("What you search for is not kept.")
