"""The same for programs: JSON instead of pages. What is on the wire is in docs/contract.md."""

from datetime import UTC, datetime, timedelta

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.views.generic import View

from chat.forms import MessageForm
from chat.identity import hash_of
from chat.models import ChatSettings, Conversation, Message, OtherText
from chat.models.conversations import reference_of
from chat.throttle import TooMany
from chat.views import OfVisitor, too_many_in_words
from pages.models import SiteSettings

MOST = 200  # messages in one answer
REPLYING_SHOWN = timedelta(seconds=6)


def as_sent(message: Message) -> dict:
    return {
        "seq": message.seq,
        "sender": message.sender,
        "name": message.name,
        "body": message.body,
        "created_at": at(message.created_at),
        "client_id": str(message.client_id),
    }


def at(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def begun_of(here) -> str:
    """When a conversation began: one that is deleted and one begun after it have the same numbers."""
    return at(here.created_at) if here else ""


def status_for_visitor(status: str) -> str:
    """That somebody is taken for a spammer is not told to him."""
    return status if status != Conversation.Status.SPAM else Conversation.Status.OPEN


def mark_for_staff(here) -> str:
    """What else stands around a conversation in the admin: whoever sees another one reads it anew."""
    return f"{here.status} {here.assignee_id} {here.noted_at and at(here.noted_at)} {here.visitor_seen}"


def stream_for(request: HttpRequest, name: str) -> str:
    """Its address; nothing under a server that has none (hifred/asgi.py)."""
    return reverse(name) if "asgi.scope" in request.META else ""


def receipt(message: Message) -> JsonResponse:
    sent = as_sent(message)
    return JsonResponse(
        {name: sent[name] for name in ("seq", "client_id", "created_at")}, status=200 if message.was_known else 201
    )


def updates(request: HttpRequest, here: Conversation | None, status: str, mark: str = "") -> HttpResponse:
    """What was said after a number, or that there is nothing new since the last time that this was asked.

    `mark` is for staff.
    """
    after = request.GET.get("after", "0")
    if not (after.isascii() and after.isdecimal() and len(after) < 10):
        return JsonResponse({"errors": {"after": ["A number."]}}, status=400)
    last = here.last_seq if here else 0
    etag = f'"{here.created_at.timestamp() if here else 0}-{last}-{status}-{mark}-{after}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers={"ETag": etag})
    found = here.messages.filter(seq__gt=int(after))[:MOST] if here and last > int(after) else []
    told = {"last_seq": last, "messages": [as_sent(each) for each in found]}
    told |= {"status": status, "begun": begun_of(here)} | ({"mark": mark} if mark else {})
    return JsonResponse(told, headers={"ETag": etag})


class Bootstrap(OfVisitor, View):
    """Gives the cookies, and says where things stand."""

    def get(self, request: HttpRequest) -> JsonResponse:
        here, chat = self.conversation, ChatSettings.objects.current()
        presence = chat.presence(timezone.now())
        return JsonResponse(
            {
                "csrf_token": get_token(request),
                "last_seq": here.last_seq if here else 0,
                "status": status_for_visitor(here.status) if here else Conversation.Status.OPEN,
                "hours": str(SiteSettings.objects.current().hours),
                "answer_time": str(chat.answer_time) if presence.is_open else "",
                "is_open": presence.is_open,
                "presence": presence.words,
                "typing": chat.shows_typing,
                "stream": stream_for(request, "chat:stream"),
                "begun": begun_of(here),
                "reference": reference_of(hash_of(self.token)),
                "opened": MessageForm.fresh()["opened"],
                "name": here.name if here else "",
                "email": here.email if here else "",
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
        return receipt(message)


class Updates(OfVisitor, View):
    def get(self, request: HttpRequest) -> HttpResponse:
        here = self.conversation
        return updates(request, here, status_for_visitor(here.status) if here else Conversation.Status.OPEN)


class Typing(OfVisitor, View):
    """The visitor is at it; where that is switched off, nothing is noted."""

    def post(self, request: HttpRequest) -> HttpResponse:
        if self.conversation and ChatSettings.objects.current().shows_typing:
            self.conversation.note_typing(Message.Sender.VISITOR, timezone.now())
        return HttpResponse(status=204)


class Seen(OfVisitor, View):
    """The visitor has before his eyes what was said up to a number: it need not go to him by e-mail."""

    def post(self, request: HttpRequest) -> HttpResponse:
        seq = request.POST.get("seq", "")
        if self.conversation and seq.isascii() and seq.isdecimal() and len(seq) < 10:
            self.conversation.note_seen(int(seq))
        return HttpResponse(status=204)


def no_stream(request: HttpRequest) -> HttpResponse:
    """Streams are answered before Django is entered (chat/streams.py), but not by a WSGI server: ask for updates."""
    return HttpResponse(status=503, headers={"Retry-After": "3600"})
