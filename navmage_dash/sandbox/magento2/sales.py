"""What a shop has sold: its orders, invoices, shipments and credit memos, as plain tables.

A row holds the columns that have a value, by Magento's own names, money and quantities as Decimal;
what is not there is null to the database, and left out of the JSON.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

Row = dict[str, Any]
NOTHING = Decimal(0)
CENT = Decimal("0.01")
NUMBERED = ("order", "item", "invoice", "shipment", "creditmemo")  # ids that other systems keep
BOTH = ("", "base_")  # each amount is there in the order's currency and in the website's


@dataclass(slots=True)
class Order:
    row: Row
    items: list[Row]  # a configurable's line, then that of its child
    billing: Row
    shipping: Row | None  # none: nothing of it is sent anywhere
    method: str  # flatrate_flatrate
    payment: Row
    taxes: list[Row]
    line_taxes: list[Row]
    comments: list[Row] = field(default_factory=list)

    @property
    def id(self) -> int:
        return int(self.row["entity_id"])

    @property
    def lines(self) -> Iterator[Row]:
        """What can be invoiced and shipped: never the child of a configurable."""
        return (item for item in self.items if "parent_item_id" not in item)

    def child(self, item: Row) -> Row | None:
        found = (each for each in self.items if each.get("parent_item_id") == item["item_id"])
        return next(found, None)


@dataclass(slots=True)
class Document:
    """An invoice, a shipment or a credit memo."""

    row: Row
    items: list[Row]
    comments: list[Row] = field(default_factory=list)
    tracks: list[Row] = field(default_factory=list)
    source: str = ""  # where a shipment was taken from


@dataclass(slots=True)
class Cart:
    """What a guest has gathered. lines: as an order that is placed takes them."""

    id: int
    store: int
    lines: list[Row] = field(default_factory=list)
    shipping: Row = field(default_factory=dict)
    billing: Row = field(default_factory=dict)
    method: str = ""  # of shipping


@dataclass
class Sales:
    carts: dict[str, Cart] = field(default_factory=dict)  # by the key that a guest knows
    orders: dict[int, Order] = field(default_factory=dict)
    invoices: dict[int, Document] = field(default_factory=dict)
    shipments: dict[int, Document] = field(default_factory=dict)
    memos: dict[int, Document] = field(default_factory=dict)
    last: Counter[str] = field(default_factory=Counter)  # by table, and by kind and store view

    def next(self, table: str) -> int:
        self.last[table] += 1
        return self.last[table]

    def increment(self, kind: str, store: int) -> str:
        """000000001 at the first store view, 3000000001 at that with id 3."""
        number = self.next(f"{kind} {store}")
        return f"{store if store > 1 else ''}{number:09}"

    def of(self, documents: dict[int, Document], order: int) -> list[Document]:
        return [each for each in documents.values() if each.row["order_id"] == order]


def change(row: Row, now: str, values: Row) -> None:
    """updated_at moves only where a value does: what Magento finds unchanged it does not save."""
    if any(row.get(name) != value for name, value in values.items()):
        row.update(values, updated_at=now)


def cents(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)


def to_ship(item: Row) -> Decimal:
    gone = max(item["qty_shipped"], item["qty_refunded"]) + item["qty_canceled"]
    return _above(item["qty_ordered"] - gone)


def to_invoice(item: Row) -> Decimal:
    return _above(item["qty_ordered"] - item["qty_invoiced"] - item["qty_canceled"])


def to_refund(item: Row) -> Decimal:
    return _above(item["qty_invoiced"] - item["qty_refunded"])


def _above(quantity: Decimal) -> Decimal:
    return max(quantity, NOTHING)
