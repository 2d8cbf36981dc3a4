"""What readers' templates may ask of news."""

from django.utils.http import urlencode
from django.utils.safestring import SafeString
from jinja2 import pass_context
from jinja2.runtime import Context

from news import structured
from news.context import category_tree
from news.front import Front
from news.models import CategoryTree
from pages.structured import script
from pages.templating.structured import company


@pass_context
def categories(context: Context) -> CategoryTree:
    return category_tree(context["request"])


@pass_context
def article_data(context: Context) -> SafeString:
    known = (context[name] for name in ("revision", "category", "site"))
    return script(structured.article(*known, company(context), context["description"]))


@pass_context
def page_address(context: Context, number: int) -> str:
    """Of a numbered page of a list; a search takes its words along, and the first page has no number."""
    asked = context["request"].GET if "asked" in context else {}
    query = {name: value for name, value in asked.items() if name != "page"} | ({"page": number} if number > 1 else {})
    return context["request"].path + (f"?{urlencode(query)}" if query else "")


@pass_context
def front_page(context: Context) -> Front:
    return Front(context["request"])
