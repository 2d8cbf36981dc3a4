"""Old addresses that lead on: one by one, and many from a file."""

import csv
from io import StringIO

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import Resolver404, resolve
from django.utils import timezone, translation
from django.utils.translation import gettext as _, gettext_lazy

from pages import limits, links
from pages.languages import language_in
from pages.models import Page, Redirect
from pages.models.redirects import MOST_HOPS, source_of
from pages.redirects import elsewhere

COLUMNS = ["from", "to", "status"]


class RedirectForm(forms.ModelForm):
    class Meta:
        model = Redirect
        fields = ["source", "target", "is_permanent"]

    def clean_source(self) -> str:
        typed = self.cleaned_data["source"]
        try:
            source = source_of(typed)
        except ValueError:
            source = ""
        if not source.startswith("/") or source == "/" or "\0" in source:
            raise ValidationError(_("Write what comes after the host, beginning with “/”, such as /about.html."))
        if len(source) > Redirect._meta.get_field("source").max_length:
            raise ValidationError(_("This address is too long."))
        if is_served(source):
            raise ValidationError(
                _("The site shows something at this address, so nobody would be led on. Take that down first.")
            )
        return source


def is_served(source: str) -> bool:
    """Whether the site answers there itself. With a query only where no old address is looked for."""
    path, _mark, query = source.partition("?")
    if path.startswith(elsewhere()):
        return True
    language = language_in(path)
    with translation.override(language):
        try:
            match = resolve(path)
        except Resolver404:
            return False
    if match.namespace == "pages" and "path" in match.kwargs:
        return not query and Page.objects.live(timezone.now()).at_path(match.kwargs["path"], language).exists()
    if found := links.find_number(path):
        kind, number = found
        return not query and kind.queryset(timezone.now()).filter(pk=number).exists()
    is_ours = match.namespace in ("pages", "news")
    has_targets = match.view_name in {kind.route for kind in links.kinds().values()} or not match.url_name
    return not (is_ours and (query or has_targets))


class RedirectsFileForm(forms.Form):
    """A table with the columns from, to and status (301 or 302); all of it is taken, or nothing."""

    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        help_text=gettext_lazy(
            "Columns: from, to, status (301 or 302; empty: 301). A first line with these words may be there."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )

    def clean_file(self) -> list[tuple[int, list[str]]]:
        file = self.cleaned_data["file"]
        if file.size > limits.CSV_FILE:
            raise ValidationError(_("This file is too large; one megabyte is the most. Divide it."))
        if b"\0" in (content := file.read()):
            raise ValidationError(_("The letters of this file cannot be read. Save it as “CSV UTF-8”."))
        try:
            reader = csv.reader(StringIO(_decoded(content)), strict=True)
            rows = [(reader.line_num, row) for row in reader if any(row)]
        except csv.Error as error:
            raise ValidationError(_("This is no CSV file: %(why)s.") % {"why": error}) from None
        if rows and rows[0][1][0].strip().lower() == COLUMNS[0]:
            rows = rows[1:]
        if not rows:
            raise ValidationError(_("There is no line in this file."))
        if len(rows) > limits.CSV_ROWS:
            raise ValidationError(
                _("This file has %(count)d lines; %(most)d are the most. Divide it.")
                % {"count": len(rows), "most": limits.CSV_ROWS}
            )
        return rows

    def save(self) -> int:
        """The number of lines. Raises ValidationError with what is wrong in which of them; then nothing is kept."""
        left = self.cleaned_data["file"]
        with transaction.atomic():
            for _round in range(MOST_HOPS):  # lines may lead to one another, in any order
                wrong = [(line, row, errors) for line, row in left if (errors := _take(row))]
                if not wrong or len(wrong) == len(left):
                    break
                left = [(line, row) for line, row, _errors in wrong]
            if wrong:
                told = [(line, error) for line, _row, errors in wrong[:20] for error in errors]
                raise ValidationError([_("Line %(number)d: %(error)s") % {"number": n, "error": e} for n, e in told])
        return len(self.cleaned_data["file"])


def _decoded(content: bytes) -> str:
    """Excel writes UTF-8 with a mark, or in China GB 18030."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValidationError(_("The letters of this file cannot be read. Save it as “CSV UTF-8”."))


def _take(row: list[str]) -> list[str]:
    """Keeps one line, or says why not."""
    source, target, status = [*(cell.strip() for cell in row), "", "", ""][:3]
    if status not in ("", "301", "302"):
        return [_("The status is 301 or 302, not “%(status)s”.") % {"status": status[:20]}]
    try:
        known = Redirect.objects.filter(source=source_of(source)).first()
    except ValueError:
        known = None
    form = RedirectForm(
        {"source": source, "target": target, "is_permanent": "" if status == "302" else "on"}, instance=known
    )
    if form.is_valid():
        form.save()
        return []
    return [str(error) for errors in form.errors.values() for error in errors]
