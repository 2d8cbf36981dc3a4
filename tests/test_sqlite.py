"""What SQLite is asked, which wants `?` where others have `%s`."""

import pytest
from django.db import connection

from hifred.sqlite3.base import LONGEST

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="of SQLite alone"),
]


def asked(query: str, given) -> tuple:
    with connection.cursor() as cursor:
        return cursor.execute(query, given).fetchone()


@pytest.mark.parametrize("comment", ["", f"/* {'x' * LONGEST} */ "], ids=["short", "long"])
def test_values_stand_where_they_belong_however_often_one_asks(comment):
    query = comment + "SELECT %s, '100%%', '%%s', %s"
    assert [asked(query, given) for given in (["a", "?"], ["%s", 1])] == [
        ("a", "100%", "%s", "?"),
        ("%s", "100%", "%s", 1),
    ]


def test_values_may_have_names():
    assert asked("SELECT %(one)s, %(two)s, %(one)s", {"one": 1, "two": 2}) == (1, 2, 1)
