"""What other templates may ask of the chat."""

from django import template

from chat.models import Conversation

register = template.Library()


@register.simple_tag
def open_conversations(count: int) -> list[Conversation]:
    return list(Conversation.objects.waiting()[:count])
