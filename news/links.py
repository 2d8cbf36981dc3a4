"""How menus and texts of other apps lead to news."""

from news.models import Article, Category
from news.views import version_page
from pages import links
from pages.labels import named_with


def register_kinds() -> None:
    links.register(
        "article",
        Article.objects.live,
        lambda found, words: found.titled(words).with_titles().order_by("-pk"),
        Article.get_absolute_url,
        route="news:article",
        made_of=("id", "language", "slug"),
        page=version_page,
    )
    links.register(
        "category",
        lambda at: Category.objects.all(),
        lambda found, words: found.filter(named_with("name", words)),
        Category.get_absolute_url,
        route="news:category",
        find=lambda arguments: Category.objects.filter(slug=arguments["slug"]).values_list("pk", flat=True).first(),
        made_of=("id", "slug"),
    )
