"""What templates say in each language, looked up once."""

import pytest
from django.template import Context, Template
from django.utils import translation

LITERAL = '{% load said %}{% translate "Search" %}'


def said(text: str, language: str, **context) -> str:
    with translation.override(language):
        return Template(text).render(Context(context))


def test_words_are_said_in_the_language_of_the_moment():
    template = Template(LITERAL)
    found = []
    for language in ("en", "zh-hans", "en"):
        with translation.override(language):
            found.append(template.render(Context()))
    assert found == ["Search", "搜索", "Search"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{% translate "Search" as word %}[{{ word }}]', "[搜索]"),
        ('{% translate "Search" noop %}', "Search"),
        ('{% translate "Search"|lower %}', "搜索"),
        ("{% translate word %}", "搜索"),
        ('{% translate "100%" %}', "100%"),
        ('{% translate "<b>" %}', "<b>"),
        ("{% translate typed %}", "&lt;b&gt;"),
        ('{% trans "Search" %}', "搜索"),
    ],
)
def test_all_forms_of_the_tag_say_what_djangos_says(text, expected):
    assert said("{% load said %}" + text, "zh-hans", word="Search", typed="<b>") == expected


def test_a_meaning_that_is_known_at_last_is_asked_for_each_time():
    template = Template('{% load said %}{% translate "Time:" context meaning %}')
    with translation.override("zh-hans"):
        found = {meaning: template.render(Context({"meaning": meaning})) for meaning in ("article", "nothing")}
    assert found["article"] != found["nothing"] == "Time:"
