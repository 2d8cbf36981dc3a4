"""What other templates may ask of the chat."""

from django import template
from django.http import HttpRequest
from django.utils.translation import get_language_info

from chat.models import Conversation, Desk
from chat.protocol import stream_for
from pages import standing

register = template.Library()


@register.simple_tag
def open_conversations(count: int) -> list[Conversation]:
    return list(Conversation.objects.waiting()[:count])


@register.simple_tag
def unread_conversations(person) -> int:
    return Conversation.objects.unread_by(person).count()


@register.simple_tag(takes_context=True)
def desk(context) -> Desk:
    """That of whoever is signed in, which some pages know already."""
    return context.get("desk") or Desk.of(context["user"])


@register.simple_tag
def stream_of_the_inbox(request: HttpRequest) -> str:
    return stream_for(request, "chat:inbox-stream")


@register.filter
def badge_of(status: str) -> str:
    return standing.badges(status)


@register.filter
def language_named(code: str) -> str:
    """“Chinese (simplified)”; what the site no longer speaks is named by its code."""
    try:
        return get_language_info(code)["name_translated"]
    except KeyError:
        return code
