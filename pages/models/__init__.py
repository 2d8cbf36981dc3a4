"""The ground's tables: the chrome of the site, pictures, static pages, and the timeline that articles share."""

from pages.models.announcements import Announcement
from pages.models.audit import AuditEntry
from pages.models.banners import Banner, Partner
from pages.models.generation import Generation
from pages.models.menus import MenuItem
from pages.models.open_forms import OpenForm
from pages.models.outbox import Letter
from pages.models.pages import FormerPath, Page, PageAbsence, PageRevision, PageRevisionQuerySet
from pages.models.people import Preferences
from pages.models.pictures import Picture
from pages.models.previews import PreviewLink
from pages.models.redirects import MissingAddress, Redirect
from pages.models.revisions import Absence, Revision, RevisionQuerySet
from pages.models.search import KnownWord, SearchEntry
from pages.models.sessions import StaffSession
from pages.models.settings import SiteSettings
from pages.models.timeline import Timeline, TimelineError, TimelineQuerySet
from pages.models.tries import SignInTries

__all__ = [
    "Absence",
    "Announcement",
    "AuditEntry",
    "Banner",
    "FormerPath",
    "Generation",
    "KnownWord",
    "Letter",
    "MenuItem",
    "MissingAddress",
    "OpenForm",
    "Page",
    "PageAbsence",
    "PageRevision",
    "PageRevisionQuerySet",
    "Partner",
    "Picture",
    "Preferences",
    "PreviewLink",
    "Redirect",
    "Revision",
    "RevisionQuerySet",
    "SearchEntry",
    "SignInTries",
    "SiteSettings",
    "StaffSession",
    "Timeline",
    "TimelineError",
    "TimelineQuerySet",
]
