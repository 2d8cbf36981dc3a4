"""How menus and texts of other apps lead to news."""

from django.db.models import QuerySet
from django.utils import timezone

from news.models import ArticleRevision, Category
from pages import links


def live_articles() -> QuerySet:
    return ArticleRevision.objects.live(timezone.now()).select_related("article").defer("body")


def register_kinds() -> None:
    links.register(
        "article",
        live_articles,
        lambda found, words: found.filter(title__icontains=words),
        lambda revision: revision.get_absolute_url(),
        number="article_id",
        route="news:article",
        find=lambda arguments: arguments.get("pk"),
    )
    links.register(
        "category",
        Category.objects.all,
        lambda found, words: found.filter(slug__icontains=words),
        lambda category: category.get_absolute_url(),
        route="news:category",
        find=lambda arguments: Category.objects.filter(slug=arguments["slug"]).values_list("pk", flat=True).first(),
    )
