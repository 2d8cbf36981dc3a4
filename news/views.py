"""The public pages of news."""

import logging
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from urllib.parse import unquote

import segno
from django.conf import settings
from django.db import OperationalError
from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import ListView, TemplateView

from news.context import category_tree
from news.counting import is_counted
from news.models import Article, ArticleRevision, ArticleRevisionQuerySet, DailyClicks, Tag
from news.search import SUGGESTIONS, Page, SearchForm
from news.surroundings import Surroundings
from pages import contents
from pages.html import for_page
from pages.past import moment_in, past
from pages.public import PublicPage, public_page
from pages.views import gone

logger = logging.getLogger(__name__)


class ArticleList(PublicPage, ListView):
    """Everything, newest first, pinned on top."""

    template_name = "news/article_list.html"
    context_object_name = "revisions"
    paginate_by = 20
    paginate_orphans = 3

    def get_queryset(self):
        live = ArticleRevision.objects.live(timezone.now()).in_language(get_language())
        return live.for_lists().pinned_first().select_related("article__category", "cover")

    def get_context_data(self, **context):
        context = super().get_context_data(**context)
        if context["is_paginated"]:
            context["page_numbers"] = context["paginator"].get_elided_page_range(
                context["page_obj"].number, on_each_side=2
            )
        return context


class CategoryArticles(ArticleList):
    @cached_property
    def category(self):
        try:
            return category_tree(self.request).by_slug[self.kwargs["slug"]]
        except KeyError:
            raise Http404 from None

    def get_queryset(self):
        return super().get_queryset().in_categories(self.category.branch())

    def get_context_data(self, **context):
        return super().get_context_data(category=self.category, heading=str(self.category), **context)


class TagArticles(ArticleList):
    allow_empty = False  # that a draft has the tag is nobody's business

    @cached_property
    def tag(self):
        return get_object_or_404(Tag, slug=self.kwargs["slug"].replace("\0", ""))

    def get_queryset(self):
        return super().get_queryset().filter(article__tags=self.tag)

    def get_context_data(self, **context):
        heading = _("Tag: %(tag)s") % {"tag": self.tag}
        # A tag is a word of one language, so in another one there is no such page.
        return super().get_context_data(tag=self.tag, heading=heading, elsewhere={}, **context)


class MonthArticles(ArticleList):
    @cached_property
    def month(self) -> date:
        year, month = self.kwargs["year"], self.kwargs["month"]
        if not (1900 <= year <= 2999 and 1 <= month <= 12):
            raise Http404
        return date(year, month, 1)

    def get_queryset(self):
        return super().get_queryset().in_month(self.month).order_by("-article__published_at", "-article_id")

    def get_context_data(self, **context):
        return super().get_context_data(month=self.month, elsewhere={}, **context)


class Archive(PublicPage, TemplateView):
    """All months that have news."""

    template_name = "news/archive.html"

    def get_context_data(self, **context):
        live = ArticleRevision.objects.live(timezone.now()).in_language(get_language())
        months = live.datetimes("article__published_at", "month", order="DESC")
        return super().get_context_data(months=months, **context)


class Search(PublicPage, TemplateView):
    """Articles and static pages; which words are asked for is nobody's business but the reader's."""

    template_name = "news/search.html"

    def get_context_data(self, **context):
        form = SearchForm(self.request.GET, tree=category_tree(self.request))
        form.is_valid()
        asked = form.asked(timezone.now())
        page = Page(asked, self.request.GET.get("page", ""))
        context |= {"form": form, "asked": asked, "page_obj": page, "is_paginated": page.has_next or page.has_previous}
        if not page.results:
            context |= {"latest": asked.newest(5, "article"), "meant": asked.meant() if asked.text else None}
        return super().get_context_data(**context)


@public_page
@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """Titles that go on from what is being typed."""
    form = SearchForm(request.GET, tree=category_tree(request))
    asked = replace(form.asked(timezone.now()), is_typing=True)
    found = asked.titles(SUGGESTIONS)
    return JsonResponse({"titles": [{"title": one.title, "address": one.get_absolute_url()} for one in found]})


@public_page
@require_safe
def qr(request: HttpRequest, pk: int) -> HttpResponse:
    """The address of an article to be photographed, black on white whatever stands around it."""
    found = Article.objects.live(timezone.now()).filter(pk=pk).first()
    if found is None:
        raise Http404
    drawn = BytesIO()
    code = segno.make(settings.SITE_URL + found.get_absolute_url(), error="m", micro=False)
    code.save(drawn, kind="svg", border=4, dark="#000", light="#fff", omitsize=True)
    response = HttpResponse(drawn.getvalue(), content_type="image/svg+xml")
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def article(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    now = timezone.now()
    is_past = "at" in request.GET
    asked = moment_in(request.GET["at"]) if is_past else now
    if asked > now:
        raise Http404
    revision = _live(pk, now)
    shown = _past(request, pk, asked, is_live=revision is not None) if is_past else revision
    if shown is None:
        if ArticleRevision.objects.ever_seen(asked).filter(article=pk).exists():
            return gone(request)
        raise Http404
    address = shown.get_absolute_url()
    if request.path != unquote(address):
        query = request.META.get("QUERY_STRING", "")
        # Not to be kept: a slug may come back, and two kept answers would send a reader in circles.
        headers = {"Cache-Control": "no-cache"}
        return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address, headers=headers)
    if not is_past and is_counted(request):
        _count(shown, now)
    return article_page(request, shown, at=asked if is_past else None)


def _count(revision: ArticleRevision, now: datetime) -> None:
    """A click that the database cannot take now is told to the operator; the reader gets the page."""
    try:
        DailyClicks.objects.add_one(revision.article_id, timezone.localdate(now))
        revision.counted += 1
    except OperationalError:
        logger.exception("A click of article %s was not counted", revision.article_id)


def version_page(
    request: HttpRequest, revision: ArticleRevision, notice: str, tags: list[str] | None = None
) -> HttpResponse:
    """The page of any version, for staff and for those who have a link; nothing of it is counted."""
    article = revision.article
    names = article.tags.values_list("name", flat=True) if tags is None else tags
    revision.tag_list = [{"id": 0, "name": name, "slug": ""} for name in names]
    revision.previous_id = revision.next_id = None
    counted = article.days.aggregate(n=Sum("clicks"))["n"] if article.pk else 0
    revision.counted, revision.corrected_at = counted or 0, revision.live_from
    return article_page(request, revision, is_preview=True, notice=notice)


def article_page(
    request: HttpRequest, revision: ArticleRevision, at: datetime | None = None, **context
) -> HttpResponse:
    """The page of a revision; `at` says that it is one of the past."""
    tree = category_tree(request)
    category = revision.article.category = tree.by_number[revision.article.category_id]
    surroundings = Surroundings(revision, tree, timezone.now())
    body, headings = contents.with_anchors(for_page(revision.body))
    minutes = contents.minutes(revision.body)
    context |= {
        "revision": revision,
        "article": revision.article,
        "trail": category.trail,
        "clicks": revision.article.clicks_before + revision.counted,
        "surroundings": surroundings,
        "at": at,
        "body": body,
        "description": revision.seo_description or revision.summary or contents.beginning(revision.body),
        "minutes": minutes,
        "headings": headings if minutes >= contents.LONG and len(headings) >= contents.FEW else [],
        "category": category,
        "nearest": category,
        "elsewhere": {other.article.language: other.get_absolute_url() for other in surroundings.translations},
    }
    response = render(request, "news/article_detail.html", context)
    response["Cache-Control"] = "private, no-store" if at else "private, no-cache"
    if at:
        response["X-Robots-Tag"] = "noindex"
    return response


def _live(pk: int, at: datetime) -> ArticleRevision | None:
    return _with_all(ArticleRevision.objects.live(at), pk)


def _with_all(found: ArticleRevisionQuerySet, pk: int) -> ArticleRevision | None:
    one = found.filter(article=pk).select_related("article", "cover")
    return one.with_tags().with_clicks().with_correction().with_neighbours(timezone.now()).first()


def _past(request: HttpRequest, pk: int, at: datetime, is_live: bool) -> ArticleRevision | None:
    """What was live at a past moment: for readers as long as the article is live, for staff always."""
    found = past(request, ArticleRevision.objects.all(), at, is_live)
    return _with_all(found, pk) if found is not None else None
