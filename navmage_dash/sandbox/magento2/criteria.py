"""searchCriteria: filters in a group are OR-ed, groups are AND-ed, and what is echoed back."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fnmatch import translate
from typing import Any, TypeVar

from navmage_dash.sandbox.magento2.call import Call, whole
from navmage_dash.sandbox.magento2.refusal import Refusal, missing, report

T = TypeVar("T")
Value = Any  # str, int, Decimal, None, or a tuple of them where one of several may match

NAMES = {
    "filterGroups": "filter_groups",
    "conditionType": "condition_type",
    "sortOrders": "sort_orders",
    "pageSize": "page_size",
    "currentPage": "current_page",
}
ROOT = re.compile(r"^search_?criteria(?=$|\[)", re.IGNORECASE)
PART = re.compile(r"\[([^\[\]]*)\]")
NUMBER = re.compile(r"^-?\d{1,18}(\.\d{1,12})?$")
DATE = re.compile(r"^(\d{4}-\d\d-\d\d)[ T]?((?:\d\d:\d\d:\d\d)?)")


@dataclass(frozen=True)
class Filter:
    field: str
    value: str
    condition: str


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
            found = [row for row in found if any(ok(value(row, name)) for name, ok in tests)]
        return found

    def ordered(self, rows: list[T], value: Callable[[T, str], Value]) -> list[T]:
        for name, descending in reversed(self.sorts):
            rows = sorted(rows, key=lambda row: _rank(value(row, name)), reverse=descending)
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


def each_value(wanted: Filter) -> list[str]:
    return wanted.value.split(",") if wanted.condition == "in" else [wanted.value]


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
    return [row for _, row in sorted(tree.items(), key=lambda item: _rank(item[0]))]


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
        texts = {_folded(each) for each in each_value(Filter("", value, condition))}
        if condition == "nin":
            texts = {_folded(each) for each in value.split(",")}
        hit = condition in ("eq", "in")
        return lambda v: v is not None and (_folded(v) in texts) is hit
    if condition == "finset":
        return lambda v: v is not None and value in str(v).split(",")
    if wanted.field in ("created_at", "updated_at") and not DATE.match(value):
        return lambda v: True  # as recorded: a date that is none lets everything through
    return _range(condition, value)


def _range(condition: str, value: str) -> Callable[[Value], bool]:
    if condition in ("gt", "moreq", "gteq", "from"):
        low, strict = _rank(_date(value)), condition == "gt"
        return lambda v: v is not None and (_rank(v) > low if strict else _rank(v) >= low)
    if condition in ("lt", "lteq", "to"):
        high, strict = _rank(_date(value)), condition == "lt"
        return lambda v: v is not None and (_rank(v) < high if strict else _rank(v) <= high)
    return lambda v: False


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


def _rank(value: Value) -> tuple[int, Any]:
    """Sortable: nothing first, then numbers, then text."""
    if value is None:
        return 0, 0
    if isinstance(value, int | Decimal):
        return 1, value
    text = str(value)
    return (1, Decimal(text)) if NUMBER.match(text) else (2, text.lower())
