"""What all lists for staff have in common."""

from django.contrib import admin
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.options import IncorrectLookupParameters

LONGEST = 4_000  # signs of a query, as it stands in an address; all links of a list repeat it


class StaffAdmin(admin.ModelAdmin):
    """An address asks its lists for what their filters offer, and for nothing else.

    Django's would take any comparison with any column of the table: a regular expression that keeps the process for
    minutes, or the hash of a colleague's password sign by sign.
    """

    def lookup_allowed(self, lookup, value, request=None):
        name, _mark, how = lookup.partition("__")
        offered = {getattr(one, "parameter_name", one) for one in self.get_list_filter(request)}
        if name == self.date_hierarchy:
            return how in {"year", "month", "day"}
        return name in offered and how in {"", "exact", "isnull"}

    def get_changelist_instance(self, request):
        is_odd = any("\0" in value for _name, values in request.GET.lists() for value in values)
        if is_odd or len(request.GET.urlencode()) > LONGEST:
            raise IncorrectLookupParameters
        try:
            return super().get_changelist_instance(request)
        except DisallowedModelAdminLookup as refused:
            raise IncorrectLookupParameters from refused
