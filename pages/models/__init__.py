"""The ground's tables: the chrome of the site, pictures, static pages, and the timeline that articles share."""

from pages.models.banners import Banner, Partner
from pages.models.menus import MenuItem
from pages.models.pages import FormerPath, Page, PageRevision
from pages.models.pictures import Picture
from pages.models.redirects import MissingAddress, Redirect
from pages.models.settings import SiteSettings
from pages.models.timeline import Revision, RevisionQuerySet, Timeline, TimelineError, TimelineQuerySet

__all__ = [
    "Banner",
    "FormerPath",
    "MenuItem",
    "MissingAddress",
    "Page",
    "PageRevision",
    "Partner",
    "Picture",
    "Redirect",
    "Revision",
    "RevisionQuerySet",
    "SiteSettings",
    "Timeline",
    "TimelineError",
    "TimelineQuerySet",
]
