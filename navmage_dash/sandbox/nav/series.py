"""Number series, and AutoSplitKey: what NAV fills in when a new record has no number of its own."""

from collections.abc import Mapping
from typing import Any

from navmage_dash.sandbox.nav.data import Data, Where, equal
from navmage_dash.sandbox.nav.tables import Table

_FIRST: Mapping[str, tuple[str, str]] = {
    # table: the field, and the number before the first that the series gives out
    "Item": ("No", "70061"),
    "Customer": ("No", "W00850"),
    "Contact": ("No", "CT100200"),
    "Sales Header": ("No", "101000"),
}
_LINE_NUMBERS = ("LineNo", "Line_No")


def numbered(data: Data, table: Table, row: dict[str, Any]) -> dict[str, Any]:
    if table.name in _FIRST and not row[_FIRST[table.name][0]]:
        name, before = _FIRST[table.name]
        return {**row, name: _next(data, table, row, before)}
    name = table.key[-1]
    if name in _LINE_NUMBERS and not row[name] and not table.by_xml[name].required:
        siblings = equal({each: row[each] for each in table.key[:-1]})
        return {**row, name: (data.largest(table, name, siblings) or 0) + 10_000}
    return row


def _next(data: Data, table: Table, row: Mapping[str, Any], before: str) -> str:
    """After the last number of the series; one that was rolled back is given out again."""
    prefix = before.rstrip("0123456789")
    series = '"No" > ? and length("No") = ? and "No" glob ?'
    where = Where(series, (before, len(before), f"{prefix}[0-9]*"))
    last = data.largest(table, "No", where) or before
    while True:
        last = prefix + str(int(last[len(prefix) :]) + 1).zfill(len(before) - len(prefix))
        if data.one(table, tuple({**row, "No": last}[name] for name in table.key)) is None:
            return last
