"""Tables that people open in a spreadsheet."""

import csv
import unicodedata
from collections.abc import Iterable
from io import StringIO

FORMULAS = {"=", "+", "-", "@"}


def safe_cells(cells: Iterable[str]) -> list[str]:
    """No cell is taken for a formula: one that begins like one is given a quotation mark before it."""
    return [f"'{cell}" if _is_formula(str(cell)) else str(cell) for cell in cells]


def as_csv(rows: Iterable[Iterable[str]]) -> str:
    """A whole table; the mark before it tells spreadsheets that it is UTF-8."""
    text = StringIO()
    csv.writer(text).writerows(safe_cells(row) for row in rows)
    return "\ufeff" + text.getvalue()


def _is_formula(cell: str) -> bool:
    """Also behind signs that nobody sees, and in full width, which some programs take for the same."""
    signs = unicodedata.normalize("NFKC", cell)
    seen = (sign for sign in signs if not sign.isspace() and unicodedata.category(sign) != "Cf")
    return next(seen, "") in FORMULAS or cell[:1] in {"\t", "\r"}
