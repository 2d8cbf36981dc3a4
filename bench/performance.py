"""docs/performance.md, whose tables are written by what measures."""

import re

from tests.servers import BASE

PLACE = BASE / "docs/performance.md"


def write(name: str, table: str) -> None:
    """Between the two marks of this name; the page stays as it is around them."""
    mark = f"<!-- {name} -->"
    whole = re.compile(f"{mark}.*{mark}", re.DOTALL)
    PLACE.write_text(whole.sub(lambda _match: f"{mark}\n{table}\n{mark}", PLACE.read_text()))
