"""Which part of an order a request asks for, and how it is shown: see shops/shares.py."""

from decimal import Decimal

from navmage_dash.sandbox.magento2.call import decimal, whole
from navmage_dash.sandbox.magento2.refusal import Refusal
from navmage_dash.sandbox.magento2.wire import Json
from navmage_dash.sandbox.shops.sales import BOTH, NOTHING, Order, Row
from navmage_dash.sandbox.shops.shares import LINE, Picked


def asked(order: Order, rows: Json) -> Picked | None:
    """The lines that a request names with a quantity; None where it names none: then it is all.

    One that the order does not have, and the child of a configurable, count for nothing.
    """
    if not rows:
        return None
    wanted = {
        whole("order_item_id", row["order_item_id"]): decimal("qty", row.get("qty", 0))
        for row in rows
    }
    named = ((item, wanted.get(item["item_id"], NOTHING)) for item in order.lines)
    return [(item, quantity) for item, quantity in named if quantity > 0]


def checked(picked: Picked, left: dict[int, Decimal], what: str) -> Picked:
    for item, quantity in picked:
        if quantity > left[item["item_id"]]:
            text = f'We found an invalid quantity to {what} item "%1".'
            raise Refusal(text, [item["name"]])
    return picked


def shipping_left(order: Order, done: str) -> Row:
    """done: shipping_invoiced or shipping_refunded. Shipping goes with the first invoice."""
    row, left = order.row, {}
    for prefix in BOTH:
        taxed = done.replace("shipping", "shipping_tax")
        for name, gone in (("shipping_amount", done), ("shipping_tax_amount", taxed)):
            left[prefix + name] = row[prefix + name] - row.get(prefix + gone, NOTHING)
    return left


def line(item: Row, quantity: Decimal, amounts: Row) -> Row:
    """The line of an invoice and of a credit memo."""
    zero = [f"{prefix}discount_amount" for prefix in BOTH]
    shown = {name: value for name, value in amounts.items() if value or name not in zero}
    about = {name: item[name] for name in LINE if name in item}
    return about | shown | {"order_item_id": item["item_id"], "qty": quantity}
