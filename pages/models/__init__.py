"""The ground's tables: site settings, pictures, and the timeline that articles and pages share."""

from pages.models.pictures import Picture
from pages.models.settings import SiteSettings
from pages.models.timeline import Revision, RevisionQuerySet, Timeline, TimelineError

__all__ = ["Picture", "Revision", "RevisionQuerySet", "SiteSettings", "Timeline", "TimelineError"]
