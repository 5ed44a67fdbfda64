"""salesOrderCreditmemo*: what the API gives back counts as refunded online, as recorded.

Without the shipping the order stays complete, with all of it it is closed. Stock does not come
back. A memo of an order of which nothing can be refunded divides by zero.
"""

from decimal import Decimal
from typing import Any

from navmage_dash.sandbox.magento1 import order_show, orders, sales_documents, sales_shares, times
from navmage_dash.sandbox.magento1.asked import Asked, Handler
from navmage_dash.sandbox.magento1.order_state import said, saved
from navmage_dash.sandbox.magento1.sales import HIDDEN
from navmage_dash.sandbox.magento1.sales_documents import Table
from navmage_dash.sandbox.magento1.soap import Refusal, php
from navmage_dash.sandbox.magento1.state import Shop1
from navmage_dash.sandbox.shops import shares
from navmage_dash.sandbox.shops.sales import BOTH, NOTHING, Document, Order, Row, cents, to_refund
from navmage_dash.sandbox.shops.shares import REFUNDED, Picked
from navmage_dash.sandbox.shops.states import can_refund

REFUNDED_STATE = 2
UNKNOWN = "Requested credit memo does not exist."
TOTALS = {
    "total_refunded": "grand_total",
    "subtotal_refunded": "subtotal",
    "tax_refunded": "tax_amount",
    "discount_refunded": "discount_amount",
    "hidden_tax_refunded": "hidden_tax_amount",
    "shipping_refunded": "shipping_amount",
    "shipping_tax_refunded": "shipping_tax_amount",
    "adjustment_positive": "adjustment_positive",
    "adjustment_negative": "adjustment_negative",
}
SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£"}
TABLE = Table(
    "SELECT `main_table`.* FROM `sales_flat_creditmemo` AS `main_table`",
    "creditmemo_id",
    frozenset("state invoice_id grand_total base_grand_total tax_amount subtotal".split()),
)


def shown(row: Row) -> Row:
    return order_show.shown(row, creditmemo_id="entity_id")


def listed(shop: Shop1, ask: Asked) -> Any:
    return sales_documents.listed(TABLE, shop.sales.memos, ask.given.get("filters"), shown)


def found(shop: Shop1, ask: Asked) -> Document:
    return sales_documents.found(shop.sales.memos, ask.one("creditmemoIncrementId"), UNKNOWN)


def info(shop: Shop1, ask: Asked) -> Any:
    made = found(shop, ask)
    return shown(made.row) | {
        "items": [order_show.shown(item, item_id="entity_id") for item in made.items],
        "comments": sales_documents.comments(made),
    }


def create(shop: Shop1, ask: Asked) -> Any:
    order = orders.found(shop, ask.one("orderIncrementId"), "103")
    made = add(shop, order, ask.given.get("creditmemoData") or {}, ask.now, online=True)
    if ask.one("comment"):
        notified = times.flag(ask.one("notifyCustomer"))
        text = ask.one("comment")
        sales_documents.commented(shop.sales, "creditmemo", made, ask.now, text, notified)
    return made.row["increment_id"]


def add(shop: Shop1, order: Order, data: Row, now: str, *, online: bool) -> Document:
    """Raises Refusal; nothing has changed then."""
    if not can_refund(order):
        raise Refusal("106", "Credit memo for requested order can not be created.")
    picked = _picked(order, sales_shares.asked(data.get("qtys")))
    if not picked:
        raise php("Division by zero")
    made = _document(shop, order, picked, _given(order, data), now)
    shop.sales.memos[made.row["entity_id"]] = made
    how = "total_online_refunded" if online else "total_offline_refunded"
    order.row |= shares.grown(order, {**TOTALS, how: "grand_total"}, made.row)
    if not online:
        said(shop.sales, order, now, order.row["status"], _told(made.row))
    saved(shop.sales, order, now)
    return made


def _told(row: Row) -> str:
    symbol = SYMBOLS.get(row["base_currency_code"], "")
    return f"Refunded amount of {symbol}{row['base_grand_total']:,.2f} offline."


def _picked(order: Order, wanted: dict[int, Decimal] | None) -> Picked:
    left = [(item, to_refund(item)) for item in order.lines]
    if wanted is not None:
        left = [(item, min(most, wanted.get(item["item_id"], NOTHING))) for item, most in left]
    return [(item, quantity) for item, quantity in left if quantity > 0]


def _given(order: Order, data: Row) -> Row:
    """Shipping, all that is left of it unless the call says how much, and adjustments."""
    left = sales_shares.shipping_left(order, "shipping_refunded")
    rate = order.row["base_to_order_rate"]
    if data.get("shipping_amount") is not None:
        amount, most = Decimal(str(data["shipping_amount"])), left["base_shipping_amount"]
        part = min(amount, most) / most if most else NOTHING
        left = {name: cents(value * part) for name, value in left.items()}
    for name in ("adjustment_positive", "adjustment_negative"):
        amount = Decimal(str(data.get(name) or 0))
        left |= {name: cents(amount * rate), f"base_{name}": amount}
    return left


def _document(shop: Shop1, order: Order, picked: Picked, given: Row, now: str) -> Document:
    lines = [(item, qty, shares.share(item, qty, REFUNDED, HIDDEN)) for item, qty in picked]
    row = sales_shares.opened(shop.sales, "creditmemo", order, now) | shares.common(order)
    row |= shares.sums((amounts for _, _, amounts in lines), given, HIDDEN) | shares.carried(given)
    row |= {"state": REFUNDED_STATE}
    for prefix in BOTH:
        positive, negative = (given[f"{prefix}adjustment_{n}"] for n in ("positive", "negative"))
        row |= {f"{prefix}adjustment": positive - negative}
        row |= {f"{prefix}adjustment_positive": positive, f"{prefix}adjustment_negative": negative}
        row[f"{prefix}grand_total"] += positive - negative
    made = Document(row, [])
    for item, quantity, amounts in lines:
        item.update(shares.after(item, amounts, quantity, REFUNDED, HIDDEN))
        ids = {"entity_id": shop.sales.next("creditmemo_item"), "parent_id": row["entity_id"]}
        made.items.append(ids | sales_shares.line(item, quantity, amounts))
    return made


def add_comment(shop: Shop1, ask: Asked) -> Any:
    made, text = found(shop, ask), ask.one("comment")
    notified = times.flag(ask.one("notifyCustomer"))
    sales_documents.commented(shop.sales, "creditmemo", made, ask.now, text, notified)
    return True


def cancel(shop: Shop1, ask: Asked) -> Any:
    """Only an open one could be, and here they are refunded at once."""
    found(shop, ask)
    raise Refusal("104", "Credit memo status not changed.")


HANDLERS: dict[str, Handler] = {
    "salesOrderCreditmemoList": listed,
    "salesOrderCreditmemoInfo": info,
    "salesOrderCreditmemoCreate": create,
    "salesOrderCreditmemoAddComment": add_comment,
    "salesOrderCreditmemoCancel": cancel,
}
