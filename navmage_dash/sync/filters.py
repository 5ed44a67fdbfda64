"""Which records users let through: NAV's filter language and Magento's condition types, read here.

Both are evaluated on the row that was read, with its joined rows: a filter may name what the far
side cannot be asked for, and means the same for every scenario.

NAV: a|b, a&b, ( ), = <> > >= < <=, a..b, ..b, a.., * and ?, @ to ignore case, 'quotes' around
special characters, '' for blank. Source: Microsoft, "Entering Criteria in Filters".
Magento: condition_type of the REST API's search criteria.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from navmage_dash.sync.criteria import ANY, criteria, wild
from navmage_dash.sync.paths import values_at
from navmage_dash.sync.records import Row
from navmage_dash.sync.values import compared, same, text_of

Test = Callable[[Any], bool]
CRITERIA = "criteria"  # the condition that says: the value is in NAV's filter language
#: Magento's condition types, in words that follow a field's name.
CONDITIONS = {
    "eq": "is",
    "neq": "is not",
    "in": "is one of",
    "nin": "is none of",
    "gt": "is more than",
    "gteq": "is at least",
    "lt": "is less than",
    "lteq": "is at most",
    "like": "is like",
    "null": "is blank",
    "notnull": "is not blank",
}
ORDERS: dict[str, Callable[[int], bool]] = {
    "gt": lambda sign: sign > 0,
    "gteq": lambda sign: sign >= 0,
    "lt": lambda sign: sign < 0,
    "lteq": lambda sign: sign <= 0,
}


@dataclass(frozen=True, kw_only=True)
class Filter:
    """What a record's row has to meet to be carried."""

    field: str  # 'Blocked', or of a joined row: 'item.Item_Category_Code'
    condition: str  # CRITERIA or one of CONDITIONS
    value: str = ""
    id: int = 0  # as stored

    @property
    def words(self) -> str:
        """'item.Unit_Price meets >0', 'status is one of new,pending'."""
        verb = "meets" if self.condition == CRITERIA else CONDITIONS[self.condition]
        return f"{self.field} {verb} {self.value}".rstrip()


def passes(filters: Sequence[Filter], row: Row) -> str | None:
    """None: the row meets them all. Else why it is left out, in words.

    'only where status is new; here it is closed'. Of joined rows that are several, one that meets
    the filter is enough.
    """
    for each in filters:
        test, there = condition(each.condition, each.value), values_at(row, each.field)
        if not any(test(value) for value in there):
            said = ", ".join(text_of(value) or "blank" for value in there[:3])
            return f"only where {each.words}; here it is {said}"
    return None


@lru_cache(maxsize=512)
def condition(type_: str, value: str) -> Test:
    """Raises ValueError for a condition that there is none of, and for a wrong value."""
    if type_ == CRITERIA:
        return criteria(value)
    if type_ not in CONDITIONS:
        raise ValueError(f"there is no condition {type_!r}: use one of {', '.join(CONDITIONS)}")
    if type_ in ("null", "notnull"):
        return lambda there: (text_of(there) == "") == (type_ == "null")
    if not value:
        raise ValueError("say with which value")
    return _with_value(type_, value)


def _with_value(type_: str, value: str) -> Test:
    if type_ in ("in", "nin"):
        listed = list(_listed(value))
        return lambda there: any(same(there, each) for each in listed) == (type_ == "in")
    if type_ == "like":
        pattern = _like(value)
        return lambda there: pattern.fullmatch(text_of(there)) is not None
    if type_ in ORDERS:
        holds = ORDERS[type_]
        return lambda there: text_of(there) != "" and holds(compared(there, value))
    return lambda there: same(there, value) == (type_ == "eq")


def _listed(value: str) -> Iterator[str]:
    return (each.strip() for each in value.split(",") if each.strip())


def _like(value: str) -> re.Pattern[str]:
    """SQL's: % for any signs, _ for one; upper and lower case count alike, as in MySQL."""
    signs = {"%": ANY, "_": "."}
    text = wild([signs.get(each) or re.escape(each) for each in value])
    return re.compile(text, re.IGNORECASE | re.DOTALL)
