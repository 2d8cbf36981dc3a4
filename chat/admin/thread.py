"""One conversation: what was said, a form to answer, and the same for the open window that shows news as they come."""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from chat.forms import MessageForm, ReplyForm
from chat.models import ChatSettings, Conversation, Message, OtherText
from chat.protocol import receipt, stream_for, updates
from pages import standing
from pages.models import AuditEntry


class Moved(Exception):
    """Something was said that the writer of this answer has not seen."""


MOVED = _("Something new was said while you were writing; it is above. Send your answer again, or change it.")
GONE = _("This conversation is not there any more: its visitor has deleted it.")
OTHER = _("An earlier text of this form was sent already. Press “Send” once more to send this one too.")


def signature(user) -> str:
    """As visitors see it; accounts have room for longer names."""
    return user.first_name[: Message._meta.get_field("name").max_length]


@transaction.atomic
def answer(user, conversation: Conversation, body: str, client_id, seen: int) -> Message:
    """Nobody writes to it between the look at what is new and the answer."""
    here = Conversation.objects.select_for_update().get(pk=conversation.pk)
    is_repeated = here.messages.filter(client_id=client_id).exists()
    if not is_repeated and here.last_seq > seen:
        raise Moved
    message = here.add(Message.Sender.STAFF, client_id, body, name=signature(user))
    if not is_repeated:
        AuditEntry.objects.note(user, here, "answer")
    return message


class ThreadViews:
    """For the inbox's ModelAdmin."""

    STEPS = {
        "close": (Conversation.close, _("Closed. If the visitor writes again, it comes back.")),
        "spam": (Conversation.mark_as_spam, _("Marked as spam. It is kept, and shown among the spam only.")),
        "reopen": (Conversation.reopen, _("Back in the inbox.")),
    }

    def get_urls(self):
        see, write = method_decorator([never_cache, require_safe]), method_decorator([never_cache, require_POST])
        views = {
            "updates": see(type(self).updates_view),
            "send": write(type(self).send_view),
            "typing": write(type(self).typing_view),
        }
        own = [
            path(
                f"<path:object_id>/{name}",
                self.admin_site.admin_view(view.__get__(self)),
                name=f"chat_conversation_{name}",
            )
            for name, view in views.items()
        ]
        return own + super().get_urls()

    # As a page

    @method_decorator(never_cache)
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        conversation = self.get_object(request, unquote(object_id)) if object_id else None
        if not self.has_view_permission(request, conversation) or object_id is None:
            raise PermissionDenied
        if conversation is None:
            return self._gone(request)
        if request.method != "POST":
            return self._thread(request, conversation, self._fresh(conversation))
        if not self.has_change_permission(request, conversation):
            raise PermissionDenied
        step = request.POST.get("step", "")
        try:
            return self._take(request, conversation, step) if step in self.STEPS else self._reply(request, conversation)
        except Conversation.DoesNotExist:  # since it was read above
            return self._gone(request)

    def _gone(self, request: HttpRequest) -> HttpResponse:
        messages.warning(request, GONE)
        return redirect("admin:chat_conversation_changelist")

    def _fresh(self, conversation: Conversation) -> ReplyForm:
        return ReplyForm(initial={"client_id": MessageForm.fresh()["client_id"], "seen": conversation.last_seq})

    def _reply(self, request: HttpRequest, conversation: Conversation) -> HttpResponse:
        form = ReplyForm(request.POST)
        if not form.is_valid():
            return self._thread(request, conversation, form)
        try:
            with transaction.atomic():
                message = answer(request.user, conversation, **form.cleaned_data)
                if "and_close" in request.POST and not message.was_known:
                    return self._take(request, conversation, "close")
        except Moved:
            return self._ask_again(request, conversation, form, MOVED)
        except OtherText:
            return self._ask_again(request, conversation, form, OTHER)
        messages.success(request, _("Sent. The visitor sees it on the chat page."))
        return HttpResponseRedirect(f"{request.path}#end")

    def _ask_again(self, request: HttpRequest, conversation: Conversation, form: ReplyForm, words: str) -> HttpResponse:
        conversation.refresh_from_db()
        typed = form.data.copy()
        typed["client_id"], typed["seen"] = str(MessageForm.fresh()["client_id"]), conversation.last_seq
        again = ReplyForm(typed)
        again.add_error("body", words)
        return self._thread(request, conversation, again, status=409)

    @transaction.atomic
    def _take(self, request: HttpRequest, conversation: Conversation, name: str) -> HttpResponse:
        step, done = self.STEPS[name]
        here = Conversation.objects.select_for_update().get(pk=conversation.pk)
        before = here.status
        step(here)
        AuditEntry.objects.note(request.user, here, name, before, here.status)
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
            "stream": stream_for(request, "chat:inbox-stream"),
            "shows_typing": ChatSettings.objects.current().shows_typing,
            "form": form,
            "may_answer": self.has_change_permission(request, conversation),
            "is_spam": conversation.status == Conversation.Status.SPAM,
            "is_closed": conversation.status == Conversation.Status.RESOLVED,
        }
        return TemplateResponse(request, "admin/chat/conversation/thread.html", context, status=status)

    # As the window that is open asks for it, in the words of the visitor's protocol

    def updates_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Of one that the visitor has deleted, that nothing was said."""
        conversation = self.get_object(request, unquote(object_id))
        if not self.has_view_permission(request, conversation):
            raise PermissionDenied
        return updates(request, conversation, conversation.status if conversation else "")

    def send_view(self, request: HttpRequest, object_id: str) -> JsonResponse:
        conversation = self._to_change(request, object_id)
        form = ReplyForm(request.POST)
        if not form.is_valid():
            return JsonResponse({"errors": form.errors}, status=400)
        try:
            return receipt(answer(request.user, conversation, **form.cleaned_data))
        except Moved:
            return JsonResponse({"errors": {"body": [MOVED]}}, status=409)
        except OtherText:
            return JsonResponse({"errors": {"client_id": [OTHER]}}, status=409)
        except Conversation.DoesNotExist as gone:
            raise Http404 from gone

    def typing_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        conversation = self._to_change(request, object_id)
        if ChatSettings.objects.current().shows_typing:
            conversation.note_typing(Message.Sender.STAFF, timezone.now(), signature(request.user))
        return HttpResponse(status=204)

    def _to_change(self, request: HttpRequest, object_id: str) -> Conversation:
        conversation = self.get_object(request, unquote(object_id))
        if not self.has_change_permission(request, conversation):
            raise PermissionDenied
        if conversation is None:
            raise Http404
        return conversation
