"""For settings, of which there is one row: the way to it is the way to its form."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse


class OneRowAdmin:
    """For a ModelAdmin."""

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        row, _made = self.model.objects.get_or_create(pk=1)
        return redirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.pk]))

    def response_change(self, request, obj):
        super().response_change(request, obj)
        return HttpResponseRedirect(request.path)
