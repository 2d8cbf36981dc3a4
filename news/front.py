"""What the front page shows of the news: the latest, the newest of some categories, and what is read most."""

from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from news import listing
from news.context import category_tree, in_their_categories
from news.models import ArticleRevision, Category
from pages.store.lasting import lasting

LATEST, READ_MOST, WEEK = 5, 5, timedelta(days=7)
SECTIONS, OF_A_SECTION = 4, 3


class Front:
    """Nothing stands on it twice, but for what is read most; all of it is read at once."""

    latest: list[ArticleRevision]
    sections: list[tuple[Category, list[ArticleRevision]]]
    read_most: list[ArticleRevision]

    def __init__(self, request: HttpRequest):
        now, language = timezone.now(), get_language()
        latest = listing.all_of(now, language, 0, count=LATEST)
        read = list(read_most(request, READ_MOST))
        sections = {}
        for root in category_tree(request).roots[:SECTIONS]:
            branch = [category.pk for category in root.branch()]
            newest = listing.newest_of(now, language, 0, branch, count=OF_A_SECTION + LATEST)
            sections[root] = [number for number in newest if number not in latest][:OF_A_SECTION]
        shown = {number for numbers in (latest, read, *sections.values()) for number in numbers}
        found = in_their_categories(request, listing.for_lists(now, sorted(shown)))
        self.latest, self.read_most = listing.in_order(found, latest), listing.in_order(found, read)
        filled = [(root, listing.in_order(found, numbers)) for root, numbers in sections.items()]
        self.sections = [(root, revisions) for root, revisions in filled if revisions]


def read_most(request: HttpRequest, count: int) -> dict[int, int]:
    """Clicks by article, as it was within the last minute."""
    now, language, since = timezone.now(), get_language(), timezone.localdate() - WEEK + timedelta(days=1)
    key = ("read most", language, count, since)
    return lasting.get(request, key, lambda: listing.read_most(now, language, since, count))
