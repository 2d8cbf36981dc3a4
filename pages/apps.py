"""The ground that every public page stands on."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "pages"
    verbose_name = _("Site")

    def ready(self):
        from pages import (
            checks,  # noqa: F401 - registers itself
            privacy,
            sitemaps,
        )
        from pages.duties import register_duties
        from pages.kinds import register_kinds
        from pages.models import PageRevision
        from pages.search import asking
        from pages.search.rebuilding import fill_if_empty
        from pages.store import generation
        from pages.store.seen import register_what_readers_see

        register_kinds()
        sitemaps.register("pages", sitemaps.of_revisions(PageRevision.objects.all()))
        asking.register("page", PageRevision.objects.to_show)
        post_migrate.connect(fill_if_empty, sender=self)
        register_what_readers_see()
        pre_migrate.connect(generation.remove, sender=self)
        post_migrate.connect(generation.install, sender=self)
        register_duties()
        privacy.register(privacy.of_the_ground)
