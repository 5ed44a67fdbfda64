"""What `filters` keeps of plain rows: products, customers, orders and their documents.

As Magento's collections do: of two conditions on one field only `from` and `to` count together,
else the first alone; an operator that is not known finds nothing, and no error is raised.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

Value = str | None
Conditions = dict[str, dict[str, Value]]  # by field: operators, each with what it is given
Key = tuple[int, Decimal, str]


def read(filters: Mapping[str, Any] | None) -> Conditions:
    """In the order in which they came; the first of an operator stands."""
    found: Conditions = {}
    for each in (filters or {}).get("filter") or ():
        found.setdefault(each["key"], {})["eq"] = each.get("value")
    for each in (filters or {}).get("complex_filter") or ():
        wanted = each.get("value") or {}
        found.setdefault(each["key"], {}).setdefault(str(wanted.get("key")), wanted.get("value"))
    return {field: _counting(operators) for field, operators in found.items()}


def _counting(operators: dict[str, Value]) -> dict[str, Value]:
    ends = {name: said for name, said in operators.items() if name in ("from", "to")}
    return ends or dict(list(operators.items())[:1])


def fits(row: Mapping[str, Any], wanted: Conditions) -> bool:
    return all(
        _OPERATORS.get(name, _never)(row.get(field), said)
        for field, operators in wanted.items()
        for name, said in operators.items()
    )


@lru_cache(maxsize=10_000)
def _key(text: str) -> Key:
    """Numbers by what they are worth, texts by their letters, whatever their case."""
    try:
        return (0, Decimal(text), "")
    except InvalidOperation:
        return (1, Decimal(0), _moment(text).casefold())


def _moment(text: str) -> str:
    """A time as a column has it: the T and the zone of ISO 8601 are heard, in UTC."""
    return re.sub(r"^(\d{4}-\d\d-\d\d)T([\d:]+)(Z|\+00:00)?$", r"\1 \2", text)


def _compared(test: Callable[[Key, Key], bool]) -> Callable[[Any, Value], bool]:
    def compare(value: Any, said: Value) -> bool:
        if value is None:
            return False
        left, right = _key(str(value)), _key(said or "")
        if isinstance(value, str) or left[0] != right[0]:  # a column of texts, or no number
            left, right = _as_text(value), _as_text(said)
        return test(left, right)

    return compare


def _as_text(value: Any) -> Key:
    return (1, Decimal(0), _moment(str(value)).casefold().rstrip(" "))


def _like(value: Any, said: Value) -> bool:
    pattern = re.escape(said or "").replace("%", ".*").replace("_", ".")
    return value is not None and bool(re.fullmatch(pattern, str(value), re.I | re.S))


def _in(value: Any, said: Value) -> bool:
    if value is None:
        return False
    texts, numbers = _listed(said or "")
    return _as_text(value) in texts if isinstance(value, str) else _key(str(value)) in numbers


@lru_cache(maxsize=100)
def _listed(said: str) -> tuple[frozenset[Key], frozenset[Key]]:
    each = said.split(",")
    return frozenset(map(_as_text, each)), frozenset(map(_key, each))


def _never(value: Any, said: Value) -> bool:
    return False


_EQ = _compared(lambda left, right: left == right)
_LEAST = _compared(lambda left, right: left >= right)
_MOST = _compared(lambda left, right: left <= right)
_OPERATORS: Mapping[str, Callable[[Any, Value], bool]] = {
    "eq": _EQ,
    "seq": _EQ,
    "moreq": _EQ,
    "neq": lambda value, said: value is not None and not _EQ(value, said),
    "sneq": lambda value, said: value is not None and not _EQ(value, said),
    "gt": _compared(lambda left, right: left > right),
    "lt": _compared(lambda left, right: left < right),
    "gteq": _LEAST,
    "lteq": _MOST,
    "from": _LEAST,
    "to": _MOST,
    "like": _like,
    "nlike": lambda value, said: value is not None and not _like(value, said),
    "in": _in,
    "nin": lambda value, said: value is not None and not _in(value, said),
    "null": lambda value, said: value is None,
    "notnull": lambda value, said: value is not None,
    "finset": lambda value, said: str(value).split(",").count(said or "") > 0,
    "regexp": lambda value, said: value is not None and bool(re.search(said or "", str(value))),
}
_SQL = {
    "neq": "!=",
    "like": "LIKE",
    "nlike": "NOT LIKE",
    "gt": ">",
    "lt": "<",
    "gteq": ">=",
    "lteq": "<=",
    "from": ">=",
    "to": "<=",
}


def unknown_column(field: str, operators: Mapping[str, Value], query: str) -> str:
    """What the database says of it. query: what it was asked, up to the WHERE."""
    tests = (f"`{field}` {_SQL.get(name, '=')} '{said}'" for name, said in operators.items())
    where = " AND ".join(tests)
    return (
        f"SQLSTATE[42S22]: Column not found: 1054 Unknown column '{field}' in 'WHERE', "
        f"query was: {query} WHERE ({where})"
    )
