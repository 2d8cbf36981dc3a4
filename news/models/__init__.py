"""Categories, articles with their revisions, and daily clicks."""

from news.models.articles import (
    Article,
    ArticleAbsence,
    ArticleQuerySet,
    ArticleRevision,
    ArticleRevisionQuerySet,
    Tag,
    Tagging,
)
from news.models.categories import Category, CategoryTree
from news.models.clicks import Clicks, DailyClicks, FoldedJournal

__all__ = [
    "Article",
    "ArticleAbsence",
    "ArticleQuerySet",
    "ArticleRevision",
    "ArticleRevisionQuerySet",
    "Category",
    "CategoryTree",
    "Clicks",
    "DailyClicks",
    "FoldedJournal",
    "Tag",
    "Tagging",
]
