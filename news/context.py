"""The category tree, read once, whoever asks, and articles that take their category from it."""

from django.http import HttpRequest

from news.models import Article, ArticleRevision, Category, CategoryTree
from pages.store.lasting import lasting


def category_tree(request: HttpRequest) -> CategoryTree:
    if not hasattr(request, "category_tree"):
        request.category_tree = lasting.get(request, "categories", Category.objects.tree)
    return request.category_tree


def category_of(request: HttpRequest, article: Article) -> Category:
    if article.category_id not in category_tree(request).by_number:  # made since the tree was read
        request.category_tree = Category.objects.tree()
    article.category = request.category_tree.by_number[article.category_id]
    return article.category


def in_their_categories(request: HttpRequest, revisions: list[ArticleRevision]) -> list[ArticleRevision]:
    """Each knows where it stands, without a query."""
    for revision in revisions:
        category_of(request, revision.article)
    return revisions
