"""The staff's screens for the ground."""

from pages.admin import banners, menus, pages, pictures, redirects, settings  # noqa: F401 - each registers its screens
