"""'item.Unit_Price', 'items.sku': what a dotted path leads to in a row with its joined rows."""

from collections.abc import Mapping, Sequence
from typing import Any

from navmage_dash.sync.records import Row


def values_at(row: Row, path: str) -> list[Any]:
    """Of each row where several are joined. [None] where it leads nowhere."""
    found: list[Any] = [row]
    for name in path.split("."):
        found = [each for there in found for each in _rows(_step(there, name))]
    return found or [None]


def _step(there: Any, name: str) -> Any:
    """A name that has a dot itself does not occur; one that is not there leads nowhere."""
    return there.get(name) if isinstance(there, Mapping) else None


def _rows(there: Any) -> list[Any]:
    listed = isinstance(there, Sequence) and not isinstance(there, str | bytes)
    return list(there) if listed else [there]
