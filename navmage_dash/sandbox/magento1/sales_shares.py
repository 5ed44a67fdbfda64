"""What a part of an order comes to: an invoice of some of it, a credit memo of some of that.

Amounts go by quantity, and the last part takes what is left, so that no cent is lost.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from navmage_dash.sandbox.magento1 import times
from navmage_dash.sandbox.magento1.sales import Sales
from navmage_dash.sandbox.shops.sales import BOTH, NOTHING, Order, Row, cents

# The column of a document, and those of the order's line: all, invoiced, refunded.
PARTS = {
    "row_total": ("row_total", "row_invoiced", "amount_refunded"),
    "tax_amount": ("tax_amount", "tax_invoiced", "tax_refunded"),
    "discount_amount": ("discount_amount", "discount_invoiced", "discount_refunded"),
    "hidden_tax_amount": ("hidden_tax_amount", "hidden_tax_invoiced", "hidden_tax_refunded"),
}
COUNTED = ("qty_ordered", "qty_invoiced", "qty_refunded")
INVOICED, REFUNDED = 1, 2
CURRENCIES = (
    "base_currency_code store_currency_code global_currency_code order_currency_code "
    "base_to_global_rate base_to_order_rate store_to_base_rate store_to_order_rate"
).split()
LINE = "name price base_price price_incl_tax base_price_incl_tax product_id sku".split()
Picked = list[tuple[Row, Decimal]]


def asked(rows: Any) -> dict[int, Decimal] | None:
    """What a call names, by the line's id. None where it names none: then it is all."""
    if not rows:
        return None
    return {
        times.whole(row.get("order_item_id")): Decimal(str(row.get("qty") or 0)) for row in rows
    }


def share(item: Row, quantity: Decimal, kind: int) -> Row:
    """kind: INVOICED or REFUNDED."""
    of, done = item[COUNTED[kind - 1]], item[COUNTED[kind]]
    amounts: Row = {}
    for column, names in PARTS.items():
        for prefix in BOTH:
            total = item.get(prefix + names[kind - 1]) or NOTHING
            before = item.get(prefix + names[kind]) or NOTHING
            last = quantity + done >= of
            amounts[prefix + column] = total - before if last else cents(total * quantity / of)
    for prefix in BOTH:
        gross = item[f"{prefix}row_total_incl_tax"] * quantity / item["qty_ordered"]
        amounts[f"{prefix}row_total_incl_tax"] = cents(gross)
    return amounts


def take(item: Row, amounts: Row, quantity: Decimal, kind: int) -> None:
    """The line's own columns after it. Negative, they are given back."""
    item[COUNTED[kind]] += quantity
    for column, names in PARTS.items():
        for prefix in BOTH:
            name = prefix + names[kind]
            item[name] = (item.get(name) or NOTHING) + amounts[prefix + column]


def negative(amounts: Mapping[str, Decimal]) -> Row:
    return {name: -value for name, value in amounts.items()}


def sums(rows: Iterable[Row], shipping: Row) -> Row:
    """The document's own columns: shipping has the amount and its tax, in both currencies."""
    rows, made = list(rows), Row()
    for prefix in BOTH:

        def total(name: str, prefix: str = prefix) -> Decimal:
            return sum((row[prefix + name] for row in rows), NOTHING)

        carried, tax = (
            shipping[prefix + name] for name in ("shipping_amount", "shipping_tax_amount")
        )
        amounts = {
            "subtotal": total("row_total"),
            "tax_amount": total("tax_amount") + tax,
            "discount_amount": -total("discount_amount"),
            "hidden_tax_amount": total("hidden_tax_amount"),
        }
        amounts["grand_total"] = sum(amounts.values(), carried)
        amounts["subtotal_incl_tax"] = total("row_total_incl_tax")
        amounts |= {"shipping_amount": carried, "shipping_tax_amount": tax}
        amounts["shipping_incl_tax"] = carried + tax
        made |= {prefix + name: value for name, value in amounts.items()}
    return made


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


def common(order: Order) -> Row:
    """What an invoice and a credit memo have from their order."""
    return {name: order.row[name] for name in CURRENCIES}


def grow(order: Order, columns: Mapping[str, str], amounts: Mapping[str, Any]) -> None:
    """The order's totals with the document's added. columns: the order's name: the document's."""
    for name, column in columns.items():
        for prefix in BOTH:
            before = order.row.get(prefix + name, NOTHING)
            order.row[prefix + name] = before + amounts[prefix + column]
