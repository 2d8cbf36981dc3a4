"""The staff's screens for the ground."""

from pages.admin import (  # noqa: F401 - each registers its screens
    audit,
    banners,
    menus,
    outbox,
    pages,
    people,
    pictures,
    redirects,
    settings,
)
