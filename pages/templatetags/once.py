"""`{% once "footer" %}…{% endonce %}`: a part of the page that is the same for all readers of a language.

It is rendered once as long as nothing changes that they see (`pages/store/lasting.py`).

What else it depends on stands behind its name, `{% once "categories" category.pk %}`; it must have few values.
"""

from django import template
from django.utils.translation import get_language

from pages.store.lasting import lasting

register = template.Library()


class Once(template.Node):
    def __init__(self, name: str, others: list[template.base.FilterExpression], nodelist: template.NodeList):
        self.name, self.others, self.nodelist = name, others, nodelist

    def render(self, context: template.Context) -> str:
        if "request" not in context:
            return self.nodelist.render(context)
        key = (self.name, get_language(), *(other.resolve(context) for other in self.others))
        return lasting.get(context["request"], key, lambda: self.nodelist.render(context))


@register.tag
def once(parser: template.base.Parser, token: template.base.Token) -> Once:
    _tag, name, *others = token.split_contents()
    nodelist = parser.parse(("endonce",))
    parser.delete_first_token()
    return Once(name, [parser.compile_filter(other) for other in others], nodelist)
