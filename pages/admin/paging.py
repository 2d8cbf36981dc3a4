"""Pages of a list for staff that may be very long."""

from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

MOST = 10_000  # rows that anybody turns the pages to; who wants others narrows the list


class BoundedPaginator(Paginator):
    """Counts no further than pages are turned; what is told of each row is read for those of one page alone."""

    @cached_property
    def count(self) -> int:
        return self.object_list.order_by().values("pk")[:MOST].count()

    def _get_page(self, rows: QuerySet, number: int, paginator: Paginator) -> Page:
        numbers = list(rows.values_list("pk", flat=True))
        found = {row.pk: row for row in self.object_list.filter(pk__in=numbers)}
        return Page([found[number] for number in numbers if number in found], number, paginator)

    @property
    def is_full(self) -> bool:
        return self.count == MOST


class LongList(ChangeList):
    def get_ordering_field(self, field_name):
        """Only of what may be put in order: the others' headers lead nowhere, but an address can be typed."""
        return super().get_ordering_field(field_name) if field_name in self.sortable_by else None

    def get_results(self, request):
        """What is neither searched nor narrowed has no “Show all”."""
        super().get_results(request)
        if not self.query and not self.has_active_filters:
            self.full_result_count = self.result_count
