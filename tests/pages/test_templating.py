"""What readers' templates say, and in which language."""

import pytest
from django.template import engines
from django.template.exceptions import TemplateDoesNotExist
from django.utils import translation

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
