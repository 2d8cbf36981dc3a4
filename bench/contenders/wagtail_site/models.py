"""News in sections below a home page, with the same things around an article as ours has.

Written to be quick: menu, sections and breadcrumb cost one query each, however many pages there are. Articles stand
directly below the news, since Wagtail looks up each part of an address by itself.
"""

from collections.abc import Iterable

from django.core.paginator import Paginator
from django.db import models
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField
from wagtail.models import Page, Site

ON_A_PAGE, LATEST = 20, 4


def nested(pages: Iterable[Page], depth: int) -> list[Page]:
    """Those of this depth, the rest below them as `below`; the pages come in the order of the tree."""
    roots, above = [], {}
    for page in pages:
        page.below = []
        above[page.path] = page
        parent = above.get(page.path[: -Page.steplen])
        if page.depth == depth:
            roots.append(page)
        elif parent:
            parent.below.append(page)
    return roots


def way_to(number: int, branch: list[Page]) -> list[Page]:
    """From the first level down to the section of this number."""
    for one in branch:
        if one.pk == number:
            return [one]
        if way := way_to(number, one.below):
            return [one, *way]
    return []


@register_setting
class Company(BaseSiteSetting):
    welcome = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    about = models.TextField(blank=True)
    address = models.TextField(blank=True)
    phone = models.CharField(max_length=100, blank=True)
    email = models.CharField(max_length=100, blank=True)


class SitePage(Page):
    class Meta:
        abstract = True

    def get_context(self, request, *args, **kwargs):
        root = Site.find_for_request(request).root_page
        shown = root.get_descendants().live().in_menu().filter(depth__lte=root.depth + 2)
        return super().get_context(request, *args, **kwargs) | {
            "company": Company.for_request(request),
            "root": root,
            "menu": nested(shown, root.depth + 1),
            "trail": self.get_ancestors().filter(depth__gte=root.depth),
        }


class HomePage(SitePage):
    template = "wagtail_site/base.html"


class PlainPage(SitePage):
    template = "wagtail_site/base.html"


class WithSections(SitePage):
    """A page of the news, with the sections beside it."""

    class Meta:
        abstract = True

    def news(self) -> Page:
        raise NotImplementedError

    def get_context(self, request, *args, **kwargs):
        news = self.news()
        sections = Page.objects.descendant_of(news).live().exact_type(SectionPage)
        return super().get_context(request, *args, **kwargs) | {
            "news": news,
            "sections": nested(sections, news.depth + 1),
        }


class WithArticles(WithSections):
    class Meta:
        abstract = True

    def articles(self) -> models.QuerySet:
        raise NotImplementedError

    def get_context(self, request, *args, **kwargs):
        newest_first = self.articles().live().select_related("section").defer("body").order_by("-date", "-pk")
        pages = Paginator(newest_first, ON_A_PAGE)
        return super().get_context(request, *args, **kwargs) | {"page_obj": pages.get_page(request.GET.get("page"))}


class NewsPage(WithArticles):
    template = "wagtail_site/list.html"

    def news(self) -> Page:
        return self

    def articles(self) -> models.QuerySet:
        return ArticlePage.objects.child_of(self)


class SectionPage(WithArticles):
    template = "wagtail_site/list.html"

    def news(self) -> Page:
        return self.get_ancestors().type(NewsPage).get()

    def articles(self) -> models.QuerySet:
        below = SectionPage.objects.descendant_of(self, inclusive=True)
        return ArticlePage.objects.filter(section__in=below)


class ArticlePage(WithSections):
    date = models.DateTimeField()
    section = models.ForeignKey(SectionPage, models.PROTECT, related_name="+")
    summary = models.TextField(blank=True)
    author_line = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=200, blank=True)
    cover = models.TextField(blank=True)
    body = RichTextField()

    template = "wagtail_site/article.html"

    def news(self) -> Page:
        return self.get_parent()

    def get_context(self, request, *args, **kwargs):
        beside = ArticlePage.objects.live().filter(section=self.section_id).exclude(pk=self.pk)
        latest = beside.defer("body").order_by("-date", "-pk")[:LATEST]
        context = super().get_context(request, *args, **kwargs) | {"latest": latest}
        return context | {"trail": [*context["trail"], *way_to(self.section_id, context["sections"])]}
