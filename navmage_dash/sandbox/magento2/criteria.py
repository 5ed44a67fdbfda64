"""searchCriteria: filters in a group are OR-ed, groups are AND-ed, and what is echoed back."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from navmage_dash.sandbox.magento2.call import Call, whole
from navmage_dash.sandbox.magento2.conditions import Filter, Value, each_value, rank, test
from navmage_dash.sandbox.magento2.refusal import Refusal, missing, report

T = TypeVar("T")

NAMES = {
    "filterGroups": "filter_groups",
    "conditionType": "condition_type",
    "sortOrders": "sort_orders",
    "pageSize": "page_size",
    "currentPage": "current_page",
}
ROOT = re.compile(r"^search_?criteria(?=$|\[)", re.IGNORECASE)
PART = re.compile(r"\[([^\[\]]*)\]")


@dataclass(frozen=True)
class Criteria:
    groups: tuple[tuple[Filter, ...], ...]
    sorts: tuple[tuple[str, bool], ...]  # (field, descending)
    size: int | None
    page: int | None
    echo: dict[str, Any]

    def matching(self, rows: Iterable[T], value: Callable[[T, str], Value]) -> list[T]:
        found = list(rows)
        for group in self.groups:
            tests = [(each.field, test(each)) for each in group]
            if len(tests) == 1:
                name, ok = tests[0]
                found = [row for row in found if ok(value(row, name))]
            else:
                found = [row for row in found if any(ok(value(row, n)) for n, ok in tests)]
        return found

    def ordered(
        self, rows: list[T], value: Callable[[T, str], Value], come_by: str = ""
    ) -> list[T]:
        """come_by: the field that the rows are in the order of already."""
        sorts = self.sorts[:-1] if self.sorts[-1:] == ((come_by, False),) else self.sorts
        for name, descending in reversed(sorts):
            rows = sorted(rows, key=lambda row: rank(value(row, name)), reverse=descending)
        return rows

    def page_of(self, rows: list[T]) -> list[T]:
        """Past the end it is empty; page 0 and below are page 1; size 0 is everything."""
        if not self.size or self.size < 0:
            return rows
        start = (max(self.page or 1, 1) - 1) * self.size
        return rows[start : start + self.size]

    def result(self, rows: list[T], show: Callable[[T], Any]) -> dict[str, Any]:
        shown = [show(row) for row in self.page_of(rows)]
        return {"items": shown, "search_criteria": self.echo, "total_count": len(rows)}

    def only(self, field: str) -> list[str] | None:
        """The values that this field must have one of; None where the criteria leave it open."""
        for group in self.groups:
            if all(each.field == field and each.condition in ("eq", "in") for each in group):
                return [value for each in group for value in each_value(each)]
        return None


def read(call: Call, *, required: bool = True) -> Criteria:
    """Raises Refusal where the query has no searchCriteria at all."""
    tree, present = _tree(call.pairs)
    if required and not present:
        raise missing("searchCriteria")
    groups = tuple(
        tuple(_filter(each) for each in _rows(group.get("filters")))
        for group in _rows(tree.get("filter_groups"))
    )
    sorts = tuple(_sort(each) for each in _rows(tree.get("sort_orders")))
    size, page = _size(call, tree), _whole(tree, "current_page", "currentPage")
    return Criteria(groups, sorts, size, page, _echo(groups, sorts, size, page))


def everything(
    call: Call,
    rows: list[dict[str, Any]],
    names: Mapping[str, str] | None = None,
    *,
    required: bool = True,
) -> dict[str, Any]:
    """A small list. names: what its fields are called in a filter; '=x' is the same for each row.

    Raises Refusal, as the database would, for a field that no row has.
    """
    wanted = read(call, required=required)
    names = names or {}

    def value(row: dict[str, Any], name: str) -> Value:
        name = names.get(name, name)
        found = name[1:] if name[:1] == "=" else row.get(name)
        return int(found) if isinstance(found, bool) else found

    fields = {each.field for group in wanted.groups for each in group}
    known = {name for row in rows for name in row} | set(names)
    if rows and not fields <= known:
        raise report()
    return wanted.result(wanted.ordered(wanted.matching(rows, value), value), lambda row: row)


def _tree(pairs: dict[str, str]) -> tuple[dict[str, Any], bool]:
    tree: dict[str, Any] = {}
    present = False
    for name, value in pairs.items():
        root = ROOT.match(name)
        if root is None:
            continue
        present = True
        at, parts = tree, [NAMES.get(part, part) for part in PART.findall(name[root.end() :])]
        for part in parts[:-1]:
            at = at.setdefault(part, {})
        if parts:
            at[parts[-1]] = value
    return tree, present


def _rows(tree: Any) -> list[dict[str, Any]]:
    if not isinstance(tree, dict):
        return []
    return [row for _, row in sorted(tree.items(), key=lambda item: rank(item[0]))]


def _filter(row: dict[str, Any]) -> Filter:
    condition = row.get("condition_type") or "eq"
    return Filter(row.get("field", ""), row.get("value", ""), condition)


def _sort(row: dict[str, Any]) -> tuple[str, bool]:
    direction = str(row.get("direction") or "ASC").upper()
    if direction not in ("ASC", "DESC"):
        text = "The sort order has to be specified as %1 for ascending order or %2 for descending"
        raise Refusal(f"{text} order.", ["ASC", "DESC"])
    return row.get("field", ""), direction == "DESC"


def _whole(tree: dict[str, Any], name: str, shown: str) -> int | None:
    return whole(shown, tree[name]) if name in tree else None


def _size(call: Call, tree: dict[str, Any]) -> int | None:
    size, most = _whole(tree, "page_size", "pageSize"), call.limits.get("maximum_page_size")
    if most is None:
        return size
    if size is not None and size > most:
        raise Refusal("Maximum SearchCriteria pageSize is %max", {"max": most})
    return call.limits["default_page_size"] if size is None else size


def _echo(
    groups: tuple[tuple[Filter, ...], ...],
    sorts: tuple[tuple[str, bool], ...],
    size: int | None,
    page: int | None,
) -> dict[str, Any]:
    rows = [
        {
            "filters": [
                {"field": f.field, "value": f.value, "condition_type": f.condition} for f in group
            ]
        }
        for group in groups
    ]
    echo: dict[str, Any] = {"filter_groups": rows}
    if sorts:
        echo["sort_orders"] = [
            {"field": name, "direction": "DESC" if down else "ASC"} for name, down in sorts
        ]
    if size is not None:
        echo["page_size"] = size
    if page is not None:
        echo["current_page"] = page
    return echo
