"""Which part of an order a call asks for, and what a document begins with: see shops/shares.py."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from navmage_dash.sandbox.magento1 import times
from navmage_dash.sandbox.magento1.sales import Sales
from navmage_dash.sandbox.shops.sales import BOTH, NOTHING, Order, Row
from navmage_dash.sandbox.shops.shares import LINE


def asked(rows: Any) -> dict[int, Decimal] | None:
    """What a call names, by the line's id. None where it names none: then it is all."""
    if not rows:
        return None
    return {
        times.whole(row.get("order_item_id")): Decimal(str(row.get("qty") or 0)) for row in rows
    }


def negative(amounts: Mapping[str, Decimal]) -> Row:
    return {name: -value for name, value in amounts.items()}


def shipping_left(order: Order, done: str) -> Row:
    """done: shipping_invoiced or shipping_refunded. Shipping goes with the first invoice."""
    row, left = order.row, Row()
    for prefix in BOTH:
        gone = row.get(prefix + done, NOTHING)
        amount = row[f"{prefix}shipping_amount"]
        left[f"{prefix}shipping_amount"] = amount - gone
        taxed = row[f"{prefix}shipping_tax_amount"]
        left[f"{prefix}shipping_tax_amount"] = NOTHING if gone and gone >= amount else taxed
    return left


def line(item: Row, quantity: Decimal, amounts: Row) -> Row:
    """The line of an invoice and of a credit memo."""
    weee = {name: value for name, value in item.items() if "weee_tax" in name}
    about = {name: item[name] for name in LINE if name in item} | weee
    return about | amounts | {"order_item_id": item["item_id"], "qty": quantity}


def opened(sales: Sales, kind: str, order: Order, now: str) -> Row:
    """What every document begins with."""
    store = order.row["store_id"]
    row = {"entity_id": sales.next(kind), "increment_id": sales.increment(kind, int(store))}
    row |= {"created_at": now, "updated_at": now, "order_id": order.id, "store_id": store}
    row["billing_address_id"] = order.billing["entity_id"]
    row |= {"shipping_address_id": order.shipping["entity_id"]} if order.shipping else {}
    return row
