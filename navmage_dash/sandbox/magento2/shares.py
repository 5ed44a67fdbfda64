"""What a part of an order comes to: an invoice of some of it, a credit memo of some of that.

Amounts go by quantity, and the last part takes what is left, so that no cent is lost.
"""

from collections.abc import Iterable
from decimal import Decimal

from navmage_dash.sandbox.magento2.call import decimal, whole
from navmage_dash.sandbox.magento2.documents import addresses
from navmage_dash.sandbox.magento2.refusal import Refusal
from navmage_dash.sandbox.magento2.wire import Json
from navmage_dash.sandbox.shops.sales import BOTH, NOTHING, Order, Row, cents

# The column of a document, and those of the order's line: all, invoiced, refunded.
PARTS = {
    "row_total": ("row_total", "row_invoiced", "amount_refunded"),
    "tax_amount": ("tax_amount", "tax_invoiced", "tax_refunded"),
    "discount_amount": ("discount_amount", "discount_invoiced", "discount_refunded"),
    "discount_tax_compensation_amount": (
        "discount_tax_compensation_amount",
        "discount_tax_compensation_invoiced",
        "discount_tax_compensation_refunded",
    ),
}
COUNTED = ("qty_ordered", "qty_invoiced", "qty_refunded")
INVOICED, REFUNDED = 1, 2
Picked = list[tuple[Row, Decimal]]


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


def taken(item: Row, amounts: Row, quantity: Decimal, kind: int) -> Row:
    """The line's columns after it."""
    after = {COUNTED[kind]: item[COUNTED[kind]] + quantity}
    for column, names in PARTS.items():
        for prefix in BOTH:
            name = prefix + names[kind]
            after[name] = (item.get(name) or NOTHING) + amounts[prefix + column]
    return after


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
            "discount_tax_compensation_amount": total("discount_tax_compensation_amount"),
        }
        amounts["grand_total"] = sum(amounts.values(), carried)
        amounts["subtotal_incl_tax"] = total("row_total_incl_tax")
        made |= {prefix + name: value for name, value in amounts.items()}
    return made


def shipping_left(order: Order, done: str) -> Row:
    """done: shipping_invoiced or shipping_refunded. Shipping goes with the first invoice."""
    row, left = order.row, {}
    for prefix in BOTH:
        taxed = done.replace("shipping", "shipping_tax")
        left[f"{prefix}shipping_amount"] = row[f"{prefix}shipping_amount"] - row.get(
            prefix + done, NOTHING
        )
        left[f"{prefix}shipping_tax_amount"] = row[f"{prefix}shipping_tax_amount"] - row.get(
            prefix + taxed, NOTHING
        )
    return left


def line(item: Row, quantity: Decimal, amounts: Row) -> Row:
    """The line of an invoice and of a credit memo."""
    copied = "name price base_price price_incl_tax base_price_incl_tax product_id sku".split()
    zero = [f"{prefix}discount_amount" for prefix in BOTH]
    shown = {name: value for name, value in amounts.items() if value or name not in zero}
    about = {name: item[name] for name in copied if name in item}
    return about | shown | {"order_item_id": item["item_id"], "qty": quantity}


def common(order: Order) -> Row:
    """What an invoice and a credit memo have from their order."""
    names = (
        "base_currency_code store_currency_code global_currency_code order_currency_code "
        "base_to_global_rate base_to_order_rate store_to_base_rate store_to_order_rate"
    ).split()
    return {name: order.row[name] for name in names} | addresses(order)


def grown(order: Order, columns: dict[str, str], amounts: Row) -> Row:
    """The order's totals with the document's added. columns: the order's name: the document's."""
    return {
        prefix + name: order.row.get(prefix + name, NOTHING) + amounts[prefix + column]
        for name, column in columns.items()
        for prefix in BOTH
    }
