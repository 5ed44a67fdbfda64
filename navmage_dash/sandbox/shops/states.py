"""What the state of an order allows in both Magentos."""

from collections.abc import Callable
from decimal import Decimal

from navmage_dash.sandbox.shops.sales import NOTHING, Order, Row, to_invoice, to_refund

STATUS = {"new": "pending"}  # elsewhere state and status have one name
ENDED = ("canceled", "complete", "closed")


def can_invoice(order: Order) -> bool:
    return can_hold(order) and any(to_invoice(item) for item in order.lines)


def can_refund(order: Order) -> bool:
    row = order.row
    paid = row.get("total_paid", NOTHING) > row.get("total_refunded", NOTHING)
    return row["state"] not in ("holded", "canceled", "closed") and bool(paid)


def can_hold(order: Order) -> bool:
    return order.row["state"] not in ("holded", *ENDED)


def canceled(order: Order, to_ship: Callable[[Row], Decimal]) -> str:
    """The state that a cancellation leaves: what has been paid for stays to be sent."""
    paid = [item for item in order.lines if to_refund(item)]
    if not paid:
        return "canceled"
    waiting = any(to_ship(item) > to_invoice(item) for item in paid)
    return "processing" if waiting else "complete"
