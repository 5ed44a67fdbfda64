"""What one Magento 1 of the sandbox holds, as plain tables; the modules beside it act on them."""

from dataclasses import dataclass, field

from navmage_dash.sandbox import company
from navmage_dash.sandbox.magento1.people import People
from navmage_dash.sandbox.magento1.sales import Sales
from navmage_dash.sandbox.magento1.stores import Stores


@dataclass
class Shop1:
    """The whole of it. What a test keeps and puts back is catalog, stocks, people and sales."""

    seed: company.Shop
    born: str  # when it was set up: UTC, '2026-11-21 17:31:18'
    stores: Stores
    people: People = field(default_factory=People)
    sales: Sales = field(default_factory=Sales)


def built(seed: company.Shop, born: str) -> Shop1:
    shop = Shop1(seed, born, Stores.of(seed))
    shop.people = People(1 + seed.base, 1 + seed.base)
    shop.people.groups = {number: name for number, name, _ in seed.customer_groups}
    return shop
