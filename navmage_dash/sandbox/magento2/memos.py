"""Credit memos: /V1/order/:id/refund, /V1/creditmemos. The money is given back offline."""

from decimal import Decimal
from typing import Any

from navmage_dash.sandbox.magento2 import columns, documents, sales_shares, stock_of_orders, store
from navmage_dash.sandbox.magento2.call import Call, decimal, flag
from navmage_dash.sandbox.magento2.order_state import moved
from navmage_dash.sandbox.magento2.refusal import Refusal
from navmage_dash.sandbox.magento2.sales import HIDDEN, change
from navmage_dash.sandbox.magento2.state import Shop
from navmage_dash.sandbox.magento2.stock import DEFAULT
from navmage_dash.sandbox.magento2.wire import Json
from navmage_dash.sandbox.shops import shares
from navmage_dash.sandbox.shops.sales import BOTH, NOTHING, Document, Order, Row, cents, to_refund
from navmage_dash.sandbox.shops.shares import REFUNDED, Picked
from navmage_dash.sandbox.shops.states import can_refund

REFUNDED_STATE = 2
WRONG = "Creditmemo Document Validation Error(s):"
TOTALS = {
    "total_refunded": "grand_total",
    "total_offline_refunded": "grand_total",
    "subtotal_refunded": "subtotal",
    "tax_refunded": "tax_amount",
    "discount_refunded": "discount_amount",
    "discount_tax_compensation_refunded": "discount_tax_compensation_amount",
    "shipping_refunded": "shipping_amount",
    "shipping_tax_refunded": "shipping_tax_amount",
    "adjustment_positive": "adjustment_positive",
    "adjustment_negative": "adjustment_negative",
}
NO_WEEE = {
    "base_weee_tax_row_disposition": 0,
    "weee_tax_applied": "[]",
    "weee_tax_applied_row_amount": 0,
    "weee_tax_row_disposition": 0,
}


def refund(shop: Shop, call: Call) -> Json:
    """The new credit memo's id, as text."""
    order = documents.find(shop.sales.orders, call.named["id"])
    return str(create(shop, order, call.body, call.now).row["entity_id"])


def create(shop: Shop, order: Order, body: dict[str, Any], now: str) -> Document:
    """Raises Refusal; nothing has changed then."""
    picked = _picked(order, sales_shares.asked(order, body.get("items")))
    given = _given(order, body)
    _check(order)
    made = _document(shop, order, picked, given, now)
    documents.commented(shop, "creditmemo", made, body, now)
    _book(order, made.row | given, now)
    change(order.row, now, {"customer_note_notify": int(flag(body.get("notify")))} | moved(order))
    _tell(shop, order, made, now)
    returned = (body.get("arguments") or {}).get("extension_attributes") or {}
    for item, quantity in picked:
        if item["item_id"] in (returned.get("return_to_stock_items") or []):
            stock_of_orders.add(shop, item, DEFAULT, quantity)
    return made


def _check(order: Order) -> None:
    """These two texts are not from a recording."""
    if order.row["state"] in ("holded", "canceled", "closed"):
        text = "A creditmemo can not be created when an order has a status of"
        raise Refusal(f"{WRONG}\n{text} {order.row['status']}")
    if not can_refund(order):
        raise Refusal(f"{WRONG}\nThe order does not allow a creditmemo to be created.")


def _picked(order: Order, picked: Picked | None) -> Picked:
    left = {item["item_id"]: to_refund(item) for item in order.lines}
    if picked is not None:
        return sales_shares.checked(picked, left, "refund")
    return [(item, left[item["item_id"]]) for item in order.lines if left[item["item_id"]]]


def _given(order: Order, body: dict[str, Any]) -> Row:
    """Shipping, all that is left of it unless the request says how much, and adjustments."""
    sent, left = body.get("arguments") or {}, sales_shares.shipping_left(order, "shipping_refunded")
    rate = order.row["base_to_order_rate"]
    if sent.get("shipping_amount") is not None:
        amount, whole = (
            decimal("shipping_amount", sent["shipping_amount"]),
            left["base_shipping_amount"],
        )
        if amount > whole:
            raise Refusal("Maximum shipping amount allowed to refund is: %1", [str(whole)])
        part = amount / whole if whole else NOTHING
        left = {name: cents(value * part) for name, value in left.items()}
    for name in ("adjustment_positive", "adjustment_negative"):
        amount = decimal(name, sent.get(name) or 0)
        left |= {name: cents(amount * rate), f"base_{name}": amount}
    return left


def _document(shop: Shop, order: Order, picked: Picked, given: Row, now: str) -> Document:
    lines = [(item, qty, shares.share(item, qty, REFUNDED, HIDDEN)) for item, qty in picked]
    row = documents.opened(shop, "creditmemo", order, now) | documents.addresses(order)
    row |= shares.common(order)
    row |= shares.sums((amounts for _, _, amounts in lines), given, HIDDEN)
    row |= shares.carried(given) | {"state": REFUNDED_STATE}
    for prefix in BOTH:
        adjusted = given[f"{prefix}adjustment_positive"] - given[f"{prefix}adjustment_negative"]
        row[f"{prefix}adjustment"] = adjusted
        row[f"{prefix}grand_total"] += adjusted
    made = Document(row, [])
    for item, quantity, amounts in lines:
        change(item, now, shares.after(item, amounts, quantity, REFUNDED, HIDDEN))
        ids = {"entity_id": shop.sales.next("creditmemo_item"), "parent_id": row["entity_id"]}
        made.items.append(
            ids | sales_shares.line(item, quantity, amounts) | {"base_cost": None} | NO_WEEE
        )
    shop.sales.memos[row["entity_id"]] = made
    return made


def _book(order: Order, amounts: Row, now: str) -> None:
    change(order.row, now, shares.grown(order, TOTALS, amounts))
    for prefix in BOTH:
        order.payment[f"{prefix}amount_refunded"] = order.row[f"{prefix}total_refunded"]
        order.payment[f"{prefix}shipping_refunded"] = order.row[f"{prefix}shipping_refunded"]


def _tell(shop: Shop, order: Order, made: Document, now: str) -> None:
    code = order.row["base_currency_code"]
    amount: Decimal = made.row["base_grand_total"]
    order.comments.append(
        {
            "comment": f"We refunded {store.SYMBOLS.get(code, code)}{amount:,.2f} offline.",
            "created_at": now,
            "entity_id": shop.sales.next("order_comment"),
            "entity_name": "creditmemo",
            "is_customer_notified": 0,
            "is_visible_on_front": 0,
            "parent_id": order.id,
            "status": order.row["status"],
        }
    )


def of_invoice(shop: Shop, call: Call) -> Json:
    """/V1/invoice/:id/refund. Where some of the order was refunded before it fails, as recorded."""
    made = documents.find(shop.sales.invoices, call.named["id"])
    order = shop.sales.orders[made.row["order_id"]]
    if order.row.get("total_refunded"):
        raise Refusal(f"{WRONG}\nWe can't create creditmemo for the invoice.")
    return str(create(shop, order, call.body, call.now).row["entity_id"])


def listing(shop: Shop, call: Call) -> Json:
    table = shop.sales.memos.values()
    return documents.listed(call, table, columns.MEMO, lambda each: each.row, documents.shown)


def one(shop: Shop, call: Call) -> Json:
    return documents.shown(documents.find(shop.sales.memos, call.named["id"]))
