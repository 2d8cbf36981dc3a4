"""The inbox: conversations, those that wait first, beside the one that is open."""

from itertools import chain
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from chat import search
from chat.admin.desk import DeskViews
from chat.admin.figures import FigureViews
from chat.admin.privacy import PrivacyViews
from chat.admin.thread import ThreadViews
from chat.models import Conversation, Desk, Message
from pages.admin.lists import StaffAdmin
from pages.languages import site_languages
from pages.models.outbox import goes_out
from pages.search.extract import extract
from pages.search.words import fold, runs

OF_DJANGO = ("p", "e")  # the page, and that a question could not be understood
LONGEST = 200  # signs of an answer to one of them
ASKED = ("status", "who", "language", "unread", "q")  # what of an address is a question to the inbox


class StatusFilter(admin.SimpleListFilter):
    title = _("status")
    parameter_name = "status"

    def lookups(self, request, model_admin):
        return [("", _("All but spam")), *Conversation.Status.choices, ("all", _("All, spam too"))]

    def queryset(self, request, queryset):
        if self.value() in Conversation.Status.values:
            return queryset.filter(status=self.value())
        return queryset if self.value() == "all" else queryset.exclude(status=Conversation.Status.SPAM)


class WhoFilter(admin.SimpleListFilter):
    title = _("seen to by")
    parameter_name = "who"

    def lookups(self, request, model_admin):
        return [("", _("Anybody")), ("me", _("Me")), ("nobody", _("Nobody yet")), ("others", _("Colleagues"))]

    def queryset(self, request, queryset):
        return {
            "me": queryset.filter(assignee=request.user),
            "nobody": queryset.filter(assignee=None),
            "others": queryset.exclude(assignee=None).exclude(assignee=request.user),
        }.get(self.value(), queryset)


class LanguageFilter(admin.SimpleListFilter):
    title = _("language")
    parameter_name = "language"

    def lookups(self, request, model_admin):
        return [("", _("Any")), *site_languages()]

    def queryset(self, request, queryset):
        return queryset.filter(language=self.value()) if self.value() in dict(site_languages()) else queryset


class UnreadFilter(admin.SimpleListFilter):
    title = _("read")
    parameter_name = "unread"

    def lookups(self, request, model_admin):
        return [("", _("Read or not")), ("1", _("Not read by me"))]

    def queryset(self, request, queryset):
        return queryset.filter(is_unread=True) if self.value() == "1" else queryset


@admin.register(Conversation)
class ConversationAdmin(ThreadViews, DeskViews, PrivacyViews, FigureViews, StaffAdmin):
    list_filter = [StatusFilter, WhoFilter, LanguageFilter, UnreadFilter]
    search_fields = ["messages__body"]  # asked by get_search_results
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # they count whole tables
    list_per_page = 50
    actions = None
    change_list_template = "admin/chat/conversation/inbox.html"

    def get_urls(self):
        own = [self.thread_urls(), self.desk_urls(), self.privacy_urls(), self.figures_urls()]
        return [*chain(*own), *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        more = {"title": _("Conversations")} | self.beside(request)
        return super().changelist_view(request, more | (extra_context or {}))

    def beside(self, request: HttpRequest) -> dict:
        """What the list shows, on its own and beside a conversation."""
        asked = {name: request.GET[name] for name in ASKED if request.GET.get(name)}
        page = {"p": request.GET["p"]} if request.GET.get("p") else {}
        is_narrowed = bool(asked.keys() - {"q"})
        told = {"desk": Desk.of(request.user), "asked": urlencode(asked), "here": urlencode(asked | page)}
        return told | {"is_narrowed": is_narrowed, "mail_goes_out": goes_out()}

    def list_beside(self, request: HttpRequest) -> ChangeList:
        """As the address asks for it; as it is, if that cannot be understood."""
        try:
            return self.get_changelist_instance(request)
        except IncorrectLookupParameters:
            request.GET = request.GET.copy()
            request.GET.clear()
            return self.get_changelist_instance(request)

    def get_changelist_instance(self, request):
        """Nothing but these questions is asked of the database; what is searched for is shown where it was said."""
        asked = QueryDict(mutable=True)
        for name in (*ASKED, *OF_DJANGO):
            if name in request.GET:
                asked[name] = request.GET[name][:LONGEST]
        request.GET = asked
        found = super().get_changelist_instance(request)
        if found.query:
            rows = {row.pk: row for row in found.result_list}
            said = Message.objects.filter(pk__in=search.find(found.query), conversation__in=rows).order_by("pk")
            for message in said:
                rows[message.conversation_id].found = extract([message.body], list(runs(fold(found.query))))
        return found

    def get_queryset(self, request):
        return Conversation.objects.for_inbox(request.user)

    def get_search_results(self, request, queryset, search_term):
        return queryset.saying(search_term) if search_term else queryset, False

    def get_ordering(self, request):
        return ["rank", "-moved_at"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
