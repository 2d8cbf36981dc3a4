"""`{% call once("footer") %}…{% endcall %}`: a part of the page that is the same for all readers of a language.

It is rendered once as long as nothing changes that they see (`pages/store/lasting.py`).

What else it depends on stands behind its name, `{% call once("categories", category.pk) %}`; it must have few values. A
name stands for one part in all templates. A view that shows what does not hold, such as settings that nobody has saved,
says so by `request.state_of_the_site = None`; the year in the footer may be a minute late.
"""

from collections.abc import Callable, Hashable

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from pages.store.lasting import lasting


@pass_context
def once(context: Context, name: str, *others: Hashable, caller: Callable[[], Markup]) -> Markup:
    return lasting.get(context["request"], (name, context["LANGUAGE_CODE"], *others), caller)
