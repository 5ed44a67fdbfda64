"""What a shop has sold: its orders, invoices, shipments and credit memos, as plain tables.

A row holds the columns that have a value, by Magento's own names, money and quantities as Decimal;
what is not there is null to the database.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
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
    method: str = ""  # flatrate_flatrate: in Magento 1 a column of the row
    taxes: list[Row] = field(default_factory=list)  # Magento 2 alone tells them
    line_taxes: list[Row] = field(default_factory=list)

    @property
    def id(self) -> int:
        return int(self.row["entity_id"])

    @property
    def lines(self) -> Iterator[Row]:
        """What can be invoiced and shipped: never the child of a configurable."""
        return own_lines(self.items)

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
    source: str = ""  # where Magento 2 has taken a shipment from


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

    def of(self, documents: dict[int, Document], order: int) -> list[Document]:
        return [each for each in documents.values() if each.row["order_id"] == order]


def own_lines(items: Iterable[Row]) -> Iterator[Row]:
    return (item for item in items if "parent_item_id" not in item)


def cents(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)


def to_invoice(item: Row) -> Decimal:
    return above(item["qty_ordered"] - item["qty_invoiced"] - item["qty_canceled"])


def to_refund(item: Row) -> Decimal:
    return above(item["qty_invoiced"] - item["qty_refunded"])


def above(quantity: Decimal) -> Decimal:
    return max(quantity, NOTHING)
