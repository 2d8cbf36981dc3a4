"""What readers can ask the search for, and what they are shown."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy as _, pgettext_lazy

from news.listing import Numbered
from news.models import CategoryTree
from pages.models import Revision
from pages.search.asking import LONGEST, MOST, Asked
from pages.search.extract import extract, marked, words_alone
from pages.widgets import is_number

SPANS = {"week": timedelta(days=7), "month": timedelta(days=31), "year": timedelta(days=366)}
SUGGESTIONS, PER_PAGE = 8, 20


class SearchForm(forms.Form):
    """Nothing that stands in an address is an error: what makes no sense is left out."""

    q = forms.CharField(label=_("Search for"), required=False, strip=True)
    category = forms.ChoiceField(label=_("Category"), required=False)
    within = forms.ChoiceField(
        label=pgettext_lazy("a span of time", "Published"),
        required=False,
        choices=[
            ("", _("At any time")),
            ("week", _("In the past week")),
            ("month", _("In the past month")),
            ("year", _("In the past year")),
        ],
    )

    def __init__(self, *args, tree: CategoryTree, **options):
        super().__init__(*args, **options)
        self.tree = tree
        indented = [(one.slug, "\u2003" * (one.level - 1) + str(one)) for one in tree]
        self.fields["category"].choices = [("", _("All categories")), *indented]
        self.fields["q"].widget = forms.TextInput(
            attrs={"type": "search", "maxlength": LONGEST, "autocomplete": "off", "spellcheck": "false"}
        )
        self.data = {"q": " ".join(self.data.get("q", "")[:LONGEST].replace("\0", "").split())} | {
            name: self.data[name] for name in ("category", "within") if self.data.get(name) in self._choices(name)
        }

    def _choices(self, name: str) -> set[str]:
        return {value for value, _words in self.fields[name].choices}

    @property
    def is_narrowed(self) -> bool:
        return bool(self.data.get("category") or self.data.get("within"))

    def asked(self, at: datetime) -> Asked:
        category, within = self.tree.by_slug.get(self.data.get("category", "")), self.data.get("within", "")
        branch = category.branch() if category else []
        return Asked(
            text=self.data["q"],
            language=get_language(),
            at=at,
            marks=(tuple(f"#{one.pk}" for one in branch),) if branch else (),
            since=at - SPANS[within] if within in SPANS else None,
        )


@dataclass
class Result:
    revision: Revision
    title: SafeString
    words: SafeString


def shown(revision: Revision, asked: Asked) -> Result:
    texts = [revision.summary, words_alone(revision.body)]
    return Result(revision, marked(revision.title, asked.words), extract(texts, asked.words))


class Page(Numbered):
    """A page of results. Nothing is counted that is not shown: some words are in every text."""

    def __init__(self, asked: Asked, number: str):
        self.number = min(int(number) if is_number(number) and int(number) else 1, MOST // PER_PAGE)
        first = (self.number - 1) * PER_PAGE
        found = asked.found(first + PER_PAGE + 1)
        self.first, self.last = first + 1, first + PER_PAGE
        self.results = [shown(revision, asked) for revision in found[first : first + PER_PAGE]]
        self.has_next = len(found) > first + PER_PAGE and self.number < MOST // PER_PAGE
        self.has_previous = self.number > 1
        self.count = len(found) if not self.has_next else None  # where the end is in sight
