"""One conversation: what was said, a form to answer, what can be done with it; and the same for the open window that
shows news as they come.
"""

import uuid

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from chat import letters
from chat.admin.desk import counts
from chat.admin.routes import ONLY_DO, ONLY_SHOW, routes
from chat.forms import AssignForm, MessageForm, NoteForm, ReplyForm
from chat.models import CannedReply, ChatSettings, Conversation, Message, OtherText, ReadMark, who_answer
from chat.protocol import REPLYING_SHOWN, mark_for_staff, receipt, stream_for, updates
from pages import standing
from pages.models import AuditEntry
from pages.models.outbox import goes_out
from pages.models.people import name_of
from pages.widgets import is_number


class Moved(Exception):
    """Something was said that whoever does this has not seen."""


MOVED = _("Something new was said while you were writing; it is above. Send your answer again, or change it.")
MOVED_ON = _("Something has changed meanwhile; see above. Nothing was done: press the button again if it still fits.")
GONE = _("This conversation is not there any more: its visitor has deleted it, or it was erased.")
OTHER_NOTE = _("An earlier text of this note is kept already. Press the button once more to keep this one too.")
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
    message = here.add(Message.Sender.STAFF, client_id, body, name=signature(user), author=user)
    if not is_repeated:
        AuditEntry.objects.note(user, here, "answer")
    return message


IN_WORK = {Conversation.Status.OPEN, Conversation.Status.PENDING}
SORTED_OUT = {Conversation.Status.RESOLVED, Conversation.Status.SPAM}


class ThreadViews:
    """For the inbox's ModelAdmin."""

    STEPS = {
        "close": (Conversation.close, IN_WORK, _("Closed. If the visitor writes again, it comes back.")),
        "spam": (Conversation.mark_as_spam, IN_WORK, _("Marked as spam. It is kept, and shown among the spam only.")),
        "reopen": (Conversation.reopen, SORTED_OUT, _("Back in the inbox.")),
    }

    def thread_urls(self) -> list:
        show = routes(self, "<path:object_id>/{}", ONLY_SHOW, self.updates_view)
        return show + routes(self, "<path:object_id>/{}", ONLY_DO, self.send_view, self.typing_view, self.read_view)

    # As a page

    @method_decorator(never_cache)
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        conversation = self.get_object(request, unquote(object_id)) if object_id else None
        if not self.has_view_permission(request, conversation) or object_id is None:
            raise PermissionDenied
        if conversation is None:
            return self._gone(request)
        if request.method != "POST":
            return self._thread(request, conversation)
        if not self.has_change_permission(request, conversation):
            raise PermissionDenied
        try:
            return self._act(request, conversation)
        except Conversation.DoesNotExist:  # since it was read above
            return self._gone(request)

    def _act(self, request: HttpRequest, conversation: Conversation) -> HttpResponse:
        step = request.POST.get("step", "")
        acts = {"claim": self._claim, "assign": self._assign, "note": self._note, "transcript": self._transcript}
        acts["insert"] = self._insert
        if step in acts:
            return acts[step](request, conversation)
        return self._take(request, conversation, step) if step in self.STEPS else self._reply(request, conversation)

    def _gone(self, request: HttpRequest) -> HttpResponse:
        messages.warning(request, GONE)
        return redirect("admin:chat_conversation_changelist")

    def _fresh(self, conversation: Conversation, body: str = "") -> ReplyForm:
        return ReplyForm(initial={"client_id": uuid.uuid4(), "seen": conversation.last_seq, "body": body})

    def _back(self, request: HttpRequest, place: str = "") -> HttpResponse:
        return HttpResponseRedirect(f"{request.get_full_path()}{place}")

    def _reply(self, request: HttpRequest, conversation: Conversation) -> HttpResponse:
        form = ReplyForm(request.POST)
        if not form.is_valid():
            return self._thread(request, conversation, form)
        try:
            with transaction.atomic():
                message = answer(request.user, conversation, **form.cleaned_data)
                ReadMark.objects.put(request.user, message.conversation, message.seq)
                if "and_close" in request.POST and not message.was_known:
                    return self._take(request, conversation, "close", message.seq)
        except Moved:
            return self._ask_again(request, conversation, form, MOVED)
        except OtherText:
            return self._ask_again(request, conversation, form, OTHER)
        messages.success(request, _("Sent. The visitor sees it on the chat page."))
        return self._back(request, "#end")

    def _ask_again(self, request: HttpRequest, conversation: Conversation, form: ReplyForm, words: str) -> HttpResponse:
        conversation.refresh_from_db()
        typed = form.data.copy()
        typed["client_id"], typed["seen"] = str(MessageForm.fresh()["client_id"]), conversation.last_seq
        again = ReplyForm(typed)
        again.add_error("body", words)
        return self._thread(request, conversation, again, status=409)

    def _insert(self, request: HttpRequest, conversation: Conversation) -> HttpResponse:
        """A ready answer, at the end of what stands in the form."""
        chosen = request.POST.get("canned", "")
        reply = CannedReply.objects.filter(pk=chosen).first() if is_number(chosen) else None
        typed = request.POST.get("body", "")
        added = reply.for_visitor(conversation.name) if reply else ""
        form = self._fresh(conversation, "\n".join(filter(None, [typed, added])))
        form.initial["seen"] = request.POST.get("seen", conversation.last_seq)
        return self._thread(request, conversation, form)

    def _take(
        self, request: HttpRequest, conversation: Conversation, name: str, seen: int | None = None
    ) -> HttpResponse:
        """One of the steps; nothing that has moved since it was looked at is closed or sorted out, or opened again."""
        step, possible, done = self.STEPS[name]
        told = request.POST.get("seen", "")
        if seen is None and is_number(told):
            seen = int(told)
        with transaction.atomic():
            here = Conversation.objects.select_for_update().get(pk=conversation.pk)
            has_moved = name != "reopen" and seen is not None and here.last_seq > seen
            has_moved = has_moved or here.status not in possible
            if not has_moved:
                before = here.status
                step(here)
                AuditEntry.objects.note(request.user, here, name, before, here.status)
                if name == "close" and ChatSettings.objects.current().mails_transcript:
                    letters.send_transcript(here, only_if_answered=True)
        if has_moved:
            messages.warning(request, MOVED_ON)
            return self._thread(request, here, status=409)
        messages.success(request, done)
        return self._back(request)

    def _claim(self, request: HttpRequest, conversation: Conversation) -> HttpResponse:
        if conversation.assign(None, request.user):
            AuditEntry.objects.note(request.user, conversation, "claim")
            messages.success(request, _("It is yours."))
        elif other := Conversation.objects.select_related("assignee").get(pk=conversation.pk).assignee:
            words = _("%(name)s sees to it already.") % {"name": name_of(other)}
            messages.warning(request, words) if other != request.user else messages.info(request, _("It is yours."))
        return self._back(request)

    def _assign(self, request: HttpRequest, conversation: Conversation) -> HttpResponse:
        form = AssignForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Choose somebody who answers here."))
            return self._back(request)
        person = form.cleaned_data["person"]
        if conversation.assign(form.cleaned_data["before"], person, is_news=person not in (None, request.user)):
            AuditEntry.objects.note(request.user, conversation, "assign", words=name_of(person))
            words = _("%(name)s sees to it now.") % {"name": name_of(person)} if person else _("Nobody sees to it now.")
            messages.success(request, words)
        else:
            messages.warning(request, _("A colleague has changed this meanwhile; nothing was done."))
        return self._back(request)

    def _note(self, request: HttpRequest, conversation: Conversation) -> HttpResponse:
        form = NoteForm(request.POST)
        if not form.is_valid():
            return self._thread(request, conversation, note=form)
        try:
            with transaction.atomic():
                here = Conversation.objects.select_for_update().get(pk=conversation.pk)
                here.note(request.user, **form.cleaned_data)
        except OtherText:
            typed = form.data.copy()
            typed["note-client_id"] = str(uuid.uuid4())
            again = NoteForm(typed)
            again.add_error("body", OTHER_NOTE)
            return self._thread(request, conversation, note=again, status=409)
        return self._back(request, "#notes")

    def _transcript(self, request: HttpRequest, conversation: Conversation) -> HttpResponse:
        with transaction.atomic():
            here = Conversation.objects.select_for_update().get(pk=conversation.pk)
            is_sent = letters.send_transcript(here)
            if is_sent:
                AuditEntry.objects.note(request.user, here, "transcript")
        if is_sent:
            messages.success(request, _("The conversation goes to the visitor by e-mail."))
        else:
            messages.warning(
                request, _("It cannot be sent: the visitor has left no address, or no mail server is set up.")
            )
        return self._back(request)

    def _thread(
        self,
        request: HttpRequest,
        conversation: Conversation,
        form: ReplyForm | None = None,
        note: NoteForm | None = None,
        status: int = 200,
    ) -> TemplateResponse:
        said, now = list(conversation.messages.all()), timezone.now()
        if request.method != "HEAD" and "X-Only-Around" not in request.headers:  # which nobody may be looking at
            ReadMark.objects.put(request.user, conversation, said[-1].seq if said else 0)
        agents = list(who_answer())
        replying = (
            conversation.replying_at and conversation.replying_at > now - REPLYING_SHOWN and conversation.replying
        )
        replies = CannedReply.objects.all().in_language(conversation.language)
        context = self.admin_site.each_context(request) | self.beside(request)
        context |= {
            "title": str(conversation),
            "opts": self.opts,
            "original": conversation,
            "badge": standing.badges(conversation.status),
            "said": said,
            "cl": self.list_beside(request),
            "stream": stream_for(request, "chat:inbox-stream"),
            "mark": mark_for_staff(conversation),
            "form": form or self._fresh(conversation),
            "note": note or NoteForm(initial={"client_id": uuid.uuid4()}),
            "assign": AssignForm(
                initial={"person": conversation.assignee_id, "before": conversation.assignee_id}, agents=agents
            ),
            "notes": conversation.notes.select_related("author"),
            "earlier": conversation.earlier()[:5],
            "replies": [(reply, reply.for_visitor(conversation.name)) for reply in replies],
            "replying": name_of(replying) if replying and replying != request.user else "",
            "may_answer": self.has_change_permission(request, conversation),
            "may_erase": self.may_erase(request),
            "may_mail": bool(conversation.email) and goes_out(),
            "is_mine": conversation.assignee_id == request.user.pk,
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
        mark = mark_for_staff(conversation) if conversation else ""
        return updates(request, conversation, conversation.status if conversation else "", mark)

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
        is_told = ChatSettings.objects.current().shows_typing
        conversation.note_replying(request.user, timezone.now(), signature(request.user), is_told)
        return HttpResponse(status=204)

    def read_view(self, request: HttpRequest, object_id: str) -> JsonResponse:
        """The window shows it up to a number; what is left to be read is answered."""
        conversation = self.get_object(request, unquote(object_id))
        if not self.has_view_permission(request, conversation):
            raise PermissionDenied
        seq = request.POST.get("seq", "")
        if conversation and is_number(seq):
            ReadMark.objects.put(request.user, conversation, int(seq))
        return JsonResponse(counts(request.user))

    def _to_change(self, request: HttpRequest, object_id: str) -> Conversation:
        conversation = self.get_object(request, unquote(object_id))
        if not self.has_change_permission(request, conversation):
            raise PermissionDenied
        if conversation is None:
            raise Http404
        return conversation
