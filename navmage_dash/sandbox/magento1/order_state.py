"""What moves an order from one state to the next, and each time adds to its history."""

from navmage_dash.sandbox.magento1.sales import Sales, to_ship, touch
from navmage_dash.sandbox.shops.sales import Order, Row
from navmage_dash.sandbox.shops.states import STATUS, can_invoice, can_refund

NOT_SAID = 2  # is_customer_notified of what no one has decided on
NO_STATE: Row = {"hold_before_state": None, "hold_before_status": None}


def can_ship(order: Order) -> bool:
    open_ = order.row["state"] not in ("holded", "canceled")
    return open_ and any(to_ship(item) for item in order.lines if not item["is_virtual"])


def said(
    sales: Sales, order: Order, now: str, status: str, text: str | None = None, notified: int = 2
) -> None:
    """A line of the status history; the order has this status from now on."""
    order.row["status"] = status
    row = {
        "entity_id": sales.next("comment"),
        "parent_id": order.id,
        "created_at": now,
        "is_customer_notified": notified,
        "status": status,
    }
    order.comments.append(row | ({"comment": text} if text else {}))


def move(sales: Sales, order: Order, state: str, now: str, status: str | None = None) -> None:
    order.row["state"] = state
    said(sales, order, now, status or STATUS.get(state, state))


def saved(sales: Sales, order: Order, now: str) -> None:
    """What follows when something was invoiced, shipped or refunded."""
    touch(order, now)
    state = order.row["state"]
    if state not in ("canceled", "holded") and not can_invoice(order) and not can_ship(order):
        if can_refund(order) or not order.row["base_grand_total"]:
            state = "complete"
        elif order.row.get("total_refunded"):
            state = "closed"
    state = "processing" if state == "new" else state
    if state != order.row["state"]:
        move(sales, order, state, now)
