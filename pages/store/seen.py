"""What of the ground readers see."""

from pages.models import (
    Banner,
    FormerPath,
    MenuItem,
    Page,
    PageAbsence,
    PageRevision,
    Partner,
    Picture,
    Redirect,
    SiteSettings,
)
from pages.store import generation


def register_what_readers_see() -> None:
    generation.register(SiteSettings, MenuItem, Partner, Picture, Page, FormerPath)
    generation.register(PageRevision, moments=("live_from", "ends_at"))
    generation.register(PageAbsence, moments=("begins_at", "ends_at"))
    generation.register(Banner, moments=("shown_from", "shown_until"))
    generation.register(Redirect, unseen=("hits", "last_hit_at"))
