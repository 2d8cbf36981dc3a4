"""What other templates may ask of news."""

from django import template
from django.utils import timezone
from django.utils.translation import get_language

from news import listing
from news.context import category_tree
from news.front import read_most
from news.models import Article, ArticleRevision

register = template.Library()


@register.simple_tag(takes_context=True)
def categories(context: dict):
    return category_tree(context["request"])


@register.simple_tag
def latest_articles(count: int) -> list[ArticleRevision]:
    now = timezone.now()
    return listing.for_lists(now, listing.all_of(now, get_language(), 0, count=count))


@register.simple_tag(takes_context=True)
def most_read(context: dict, count: int) -> list[tuple[listing.Line, int]]:
    """Each with its clicks."""
    clicks = read_most(context["request"], count)
    return [(one, clicks[one.article_id]) for one in listing.lines(timezone.now(), list(clicks))]


@register.simple_tag
def articles_that_wait(count: int) -> dict[str, list[Article]]:
    """For the staff's start page: what colleagues wait for, the newest drafts, and what goes live next."""
    now = timezone.now()
    articles = Article.objects.with_standing(now).out_of_trash()

    def newest(state: str) -> list[Article]:
        return list(articles.filter(waiting=state).order_by("-newest")[:count])

    read = [*newest("changes"), *newest("approved")]
    return {
        "review": newest("review"),
        "changes": sorted(read, key=lambda article: article.newest, reverse=True)[:count],
        "drafts": newest("draft"),
        "scheduled": articles.scheduled(now).order_by("next_from")[:count],
    }
