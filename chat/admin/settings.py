"""What the chat tells visitors, on one screen."""

from django.contrib import admin

from chat.models import ChatSettings
from pages.admin.one_row import OneRowAdmin


@admin.register(ChatSettings)
class ChatSettingsAdmin(OneRowAdmin, admin.ModelAdmin):
    pass
