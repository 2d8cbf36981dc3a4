"""What must hold on either database holds on PostgreSQL, too: whole files again, in one process beside the others."""

from pathlib import Path

import pytest

from tests import postgres

TESTS = Path(__file__).resolve().parent
WHOLE = [
    *("chat/test_erasing.py", "chat/test_letters.py", "chat/test_searching.py"),
    *("news/test_plans.py", "news/test_search.py", "news/test_timeline.py", "pages/test_at_once.py"),
]
# Those of them that have servers and databases of their own; they are run for either as they are.
OWN = "byte_by_byte or four_workers"


@pytest.mark.postgres
@pytest.mark.xdist_group("on PostgreSQL")
def test_all_of_these_hold_on_postgresql():
    postgres.run_again([str(TESTS / file) for file in WHOLE], "-k", f"not ({OWN})")


@pytest.mark.postgres
@pytest.mark.xdist_group("on PostgreSQL")
def test_what_staff_type_into_redirects_breaks_nothing_on_postgresql():
    postgres.run_again([str(TESTS / "pages/test_redirects.py")], "-k", "breaks_nothing")
