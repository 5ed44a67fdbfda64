"""The states of an order, what each allows, and what moves it from one to the next."""

from navmage_dash.sandbox.magento1.sales import Sales, to_ship, touch
from navmage_dash.sandbox.shops.sales import NOTHING, Order, Row, to_invoice

STATUS = {"new": "pending"}  # elsewhere state and status have one name
ENDED = ("canceled", "complete", "closed")
NOT_SAID = 2  # is_customer_notified of what no one has decided on
NO_STATE: Row = {"hold_before_state": None, "hold_before_status": None}


def can_invoice(order: Order) -> bool:
    open_ = order.row["state"] not in ("holded", *ENDED)
    return open_ and any(to_invoice(item) for item in order.lines)


def can_ship(order: Order) -> bool:
    open_ = order.row["state"] not in ("holded", "canceled")
    return open_ and any(to_ship(item) for item in order.lines if not item["is_virtual"])


def can_refund(order: Order) -> bool:
    row = order.row
    paid = row.get("total_paid", NOTHING) > row.get("total_refunded", NOTHING)
    return row["state"] not in ("holded", "canceled", "closed") and bool(paid)


def can_hold(order: Order) -> bool:
    return order.row["state"] not in ("holded", *ENDED)


def can_cancel(order: Order) -> bool:
    return can_invoice(order)


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
