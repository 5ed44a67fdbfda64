"""Our conditions in NAV's filter language.

Values stand in single quotes, so that & | .. * in an item number mean themselves. Dates are read
in the region of the service, which is en-US unless an administrator changed ServicesLanguage.
Source: Microsoft, "Entering Criteria in Filters".
"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from navmage_dash.sync.mapping import plain
from navmage_dash.sync.scenario import Condition


def filters(where: Sequence[Condition]) -> dict[str, str]:
    """By field. NAV does not say what two filters on one field mean, so they are joined by &."""
    texts: dict[str, list[str]] = {}
    for each in where:
        texts.setdefault(each.field, []).append(criteria(each))
    return {
        field: all_[0] if len(all_) == 1 else "&".join(f"({text})" for text in all_)
        for field, all_ in texts.items()
    }


def criteria(condition: Condition) -> str:
    """The text of a filter's Criteria: '>=11/20/2026', ''A'|'B'' …"""
    value = condition.value
    if condition.op == "in":
        return any_of(value)
    if condition.op == "..":
        low, high = value
        return between(low, high)
    if condition.op == "=":
        return literal(value)
    return condition.op + literal(value)


def any_of(values: Sequence[Any]) -> str:
    return "|".join(literal(each) for each in values)


def between(low: Any, high: Any) -> str:
    return f"{literal(low)}..{literal(high)}"


def literal(value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return value.strftime("%m/%d/%Y %H:%M:%S")
    if isinstance(value, date):
        return value.strftime("%m/%d/%Y")
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, int):
        return str(value)
    return "'" + str(value if value is not None else "").replace("'", "''") + "'"
