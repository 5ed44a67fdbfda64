"""Conditions as the filters of SOAP v2, and the rows of its answers that do meet them.

Recorded from OpenMage 20.0.20: of several conditions on one field only from and to are kept
together, and all others but the first are lost without a word; 'in' takes one text with commas in
it; an unknown operator finds nothing; filtering by what a list cannot filter by is a fault or a
page of HTML. So bounds are merged, of all else one condition a field is said, and each row is
looked at here once more: nothing is ever silently not filtered.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import groupby
from operator import attrgetter
from types import MappingProxyType
from typing import Any

from navmage_dash.errors import RunError
from navmage_dash.sync.records import Row
from navmage_dash.sync.scenario import Condition

LOWER, UPPER = frozenset((">=", "..")), frozenset(("<=", ".."))
Said = tuple[str, str, str]  # field, operator, value


@dataclass(frozen=True)
class Filters:
    argument: dict[str, Any]  # for the operation
    said: Sequence[Condition]
    unsaid: Sequence[Condition]  # to be seen by the rows alone

    def asked_for(self, row: Row) -> bool:
        """It meets what was said; what of that is not in the row the shop has seen to."""
        told = [each for each in self.said if row.get(each.field) is not None]
        return all(_met(row[each.field], each) for each in told)

    def met_by(self, row: Row) -> bool:
        return self.asked_for(row) and all(_met(_of(row, each), each) for each in self.unsaid)


def filters(
    where: Sequence[Condition],
    here: Collection[str] = (),
    like: Mapping[str, str] = MappingProxyType({}),
) -> Filters:
    """where: in the API's own names. here: the fields that it lists and cannot filter by.

    like: patterns by field, which narrow an answer and are no condition.
    """
    said: list[Condition] = []
    pairs: list[Said] = [(field, "like", pattern) for field, pattern in like.items()]
    by_field = attrgetter("field")
    for field, some in groupby(sorted(where, key=by_field), by_field):
        sayable = [] if field in here else _sayable(list(some))
        said += sayable
        pairs += _pairs(field, sayable)
    unsaid = [each for each in where if each not in said]
    return Filters({"complex_filter": [_complex(*each) for each in pairs]}, said, unsaid)


def _complex(field: str, operator: str, value: str) -> dict[str, Any]:
    return {"key": field, "value": {"key": operator, "value": value}}


def _sayable(conditions: Sequence[Condition]) -> list[Condition]:
    """One that names values, or all that are bounds."""
    named = [each for each in conditions if _names(each)]
    return named[:1] or [each for each in conditions if each.op in LOWER | UPPER]


def _names(condition: Condition) -> bool:
    if condition.op == "in":
        values = [str(each) for each in condition.value]
        return bool(values) and all(each and "," not in each for each in values)
    return condition.op == "=" and str(condition.value) != ""


def _pairs(field: str, conditions: Sequence[Condition]) -> Iterator[Said]:
    bounds = [each for each in conditions if each.op in LOWER | UPPER]
    for each in conditions:
        if each.op == "=":
            yield field, "eq", str(each.value)
        elif each.op == "in":
            yield field, "in", ",".join(map(str, each.value))
    if lower := [_ends(each)[0] for each in bounds if each.op in LOWER]:
        yield field, "from", str(max(lower, key=_order))
    if upper := [_ends(each)[1] for each in bounds if each.op in UPPER]:
        yield field, "to", str(min(upper, key=_order))


def _ends(bound: Condition) -> tuple[Any, Any]:
    lower, upper = bound.value if bound.op == ".." else (bound.value, bound.value)
    return lower, upper


def _of(row: Row, condition: Condition) -> Any:
    if condition.field not in row:
        raise RunError(
            f"Magento 1 can neither filter by {condition.field} like this nor does it list it. "
            "Please report this."
        )
    return row[condition.field]


def _met(value: Any, condition: Condition) -> bool:
    """A list meets what one of its values meets; MySQL takes small letters for capitals."""
    values = [_order(each) for each in (value if isinstance(value, list) else [value])]
    wanted = condition.value
    match condition.op:
        case "=":
            return _order(wanted) in values
        case "<>":
            return _order(wanted) not in values
        case "in":
            return any(_order(each) in values for each in wanted)
        case ">":
            return any(each > _order(wanted) for each in values)
    lower, upper = _ends(condition)
    return any(
        (condition.op not in LOWER or each >= _order(lower))
        and (condition.op not in UPPER or each <= _order(upper))
        for each in values
    )


def _order(value: Any) -> tuple[bool, Decimal, str]:
    """Numbers by their size, in front of texts; nothing is the blank text."""
    text = "" if value is None else str(value).casefold()
    try:
        number = Decimal(text)
    except InvalidOperation:
        return True, Decimal(0), text
    return (False, number, "") if number.is_finite() else (True, Decimal(0), text)
