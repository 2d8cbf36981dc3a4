"""The inbox: conversations, those that wait first."""

from django.contrib import admin
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language_info, gettext_lazy as _

from chat.admin.thread import ThreadViews
from chat.models import Conversation
from chat.protocol import stream_for
from pages import standing


class StatusFilter(admin.SimpleListFilter):
    title = _("status")
    parameter_name = "status"

    def lookups(self, request, model_admin):
        return [*Conversation.Status.choices, ("all", _("All, spam too"))]

    def choices(self, changelist):
        first, *others = super().choices(changelist)
        return [first | {"display": _("All but spam")}, *others]

    def queryset(self, request, queryset):
        if self.value() in Conversation.Status.values:
            return queryset.filter(status=self.value())
        return queryset if self.value() == "all" else queryset.exclude(status=Conversation.Status.SPAM)


@admin.register(Conversation)
class ConversationAdmin(ThreadViews, admin.ModelAdmin):
    list_display = ["visitor", "state", "latest", "last_seq", "written_in", "last_moved"]
    list_filter = [StatusFilter]
    search_fields = ["name", "email", "messages__body"]
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # they count whole tables
    list_per_page = 50
    actions = None
    change_list_template = "admin/chat/conversation/inbox.html"

    def changelist_view(self, request, extra_context=None):
        stream = stream_for(request, "chat:inbox-stream")
        more = {"stream": stream, "title": _("Conversations")}
        return super().changelist_view(request, more | (extra_context or {}))

    def get_queryset(self, request):
        return Conversation.objects.for_inbox()

    def get_ordering(self, request):
        return ["rank", "-moved_at"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("visitor"), ordering="name")
    def visitor(self, conversation: Conversation) -> str:
        return str(conversation)

    @admin.display(description=_("status"), ordering="rank")
    def state(self, conversation: Conversation) -> str:
        return standing.badges(conversation.status)

    @admin.display(description=_("last message"))
    def latest(self, conversation: Conversation) -> str:
        body = conversation.latest_body or ""
        return body if len(body) <= 80 else f"{body[:79]}…"

    @admin.display(description=_("language"), ordering="language")
    def written_in(self, conversation: Conversation) -> str:
        return get_language_info(conversation.language)["name_translated"] if conversation.language else ""

    @admin.display(description=_("last message at"), ordering="moved_at")
    def last_moved(self, conversation: Conversation) -> str:
        return date_format(timezone.localtime(conversation.moved_at), "SHORT_DATETIME_FORMAT")
