"""What other templates may ask of news."""

from datetime import date, datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from news import structured
from news.context import category_tree, in_their_categories
from news.models import Article, ArticleRevision, ArticleRevisionQuerySet, Category
from pages.prepared import prepared
from pages.store.lasting import lasting
from pages.structured import script

register = template.Library()


def _live(at: datetime, language: str) -> ArticleRevisionQuerySet:
    return ArticleRevision.objects.live(at).in_language(language).for_lists()


@prepared
def _latest(at: datetime, language: str, *, count: int) -> ArticleRevisionQuerySet:
    return _live(at, language).pinned_first()[:count]


@prepared
def _most_read(at: datetime, language: str, since: date, *, count: int) -> ArticleRevisionQuerySet:
    return _live(at, language).most_read(since)[:count]


@prepared
def _newest_of(
    at: datetime, language: str, categories: list[int], shown: list[int], *, count: int
) -> ArticleRevisionQuerySet:
    others = _live(at, language).exclude(article__in=shown)
    return others.filter(article__category__in=categories)[:count]


@register.simple_tag(takes_context=True)
def categories(context: dict):
    return category_tree(context["request"])


@register.simple_tag(takes_context=True)
def article_data(context: dict) -> SafeString:
    told = structured.article(context["revision"], context["category"], context["site"], context["description"])
    return script(told)


@register.simple_tag(takes_context=True)
def page_address(context: dict, number: int) -> str:
    """Of a numbered page of a list; a search takes its words along, and the first page has no number."""
    asked = context["request"].GET if "asked" in context else {}
    query = {name: value for name, value in asked.items() if name != "page"} | ({"page": number} if number > 1 else {})
    return context["request"].path + (f"?{urlencode(query)}" if query else "")


@register.simple_tag(takes_context=True)
def latest_articles(context: dict, count: int) -> list[ArticleRevision]:
    return in_their_categories(context["request"], _latest(timezone.now(), get_language(), count=count))


@register.simple_tag(takes_context=True)
def most_read(context: dict, count: int, days: int = 7) -> list[ArticleRevision]:
    """As it was within the last minute."""
    language, since = get_language(), timezone.localdate() - timedelta(days=days - 1)
    key = ("most read", language, count, since)
    return lasting.get(context["request"], key, lambda: _most_read(timezone.now(), language, since, count=count))


@register.simple_tag(takes_context=True)
def sections(context: dict, most: int, count: int, shown: list) -> list[tuple[Category, list[ArticleRevision]]]:
    """The first categories of the first level, each with its newest that are not shown yet: one query each."""
    roots = category_tree(context["request"]).roots[:most]
    others = [revision.article_id for revision in shown]
    filled = []
    for root in roots:
        branch = [category.pk for category in root.branch()]
        if newest := _newest_of(timezone.now(), get_language(), branch, others, count=count):
            filled.append((root, in_their_categories(context["request"], newest)))
    return filled


@register.simple_tag
def articles_that_wait(count: int) -> dict[str, list[Article]]:
    """For the staff's start page: what colleagues wait for, the newest drafts, and what goes live next."""
    articles = Article.objects.with_standing(timezone.now()).out_of_trash()
    waiting = articles.filter(newest_live_from=None, newest_withheld_at=None).order_by("-newest_id")
    return {
        "review": waiting.filter(newest_state="review")[:count],
        "changes": waiting.filter(newest_state__in=["changes", "approved"])[:count],
        "drafts": waiting.filter(newest_state="draft")[:count],
        "scheduled": articles.exclude(next_from=None).order_by("next_from")[:count],
    }
