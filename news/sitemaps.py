"""What of news stands in the sitemaps: articles, the lists that lead to them, and what is new for news services."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from news import listing
from news.models import Article, ArticleRevision, Category, Tag, Tagging
from pages import sitemaps
from pages.context import site_of
from pages.languages import elsewhere_named
from pages.public import public_page
from pages.sitemaps import Address, Section
from pages.text import for_xml

FRESH, MOST = timedelta(hours=48), 1_000  # what news services take


def register_sections() -> None:
    sitemaps.register("lists", Section(lambda at: [0], lambda number, at: lists(at)))
    sitemaps.register("articles", sitemaps.of_revisions(ArticleRevision.objects.all()))
    sitemaps.register_other(lambda: in_each_language(lambda: reverse("news:sitemap")).values())


def in_each_language(path: Callable[[], str]) -> dict[str, str]:
    found = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found[code] = path()
    return found


def lists(at: datetime) -> list[Address]:
    """Home, all news, categories, months and tags."""
    everywhere = [lambda: reverse("pages:home"), lambda: reverse("news:list"), lambda: reverse("news:archive")]
    everywhere += [category.get_absolute_url for category in Category.objects.all()]
    found = []
    for path in everywhere:
        places = in_each_language(path)
        found += [Address(place, elsewhere=places) for place in places.values()]
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found += _of_one_language(code, at)
    return found


def _of_one_language(code: str, at: datetime) -> list[Address]:
    newest = Tagging.objects.listed(at, code, OuterRef("pk")).newest_first().values("pk")[:1]
    tags = Tag.objects.annotate(newest=Subquery(newest)).filter(newest__isnull=False)
    months = listing.months(at, code)
    return [
        *(Address(reverse("news:month", args=[month.year, month.month])) for month in months),
        *(Address(tag.get_absolute_url()) for tag in tags),
    ]


@public_page
@require_safe
def news_sitemap(request: HttpRequest) -> HttpResponse:
    now, language = timezone.now(), get_language()
    newest = Article.objects.listed(now, language).filter(published_at__gt=now - FRESH).newest_first()
    live = ArticleRevision.objects.live(now).filter(article__in=newest.values("pk")[:MOST]).for_lists()
    fresh = [
        {"path": one.get_absolute_url(), "title": for_xml(one.title), "published_at": one.article.published_at}
        for one in live.order_by("-article__published_at", "-article_id")
    ]
    addresses = fresh or [Address(reverse("news:list"))]
    named = {"name": for_xml(str(site_of(request).company_name)), "language": elsewhere_named(language)}
    return sitemaps.as_xml(render(request, "sitemaps/news.xml", {"addresses": addresses, **named}))
