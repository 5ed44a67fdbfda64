"""Invoices: /V1/order/:id/invoice, /V1/invoices. They count as paid: payment is by check."""

from decimal import Decimal
from typing import Any

from navmage_dash.sandbox.magento2 import columns, documents, sales_shares
from navmage_dash.sandbox.magento2.call import Call
from navmage_dash.sandbox.magento2.order_state import moved
from navmage_dash.sandbox.magento2.refusal import Refusal
from navmage_dash.sandbox.magento2.sales import HIDDEN, change
from navmage_dash.sandbox.magento2.state import Shop
from navmage_dash.sandbox.magento2.wire import Json
from navmage_dash.sandbox.shops import shares
from navmage_dash.sandbox.shops.sales import BOTH, NOTHING, Document, Order, Row, to_invoice
from navmage_dash.sandbox.shops.shares import INVOICED, Picked
from navmage_dash.sandbox.shops.states import ENDED, can_invoice

EMPTY = "The invoice can't be created without products. Add products and try again."
PAID = 2  # its state: 1 is open
TOTALS = {
    "total_invoiced": "grand_total",
    "subtotal_invoiced": "subtotal",
    "tax_invoiced": "tax_amount",
    "discount_invoiced": "discount_amount",
    "discount_tax_compensation_invoiced": "discount_tax_compensation_amount",
    "shipping_invoiced": "shipping_amount",
    "total_paid": "grand_total",
}
HIDDEN_SHIPPING = (
    "shipping_discount_tax_compensation_amount",
    "base_shipping_discount_tax_compensation_amnt",
)


def invoice(shop: Shop, call: Call) -> Json:
    """The new invoice's id, as text."""
    order = documents.find(shop.sales.orders, call.named["id"])
    made = create(shop, order, call.body, call.now)
    return str(made.row["entity_id"])


def create(shop: Shop, order: Order, body: dict[str, Any], now: str) -> Document:
    """Raises Refusal; nothing has changed then."""
    picked = _picked(order, sales_shares.asked(order, body.get("items")))
    wrong = [EMPTY] if not picked else []
    if order.row["state"] in ("holded", *ENDED):
        text = "An invoice cannot be created when an order has a status of"
        wrong.append(f"{text} {order.row['status']}")
    elif not can_invoice(order):
        wrong.append("The order does not allow an invoice to be created.")
    if wrong:
        raise Refusal("\n".join(["Invoice Document Validation Error(s):", *wrong]))
    made = _document(shop, order, picked, now)
    documents.commented(shop, "invoice", made, body, now)
    return made


def _picked(order: Order, picked: Picked | None) -> Picked:
    left = {item["item_id"]: to_invoice(item) for item in order.lines}
    if picked is not None:
        return sales_shares.checked(picked, left, "invoice")
    return [(item, left[item["item_id"]]) for item in order.lines if left[item["item_id"]]]


def _document(shop: Shop, order: Order, picked: Picked, now: str) -> Document:
    carried = sales_shares.shipping_left(order, "shipping_invoiced")
    lines = [(item, qty, shares.share(item, qty, INVOICED, HIDDEN)) for item, qty in picked]
    row = documents.opened(shop, "invoice", order, now) | documents.addresses(order)
    row |= shares.common(order)
    row |= shares.sums((amounts for _, _, amounts in lines), carried, HIDDEN)
    row |= {"state": PAID, "can_void_flag": 0, "total_qty": _total(picked)}
    if any(carried.values()):
        row |= shares.carried(carried) | dict.fromkeys(HIDDEN_SHIPPING, NOTHING)
    made = Document(row, [])
    for item, quantity, amounts in lines:
        _line(shop, order, made, item, quantity, amounts, now)
    shop.sales.invoices[row["entity_id"]] = made
    _book(order, row | carried, now)
    return made


def _total(picked: Picked) -> Decimal:
    return sum((quantity for _, quantity in picked), NOTHING)


def _line(
    shop: Shop, order: Order, made: Document, item: Row, quantity: Decimal, amounts: Row, now: str
) -> None:
    """A configurable's child is on the invoice too, with the quantity and no money."""
    change(item, now, shares.after(item, amounts, quantity, INVOICED, HIDDEN))
    rows = [sales_shares.line(item, quantity, amounts)]
    child = order.child(item)
    if child is not None:
        nothing = dict.fromkeys(amounts, NOTHING)
        change(child, now, shares.after(child, nothing, quantity, INVOICED, HIDDEN))
        rows.append(sales_shares.line(child, quantity, nothing))
    for row in rows:
        ids = {"entity_id": shop.sales.next("invoice_item"), "parent_id": made.row["entity_id"]}
        made.items.append(ids | row)


def _book(order: Order, amounts: Row, now: str) -> None:
    """The first invoice of an order marks all its lines, whether they are on it or not."""
    for item in order.lines:
        change(item, now, {"weee_tax_applied": "[]"})
    totals = shares.grown(order, TOTALS, amounts) | {"base_total_invoiced_cost": 0}
    for prefix in BOTH:
        due = order.row[f"{prefix}grand_total"] - totals[f"{prefix}total_paid"]
        totals[f"{prefix}total_due"] = due
        order.payment[f"{prefix}amount_paid"] = totals[f"{prefix}total_paid"]
        order.payment[f"{prefix}shipping_captured"] = totals[f"{prefix}shipping_invoiced"]
    change(order.row, now, totals)
    change(order.row, now, moved(order))


def listing(shop: Shop, call: Call) -> Json:
    table = shop.sales.invoices.values()
    return documents.listed(call, table, columns.INVOICE, lambda each: each.row, documents.shown)


def one(shop: Shop, call: Call) -> Json:
    return documents.shown(documents.find(shop.sales.invoices, call.named["id"]))


def post(shop: Shop, call: Call) -> Json:
    """With no lines it makes an empty one, as recorded; with lines it was not tried."""
    (entity,) = call.need("entity")
    order = documents.find(shop.sales.orders, entity["order_id"])
    row = documents.opened(shop, "invoice", order, call.now)
    row |= {"order_id": order.id, "total_qty": None}
    shop.sales.invoices[row["entity_id"]] = Document(row, [])
    return {**row, "items": [], "comments": []}


def add_comment(shop: Shop, call: Call) -> Json:
    """Not recorded: as with a shipment, but that the address does not name the invoice."""
    (entity,) = call.need("entity")
    made = documents.find(shop.sales.invoices, entity["parent_id"])
    row = documents.comment(shop, "invoice", made, entity, call.now)
    return {name: value for name, value in row.items() if name != "created_at"}


def capture(shop: Shop, call: Call) -> Json:
    documents.find(shop.sales.invoices, call.named["id"])
    raise Refusal("The capture action is not available.")


def void(shop: Shop, call: Call) -> Json:
    documents.find(shop.sales.invoices, call.named["id"])
    raise Refusal("The void action is not available.")
