"""/V1/orders: read, list, cancel, hold, comment, and a save of single fields."""

from decimal import Decimal

from navmage_dash.sandbox.magento2 import columns, documents, order_show, stock_of_orders
from navmage_dash.sandbox.magento2.call import Call, text, whole
from navmage_dash.sandbox.magento2.order_state import named, statuses
from navmage_dash.sandbox.magento2.refusal import Refusal, missing, unsupported
from navmage_dash.sandbox.magento2.sales import change, to_ship
from navmage_dash.sandbox.magento2.state import Shop
from navmage_dash.sandbox.magento2.wire import Json
from navmage_dash.sandbox.shops.sales import BOTH, NOTHING, Order, Row, cents, to_invoice
from navmage_dash.sandbox.shops.states import can_hold, can_invoice, canceled

NO_STATUS = (
    'Unable to add comment: The status "%1" is not part of the order\n                 '
    "status history."
)
# What a save's answer shows though the request did not say it: of most it knows nothing.
SAVED = ("billing_address_id", "created_at", "entity_id", "updated_at")
UNKNOWN: Row = {
    "base_grand_total": None,
    "grand_total": None,
    "customer_email": None,
    "base_total_due": 0,
    "total_due": 0,
}


def find(shop: Shop, call: Call) -> Order:
    return documents.find(shop.sales.orders, call.named["id"])


def one(shop: Shop, call: Call) -> Json:
    return order_show.order(find(shop, call))


def listing(shop: Shop, call: Call) -> Json:
    """Of all store views, whichever the address names."""
    table = shop.sales.orders.values()
    return documents.listed(call, table, columns.ORDER, lambda each: each.row, order_show.order)


def items(shop: Shop, call: Call) -> Json:
    """The lines of all orders; here they come without their taxes."""
    lines = [(each, row) for each in shop.sales.orders.values() for row in each.items]

    def show(line: tuple[Order, Row]) -> Json:
        return order_show.item(*line, taxes=False)

    return documents.listed(call, lines, columns.ITEM, lambda line: line[1], show)


def status(shop: Shop, call: Call) -> Json:
    return find(shop, call).row["status"]


def save(shop: Shop, call: Call) -> Json:
    """Only what is sent changes. A new order is not made this way here: customers make them."""
    (entity,) = call.need("entity")
    unknown = [name for name in entity if name not in columns.ORDER]
    if unknown:
        raise unsupported(unknown[0])
    if entity.get("entity_id") is None:
        raise missing("entity_id")
    order = documents.find(shop.sales.orders, entity["entity_id"])
    sent = {name: value for name, value in entity.items() if name not in SAVED}
    change(order.row, call.now, sent)
    kept = {name: order.row[name] for name in SAVED}
    return {
        **UNKNOWN,
        **kept,
        **sent,
        "items": [order_show.item(order, row, taxes=False) for row in order.items],
        "billing_address": order.billing,
        "payment": order.payment,
        "status_histories": order_show.histories(order),
    }


def cancel(shop: Shop, call: Call) -> Json:
    """False, with 200, where it can't be."""
    return cancelled(shop, find(shop, call), call.now)


def cancelled(shop: Shop, order: Order, now: str) -> bool:
    """Also where all of it has been shipped, as recorded."""
    if not can_invoice(order):
        return False
    state = named(canceled(order, to_ship))
    for item in order.lines:
        quantity = min(to_invoice(item), to_ship(item))
        stock_of_orders.canceled(shop, item, quantity)
        share = quantity / item["qty_ordered"]
        change(item, now, {"qty_canceled": item["qty_canceled"] + quantity} | _gone(item, share))
    change(order.row, now, _left(order.row) | state)
    return True


def _gone(item: Row, share: Decimal) -> Row:
    tax, compensation = item["tax_amount"], item["discount_tax_compensation_amount"]
    return {
        "tax_canceled": cents(tax * share),
        "discount_tax_compensation_canceled": cents(compensation * share),
    }


def _left(row: Row) -> Row:
    """What was not invoiced is what is canceled."""
    made: Row = {}
    for prefix in BOTH:
        for name in ("subtotal", "tax", "shipping", "discount"):
            whole_ = row[prefix + (name if name == "subtotal" else f"{name}_amount")]
            before = row.get(f"{prefix}{name}_invoiced", NOTHING)
            made[f"{prefix}{name}_canceled"] = abs(whole_) - abs(before)
        paid = row.get(f"{prefix}total_paid", NOTHING)
        made[f"{prefix}total_canceled"] = row[f"{prefix}grand_total"] - paid
    return made


def hold(shop: Shop, call: Call) -> Json:
    return held(find(shop, call), call.now)


def held(order: Order, now: str) -> bool:
    if not can_hold(order):
        raise Refusal("A hold action is not available.")
    before = {f"hold_before_{name}": order.row[name] for name in ("state", "status")}
    change(order.row, now, before | named("holded"))
    return True


def unhold(shop: Shop, call: Call) -> Json:
    return released(find(shop, call), call.now)


def released(order: Order, now: str) -> bool:
    if order.row["state"] != "holded":
        raise Refusal("You cannot remove the hold.")
    before = {name: order.row[f"hold_before_{name}"] for name in ("state", "status")}
    change(order.row, now, before | {"hold_before_state": None, "hold_before_status": None})
    return True


def comments(shop: Shop, call: Call) -> Json:
    return documents.all_comments(find(shop, call).comments, call.named["id"])


def comment(shop: Shop, call: Call) -> Json:
    (sent,) = call.need("statusHistory")
    return commented(shop, find(shop, call), sent, call.now)


def commented(shop: Shop, order: Order, sent: Row, now: str) -> bool:
    """The order's updated_at stays what it was."""
    wanted = sent.get("status") or order.row["status"]
    if wanted not in statuses(order):
        raise Refusal(NO_STATUS, [wanted])
    flags = ("is_customer_notified", "is_visible_on_front")
    row: Row = {name: whole(name, sent.get(name) or 0) for name in flags}
    row |= {"comment": text("comment", sent.get("comment", "")), "status": wanted}
    ids = {"entity_id": shop.sales.next("order_comment"), "parent_id": order.id}
    order.comments.append(row | ids | {"created_at": now})
    change(order.row, now, {"status": wanted})
    return True


def email(shop: Shop, call: Call) -> Json:
    find(shop, call)
    return True


def transactions(shop: Shop, call: Call) -> Json:
    """Payment by check leaves none."""
    return documents.listed(call, (), {"order_id", "payment_id", "txn_id"}, dict, dict)
