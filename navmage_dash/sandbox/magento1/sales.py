"""What a shop has sold: its orders, invoices, shipments and credit memos, as plain tables.

A row holds the columns that have a value, by the names of Magento's tables, money and quantities
as Decimal. The API shows a few of them by another name: see order_show.py.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

Row = dict[str, Any]
NOTHING = Decimal(0)
CENT = Decimal("0.01")
BOTH = ("", "base_")  # each amount is there in the order's currency and in the website's
NUMBERED = ("order", "item", "invoice", "shipment", "creditmemo")  # ids that other systems keep


@dataclass(slots=True)
class Order:
    row: Row
    items: list[Row]  # a configurable's line, then that of its child
    billing: Row
    shipping: Row | None  # none: nothing of it is sent anywhere
    payment: Row
    comments: list[Row] = field(default_factory=list)  # the status history, oldest first

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


@dataclass
class Sales:
    orders: dict[int, Order] = field(default_factory=dict)
    invoices: dict[int, Document] = field(default_factory=dict)
    shipments: dict[int, Document] = field(default_factory=dict)
    memos: dict[int, Document] = field(default_factory=dict)
    last: Counter[str] = field(default_factory=Counter)  # by table, and by kind and store view

    def next(self, table: str) -> int:
        self.last[table] += 1
        return self.last[table]

    def increment(self, kind: str, store: int) -> str:
        """100000001 at the first store view, 400000001 at that with id 4."""
        return f"{store}{self.next(f'{kind} {store}'):08}"

    def of(self, documents: dict[int, Document], order: int) -> list[Document]:
        return [each for each in documents.values() if each.row["order_id"] == order]


def taken(item: Row, quantity: Decimal) -> Decimal:
    """Not recorded, but read in the source: of what is not sold in fractions, whole pieces only."""
    return quantity if item.get("is_qty_decimal") else Decimal(int(quantity))


def touch(order: Order, now: str) -> None:
    """An order is saved: it and all its lines say so, and it counts what is still to be paid."""
    order.row["updated_at"] = now
    for item in order.items:
        item["updated_at"] = now
    for prefix in BOTH:
        paid = order.row.get(f"{prefix}total_paid", NOTHING)
        order.row[f"{prefix}total_due"] = order.row[f"{prefix}grand_total"] - paid


def cents(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)


def to_ship(item: Row) -> Decimal:
    gone = item["qty_shipped"] + item["qty_refunded"] + item["qty_canceled"]
    return _above(item["qty_ordered"] - gone)


def to_invoice(item: Row) -> Decimal:
    return _above(item["qty_ordered"] - item["qty_invoiced"] - item["qty_canceled"])


def to_refund(item: Row) -> Decimal:
    return _above(item["qty_invoiced"] - item["qty_refunded"])


def _above(quantity: Decimal) -> Decimal:
    return max(quantity, NOTHING)
