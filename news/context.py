"""The category tree of a request: read once, whoever asks."""

from django.http import HttpRequest

from news.models import Category, CategoryTree


def category_tree(request: HttpRequest) -> CategoryTree:
    if not hasattr(request, "category_tree"):
        request.category_tree = Category.objects.tree()
    return request.category_tree
