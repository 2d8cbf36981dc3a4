"""The ground that every public page stands on."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "pages"
    verbose_name = _("Site")

    def ready(self):
        from pages import (
            checks,  # noqa: F401 - registers itself
            privacy,
        )
        from pages.duties import register_duties
        from pages.kinds import register_kinds

        register_kinds()
        register_duties()
        privacy.register(privacy.of_the_ground)
