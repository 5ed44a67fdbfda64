"""What an order's state is after a change, and which statuses it may have."""

from navmage_dash.sandbox.magento2.sales import to_ship
from navmage_dash.sandbox.shops.sales import Order, Row
from navmage_dash.sandbox.shops.states import STATUS, can_invoice, can_refund

STATUSES = {"new": ("pending",), "processing": ("processing", "fraud")}


def named(state: str) -> Row:
    return {"state": state, "status": STATUS.get(state, state)}


def statuses(order: Order) -> tuple[str, ...]:
    """Those that a comment may give: never one of another state."""
    state = str(order.row["state"])
    return STATUSES.get(state, (state,))


def can_ship(order: Order) -> bool:
    open_ = order.row["state"] not in ("holded", "canceled") and order.shipping is not None
    return open_ and any(to_ship(item) for item in order.lines)


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
