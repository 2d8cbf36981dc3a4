"""How something with revisions stands: what readers see of it, what is ahead, and what waits for colleagues."""

from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

# The word for the style, and the words for people. The keys are kept in the log.
OF_TIMELINES = {
    "draft": ("draft", _("Draft")),
    "review": ("review", _("In review")),
    "changes": ("review", _("Changes wanted")),
    "approved": ("approved", _("Approved")),
    "scheduled": ("scheduled", _("Scheduled")),
    "live": ("live", _("Live")),
    "expired": ("ended", _("Expired")),
    "unpublished": ("ended", _("Unpublished")),
    "withheld": ("ended", _("Withheld")),
    "trash": ("ended", _("In the trash")),
}
STATES = dict(OF_TIMELINES)


def name_state(key: str, style: str, words: str) -> None:
    """For an app whose rows have states of their own, so that the log can tell them."""
    STATES[key] = (style, words)


@dataclass(frozen=True)
class Standing:
    """Read as one or several states: live, with the next version in review."""

    in_trash: bool
    shown: str  # live, expired, unpublished, withheld; empty if readers have never seen it
    is_scheduled: bool
    waiting: str  # the review of a newest version that is not on the timeline

    @property
    def states(self) -> list[str]:
        parts = ["trash" if self.in_trash else "", self.shown, "scheduled" if self.is_scheduled else "", self.waiting]
        return [part for part in parts if part]

    @property
    def key(self) -> str:
        return "+".join(self.states)

    @property
    def badges(self) -> SafeString:
        return badges(self.key)

    def __str__(self) -> str:
        return words(self.key)


def words(key: str) -> str:
    return " · ".join(str(STATES[state][1]) for state in key.split("+") if state in STATES)


def badges(key: str) -> SafeString:
    parts = (STATES[state] for state in key.split("+") if state in STATES)
    return format_html_join(" ", '<span class="standing {}">{}</span>', parts) or format_html("")
