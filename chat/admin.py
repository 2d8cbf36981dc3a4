"""The inbox: conversations are read, answered, closed, and sorted out."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.translation import get_language_info, gettext_lazy as _
from django.views.decorators.cache import never_cache

from chat.forms import MessageForm, ReplyForm
from chat.models import Conversation, Message, OtherText
from pages import standing
from pages.models import AuditEntry


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
class ConversationAdmin(admin.ModelAdmin):
    list_display = ["visitor", "state", "latest", "last_seq", "written_in", "last_moved"]
    list_filter = [StatusFilter]
    search_fields = ["name", "email", "messages__body"]
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # they count whole tables
    list_per_page = 50
    actions = None

    STEPS = {
        "close": (Conversation.close, _("Closed. If the visitor writes again, it comes back.")),
        "spam": (Conversation.mark_as_spam, _("Marked as spam. It is kept, and shown among the spam only.")),
        "reopen": (Conversation.reopen, _("Back in the inbox.")),
    }

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

    # The thread

    @method_decorator(never_cache)
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """One conversation: what was said, a form to answer, and what else can be done with it."""
        conversation = self.get_object(request, unquote(object_id)) if object_id else None
        if not self.has_view_permission(request, conversation) or object_id is None:
            raise PermissionDenied
        if conversation is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if request.method != "POST":
            return self._thread(request, conversation, self._fresh(conversation))
        if not self.has_change_permission(request, conversation):
            raise PermissionDenied
        with transaction.atomic():
            step = request.POST.get("step", "")
            return self._take(request, conversation, step) if step in self.STEPS else self._reply(request, conversation)

    def _fresh(self, conversation: Conversation) -> ReplyForm:
        return ReplyForm(initial={"client_id": MessageForm.fresh()["client_id"], "seen": conversation.last_seq})

    def _reply(self, request: HttpRequest, conversation: Conversation) -> HttpResponse:
        # Nobody writes to it between the look at what is new and the answer.
        conversation = Conversation.objects.select_for_update().get(pk=conversation.pk)
        form = ReplyForm(request.POST)
        if not form.is_valid():
            return self._thread(request, conversation, form)
        body, client_id = form.cleaned_data["body"], form.cleaned_data["client_id"]
        is_repeated = conversation.messages.filter(client_id=client_id).exists()
        if not is_repeated and conversation.last_seq > form.cleaned_data["seen"]:
            words = _(
                "Something new was said while you were writing; it is above. Send your answer again, or change it."
            )
            return self._thread(request, conversation, self._again(form, conversation, words), status=409)
        try:
            conversation.add(Message.Sender.STAFF, client_id, body, name=request.user.first_name)
        except OtherText:
            words = _("An earlier text of this form was sent already. Press “Send” once more to send this one too.")
            return self._thread(request, conversation, self._again(form, conversation, words), status=409)
        if not is_repeated:
            AuditEntry.objects.note(request.user, conversation, "answer")
        if "and_close" in request.POST and not is_repeated:
            return self._take(request, Conversation.objects.get(pk=conversation.pk), "close")
        messages.success(request, _("Sent. The visitor sees it on the chat page."))
        return HttpResponseRedirect(f"{request.path}#end")

    def _again(self, form: ReplyForm, conversation: Conversation, words: str) -> ReplyForm:
        typed = form.data.copy()
        typed["client_id"], typed["seen"] = str(MessageForm.fresh()["client_id"]), conversation.last_seq
        again = ReplyForm(typed)
        again.add_error("body", words)
        return again

    def _take(self, request: HttpRequest, conversation: Conversation, name: str) -> HttpResponse:
        step, done = self.STEPS[name]
        before = conversation.status
        step(conversation)
        AuditEntry.objects.note(request.user, conversation, name, before, conversation.status)
        messages.success(request, done)
        return HttpResponseRedirect(request.path)

    def _thread(
        self, request: HttpRequest, conversation: Conversation, form: ReplyForm, status: int = 200
    ) -> TemplateResponse:
        context = self.admin_site.each_context(request) | {
            "title": str(conversation),
            "opts": self.opts,
            "original": conversation,
            "badge": standing.badges(conversation.status),
            "said": conversation.messages.all(),
            "form": form,
            "may_answer": self.has_change_permission(request, conversation),
            "is_spam": conversation.status == Conversation.Status.SPAM,
            "is_closed": conversation.status == Conversation.Status.RESOLVED,
        }
        return TemplateResponse(request, "admin/chat/conversation/thread.html", context, status=status)
