"""How a row of one system becomes the fields of another: a list of rules, one a field.

Rules are data, so that one list is run, shown on the scenario's page, previewed and tested.
Values are made canonical at once, so that comparing them is comparing text: '12.50' and 12.5 are
the same price, '1' and True the same switch, ('3', '11') the same categories in any order.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from navmage_dash.errors import RecordError
from navmage_dash.sync.records import Changes, Fields, Row, Value

Lookups = Mapping[str, Mapping[str, str]]  # {'tax_class': {'2': 'Taxable Goods'}}, by connection
Made = Callable[[Row, Lookups], Any]
UNFOLLOWED = (LookupError, TypeError, ValueError, ArithmeticError)
ABSENT = object()  # what a rule gives for a field that is left to the target


@dataclass(frozen=True)
class Rule:
    """One line of a mapping."""

    to: str  # the target's field; 'custom.*' where the rule gives several, by name
    take: str  # what the value is made from, in words for the page
    value: Made  # raises LookupError or ValueError where the row gives none
    create_only: bool = False  # for a new record; what is there is left as it is


def copy(path: str, *, to: str) -> Rule:
    """The field as it is; 'item.Unit_Price' is the field of a joined row. Absent is blank."""
    names = path.split(".")
    return Rule(to, path, lambda row, _: _taken(row, names))


def constant(value: Any, *, to: str) -> Rule:
    return Rule(to, f"always {value!r}", lambda _row, _: value)


def compute(made: Made, *, to: str, said: str = "", create_only: bool = False) -> Rule:
    """For what no other rule can say; `said` or the function's docstring stands on the page."""
    words = said or (made.__doc__ or made.__name__).strip().splitlines()[0]
    return Rule(to, words, made, create_only)


def _taken(row: Row, names: Sequence[str]) -> Any:
    value: Any = row
    for name in names:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def checked(check: Callable[[Row, Lookups], None], row: Row, lookups: Lookups) -> None:
    """A row that lacks what the check looks at fails alone, too."""
    try:
        check(row, lookups)
    except UNFOLLOWED as error:
        raise RecordError(_said(error)) from error


def apply(rules: Sequence[Rule], row: Row, lookups: Lookups) -> dict[str, Value]:
    """Map one row. Raises RecordError naming the first rule that could not be followed."""
    fields: dict[str, Value] = {}
    for rule in rules:
        try:
            made = rule.value(row, lookups)
        except UNFOLLOWED as error:
            raise RecordError(f"{_said(error)} [{rule.to} ← {rule.take}]") from error
        if made is ABSENT:
            continue
        if rule.to.endswith("*"):
            fields |= {rule.to[:-1] + name: canonical(value) for name, value in made.items()}
        else:
            fields[rule.to] = canonical(made)
    return fields


def _said(error: Exception) -> str:
    """A KeyError's text is its key in quotes, which helps nobody."""
    return f"there is no {error.args[0]}" if isinstance(error, KeyError) else str(error)


def canonical(value: Any) -> Value:
    """One spelling a value: '12.5', '1' for yes, sorted lists; None and '' are both blank."""
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, list | tuple | set | frozenset):
        return tuple(sorted({str(each) for each in value}, key=lambda each: (len(each), each)))
    if isinstance(value, float):
        return plain(Decimal(str(value)))
    return str(value)


def plain(number: Decimal) -> str:
    """Without exponent and trailing zeros: '1250', '0.5', '-3'. Raises ValueError for NaN."""
    if not number.is_finite():
        raise ValueError(f"{number} is not a number")
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def differences(before: Fields, after: Fields) -> Changes:
    """The fields of `after` that differ; one that `before` does not have counts as blank there."""
    return {
        name: (before.get(name), value)
        for name, value in after.items()
        if before.get(name) != value
    }


def fingerprint(fields: Mapping[str, Any]) -> str:
    """Equal for equal fields, whatever their order; 16 hex digits."""
    text = json.dumps(fields, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
