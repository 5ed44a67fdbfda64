"""What a part of an order comes to: an invoice of some of it, a credit memo of some of that.

Amounts go by quantity, and the last part takes what is left, so that no cent is lost. hidden: as
in order_money.py.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from navmage_dash.sandbox.shops.sales import BOTH, NOTHING, Order, Row, cents

COUNTED = ("qty_ordered", "qty_invoiced", "qty_refunded")
INVOICED, REFUNDED = 1, 2
CURRENCIES = (
    "base_currency_code store_currency_code global_currency_code order_currency_code "
    "base_to_global_rate base_to_order_rate store_to_base_rate store_to_order_rate"
).split()
LINE = "name price base_price price_incl_tax base_price_incl_tax product_id sku".split()
Picked = list[tuple[Row, Decimal]]


def parts(hidden: str) -> dict[str, tuple[str, str, str]]:
    """The column of a document, and those of the order's line: all, invoiced, refunded."""
    return {
        "row_total": ("row_total", "row_invoiced", "amount_refunded"),
        "tax_amount": ("tax_amount", "tax_invoiced", "tax_refunded"),
        "discount_amount": ("discount_amount", "discount_invoiced", "discount_refunded"),
        f"{hidden}_amount": (f"{hidden}_amount", f"{hidden}_invoiced", f"{hidden}_refunded"),
    }


def share(item: Row, quantity: Decimal, kind: int, hidden: str) -> Row:
    """kind: INVOICED or REFUNDED."""
    of, done = item[COUNTED[kind - 1]], item[COUNTED[kind]]
    amounts: Row = {}
    for column, names in parts(hidden).items():
        for prefix in BOTH:
            total = item.get(prefix + names[kind - 1]) or NOTHING
            before = item.get(prefix + names[kind]) or NOTHING
            last = quantity + done >= of
            amounts[prefix + column] = total - before if last else cents(total * quantity / of)
    for prefix in BOTH:
        gross = item[f"{prefix}row_total_incl_tax"] * quantity / item["qty_ordered"]
        amounts[f"{prefix}row_total_incl_tax"] = cents(gross)
    return amounts


def after(item: Row, amounts: Row, quantity: Decimal, kind: int, hidden: str) -> Row:
    """The line's columns after it. Where all are negative it is given back."""
    made = {COUNTED[kind]: item[COUNTED[kind]] + quantity}
    for column, names in parts(hidden).items():
        for prefix in BOTH:
            name = prefix + names[kind]
            made[name] = (item.get(name) or NOTHING) + amounts[prefix + column]
    return made


def sums(rows: Iterable[Row], shipping: Row, hidden: str) -> Row:
    """The document's own columns: shipping has the amount and its tax, in both currencies."""
    rows, made = list(rows), Row()
    for prefix in BOTH:

        def total(name: str, prefix: str = prefix) -> Decimal:
            return sum((row[prefix + name] for row in rows), NOTHING)

        amounts = {
            "subtotal": total("row_total"),
            "tax_amount": total("tax_amount") + shipping[f"{prefix}shipping_tax_amount"],
            "discount_amount": -total("discount_amount"),
            f"{hidden}_amount": total(f"{hidden}_amount"),
        }
        amounts["grand_total"] = sum(amounts.values(), shipping[f"{prefix}shipping_amount"])
        amounts["subtotal_incl_tax"] = total("row_total_incl_tax")
        made |= {prefix + name: value for name, value in amounts.items()}
    return made


def carried(shipping: Row) -> Row:
    """What a document says of its shipping."""
    made: Row = {}
    for prefix in BOTH:
        amount, tax = (shipping[f"{prefix}shipping_{name}"] for name in ("amount", "tax_amount"))
        made |= {f"{prefix}shipping_amount": amount, f"{prefix}shipping_tax_amount": tax}
        made[f"{prefix}shipping_incl_tax"] = amount + tax
    return made


def common(order: Order) -> Row:
    """What an invoice and a credit memo have from their order."""
    return {name: order.row[name] for name in CURRENCIES}


def grown(order: Order, columns: Mapping[str, str], amounts: Row) -> Row:
    """The order's totals with the document's added. columns: the order's name: the document's."""
    return {
        prefix + name: order.row.get(prefix + name, NOTHING) + amounts[prefix + column]
        for name, column in columns.items()
        for prefix in BOTH
    }
