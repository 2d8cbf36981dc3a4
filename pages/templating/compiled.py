"""Templates as they are compiled: once a language, with its words in them, and with what they include.

`_("Search")`, `path_to("news:list")` and `static("site/site.css")` say the same as long as a process runs, so they are
asked while a template is compiled and stand in it as if they had been typed. An included template is put where it is
included: to hand it all that a page knows takes longer than most of them.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils import translation
from jinja2 import Environment, nodes
from jinja2.visitor import NodeTransformer

Constant = dict[str, Callable[..., str]]


class Templates(Environment):
    """Of all languages, each of which has its own. `constant` say the same whichever page asks."""

    language = ""

    def __init__(self, constant: Constant, **options: Any):
        super().__init__(**options)
        self.constant, self._by_language = constant, {}

    def get_template(self, name: str, *others: Any, **named: Any):
        return super(Templates, self._of_this_language()).get_template(name, *others, **named)

    def make_globals(self, more: dict[str, Any] | None) -> dict[str, Any]:
        """A dictionary, which each page copies several times as fast as the chain of two that Jinja makes."""
        return self.globals | (more or {})

    def _of_this_language(self) -> "Templates":
        language = self.language or translation.get_language() or settings.LANGUAGE_CODE
        if language == self.language:
            return self
        if language not in self._by_language:
            made = self.overlay()
            made.language = language  # before other threads find it
            self._by_language[language] = made
        return self._by_language[language]

    def _generate(self, source: nodes.Template, name: str | None, *others: Any, **named: Any) -> str:
        """Jinja's place for whoever has something to do with a template between reading and compiling it."""
        with translation.override(self._of_this_language().language):
            source = _Filled(self, [name]).visit(source)
        return super()._generate(source, name, *others, **named)


class _Filled(NodeTransformer):
    def __init__(self, environment: Templates, within: list[str | None]):
        self.environment, self.within = environment, within

    def visit_Call(self, node: nodes.Call) -> nodes.Expr:
        node = self.generic_visit(node)
        ask = self.environment.constant.get(getattr(node.node, "name", ""))
        given = [*node.args, *node.kwargs, *filter(None, (node.dyn_args, node.dyn_kwargs))]
        if ask is None or not all(isinstance(one, nodes.Const) for one in given):
            return node
        return nodes.Const(ask(*(one.value for one in node.args)), lineno=node.lineno)

    def visit_Include(self, node: nodes.Include) -> nodes.Node:
        """Where templates are being written, lines that are reported are to be those of the file."""
        name = getattr(node.template, "value", None)
        if not isinstance(name, str) or name in self.within or self.environment.auto_reload:
            return node
        included = self.environment.parse(self.environment.loader.get_source(self.environment, name)[0])
        if included.find((nodes.Extends, nodes.Block)):
            return node
        included = _Filled(self.environment, [*self.within, name]).visit(included)
        return nodes.Scope(included.body, lineno=node.lineno)
