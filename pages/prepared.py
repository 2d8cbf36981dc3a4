"""Queries that are put into SQL once. Django takes several times as long to write a large one as a database to answer.

    @prepared
    def _live(number: int, at: datetime) -> QuerySet: ...

is called with stand-ins, once for each shape of its arguments; their places in the statement are then filled with what
a caller asks for. So the arguments may be values that the database is given, and nothing that the query depends on;
for that, such as how many rows are wanted, there are named ones.
"""

import re
from collections.abc import Callable, Collection, Hashable
from datetime import UTC, date, datetime, timedelta
from functools import wraps
from itertools import count
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler

_EPOCH = datetime(1, 1, 2, tzinfo=UTC)
_LARGE = 7_046_029_254_386_353_000
_PARAMETER = re.compile(rf"%%|%s|\b{_LARGE // 1_000}[0-9]{{3}}\b")


class _Statement:
    """`places` says of each parameter which argument it is, or None; then `fixed` has it."""

    def __init__(self, compiler: SQLCompiler, sql: str, fixed: list, places: list[int | None]):
        self._compiler, self._sql, self._fixed, self._places = compiler, sql, fixed, places
        self._converters = compiler.get_converters([column[0] for column in compiler.select])
        has_objects = compiler.query.default_cols  # and not a tuple, as of a values_list
        self._made_of = _maker(compiler) if has_objects else tuple

    def rows(self, values: tuple) -> list:
        given = [_adapted(value) for value in _flat(values)]
        params = [
            fixed if place is None else given[place] for place, fixed in zip(self._places, self._fixed, strict=True)
        ]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, params)
            found = cursor.fetchall()
        return [self._made_of(row) for row in self._compiler.apply_converters(found, self._converters)]


def _maker(compiler: SQLCompiler) -> Callable[[list], Model]:
    select, fields = compiler.select, compiler.klass_info["select_fields"]
    model, own = compiler.klass_info["model"], slice(fields[0], fields[-1] + 1)
    names = {column[0].target.attname for column in select[own]}
    populators = get_related_populators(compiler.klass_info, select, DEFAULT_DB_ALIAS)
    for related in populators:
        related.init_list = frozenset(related.init_list)  # each row is asked of each column whether it is there
    annotated = list((compiler.annotation_col_map or {}).items())

    def make(row: list) -> Model:
        made = model.from_db(DEFAULT_DB_ALIAS, names, row[own])
        for related in populators:
            related.populate(row, made)
        for name, place in annotated:
            setattr(made, name, row[place])
        return made

    return make


def prepared(make: Callable[..., QuerySet]) -> Callable[..., list]:
    """Gives the rows of what `make` asks for."""
    statements: dict[Hashable, _Statement | None] = {}

    @wraps(make)
    def rows(*values, **named: Hashable) -> list:
        shape = (connection.vendor, *map(_shape, values), *named.items())
        if shape not in statements:
            statements[shape] = _written(make, values, named)
        statement = statements[shape]
        return statement.rows(values) if statement else []

    return rows


def padded(numbers: Collection[int]) -> list[int]:
    """Made as long as a power of two, so that lists of any length share a few statements; no row has the number 0."""
    length = 2 ** (len(numbers) - 1).bit_length() if numbers else 0
    return [*numbers, *[0] * (length - len(numbers))]


def _shape(value) -> Hashable:
    return (type(value), len(value)) if isinstance(value, list) else type(value)


def _stand_in(value, number: int):
    match value:
        case datetime():
            return _EPOCH + timedelta(microseconds=number)
        case date():
            return (_EPOCH + timedelta(days=number)).date()
        case int():
            return _LARGE + number
        case str():
            return f"\x1f{number}\x1f"
        case UUID():
            return UUID(int=_LARGE + number)
    raise TypeError(f"No stand-in for {value!r}")


def _written(make: Callable[..., QuerySet], values: tuple, named: dict) -> _Statement | None:
    """None, if there are no rows whatever the values are."""
    numbers = count()
    stand_ins = [
        [_stand_in(one, next(numbers)) for one in value] if isinstance(value, list) else _stand_in(value, next(numbers))
        for value in values
    ]
    place_of = {_adapted(one): place for place, one in enumerate(_flat(stand_ins))}
    compiler = make(*stand_ins, **named).query.get_compiler(connection=connection)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return None
    given, fixed = iter(params), []

    def parameter(match: re.Match) -> str:
        """Where a list begins stands in the statement itself."""
        if match[0] != "%%":
            fixed.append(next(given) if match[0] == "%s" else int(match[0]))
            return "%s"
        return match[0]

    sql = _PARAMETER.sub(parameter, sql)
    places = [place_of.get(value) if isinstance(value, Hashable) else None for value in fixed]
    missing = {place for value, place in place_of.items() if place not in places and not _is_known_again(value)}
    if missing or any(_is_known_again(value) and value not in place_of for value in fixed):
        raise ValueError(f"{make.__qualname__} does not hand on its arguments as they are")
    return _Statement(compiler, sql, fixed, places)


def _is_known_again(value: Any) -> bool:
    """A moment or a number of the stand-ins, also where another one was made of it. Not each is asked for."""
    return str(value).startswith((f"{_EPOCH.year:04}-", str(_LARGE // 1_000)))


def _flat(values) -> list:
    return [one for value in values for one in (value if isinstance(value, list) else [value])]


def _adapted(value) -> Any:
    match value:
        case int() | str():
            return value  # as most are
        case datetime():
            return connection.ops.adapt_datetimefield_value(value)
        case date():
            return connection.ops.adapt_datefield_value(value)
        case UUID() if not connection.features.has_native_uuid_field:
            return value.hex
    return value
