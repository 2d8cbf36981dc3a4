"""The staff's screens for news."""

from collections.abc import Callable
from copy import copy

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Count, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.forms import SplitDateTimeField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy as _
from django.views.decorators.http import require_POST

from news.forms import ArticleForm
from news.models import Article, ArticleRevision, Category, DailyClicks, Tag
from news.views import article_page
from pages import times
from pages.csp import with_editor
from pages.forms import ReadsPicturesFirst
from pages.models import TimelineError
from pages.widgets import Moment, PictureChoice, is_number


class StandingFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "standing"

    def lookups(self, request, model_admin):
        return [
            ("draft", _("Never live")),
            ("waiting", _("Draft waiting")),
            ("scheduled", _("Scheduled")),
            ("live", _("Live")),
            ("ended", _("No longer live")),
        ]

    def queryset(self, request, queryset):
        now = timezone.now()
        live = Article.objects.live(now).values("pk")
        return {
            "draft": lambda: queryset.filter(current_id=None, next_from=None),
            "waiting": lambda: queryset.filter(newest_live_from=None),
            "scheduled": lambda: queryset.exclude(next_from=None),
            "live": lambda: queryset.filter(pk__in=live),
            "ended": lambda: queryset.exclude(current_id=None).exclude(pk__in=live),
        }.get(self.value(), lambda: queryset)()


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
class ArticleAdmin(ReadsPicturesFirst, admin.ModelAdmin):
    form = ArticleForm
    change_form_template = "admin/news/article/change_form.html"
    list_display = ["headline", "state", "category", "language", "published_at", "pinned", "clicks"]
    list_display_links = ["headline"]
    list_filter = [StandingFilter, "language", CategoryFilter, "pinned"]
    list_select_related = ["category"]
    list_per_page = 50
    search_fields = ["revisions__title"]
    search_help_text = _("Words of the title")
    formfield_overrides = {models.DateTimeField: {"form_class": SplitDateTimeField, "widget": Moment}}
    actions = None
    at_once = ["category", "slug", "pinned", "backdated_to", "tag_names"]
    view_on_site = False  # the form's template leads there, if readers see something there
    show_full_result_count = False

    # The list

    def get_queryset(self, request):
        counted = DailyClicks.objects.filter(article=OuterRef("pk")).order_by().values("article")
        clicks = Coalesce(Subquery(counted.annotate(n=Sum("clicks")).values("n")), 0)
        return (
            super().get_queryset(request).with_standing(timezone.now()).annotate(counted=clicks).order_by("-newest_id")
        )

    @admin.display(description=_("title"))
    def headline(self, article: Article) -> str:
        return str(article)

    @admin.display(description=_("state"))
    def state(self, article: Article) -> str:
        style, words = article.standing(timezone.now())
        when = date_format(timezone.localtime(article.next_from), "SHORT_DATETIME_FORMAT") if article.next_from else ""
        return format_html('<span class="standing {}">{}</span> {}', style, words, when)

    @admin.display(description=_("clicks"))
    def clicks(self, article: Article) -> int:
        return article.clicks_before + article.counted

    # Who may do what

    def may_publish(self, request: HttpRequest) -> bool:
        return request.user.has_perm("news.publish_article")

    def has_change_permission(self, request, obj=None):
        """Authors change what they began; publishers everything."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or self.may_publish(request) or obj.created_by_id == request.user.pk)

    def has_delete_permission(self, request, obj=None):
        """What readers have seen is taken down, never deleted."""
        if obj is not None and obj.revisions.exclude(live_from=None).exists():
            return False
        owns = obj is None or self.may_publish(request) or obj.created_by_id == request.user.pk
        return super().has_delete_permission(request, obj) and owns

    def get_readonly_fields(self, request, obj=None):
        was_placed = obj is not None and obj.published_at is not None
        fixed = ["language", "clicks_before"] if was_placed else []
        if not self.may_publish(request):
            fixed += ["pinned", "backdated_to"] + (["clicks_before"] if not was_placed else ["category", "slug"])
        return fixed

    # The form

    def get_fieldsets(self, request, obj=None):
        if obj and not self.has_change_permission(request, obj):
            return [(None, {"fields": ["reading"]})]
        return [
            (None, {"fields": ["base", "title", ("category", "language"), "body"]}),
            (_("Cover"), {"fields": ["cover", "cover_file", "cover_alt", "cover_decorative"]}),
            (_("In lists"), {"fields": ["summary", "tag_names", "pinned"]}),
            (_("About the article"), {"fields": ["author_line", "source", "backdated_to", "clicks_before"]}),
            (
                _("Address and search engines"),
                {"classes": ["collapse"], "fields": ["slug", "seo_title", "seo_description"]},
            ),
            (_("For colleagues"), {"fields": ["note"]}),
        ]

    @admin.display(description=_("newest version"))
    def reading(self, article: Article) -> str:
        revision = article.revisions.select_related("article", "cover").order_by("-pk").first()
        return render_to_string("admin/news/article/_reading.html", {"revision": revision})

    def get_form(self, request, obj=None, change=False, **options):
        options["fields"] = [
            name for name in ArticleForm.Meta.fields if name not in self.get_readonly_fields(request, obj)
        ]
        form = super().get_form(request, obj, change=change, **options)
        form.uploaded_by = request.user
        form.base_fields["cover"].widget = PictureChoice(
            ArticleRevision._meta.get_field("cover").remote_field, self.admin_site
        )
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

    def save_model(self, request, obj, form, change):
        if not change:
            obj.created_by = request.user
        super().save_model(request, obj, form, change)
        form.save_tags(obj)
        revision = self._revision(request, obj, form)
        obj.newest_title = revision.title
        obj.redate()
        if self._places(request, form):
            self._place(request, obj, form, revision)
        elif change and obj.published_at and {*self.at_once} & {*form.changed_data}:
            words = _("The text is saved as a draft. Category, address, tags and the like changed at once.")
            messages.warning(request, words)
        elif form.has_changed():
            messages.success(request, _("Saved as a draft. Readers see no change."))
        else:
            messages.info(request, _("Nothing was changed, so nothing was saved."))

    def _places(self, request: HttpRequest, form: ArticleForm) -> bool:
        return self.may_publish(request) and (form.wants_publication or form.wants_schedule)

    def _revision(self, request: HttpRequest, article: Article, form: ArticleForm) -> ArticleRevision:
        """A new one, unless the one that the form was opened on will do."""
        now = timezone.now()
        if (
            form.newest
            and not form.changes_content()
            and not (self._places(request, form) and form.newest.has_begun(now))
        ):
            return form.newest
        note = form.cleaned_data["note"]
        return article.revisions.create(**form.content(), note=note, created_by=request.user, created_at=now)

    def _place(self, request: HttpRequest, article: Article, form: ArticleForm, revision: ArticleRevision) -> None:
        """Puts the revision on the timeline, in place of the scheduled one that it was made from."""
        now, begins, ends = timezone.now(), form.cleaned_data["goes_live_at"], form.cleaned_data["ends_at"]
        try:
            if form.newest and form.newest != revision and form.newest.is_ahead(now):
                article.cancel(form.newest, now)
            if form.wants_publication:
                article.publish(revision, now, ends)
                page = format_html('<a href="{}">{}</a>', article.get_absolute_url(), gettext("See the page"))
                messages.success(request, format_html("{} {}", gettext("Published: readers see it now."), page))
            else:
                article.schedule(revision, begins, now, ends)
                messages.success(request, gettext("Goes live on %(moment)s.") % {"moment": times.in_words(begins)})
        except TimelineError as error:
            messages.error(request, format_html("{} {}", gettext("Saved as a draft only."), error.message))

    def response_add(self, request, obj, post_url_continue=None):
        return self._back(obj.pk)

    def response_change(self, request, obj):
        return self._back(obj.pk)

    def _back(self, number: int) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:news_article_change", args=[number]))

    @method_decorator(with_editor)
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        context = {"may_publish": self.may_publish(request), "time_zone": times.zone_name()}
        article = self.get_object(request, unquote(object_id)) if object_id else None
        if article:
            now = timezone.now()
            context |= {
                "standing": article.standing(now),
                "live": article.revisions.live(now).first(),
                "ahead": article.revisions.scheduled(now).order_by("live_from"),
            }
        return super().changeform_view(request, object_id, form_url, context | (extra_context or {}))

    # Steps besides the form

    def get_urls(self):
        def step(view):
            return self.admin_site.admin_view(view)

        return [
            path("preview/", step(self.preview), name="news_article_preview_new"),
            path("<int:number>/preview/", step(self.preview), name="news_article_preview"),
            path("<int:number>/take-down/", step(self.take_down), name="news_article_take_down"),
            path("<int:number>/cancel/<int:revision>/", step(self.cancel), name="news_article_cancel"),
            *super().get_urls(),
        ]

    @method_decorator(require_POST)
    def preview(self, request: HttpRequest, number: int | None = None) -> HttpResponse:
        """The page as it would be with what stands in the form; nothing is saved."""
        article = self._changeable(request, number) if number else None
        if not article and not self.has_add_permission(request):
            raise PermissionDenied
        form = self.get_form(request, article, change=bool(article))(request.POST, instance=article)
        form.is_valid()
        fields = {name: form.cleaned_data[name] for name in ArticleRevision.content if form.cleaned_data.get(name)}
        if not form.instance.category_id:
            return HttpResponse(
                _("Choose a category first; then the page can be shown."), content_type="text/plain; charset=utf-8"
            )
        revision = ArticleRevision(article=form.instance, **fields)
        revision.tag_list = [{"id": 0, "name": name, "slug": ""} for name in form.cleaned_data.get("tag_names", [])]
        revision.previous_id = revision.next_id = None
        revision.counted = article.counted if article else 0
        return article_page(request, revision, is_preview=True)

    @method_decorator(require_POST)
    def take_down(self, request: HttpRequest, number: int) -> HttpResponse:
        article = self._changeable(request, number, publishing=True)
        return self._step(
            request, article, lambda: article.unpublish(timezone.now()), _("Taken down. Readers no longer see it.")
        )

    @method_decorator(require_POST)
    def cancel(self, request: HttpRequest, number: int, revision: int) -> HttpResponse:
        article = self._changeable(request, number, publishing=True)
        try:
            scheduled = article.revisions.get(pk=revision)
        except ArticleRevision.DoesNotExist:
            raise Http404 from None
        return self._step(
            request, article, lambda: article.cancel(scheduled, timezone.now()), _("Cancelled. Readers see no change.")
        )

    def _step(self, request: HttpRequest, article: Article, take: Callable[[], None], done: str) -> HttpResponse:
        try:
            take()
        except TimelineError as error:
            messages.error(request, error.message)
        else:
            self.log_change(request, article, str(done))
            messages.success(request, done)
        return self._back(article.pk)

    def _changeable(self, request: HttpRequest, number: int, publishing: bool = False) -> Article:
        article = self.get_object(request, str(number))
        if article is None:
            raise Http404
        if not self.has_change_permission(request, article) or (publishing and not self.may_publish(request)):
            raise PermissionDenied
        return article


@admin.register(Category)
class CategoryAdmin(admin.ModelAdmin):
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
class TagAdmin(admin.ModelAdmin):
    list_display = ["name", "articles"]
    fields = ["name"]
    search_fields = ["name"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(articles=Count("article"))

    @admin.display(description=_("articles"), ordering="articles")
    def articles(self, tag: Tag) -> int:
        return tag.articles
