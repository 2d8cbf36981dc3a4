"""What readers' templates say, and in which language."""

import pytest
from django.template import engines
from django.template.exceptions import TemplateDoesNotExist
from django.utils import translation
from jinja2 import DictLoader

from pages.templating.compiled import Templates
from pages.templating.words import said as word

JINJA = engines["jinja2"]


def said(text: str, language: str = "zh-hans", **context) -> str:
    with translation.override(language):
        return JINJA.from_string(text).render(context)


def test_words_are_said_in_the_language_of_the_moment():
    assert [said('{{ _("Search") }}', language) for language in ("en", "zh-hans", "en")] == ["Search", "搜索", "Search"]


def test_what_somebody_typed_is_no_markup_wherever_it_stands():
    typed = "<script>alert(1)</script>"
    text = '{{ typed }}{{ _("Nothing was found for “%(words)s”.") % {"words": typed} }}{{ typed|linebreaks }}'
    assert "<script" not in said(text, typed=typed)


def test_lines_of_what_somebody_typed_are_lines():
    assert said("{{ typed|linebreaks }}", typed="a\n<b>") == "<p>a<br>&lt;b&gt;</p>"
    assert said("{{ typed|linebreaksbr }}", typed="a\n<b>") == "a<br>&lt;b&gt;"


def test_what_a_page_does_not_know_is_empty():
    assert said("[{{ nothing }}{{ nothing.at.all }}{% if nothing.at %}!{% endif %}]") == "[]"


@pytest.mark.parametrize("name", ["admin/index.html", "mail/invitation.txt", "pages/widgets/link.html", "robots.txt"])
def test_what_is_djangos_is_left_to_it(name):
    with pytest.raises(TemplateDoesNotExist):
        JINJA.get_template(name)
    assert engines["django"].get_template(name)


# As they are compiled


def templates(files: dict[str, str], auto_reload: bool = False) -> Templates:
    return Templates({"_": word}, loader=DictLoader(files), autoescape=True, auto_reload=auto_reload)


def rendered(made: Templates, language: str = "en", **context) -> str:
    with translation.override(language):
        return made.get_template("page").render(context)


def test_each_language_has_templates_of_its_own():
    made = templates({"page": '{% include "part" %}', "part": '{{ _("Search") }}'})
    assert [rendered(made, language) for language in ("en", "zh-hans", "en")] == ["Search", "搜索", "Search"]


def test_words_that_are_known_only_on_the_page_are_said_as_well():
    made = templates({"page": "{{ _(word) }}"})
    made.globals["_"] = word
    assert rendered(made, "zh-hans", word="Search") == "搜索"


def test_what_is_included_knows_what_stands_around_it_and_keeps_its_own_names():
    part = "{{ here }}{{ one }}{% set here = 'b' %}{{ here }}{{ outside }}"
    page = "{% for one in [1, 2] %}{% with here = 'a' %}{% include 'part' %}{{ here }};{% endwith %}{% endfor %}"
    assert rendered(templates({"page": page, "part": part}), outside="<") == "a1b&lt;a;a2b&lt;a;"


def test_what_includes_itself_goes_as_deep_as_there_is_something():
    page = "{% with tree=[1, [2, [3]]] %}{% include 'tree' %}{% endwith %}"
    tree = (
        "({% for one in tree %}{% if one is number %}{{ one }}"
        "{% else %}{% with tree=one %}{% include 'tree' %}{% endwith %}{% endif %}{% endfor %})"
    )
    assert rendered(templates({"page": page, "tree": tree})) == "(1(2(3)))"


def test_what_is_included_may_be_a_page_of_its_own():
    made = templates(
        {"page": "{% include 'other' %}", "other": "{% extends 'base' %}{% block a %}b{% endblock %}"}
        | {"base": "[{% block a %}{% endblock %}]"}
    )
    assert rendered(made) == "[b]"


@pytest.mark.parametrize(("is_being_written", "shown"), [(True, "new"), (False, "old")])
def test_a_part_that_is_being_written_is_shown_as_it_is_now(is_being_written, shown):
    files = {"page": "{% include 'part' %}", "part": "old"}
    made = templates(files, auto_reload=is_being_written)
    assert rendered(made) == "old"
    files["part"] = "new"
    assert rendered(made) == shown
