"""MSI's tables: sources, stocks, and a quantity per SKU and source. An SKU need not exist."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from heapq import merge
from typing import Any, NamedTuple

from navmage_dash.sandbox.magento2.catalog import key

DEFAULT = "default"


class SourceItem(NamedTuple):
    id: int
    sku: str
    source: str
    quantity: Decimal
    status: int


def _default_source() -> dict[str, dict[str, Any]]:
    return {
        DEFAULT: {
            "source_code": DEFAULT,
            "name": "Default Source",
            "enabled": True,
            "description": "Default Source",
            "latitude": 0,
            "longitude": 0,
            "country_id": "US",
            "postcode": "00000",
            "use_default_carrier_config": True,
            "carrier_links": [],
            "extension_attributes": {"is_pickup_location_active": False, "frontend_name": ""},
        }
    }


@dataclass
class Stocks:
    sources: dict[str, dict[str, Any]] = field(default_factory=_default_source)
    names: dict[int, str] = field(default_factory=lambda: {1: "Default Stock"})
    channels: dict[int, list[str]] = field(default_factory=dict)  # stock id: website codes
    links: list[dict[str, Any]] = field(
        default_factory=lambda: [{"stock_id": 1, "source_code": DEFAULT, "priority": 1}]
    )
    items: dict[str, dict[str, SourceItem]] = field(default_factory=lambda: {DEFAULT: {}})
    next_id: int = 1

    def put(self, sku: str, source: str, quantity: Decimal, status: int) -> None:
        rows = self.items.setdefault(source, {})
        known = rows.get(key(sku))
        if known is None:
            rows[key(sku)] = SourceItem(self.next_id, sku, source, quantity, status)
            self.next_id += 1
        else:
            rows[key(sku)] = known._replace(quantity=quantity, status=status)

    def drop(self, sku: str, source: str) -> None:
        self.items.get(source, {}).pop(key(sku), None)

    def of(self, sku: str) -> list[SourceItem]:
        return [rows[key(sku)] for rows in self.items.values() if key(sku) in rows]

    def some(self, skus: Iterable[str]) -> list[SourceItem]:
        return sorted(item for sku in {key(sku) for sku in skus} for item in self.of(sku))

    def all(self) -> Iterator[SourceItem]:
        """In the order of their ids. Rows keep it, for an update leaves a row in its place."""
        return merge(*(rows.values() for rows in self.items.values()))

    def salable(self, sku: str, stock: int) -> Decimal:
        sources = [link["source_code"] for link in self.links if link["stock_id"] == stock]
        items = [item for item in self.of(sku) if item.source in sources and item.status == 1]
        return sum((item.quantity for item in items), Decimal(0))
