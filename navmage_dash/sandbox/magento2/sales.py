"""What Magento 2 sells in its own way. What a row does not hold is left out of the JSON."""

from dataclasses import dataclass, field
from decimal import Decimal

from navmage_dash.sandbox.shops import sales
from navmage_dash.sandbox.shops.sales import Row, above

HIDDEN = "discount_tax_compensation"  # the part of the tax that a discount takes with it


@dataclass(slots=True)
class Cart:
    """What a guest has gathered. lines: as an order that is placed takes them."""

    id: int
    store: int
    lines: list[Row] = field(default_factory=list)
    shipping: Row = field(default_factory=dict)
    billing: Row = field(default_factory=dict)
    method: str = ""  # of shipping


@dataclass
class Sales(sales.Sales):
    carts: dict[str, Cart] = field(default_factory=dict)  # by the key that a guest knows

    def increment(self, kind: str, store: int) -> str:
        """000000001 at the first store view, 3000000001 at that with id 3."""
        number = self.next(f"{kind} {store}")
        return f"{store if store > 1 else ''}{number:09}"


def change(row: Row, now: str, values: Row) -> None:
    """updated_at moves only where a value does: what Magento finds unchanged it does not save."""
    if any(row.get(name) != value for name, value in values.items()):
        row.update(values, updated_at=now)


def to_ship(item: Row) -> Decimal:
    gone = max(item["qty_shipped"], item["qty_refunded"]) + item["qty_canceled"]
    return above(item["qty_ordered"] - gone)
