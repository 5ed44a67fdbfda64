"""salesOrderInvoice*: those of an order that is paid offline count as paid at once.

An order_item_id that the order does not have makes an invoice of no lines, but of the shipping, as
recorded. Not recorded, but from Magento's documented behaviour: where the payment is made online
(ONLINE) the invoice is open until it is captured, and may be cancelled until then.

Not recorded either, but read in the source of Magento CE 1.7, mended in CE 1.9.2 and OpenMage: a
line that is not named is invoiced with the quantity of the line before it (Shop1.classic).
"""

from decimal import Decimal
from typing import Any

from navmage_dash.sandbox.magento1 import order_show, orders, sales_documents, sales_shares, times
from navmage_dash.sandbox.magento1.asked import Asked, Handler
from navmage_dash.sandbox.magento1.order_state import saved
from navmage_dash.sandbox.magento1.sales import HIDDEN, taken, touch
from navmage_dash.sandbox.magento1.sales_documents import Table
from navmage_dash.sandbox.magento1.soap import Refusal
from navmage_dash.sandbox.magento1.state import Shop1
from navmage_dash.sandbox.shops import shares
from navmage_dash.sandbox.shops.sales import BOTH, NOTHING, Document, Order, Row, to_invoice
from navmage_dash.sandbox.shops.shares import INVOICED, Picked
from navmage_dash.sandbox.shops.states import can_invoice

OPEN, PAID, CANCELED = 1, 2, 3
ONLINE = ("paypal_express", "paypal_direct", "paypal_standard", "authorizenet", "verisign")
UNKNOWN = "Requested invoice does not exist."
INVOICED_TOTALS = {
    "total_invoiced": "grand_total",
    "subtotal_invoiced": "subtotal",
    "tax_invoiced": "tax_amount",
    "discount_invoiced": "discount_amount",
    "hidden_tax_invoiced": "hidden_tax_amount",
    "shipping_invoiced": "shipping_amount",
}
PAID_TOTALS = {"total_paid": "grand_total"}
LISTED = "increment_id created_at order_currency_code order_id state grand_total".split()
TABLE = Table(
    "SELECT `main_table`.* FROM `sales_flat_invoice` AS `main_table`",
    "invoice_id",
    frozenset(
        "grand_total base_grand_total state tax_amount subtotal discount_amount shipping_amount "
        "order_currency_code base_currency_code total_qty transaction_id can_void_flag".split()
    ),
)


def listed(shop: Shop1, ask: Asked) -> Any:
    def show(row: Row) -> Row:
        kept = {name: row[name] for name in ("entity_id", *LISTED)}
        return order_show.shown(kept, invoice_id="entity_id")

    return sales_documents.listed(TABLE, shop.sales.invoices, ask.given.get("filters"), show)


def found(shop: Shop1, ask: Asked) -> Document:
    return sales_documents.found(shop.sales.invoices, ask.one("invoiceIncrementId"), UNKNOWN)


def info(shop: Shop1, ask: Asked) -> Any:
    made = found(shop, ask)
    order = shop.sales.orders[made.row["order_id"]]
    of_order = {
        "billing_firstname": order.billing.get("firstname"),
        "billing_lastname": order.billing.get("lastname"),
        "order_increment_id": order.row["increment_id"],
        "order_created_at": order.row["created_at"],
    }
    return order_show.shown(made.row | of_order, invoice_id="entity_id") | {
        "items": [order_show.shown(item, item_id="entity_id") for item in made.items],
        "comments": sales_documents.comments(made),
    }


def create(shop: Shop1, ask: Asked) -> Any:
    """The order's number comes as that of the invoice."""
    order = orders.found(shop, ask.one("invoiceIncrementId"), "103")
    made = add(shop, order, ask.given.get("itemsQty"), ask.now)
    if ask.one("comment"):
        notified = times.flag(ask.one("email")) and times.flag(ask.one("includeComment"))
        sales_documents.commented(
            shop.sales, "invoice", made, ask.now, ask.one("comment"), notified
        )
    return made.row["increment_id"]


def add(shop: Shop1, order: Order, wanted: Any, now: str) -> Document:
    """Raises Refusal; nothing has changed then."""
    if not can_invoice(order):
        raise Refusal("102", "Cannot do invoice for order.")
    picked = _picked(order, sales_shares.asked(wanted), classic=shop.classic)
    made = _document(shop, order, picked, now)
    shop.sales.invoices[made.row["entity_id"]] = made
    order.row |= shares.grown(order, INVOICED_TOTALS, made.row)
    order.row |= {"base_total_invoiced_cost": NOTHING}
    if made.row["state"] == PAID:
        order.row |= shares.grown(order, PAID_TOTALS, made.row)
    saved(shop.sales, order, now)
    return made


def _picked(order: Order, asked: dict[int, Decimal] | None, *, classic: bool) -> Picked:
    if asked is None:
        return [(item, to_invoice(item)) for item in order.lines if to_invoice(item)]
    wanted = _spilt(order, asked) if classic else asked
    named = [(item, taken(item, wanted.get(item["item_id"], NOTHING))) for item in order.lines]
    for item, quantity in named:
        if quantity > to_invoice(item):
            raise Refusal("1", f'Invalid qty to invoice item "{item["name"]}"')
    return [(item, quantity) for item, quantity in named if quantity > 0]


def _spilt(order: Order, asked: dict[int, Decimal]) -> dict[int, Decimal]:
    """From line to line, and of a configurable's child what was ordered of it."""
    wanted, last = dict[int, Decimal](), NOTHING
    for item in order.items:
        if "parent_item_id" in item:
            last = item["qty_ordered"]
        elif to_invoice(item):
            last = wanted[item["item_id"]] = asked.get(item["item_id"], last)
    return wanted


def _document(shop: Shop1, order: Order, picked: Picked, now: str) -> Document:
    carried = sales_shares.shipping_left(order, "shipping_invoiced")
    lines = [(item, qty, shares.share(item, qty, INVOICED, HIDDEN)) for item, qty in picked]
    row = sales_shares.opened(shop.sales, "invoice", order, now) | shares.common(order)
    row |= shares.sums((amounts for _, _, amounts in lines), carried, HIDDEN)
    row |= shares.carried(carried)
    row["total_qty"] = sum((quantity for _, quantity in picked), NOTHING)
    row["state"] = OPEN if order.payment["method"] in ONLINE else PAID
    made = Document(row, [])
    for item, quantity, amounts in lines:
        _line(shop, order, made, item, quantity, amounts)
    return made


def _line(
    shop: Shop1, order: Order, made: Document, item: Row, quantity: Decimal, amounts: Row
) -> None:
    """A configurable's child is on the invoice too, with the quantity and no money."""
    rows = [(item, amounts, sales_shares.line(item, quantity, amounts))]
    child = order.child(item)
    if child is not None:
        nothing = dict.fromkeys(amounts, NOTHING)
        rows.append((child, nothing, sales_shares.line(child, quantity, {})))
    for row, its, line in rows:
        row.update(shares.after(row, its, quantity, INVOICED, HIDDEN))
        ids = {"entity_id": shop.sales.next("invoice_item"), "parent_id": made.row["entity_id"]}
        made.items.append(ids | line)


def add_comment(shop: Shop1, ask: Asked) -> Any:
    notified = times.flag(ask.one("email"))
    text, made = ask.one("comment"), found(shop, ask)
    sales_documents.commented(shop.sales, "invoice", made, ask.now, text, notified)
    made.row["updated_at"] = ask.now
    return True


def capture(shop: Shop1, ask: Asked) -> Any:
    made = found(shop, ask)
    if made.row["state"] != OPEN:
        raise Refusal("104", "Invoice cannot be captured.")
    order = shop.sales.orders[made.row["order_id"]]
    made.row |= {"state": PAID, "updated_at": ask.now}
    order.row |= shares.grown(order, PAID_TOTALS, made.row)
    saved(shop.sales, order, ask.now)
    return True


def void(shop: Shop1, ask: Asked) -> Any:
    found(shop, ask)
    raise Refusal("104", "Invoice cannot be voided.")


def cancel(shop: Shop1, ask: Asked) -> Any:
    made = found(shop, ask)
    if made.row["state"] != OPEN:
        raise Refusal("104", "Invoice cannot be canceled.")
    order = shop.sales.orders[made.row["order_id"]]
    by_id = {item["item_id"]: item for item in order.items}
    for line in made.items:
        amounts = {name: -line.get(name, NOTHING) for name in line if name in _AMOUNTS}
        nothing = dict.fromkeys(_AMOUNTS, NOTHING)
        item = by_id[line["order_item_id"]]
        item.update(shares.after(item, nothing | amounts, -line["qty"], INVOICED, HIDDEN))
    taken = {name: value for name, value in made.row.items() if isinstance(value, Decimal)}
    order.row |= shares.grown(order, INVOICED_TOTALS, sales_shares.negative(taken))
    made.row |= {"state": CANCELED, "updated_at": ask.now}
    touch(order, ask.now)
    return True


_AMOUNTS = frozenset(prefix + name for name in shares.parts(HIDDEN) for prefix in BOTH)
HANDLERS: dict[str, Handler] = {
    "salesOrderInvoiceList": listed,
    "salesOrderInvoiceInfo": info,
    "salesOrderInvoiceCreate": create,
    "salesOrderInvoiceAddComment": add_comment,
    "salesOrderInvoiceCapture": capture,
    "salesOrderInvoiceVoid": void,
    "salesOrderInvoiceCancel": cancel,
}
