"""What of the news readers see, but for clicks, which no page keeps."""

from news.models import Article, ArticleAbsence, ArticleRevision, Category, Tag, Tagging
from pages.store import generation

STAFFS = ("newest", "waiting")  # what staff's lists are made of


def register_what_readers_see() -> None:
    generation.register(Category, Tag, Tagging)
    generation.register(Article, unseen=STAFFS)
    generation.register(ArticleRevision, moments=("live_from", "ends_at"))
    generation.register(ArticleAbsence, moments=("begins_at", "ends_at"))
