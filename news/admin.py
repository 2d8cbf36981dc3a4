"""The staff's screens for news."""

from copy import copy

from django.contrib import admin
from django.db.models import IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy as _

from news.forms import ArticleForm
from news.models import Article, ArticleRevision, Category, Clicks, Tag, Tagging
from news.views import version_page
from pages import times
from pages.admin.lists import StaffAdmin
from pages.admin.timeline import StandingFilter, TimelineAdmin, UntranslatedFilter
from pages.widgets import is_number

MOST_COUNTED = 1_000  # articles of a tag


class HowMany(Subquery):
    """Rows, no more of them than the query itself wants."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


class CategoryFilter(admin.SimpleListFilter):
    title = _("category")
    parameter_name = "category"

    def lookups(self, request, model_admin):
        return [(category.pk, category.path) for category in Category.objects.tree()]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        category = Category.objects.tree().by_number.get(int(self.value())) if is_number(self.value()) else None
        return queryset.filter(category__in=[one.pk for one in category.branch()] if category else [])


@admin.register(Article)
class ArticleAdmin(TimelineAdmin):
    form = ArticleForm
    list_display = ["headline", "state", "category", "language", "published", "pinned", "clicks"]
    list_filter = [StandingFilter, "language", UntranslatedFilter, CategoryFilter, "pinned"]
    sortable_by = ["published"]  # by anything else, all of a million would be put in order for one page
    list_select_related = []  # a join with the few categories would be begun with them, and then all be sorted
    at_once = ["category", "slug", "pinned", "backdated_to", "tag_names"]

    def get_queryset(self, request):
        articles = super().get_queryset(request).annotate(counted=Coalesce("total__clicks", 0))
        return articles.prefetch_related("category")

    @admin.display(description=_("published at"), ordering="-published_at")
    def published(self, article: Article) -> str:
        moment = article.published_at
        return times.at_the_site(moment, "SHORT_DATETIME_FORMAT") if moment else ""

    @admin.display(description=_("clicks"))
    def clicks(self, article: Article) -> int:
        return article.clicks_before + article.counted

    def get_readonly_fields(self, request, obj=None):
        was_placed = obj is not None and obj.published_at is not None
        fixed = ["language", "clicks_before"] if was_placed else []
        if not self.may_publish(request):
            fixed += ["pinned", "backdated_to"] + (["clicks_before"] if not was_placed else ["category", "slug"])
        return fixed

    def writing_fieldsets(self, request, obj) -> list:
        return [
            (None, {"fields": [*ArticleForm.of_the_page, "title", ("category", "language"), "body"]}),
            (_("Cover"), {"fields": ["cover", "cover_alt", "cover_decorative"]}),
            (_("In lists"), {"fields": ["summary", "tag_names", "pinned"]}),
            (_("About the article"), {"fields": ["author_line", "source", "backdated_to", "clicks_before"]}),
            (
                _("Address and search engines"),
                {"classes": ["collapse"], "fields": ["slug", "seo_title", "seo_description"]},
            ),
            (_("If something was wrong"), {"classes": ["collapse"], "fields": ["correction"]}),
            (_("For colleagues"), {"fields": ["note"]}),
        ]

    def get_form(self, request, obj=None, change=False, **options):
        form = super().get_form(request, obj, change=change, **options)
        if obj and obj.published_at and not self.may_publish(request):
            form.base_fields["tag_names"] = copy(form.base_fields["tag_names"])
            form.base_fields["tag_names"].disabled = True
        if category := form.base_fields.get("category"):
            category.widget.can_change_related = category.widget.can_delete_related = (
                category.widget.can_view_related
            ) = False
            category.choices = [
                ("", "---------"),
                *(
                    (category.pk, "\u2003" * (category.level - 1) + str(category))
                    for category in Category.objects.tree()
                ),
            ]
        return form

    def shared_with_translations(self, original: Article, language: str) -> dict:
        return {"category": original.category_id, "backdated_to": original.backdated_to}

    def page_for_preview(
        self, request: HttpRequest, revision: ArticleRevision, form: ArticleForm, notice: str
    ) -> HttpResponse:
        if not revision.article.category_id:
            return HttpResponse(
                _("Choose a category first; then the page can be shown."), content_type="text/plain; charset=utf-8"
            )
        return version_page(request, revision, notice, tags=form.cleaned_data.get("tag_names", []))

    def destroys(self, article: Article) -> list[str]:
        clicks = article.clicks_before + Clicks.objects.of(article)
        return [*super().destroys(article), gettext("Its clicks: %(count)d") % {"count": clicks}]


@admin.register(Category)
class CategoryAdmin(StaffAdmin):
    list_display = ["indented", "slug", "position"]
    list_display_links = ["indented"]
    fields = ["name", "parent", "slug", "position", "description"]
    prepopulated_fields = {}
    list_per_page = 500

    def get_changelist_instance(self, request):
        """In the order of the tree, each below its parent."""
        changelist = super().get_changelist_instance(request)
        tree = Category.objects.tree()
        places = {category.pk: place for place, category in enumerate(tree)}
        changelist.result_list = sorted(changelist.result_list, key=lambda category: places[category.pk])
        for category in changelist.result_list:
            category.trail = tree.by_number[category.pk].trail
        return changelist

    def get_form(self, request, obj=None, change=False, **options):
        form = super().get_form(request, obj, change=change, **options)
        if "parent" in form.base_fields:
            below = {obj.pk} if obj else set()
            choices = [(one.pk, one.path) for one in Category.objects.tree() if one.level < 3 and one.pk not in below]
            form.base_fields["parent"].choices = [("", _("None: it stands on the first level")), *choices]
        return form

    @admin.display(description=_("name"))
    def indented(self, category: Category):
        return format_html('<span class="level-{}">{}</span>', category.level, category)


@admin.register(Tag)
class TagAdmin(StaffAdmin):
    list_display = ["name", "articles"]
    fields = ["name"]
    search_fields = ["name"]

    def get_queryset(self, request):
        tagged = Tagging.objects.filter(tag=OuterRef("pk")).order_by("language", "published_at").values("article")
        return super().get_queryset(request).annotate(articles=HowMany(tagged[:MOST_COUNTED]))

    @admin.display(description=_("articles"))
    def articles(self, tag: Tag) -> str:
        number = number_format(tag.articles, force_grouping=True)
        return gettext("%(number)s or more") % {"number": number} if tag.articles == MOST_COUNTED else number
