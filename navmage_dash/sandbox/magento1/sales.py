"""What Magento 1 reckons of its sales in its own way. order_show.py: columns by another name."""

from decimal import Decimal

from navmage_dash.sandbox.shops import sales
from navmage_dash.sandbox.shops.sales import BOTH, NOTHING, Order, Row, above

HIDDEN = "hidden_tax"  # the part of the tax that a discount takes with it, as columns name it


class Sales(sales.Sales):
    def increment(self, kind: str, store: int) -> str:
        """100000001 at the first store view, 400000001 at that with id 4."""
        return f"{store}{self.next(f'{kind} {store}'):08}"


def taken(item: Row, quantity: Decimal) -> Decimal:
    """Not recorded, but read in the source: of what is not sold in fractions, whole pieces only."""
    return quantity if item.get("is_qty_decimal") else Decimal(int(quantity))


def touch(order: Order, now: str) -> None:
    """An order is saved: it and all its lines say so, and it counts what is still to be paid."""
    order.row["updated_at"] = now
    for item in order.items:
        item["updated_at"] = now
    for prefix in BOTH:
        paid = order.row.get(f"{prefix}total_paid", NOTHING)
        order.row[f"{prefix}total_due"] = order.row[f"{prefix}grand_total"] - paid


def to_ship(item: Row) -> Decimal:
    gone = item["qty_shipped"] + item["qty_refunded"] + item["qty_canceled"]
    return above(item["qty_ordered"] - gone)
