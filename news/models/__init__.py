"""Categories, articles with their revisions, and daily clicks."""

from news.models.articles import Article, ArticleRevision, Tag
from news.models.categories import Category, CategoryTree
from news.models.clicks import DailyClicks

__all__ = ["Article", "ArticleRevision", "Category", "CategoryTree", "DailyClicks", "Tag"]
