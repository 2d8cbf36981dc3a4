"""Pages of a list for staff that may be very long."""

from django.core.paginator import Paginator
from django.utils.functional import cached_property

MOST = 10_000  # rows that anybody turns the pages to; who wants others narrows the list


class BoundedPaginator(Paginator):
    """Counts no further than pages are turned."""

    @cached_property
    def count(self) -> int:
        return self.object_list.order_by().values("pk")[:MOST].count()

    @property
    def is_full(self) -> bool:
        return self.count == MOST
