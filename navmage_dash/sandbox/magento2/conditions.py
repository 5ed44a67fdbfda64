"""The conditions of searchCriteria, as the database behind them decides them."""

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fnmatch import translate
from typing import Any

Value = Any  # str, int, Decimal, None, or a tuple of them where one of several may match

NUMBER = re.compile(r"^-?\d{1,18}(\.\d{1,12})?$")
DATE = re.compile(r"^(\d{4}-\d\d-\d\d)[ T]?((?:\d\d:\d\d:\d\d)?)")


@dataclass(frozen=True)
class Filter:
    field: str
    value: str
    condition: str


def each_value(wanted: Filter) -> list[str]:
    return wanted.value.split(",") if wanted.condition in ("in", "nin") else [wanted.value]


def test(wanted: Filter) -> Callable[[Value], bool]:
    """The condition as a function of one value. An unknown condition meets nothing."""
    single = _test(wanted)

    def meets(value: Value) -> bool:
        return any(map(single, value)) if isinstance(value, tuple) else single(value)

    if wanted.condition in ("neq", "nin"):
        return lambda value: all(map(single, value)) if isinstance(value, tuple) else single(value)
    return meets


def _test(wanted: Filter) -> Callable[[Value], bool]:
    condition, value = wanted.condition, wanted.value
    if condition in ("null", "notnull"):
        return (lambda v: v is None) if condition == "null" else (lambda v: v is not None)
    if condition in ("like", "nlike"):
        pattern = re.compile(_like(value), re.IGNORECASE | re.DOTALL)
        hit = condition == "like"
        return lambda v: v is not None and bool(pattern.match(str(v))) is hit
    if condition in ("eq", "neq", "in", "nin"):
        texts = {_folded(each) for each in each_value(wanted)}
        hit = condition in ("eq", "in")
        return lambda v: v is not None and (_folded(v) in texts) is hit
    if condition == "finset":
        return lambda v: v is not None and value in str(v).split(",")
    if wanted.field in ("created_at", "updated_at"):
        return _since(condition, value)
    return _range(condition, value)


def _since(condition: str, value: str) -> Callable[[Value], bool]:
    """Times compare as texts. One that is none lets everything through, as recorded."""
    compare = COMPARE.get(condition)
    if compare is None:
        return lambda v: False
    if not DATE.match(value):
        return lambda v: True
    bound = _date(value)
    return lambda v: compare(v, bound)


COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "gt": operator.gt,
    "gteq": operator.ge,
    "moreq": operator.ge,
    "from": operator.ge,
    "lt": operator.lt,
    "lteq": operator.le,
    "to": operator.le,
}


def _range(condition: str, value: str) -> Callable[[Value], bool]:
    compare, bound = COMPARE.get(condition), rank(_date(value))
    if compare is None:
        return lambda v: False
    return lambda v: v is not None and compare(rank(v), bound)


def _like(pattern: str) -> str:
    """SQL's % and _, by way of *, ? and a translation that escapes the rest."""
    return translate(pattern.replace("[", "[[]").replace("%", "*").replace("_", "?"))


def _folded(value: Value) -> str:
    """Equal as MariaDB sees it: case and trailing blanks don't matter, 12 is 12.000000."""
    text = str(value).rstrip().lower()
    if text[:1].isdecimal() and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text


def _date(value: str) -> str:
    """2026-11-21T17:33:00Z is taken like 2026-11-21 17:33:00."""
    found = DATE.match(value)
    return f"{found[1]} {found[2]}".rstrip() if found else value


def rank(value: Value) -> tuple[int, Any]:
    """Sortable: nothing first, then numbers, then text."""
    if value is None:
        return 0, 0
    if isinstance(value, int | Decimal):
        return 1, value
    text = str(value)
    return (1, Decimal(text)) if NUMBER.match(text) else (2, text.lower())
