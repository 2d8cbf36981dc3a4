"""Django's `i18n`, whose `{% translate "words" %}` looks its words up once a language: a page has dozens of them."""

from django import template
from django.template.base import Node, Parser, Token
from django.templatetags import i18n
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()
register.tags |= i18n.register.tags
register.filters |= i18n.register.filters


class Said(Node):
    def __init__(self, node: i18n.TranslateNode):
        self.node = node
        self.in_language: dict[str | None, SafeString] = {}

    def render(self, context: template.Context) -> SafeString:
        language = get_language()
        if language not in self.in_language:
            self.in_language[language] = self.node.render(context)
        return self.in_language[language]


@register.tag("translate")
def translate(parser: Parser, token: Token) -> Node:
    node = i18n.do_translate(parser, token)
    words, meaning = node.filter_expression, node.message_context
    is_literal = words.is_var and not words.filters and words.var.lookups is None
    is_plain = is_literal and node.asvar is None and (meaning is None or not meaning.is_var)
    return Said(node) if is_plain else node
