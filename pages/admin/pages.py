"""Static pages."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from pages.admin.timeline import StandingFilter, TimelineAdmin, UntranslatedFilter
from pages.forms.pages import PageForm
from pages.models import Page, PageRevision
from pages.views import version_page


@admin.register(Page)
class PageAdmin(TimelineAdmin):
    form = PageForm
    list_display = ["headline", "state", "language", "address"]
    list_filter = [StandingFilter, "language", UntranslatedFilter]
    at_once = ["parent", "slug", "position", "shows_contact"]

    ordering = ["language", "path"]  # as a tree, each below its parent

    @admin.display(description=_("title"))
    def headline(self, page: Page):
        return format_html('<span class="level-{}">{}</span>', page.path.count("/") + 1, page)

    @admin.display(description=_("address"))
    def address(self, page: Page) -> str:
        return page.get_absolute_url()

    def get_readonly_fields(self, request, obj=None):
        fixed = ["language"] if obj is not None and obj.published_at is not None else []
        if obj is None or self.may_publish(request):
            return fixed
        if obj.published_at is not None:
            return fixed + self.at_once
        below = Page.objects.filter(language=obj.language, path__startswith=f"{obj.path}/")
        return [*fixed, "parent", "slug"] if below.exclude(published_at=None).exists() else fixed

    def writing_fieldsets(self, request, obj) -> list:
        return [
            (None, {"fields": [*PageForm.of_the_page, "title", ("parent", "language"), "summary", "body"]}),
            (_("Cover"), {"fields": ["cover", "cover_alt", "cover_decorative"]}),
            (_("On the page"), {"fields": ["shows_contact"]}),
            (
                _("Address and search engines"),
                {"fields": ["slug", "position", "seo_title", "seo_description"]},
            ),
            (_("If something was wrong"), {"classes": ["collapse"], "fields": ["correction"]}),
            (_("For colleagues"), {"fields": ["note"]}),
        ]

    def get_form(self, request, obj=None, change=False, **options):
        form = super().get_form(request, obj, change=change, **options)
        if parent := form.base_fields.get("parent"):
            widget = parent.widget
            widget.can_add_related = widget.can_change_related = widget.can_delete_related = False
            widget.can_view_related = False
            pages = Page.objects.with_titles().order_by("language", "path")
            if obj:
                pages = pages.filter(language=obj.language).exclude(pk=obj.pk)
                pages = pages.exclude(path__startswith=f"{obj.path}/")
            parent.queryset = pages
            parent.label_from_instance = lambda page: (
                "\u2003" * page.path.count("/") + f"{page} ({page.get_absolute_url()})"
            )
        return form

    def shared_with_translations(self, original: Page, language: str) -> dict:
        above = original.parent and Page.objects.filter(group=original.parent.group, language=language).first()
        own = {"position": original.position, "shows_contact": original.shows_contact}
        return own | ({"parent": above.pk} if above else {})

    def page_for_preview(
        self, request: HttpRequest, revision: PageRevision, form: PageForm, notice: str
    ) -> HttpResponse:
        page = revision.page
        page.path = "/".join(filter(None, [page.parent.path if page.parent else "", page.slug]))
        return version_page(request, revision, notice)

    def below(self, page: Page) -> list:
        return list(page.children.with_titles().out_of_trash())
