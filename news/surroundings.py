"""What stands around an article: previous and next, related ones, translations. All of it with one query."""

from datetime import datetime

from django.db.models import Count, Q
from django.utils.functional import cached_property

from news.models import ArticleRevision, CategoryTree

MOST_RELATED = 4


class Surroundings:
    def __init__(self, revision: ArticleRevision, tree: CategoryTree, at: datetime):
        self.revision, self.article, self.at = revision, revision.article, at
        self.category = tree.by_number[self.article.category_id]

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
        live = ArticleRevision.objects.live(self.at).exclude(article=self.article.pk)
        here = live.in_language(self.article.language)
        tags = [tag["id"] for tag in self.revision.tag_list or []]
        numbers = here.order_by("-article__published_at", "-article_id").values("article_id")
        wanted = Q(article__in=[self.revision.previous_id, self.revision.next_id])
        wanted |= Q(article__group=self.article.group)
        # Previous and next may be among the newest, hence two more.
        wanted |= Q(article__in=numbers.in_categories([self.category])[: MOST_RELATED + 2])
        if tags:
            sharing = here.filter(article__tags__in=tags).values("article_id").annotate(n=Count("article__tags"))
            wanted |= Q(article__in=sharing.order_by("-n", "-article_id").values("article_id")[: MOST_RELATED + 2])
        found = live.filter(wanted).select_related("article", "cover").defer("body")
        shared = Count("article__tags", filter=Q(article__tags__in=tags))
        return {one.article_id: one for one in found.annotate(shared=shared)}
