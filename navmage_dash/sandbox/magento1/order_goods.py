"""What an order has to know of a product, as the store view it is bought at shows it."""

from dataclasses import dataclass
from decimal import Decimal

from navmage_dash.sandbox.magento1.state import Shop1


@dataclass(frozen=True)
class Goods:
    id: int
    sku: str
    type: str
    name: str
    price: Decimal
    weight: Decimal | None = None


def found(shop: Shop1, sku: str, store: int) -> Goods:
    """Raises KeyError for one that is not there."""
    product = shop.catalog.find(sku)
    if product is None:
        raise KeyError(sku)
    name, weight = product.value("name", store), product.value("weight", store)
    price = Decimal(product.value("price", store) or 0)
    heavy = None if weight is None else Decimal(weight)
    return Goods(product.id, product.sku, product.type, name or "", price, heavy)
