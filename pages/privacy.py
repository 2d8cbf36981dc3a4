"""What the site keeps of its readers, told from what is switched on: each app says what it does."""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.utils.translation import gettext as _

PATH = "privacy"  # the page at this path ends with it; without one, it is the page
Statement = tuple[str, str]  # about what, and the truth of it
_tellers: list[Callable[[], Iterable[Statement]]] = []


def register(tell: Callable[[], Iterable[Statement]]) -> None:
    _tellers.append(tell)


def statements() -> list[Statement]:
    return [statement for tell in _tellers for statement in tell()]


def of_the_ground() -> Iterable[Statement]:
    yield (
        _("Reading"),
        _(
            "No cookie is set and none is needed. Pictures, scripts and styles come from this site alone: nobody else "
            "learns that you were here."
        ),
    )
    yield (
        _("Light or dark"),
        _("If you choose it yourself, your browser keeps the choice, under the name “theme”. It is sent to nobody."),
    )
    yield (
        _("The server's log"),
        _(
            "It notes at most the time, the address that was asked for and how it was answered: not who "
            "asked, from which network, or with which browser."
        ),
    )
    if settings.TRUSTED_PROXIES:
        yield (
            _("In front of it"),
            _("Another server takes requests in and passes them on. It may keep its own log, with network addresses."),
        )
    yield _("Addresses that lead nowhere"), _("It is counted how often they are asked for, not by whom.")
    yield _("Those who run the site"), _("They get cookies when they sign in. Readers never do.")
