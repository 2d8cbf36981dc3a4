"""Several rows in one: where a second query would be a round trip more, they come as a JSON list."""

import json
from typing import Any

from django.db import models
from django.db.models import QuerySet, Subquery, Value
from django.db.models.functions import JSONObject


class JSONList(models.Aggregate):
    """The rows of a subquery as one JSON list."""

    function = "JSON_GROUP_ARRAY"
    output_field = models.JSONField()

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, function="JSONB_AGG", **context)


def as_list(rows: QuerySet, *fields: str, **more) -> Subquery:
    """The rows, not in any order, as a list of objects with these fields, for `annotate`."""
    each = JSONObject(**{name: name for name in fields}, **more)
    return Subquery(rows.order_by().annotate(_one=Value(1)).values("_one").annotate(list=JSONList(each)).values("list"))


def loaded(value: Any) -> Any:
    """A JSON column inside such an object: SQLite gives its text."""
    return json.loads(value) if isinstance(value, str) else value
