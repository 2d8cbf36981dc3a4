"""Tables that people open in a spreadsheet."""

from collections.abc import Iterable


def safe_cells(cells: Iterable[str]) -> list[str]:
    """No cell is taken for a formula: one that begins like one is given a quotation mark before it."""
    return [f"'{cell}" if str(cell).lstrip()[:1] in {"=", "+", "-", "@", "\t", "\r"} else str(cell) for cell in cells]
