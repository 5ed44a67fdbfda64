"""The states of an order, what each allows, and what moves it from one to the next."""

from navmage_dash.sandbox.magento2.sales import to_ship
from navmage_dash.sandbox.shops.sales import NOTHING, Order, Row, to_invoice, to_refund

STATUS = {"new": "pending"}  # elsewhere state and status have one name
STATUSES = {"new": ("pending",), "processing": ("processing", "fraud")}
ENDED = ("canceled", "complete", "closed")


def named(state: str) -> Row:
    return {"state": state, "status": STATUS.get(state, state)}


def statuses(order: Order) -> tuple[str, ...]:
    """Those that a comment may give: never one of another state."""
    state = str(order.row["state"])
    return STATUSES.get(state, (state,))


def can_invoice(order: Order) -> bool:
    open_ = order.row["state"] not in ("holded", *ENDED)
    return open_ and any(to_invoice(item) for item in order.lines)


def can_ship(order: Order) -> bool:
    open_ = order.row["state"] not in ("holded", "canceled") and order.shipping is not None
    return open_ and any(to_ship(item) for item in order.lines)


def can_refund(order: Order) -> bool:
    row = order.row
    paid = row.get("total_paid", NOTHING) > row.get("total_refunded", NOTHING)
    return row["state"] not in ("holded", "canceled", "closed") and bool(paid)


def can_hold(order: Order) -> bool:
    return order.row["state"] not in ("holded", *ENDED)


def can_cancel(order: Order) -> bool:
    """Also where all of it has been shipped, as recorded."""
    open_ = order.row["state"] not in ("holded", *ENDED)
    return open_ and any(to_invoice(item) for item in order.lines)


def moved(order: Order) -> Row:
    """The state after something was invoiced, shipped or refunded."""
    state = order.row["state"]
    if state == "new":
        state = "processing"
    if state in ("processing", "complete") and not can_invoice(order):
        if not can_refund(order) and not can_ship(order):
            return named("closed")
        if not can_ship(order):
            return named("complete")
    return named(state)


def canceled(order: Order) -> str:
    """The state that a cancellation leaves: what has been paid for stays to be sent."""
    paid = [item for item in order.lines if to_refund(item)]
    if not paid:
        return "canceled"
    waiting = any(to_ship(item) > to_invoice(item) for item in paid)
    return "processing" if waiting else "complete"
