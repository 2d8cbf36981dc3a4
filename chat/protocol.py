"""The same for programs: JSON instead of pages. What is on the wire is in docs/contract.md."""

from datetime import UTC

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.views.generic import View

from chat.forms import MessageForm
from chat.models import Conversation, Message, OtherText
from chat.throttle import TooMany
from chat.views import OfVisitor, too_many_in_words
from pages.models import SiteSettings

MOST = 200  # messages in one answer


def as_sent(message: Message) -> dict:
    return {
        "seq": message.seq,
        "sender": message.sender,
        "name": message.name,
        "body": message.body,
        "created_at": message.created_at.astimezone(UTC).isoformat(),
        "client_id": str(message.client_id),
    }


class Bootstrap(OfVisitor, View):
    """Gives the cookies, and says where things stand."""

    def get(self, request: HttpRequest) -> JsonResponse:
        here = self.conversation
        return JsonResponse(
            {
                "csrf_token": get_token(request),
                "last_seq": here.last_seq if here else 0,
                # That somebody is taken for a spammer is not told to him.
                "status": here.status if here and here.status != Conversation.Status.SPAM else Conversation.Status.OPEN,
                "hours": str(SiteSettings.objects.current().hours),
                "opened": MessageForm.fresh()["opened"],
            }
        )


class Send(OfVisitor, View):
    def post(self, request: HttpRequest) -> JsonResponse:
        form = MessageForm(request.POST)
        if not form.is_valid():
            return JsonResponse({"errors": form.errors}, status=400)
        try:
            message = self.send(form)
        except OtherText:
            return JsonResponse({"errors": {"client_id": ["Another text was sent under this id."]}}, status=409)
        except TooMany as refusal:
            return JsonResponse(
                {"errors": {"body": [too_many_in_words(refusal)]}},
                status=429,
                headers={"Retry-After": str(refusal.seconds)},
            )
        sent = as_sent(message)
        return JsonResponse(
            {name: sent[name] for name in ("seq", "client_id", "created_at")}, status=200 if message.was_known else 201
        )


class Updates(OfVisitor, View):
    def get(self, request: HttpRequest) -> HttpResponse:
        after = request.GET.get("after", "0")
        if not (after.isascii() and after.isdecimal() and len(after) < 10):
            return JsonResponse({"errors": {"after": ["A number."]}}, status=400)
        here = self.conversation
        last = here.last_seq if here else 0
        # A conversation that was deleted and one begun after it have the same numbers.
        etag = f'"{here.created_at.timestamp() if here else 0}-{last}-{after}"'
        if request.headers.get("If-None-Match") == etag:
            return HttpResponse(status=304, headers={"ETag": etag})
        found = here.messages.filter(seq__gt=int(after))[:MOST] if here and last > int(after) else []
        return JsonResponse({"last_seq": last, "messages": [as_sent(each) for each in found]}, headers={"ETag": etag})
