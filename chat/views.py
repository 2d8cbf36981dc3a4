"""The conversation as a plain page: write, read what was answered, take it along, delete it."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.generic import FormView

from chat import letters
from chat.forms import MessageForm
from chat.identity import give, hash_of, is_ours, new_token, token_of
from chat.models import ChatSettings, Conversation, Message, OtherText
from chat.throttle import TooMany, network_of
from chat.transcript import as_text
from pages.models.outbox import goes_out

SHOWN = 200  # messages; all of them on demand


def refuse_foreign(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Nothing is done for a page of another site, whatever cookies it brings along."""

    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method == "POST" and request.headers.get("Sec-Fetch-Site") == "cross-site":
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


class OfVisitor:
    """For a view: the visitor's conversation, and the cookie that selects it."""

    def setup(self, request: HttpRequest, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.token = token_of(request)
        self.conversation = Conversation.objects.of(self.token)
        if not self.conversation and not is_ours(self.token):
            self.token = new_token()

    @method_decorator([never_cache, refuse_foreign])
    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return give(super().dispatch(request, *args, **kwargs), self.token)

    def send(self, form: MessageForm) -> Message:
        return self._send_under(hash_of(self.token), form)

    def _send_under(self, token_hash: str, form: MessageForm) -> Message:
        told = {"network": network_of(self.request), "language": self.request.LANGUAGE_CODE}
        return Conversation.objects.send_under(token_hash, **told, **form.message())


class Chat(OfVisitor, FormView):
    template_name = "chat/chat.html"
    form_class = MessageForm
    by_letter = False

    def get_initial(self) -> dict:
        here = self.conversation
        return MessageForm.fresh() | {"name": here.name if here else "", "email": here.email if here else ""}

    def get_context_data(self, **context) -> dict:
        said = self.conversation.messages.order_by("-seq") if self.conversation else Message.objects.none()
        shown = list(said if "all" in self.request.GET else said[: SHOWN + 1])
        has_more = "all" not in self.request.GET and len(shown) > SHOWN
        shown = shown[:SHOWN] if has_more else shown
        if shown and self.request.method == "GET" and not self.by_letter:  # mail servers look at links as well
            self.conversation.note_seen(shown[0].seq)
        told = {"conversation": self.conversation, "by_letter": self.by_letter} | about_us()
        return super().get_context_data(said=shown[::-1], has_more=has_more, **told, **context)

    def form_valid(self, form: MessageForm) -> HttpResponse:
        try:
            self.send(form)
        except OtherText:
            # The browser's back button brought an old form with a new text.
            words = _("An earlier text of this form was sent already. Press “Send” once more to send this one too.")
            return self._ask_again(form, words, status=409)
        except TooMany as refusal:
            response = self._ask_again(form, too_many_in_words(refusal), status=429)
            response["Retry-After"] = str(refusal.seconds)
            return response
        return HttpResponseRedirect(f"{self.request.path}?lang={self.request.LANGUAGE_CODE}&sent=1#end")

    def form_invalid(self, form: MessageForm) -> HttpResponse:
        if "client_id" in form.errors:
            return self._ask_again(form, _("The form was incomplete. Press “Send” once more."))
        return super().form_invalid(form)

    def _ask_again(self, form: MessageForm, words: str, status: int = 200) -> HttpResponse:
        """What was typed is kept, under a new id."""
        typed = form.data.copy()
        typed["client_id"] = str(MessageForm.fresh()["client_id"])
        again = MessageForm(typed)
        again.add_error("body", words)
        return self.render_to_response(self.get_context_data(form=again), status=status)


class ByLetter(Chat):
    """The same behind the link of a letter, in whatever browser it is opened: the link selects, not the cookie."""

    by_letter = True

    def setup(self, request: HttpRequest, key: str):
        FormView.setup(self, request, key=key)
        self.conversation = letters.conversation_of(key)

    @method_decorator([never_cache, refuse_foreign])
    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if self.conversation is None:
            return render(request, "chat/letter_gone.html", {"how_long_it_held": _how_long_it_held()}, status=404)
        response = FormView.dispatch(self, request, *args, **kwargs)
        response["Referrer-Policy"] = "same-origin"
        return response

    def get_form(self, form_class=None) -> MessageForm:
        """The link holds for this address: another one is not taken here."""
        form = super().get_form(form_class)
        form.fields["email"].disabled = True
        return form

    def send(self, form: MessageForm) -> Message:
        return self._send_under(self.conversation.token_hash, form)


def about_us() -> dict:
    """Whether somebody is there, and what else is told to whoever opens the chat."""
    chat = ChatSettings.objects.current()
    return {"chat": chat, "presence": chat.presence(timezone.now()), "mail_goes_out": goes_out()}


def too_many_in_words(refusal: TooMany) -> str:
    wait = ngettext("in %(count)d second", "in %(count)d seconds", refusal.seconds) % {"count": refusal.seconds}
    if refusal.seconds > 90:
        minutes = -(-refusal.seconds // 60)
        wait = ngettext("in %(count)d minute", "in %(count)d minutes", minutes) % {"count": minutes}
    return _("Those were many messages in a short time. Your text is kept here: press “Send” again %(wait)s.") % {
        "wait": wait
    }


@never_cache
@require_safe
def panel(request: HttpRequest) -> HttpResponse:
    """What the widget is made of, in the reader's language; the same for everybody."""
    return render(request, "chat/_panel.html", {"form": MessageForm(auto_id="chat-%s")} | about_us())


@never_cache
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """The visitor's conversation as a text, to take along."""
    conversation = Conversation.objects.of(token_of(request))
    if not conversation:
        return redirect(f"{reverse('chat:chat')}?lang={request.LANGUAGE_CODE}")
    return HttpResponse(
        as_text(conversation),
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="conversation.txt"'},
    )


@never_cache
@refuse_foreign
def delete(request: HttpRequest) -> HttpResponse:
    """Asks once, then deletes the visitor's conversation with all that was said in it."""
    conversation = Conversation.objects.of(token_of(request))
    chat = f"{reverse('chat:chat')}?lang={request.LANGUAGE_CODE}"
    if request.method == "POST":
        Conversation.objects.filter(pk=conversation and conversation.pk).erase()
        return redirect(f"{chat}&deleted=1")
    if conversation is None:
        return redirect(chat)
    return render(request, "chat/delete.html", {"what_will_be_gone": _what_will_be_gone(conversation.last_seq)})


def _what_will_be_gone(messages: int) -> str:
    return ngettext(
        "%(messages)s message, yours and ours, will be gone for good. If you want to keep it, download it first.",
        "%(messages)s messages, yours and ours, will be gone for good. If you want to keep them, download them first.",
        messages,
    ) % {"messages": messages}


def _how_long_it_held() -> str:
    days = letters.LINK_HOLDS.days
    return ngettext(
        "It holds for %(days)s day, and only while the conversation is kept. Write to us anew; we are glad to go on.",
        "It holds for %(days)s days, and only while the conversation is kept. Write to us anew; we are glad to go on.",
        days,
    ) % {"days": days}
