"""How much of each product there is: one quantity, of one place."""

from dataclasses import dataclass, field
from decimal import Decimal

COUNTED = ("simple", "virtual", "downloadable")  # types of products that have a quantity


@dataclass(slots=True)
class StockItem:
    qty: Decimal = Decimal(0)
    in_stock: bool = False
    managed: bool = True
    backorders: int = 0
    min_qty: Decimal = Decimal(0)
    counted: bool = True  # not that of a configurable, which has but its children's
    more: dict[str, int] = field(default_factory=dict)

    @property
    def available(self) -> bool:
        """What is not managed is always in stock."""
        return self.in_stock or not self.managed

    def settle(self) -> None:
        """On each save: what has run out is out of stock. Nothing puts it back by itself."""
        if not self.counted:
            self.qty = Decimal(0)
        elif not self.backorders and self.qty <= self.min_qty:
            self.in_stock = False


@dataclass
class Stocks:
    items: dict[int, StockItem] = field(default_factory=dict)  # by the product's id

    def of(self, product: int) -> StockItem | None:
        return self.items.get(product)

    def drop(self, product: int) -> None:
        self.items.pop(product, None)
