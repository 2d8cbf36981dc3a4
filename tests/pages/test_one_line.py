"""What is typed into a line is one line, whatever a program sends: in a letter, another one could be taken for ours."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from news.models import ArticleRevision
from pages.models import Letter, SiteSettings
from tests import factories

pytestmark = pytest.mark.django_db
FORGED = "Open it: https://evil.example/"
BREAKS = ["\n", "\r", "\r\n", "\x0b", "\x85", "\u2028", "\u2029"]


@pytest.mark.parametrize("broken_by", BREAKS)
def test_no_line_of_a_letter_is_forged(broken_by, signed_in):
    author = signed_in("Authors")
    factories.user("erin", "Editors", email="erin@example.com")
    author.post("/admin/account/", {"first_name": f"Ann{broken_by}{FORGED}", "last_name": "Lee", "email": ""})
    assert User.objects.get(username="authors").first_name == f"Ann {FORGED}"
    form = {"title": f"Gates{broken_by}{FORGED}", "body": "<p>A text.</p>", "category": factories.category().pk}
    author.post(reverse("admin:news_article_add"), form | {"language": "en", "clicks_before": 0, "_submit": "1"})
    assert ArticleRevision.objects.get().title == f"Gates {FORGED}"
    letter = Letter.objects.get()
    assert letter.subject.splitlines() == [letter.subject]
    assert not any(line.startswith(FORGED) for line in letter.text.splitlines())
    letter.send()
    assert letter.problem == ""


def test_what_was_kept_before_with_a_break_in_it_still_goes_out(signed_in):
    erin = factories.user("erin", "Editors", email="erin@example.com")
    told = {"actor": "Ann", "title": "Gates\rclosed", "said": "", "state": "", "moment": "", "path": "/"}
    Letter.objects.post(erin, "review_submit", told, "key")
    letter = Letter.objects.get()
    letter.send()
    assert (letter.subject.count("\r"), letter.problem) == (0, "")


def test_the_companys_name_too_but_not_its_address(signed_in):
    boss = signed_in()
    boss.get("/")
    form = {"company_name_en": "Gates\r\nLtd", "address_en": "A street\nA town", "trash_days": 30}
    answer = boss.post(reverse("admin:pages_sitesettings_change", args=[SiteSettings.objects.get().pk]), form)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    company = SiteSettings.objects.get()
    assert (company.company_name["en"], company.address["en"].count("\n")) == ("Gates Ltd", 1)
