"""The public pages of news."""

from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from itertools import groupby
from urllib.parse import unquote

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext as _, ngettext, pgettext
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from news import listing
from news.context import category_of, category_tree, in_their_categories
from news.counting import ArticleMeter
from news.models import Article, ArticleRevision, ArticleRevisionQuerySet, Clicks, Tag
from news.search import SUGGESTIONS, Page, SearchForm
from news.surroundings import Surroundings
from pages import contents
from pages.html import for_page
from pages.past import moment_in, past
from pages.prepared import prepared
from pages.public import Public, PublicPage, public, public_page
from pages.store.page import MARK
from pages.views import gone


class ArticleList(PublicPage, TemplateView):
    """Everything, newest first, pinned on top."""

    template_name = "news/article_list.html"
    has_pages = True

    def numbers(self, at: datetime, first: int) -> list[int]:
        return listing.all_of(at, get_language(), first)

    def get_context_data(self, **context):
        page = listing.ListedPage(self.numbers, self.request.GET.get("page", "1"), timezone.now())
        revisions = in_their_categories(self.request, page.revisions)
        return super().get_context_data(page_obj=page, revisions=revisions, **context)


class CategoryArticles(ArticleList):
    @cached_property
    def category(self):
        try:
            return category_tree(self.request).by_slug[self.kwargs["slug"]]
        except KeyError:
            raise Http404 from None

    def numbers(self, at: datetime, first: int) -> list[int]:
        return listing.of_categories(at, get_language(), first, [one.pk for one in self.category.branch()])

    def get_context_data(self, **context):
        return super().get_context_data(category=self.category, heading=str(self.category), **context)


class TagArticles(ArticleList):
    @cached_property
    def tag(self):
        return get_object_or_404(Tag, slug=self.kwargs["slug"].replace("\0", ""))

    def numbers(self, at: datetime, first: int) -> list[int]:
        return listing.of_tag(at, get_language(), first, self.tag.pk)

    def get_context_data(self, **context):
        heading = _("Tag: %(tag)s") % {"tag": self.tag}
        # A tag is a word of one language, so in another one there is no such page.
        context = super().get_context_data(tag=self.tag, heading=heading, elsewhere={}, **context)
        if not context["revisions"]:  # that a draft has the tag is nobody's business
            raise Http404
        return context


class MonthArticles(ArticleList):
    @cached_property
    def month(self) -> date:
        year, month = self.kwargs["year"], self.kwargs["month"]
        if not (1900 <= year <= 2999 and 1 <= month <= 12):
            raise Http404
        return date(year, month, 1)

    def numbers(self, at: datetime, first: int) -> list[int]:
        return listing.of_month(at, get_language(), first, *listing.month_from(self.month))

    def get_context_data(self, **context):
        return super().get_context_data(**context | {"month": self.month, "elsewhere": {}})


class Archive(PublicPage, TemplateView):
    """All months that have news."""

    template_name = "news/archive.html"

    def get_context_data(self, **context):
        months = listing.months(timezone.now(), get_language())
        years = [(year, list(found)) for year, found in groupby(months, key=lambda month: month.year)]
        return super().get_context_data(years=years, **context)


class Search(PublicPage, TemplateView):
    """Articles and static pages; which words are asked for is nobody's business but the reader's."""

    template_name = "news/search.html"
    is_kept = False

    def get_context_data(self, **context):
        form = SearchForm(self.request.GET, tree=category_tree(self.request))
        form.is_valid()
        asked = form.asked(timezone.now())
        page = Page(asked, self.request.GET.get("page", ""))
        context |= {"form": form, "asked": asked, "page_obj": page}
        if page.count is not None:
            context["count_of_results"] = ngettext("%(count)s result", "%(count)s results", page.count) % {
                "count": page.count
            }
        if not page.results:
            context |= {"latest": asked.newest(5, "article"), "meant": asked.meant() if asked.text else None}
            context["question_mark"] = pgettext("after a suggested search", "?")
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


@public
@require_safe
def article(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    now = timezone.now()
    is_past = "at" in request.GET
    asked = moment_in(request.GET["at"]) if is_past else now
    if asked > now:
        raise Http404
    revision = next(iter(_live(pk, now)), None)
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
    if is_past:
        return article_page(request, shown, at=asked)
    response = article_page(request, shown, clicks=MARK)
    response.public = Public(meter=ArticleMeter(shown))
    return response


def version_page(
    request: HttpRequest, revision: ArticleRevision, notice: str, tags: list[str] | None = None
) -> HttpResponse:
    """The page of any version, for staff and for those who have a link; nothing of it is counted."""
    article = revision.article
    names = sorted(article.tags.values_list("name", flat=True) if tags is None else tags, key=str.casefold)
    known = dict(Tag.objects.filter(name__in=names).values_list("name", "pk"))
    revision.tag_list = [{"id": known.get(name, 0), "name": name, "slug": ""} for name in names]
    article.published_at = article.published_at or timezone.now()  # as it would be, were it published now
    revision.previous_id = revision.next_id = None
    others = Article.objects.filter(group=article.group).exclude(pk=article.pk)
    revision.translation_ids = list(others.values_list("pk", flat=True))
    revision.counted, revision.corrected_at = Clicks.objects.of(article), revision.live_from
    return article_page(request, revision, is_preview=True, notice=notice)


def article_page(
    request: HttpRequest, revision: ArticleRevision, at: datetime | None = None, **context
) -> HttpResponse:
    """The page of a revision; `at` says that it is one of the past."""
    category = category_of(request, revision.article)
    surroundings = Surroundings(request, revision, timezone.now())
    body, headings = contents.with_anchors(for_page(revision.body))
    minutes = contents.minutes(revision.body)
    context = {"clicks": revision.article.clicks_before + revision.counted} | context
    context |= {
        "revision": revision,
        "article": revision.article,
        "trail": category.trail,
        "surroundings": surroundings,
        "at": at,
        "body": body,
        "description": revision.seo_description or revision.summary or contents.beginning(revision.body),
        "time_label": pgettext("article", "Time:"),
        "time_to_read": ngettext("%(minutes)s minute to read", "%(minutes)s minutes to read", minutes)
        % {"minutes": minutes},
        "headings": headings if minutes >= contents.LONG and len(headings) >= contents.FEW else [],
        "category": category,
        "nearest": category,
        "elsewhere": {other.language: other.get_absolute_url() for other in surroundings.translations},
    }
    response = render(request, "news/article_detail.html", context)
    response["Cache-Control"] = "private, no-store" if at else "private, no-cache"
    if at:
        response["X-Robots-Tag"] = "noindex"
    return response


@prepared
def _live(pk: int, at: datetime) -> ArticleRevisionQuerySet:
    return _with_all(ArticleRevision.objects.live(at), pk, at)


def _with_all(found: ArticleRevisionQuerySet, pk: int, now: datetime) -> ArticleRevisionQuerySet:
    one = found.filter(article=pk).for_page().order_by("pk")[:1]
    return one.with_tags().with_clicks().with_correction().with_neighbours(now)


def _past(request: HttpRequest, pk: int, at: datetime, is_live: bool) -> ArticleRevision | None:
    """What was live at a past moment: for readers as long as the article is live, for staff always."""
    found = past(request, ArticleRevision.objects.all(), at, is_live)
    return _with_all(found, pk, timezone.now()).first() if found is not None else None
