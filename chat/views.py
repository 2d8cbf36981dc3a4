"""The conversation as a plain page: write, and read what was written."""

import uuid

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from chat.forms import MessageForm
from chat.models import Conversation, OtherText

COOKIE = "__Secure-chat" if settings.SECURE else "chat"
THIRTY_DAYS = 30 * 24 * 60 * 60


@method_decorator(never_cache, name="dispatch")
class Chat(FormView):
    template_name = "chat/chat.html"
    form_class = MessageForm

    def setup(self, request: HttpRequest, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.token = request.COOKIES.get(COOKIE, "")
        self.conversation = Conversation.objects.of(self.token)

    def get_initial(self) -> dict:
        here = self.conversation
        return {"client_id": uuid.uuid4(), "name": here.name if here else "", "email": here.email if here else ""}

    def get_context_data(self, **context) -> dict:
        said = self.conversation.messages.all() if self.conversation else []
        return super().get_context_data(conversation=self.conversation, said=said, **context)

    def form_valid(self, form: MessageForm) -> HttpResponse:
        # A cookie that nobody was given selects nothing: whoever comes with one gets a new one.
        token = self.token if self.conversation else Conversation.new_token()
        try:
            Conversation.objects.send(token, language=self.request.LANGUAGE_CODE, **form.cleaned_data)
        except OtherText:
            # The browser's back button brought an old form with a new text.
            words = _("An earlier text of this form was sent already. Press “Send” once more to send this one too.")
            return self._ask_again(form, words, status=409)
        response = HttpResponseRedirect(f"{self.request.path}?lang={self.request.LANGUAGE_CODE}&sent=1#end")
        response.set_cookie(
            COOKIE, token, max_age=THIRTY_DAYS, path="/chat/", secure=settings.SECURE, httponly=True, samesite="Lax"
        )
        return response

    def form_invalid(self, form: MessageForm) -> HttpResponse:
        if "client_id" in form.errors:
            return self._ask_again(form, _("The form was incomplete. Press “Send” once more."))
        return super().form_invalid(form)

    def _ask_again(self, form: MessageForm, words: str, status: int = 200) -> HttpResponse:
        """What was typed is kept, under a new id."""
        typed = form.data.copy()
        typed["client_id"] = str(uuid.uuid4())
        again = MessageForm(typed)
        again.add_error("body", words)
        return self.render_to_response(self.get_context_data(form=again), status=status)
