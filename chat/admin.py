"""The staff's view of conversations: read, nothing else yet changes here."""

from django.contrib import admin
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from chat.models import Conversation, Message


class MessageInline(admin.TabularInline):
    model = Message
    fields = readonly_fields = ["seq", "sender", "body", "created_at"]
    extra = 0
    can_delete = False
    show_change_link = False

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Conversation)
class ConversationAdmin(admin.ModelAdmin):
    list_display = ["visitor", "status", "last_seq", "latest", "moved_at"]
    list_filter = ["status"]
    search_fields = ["name", "email", "messages__body"]
    date_hierarchy = "moved_at"
    fields = readonly_fields = ["name", "email", "language", "status", "created_at", "moved_at"]
    inlines = [MessageInline]

    def get_queryset(self, request):
        newest = Message.objects.filter(conversation=OuterRef("pk"), seq=OuterRef("last_seq"))
        return super().get_queryset(request).annotate(latest_body=Subquery(newest.values("body")[:1]))

    @admin.display(description=_("visitor"), ordering="name")
    def visitor(self, conversation: Conversation) -> str:
        return str(conversation)

    @admin.display(description=_("last message"))
    def latest(self, conversation: Conversation) -> str:
        body = conversation.latest_body or ""
        return body if len(body) <= 80 else f"{body[:79]}…"

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
