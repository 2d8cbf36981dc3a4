"""What the chat tells visitors, on one screen."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import redirect

from chat.models import ChatSettings


@admin.register(ChatSettings)
class ChatSettingsAdmin(admin.ModelAdmin):
    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        """There is one row; the way to it is the way to its form."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return redirect("admin:chat_chatsettings_change", ChatSettings.objects.current().pk)

    def response_change(self, request, obj):
        super().response_change(request, obj)
        return HttpResponseRedirect(request.path)
