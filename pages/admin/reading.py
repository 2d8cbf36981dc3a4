"""Lists that the site writes by itself, and that staff only read."""

from django.contrib import admin

from pages.admin.lists import StaffAdmin


class ReadingAdmin(StaffAdmin):
    actions = list_display_links = None
    list_per_page = 100
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # they count whole tables

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
