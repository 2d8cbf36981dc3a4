"""What stands around an article: previous and next, related ones, translations. All of it is read at once."""

from collections import Counter
from collections.abc import Hashable
from datetime import datetime
from functools import cached_property
from itertools import chain

from django.http import HttpRequest

from news import listing
from news.models import ArticleRevision
from pages.json import loaded
from pages.store.lasting import lasting

MOST_RELATED = 4
LOOKED_AT = 24  # the newest articles of each tag


class Surroundings:
    def __init__(self, request: HttpRequest, revision: ArticleRevision, at: datetime):
        self.request, self.revision, self.article, self.at = request, revision, revision.article, at

    @property
    def previous(self) -> listing.Line | None:
        return self._found.get(self.revision.previous_id)

    @property
    def next(self) -> listing.Line | None:
        return self._found.get(self.revision.next_id)

    @property
    def related(self) -> list[listing.Line]:
        return listing.in_order(self._found.values(), self._related)

    @property
    def translations(self) -> list[listing.Line]:
        return listing.in_order(self._found.values(), self._translations)

    @cached_property
    def _found(self) -> dict[int, listing.Line]:
        beside = filter(None, (self.revision.previous_id, self.revision.next_id))
        wanted = {*beside, *self._related, *self._translations}
        return {one.article_id: one for one in listing.lines(self.at, sorted(wanted))}

    @cached_property
    def _translations(self) -> list[int]:
        return loaded(self.revision.translation_ids) or []

    @cached_property
    def _related(self) -> list[int]:
        """Those that share most tags, then the newest of the same category; never what stands beside it already."""
        shared = Counter(chain.from_iterable(self._newest_of_tags.values()))
        order = [number for _date, number in sorted(shared, key=lambda found: (shared[found], found), reverse=True)]
        beside = {self.article.pk, self.revision.previous_id, self.revision.next_id}
        return [number for number in dict.fromkeys([*order, *self._newest]) if number not in beside][:MOST_RELATED]

    # Walked once, whichever of their articles are read

    @property
    def _newest(self) -> list[int]:
        """In its category; previous, next and the article itself may be among them."""
        category, language = self.article.category_id, self.article.language

        def walked() -> list[int]:
            return listing.newest_of(self.at, language, 0, [category], count=MOST_RELATED + 3)

        return lasting.get(self.request, ("newest of category", language, category), walked)

    @property
    def _newest_of_tags(self) -> dict[Hashable, list[tuple[datetime, int]]]:
        """With their dates."""
        language = self.article.language

        def walked(missing: list[tuple]) -> dict[Hashable, list[tuple[datetime, int]]]:
            found = {key: [] for key in missing}
            tags = [tag for *_name, tag in missing]
            for tag, *dated in listing.newest_of_tags(self.at, language, tags, count=LOOKED_AT) if tags else ():
                found["newest of tag", language, tag].append(tuple(dated))
            return found

        keys = [("newest of tag", language, tag["id"]) for tag in loaded(self.revision.tag_list) or []]
        return lasting.get_all(self.request, keys, walked)
