"""What other templates may ask of news."""

from datetime import timedelta

from django import template
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from news import structured
from news.context import category_tree
from news.models import Article, ArticleRevision, Category
from pages.structured import script

register = template.Library()


def _live():
    live = ArticleRevision.objects.live(timezone.now()).in_language(get_language())
    return live.for_lists().select_related("article__category", "cover")


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


@register.simple_tag
def latest_articles(count: int) -> list[ArticleRevision]:
    return list(_live().pinned_first()[:count])


@register.simple_tag
def most_read(count: int, days: int = 7) -> list[ArticleRevision]:
    return list(_live().most_read(timezone.localdate() - timedelta(days=days - 1))[:count])


@register.simple_tag(takes_context=True)
def sections(context: dict, most: int, count: int, shown: list) -> list[tuple[Category, list[ArticleRevision]]]:
    """The first categories of the first level, each with its newest that are not shown yet: one query each."""
    roots = category_tree(context["request"]).roots[:most]
    others = _live().exclude(article__in=[revision.article_id for revision in shown])
    filled = ((root, list(others.in_categories(root.branch())[:count])) for root in roots)
    return [(root, revisions) for root, revisions in filled if revisions]


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
