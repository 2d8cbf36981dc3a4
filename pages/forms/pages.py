"""The screen of a static page."""

from django.utils.translation import gettext_lazy as _

from pages.forms.timeline import TimelineForm, revision_fields
from pages.models import Page, PageRevision


class PageForm(TimelineForm):
    locals().update(revision_fields(PageRevision))

    class Meta:
        model = Page
        fields = ["language", "parent", "slug", "position", "shows_contact"]

    def clean(self) -> dict:
        cleaned = super().clean()
        language = cleaned.get("language", self.instance.language)
        if self.instance.pk and language != self.instance.language and self.instance.children.exists():
            self.add_error("language", _("Other pages stand below this one, in its language. Move them first."))
        return cleaned
