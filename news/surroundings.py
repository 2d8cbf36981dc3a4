"""What stands around an article: previous and next, related ones, translations. All of it with one query."""

from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q
from django.utils.functional import cached_property

from news.models import Article, ArticleRevision, ArticleRevisionQuerySet
from pages.prepared import prepared

MOST_RELATED = 4


class Surroundings:
    def __init__(self, revision: ArticleRevision, at: datetime):
        self.revision, self.article, self.at = revision, revision.article, at

    @property
    def previous(self) -> ArticleRevision | None:
        return self._found.get(self.revision.previous_id)

    @property
    def next(self) -> ArticleRevision | None:
        return self._found.get(self.revision.next_id)

    @property
    def related(self) -> list[ArticleRevision]:
        """Those that share most tags, then the newest of the same category; never what stands beside it already."""
        beside = {self.revision.previous_id, self.revision.next_id}
        near = [
            found
            for number, found in self._found.items()
            if number not in beside and found.article.language == self.article.language
        ]
        return sorted(near, key=lambda found: (found.shared, found.article.published_at), reverse=True)[:MOST_RELATED]

    @property
    def translations(self) -> list[ArticleRevision]:
        return [found for found in self._found.values() if found.article.language != self.article.language]

    @cached_property
    def _found(self) -> dict[int, ArticleRevision]:
        beside = [self.revision.previous_id or 0, self.revision.next_id or 0]
        tags = [tag["id"] for tag in self.revision.tag_list or []]
        article = self.article
        number = article.pk or 0  # none yet, in a preview
        around = _around(self.at, number, article.language, article.group, article.category_id, beside, tags)
        return {one.article_id: one for one in around}


@prepared
def _around(
    at: datetime, number: int, language: str, group: UUID, category: int, beside: list[int], tags: list[int]
) -> ArticleRevisionQuerySet:
    live = ArticleRevision.objects.live(at).exclude(article=number)
    here = live.in_language(language)
    newest = Article.objects.listed(at, language).filter(category=category).newest_first().values("pk")
    wanted = Q(article__in=beside) | Q(article__group=group)
    # Previous and next may be among the newest, hence two more.
    wanted |= Q(article__in=newest[: MOST_RELATED + 2])
    if tags:
        sharing = here.filter(article__tags__in=tags).values("article_id").annotate(n=Count("article__tags"))
        wanted |= Q(article__in=sharing.order_by("-n", "-article_id").values("article_id")[: MOST_RELATED + 2])
    found = live.filter(wanted).select_related("article", "cover").defer("body")
    return found.annotate(shared=Count("article__tags", filter=Q(article__tags__in=tags)))
