"""What one Magento 1 of the sandbox holds, as plain tables; the modules beside it act on them."""

from dataclasses import dataclass, field

from navmage_dash.sandbox import company
from navmage_dash.sandbox.magento1 import attributes, category_table
from navmage_dash.sandbox.magento1.attributes import Attribute, AttributeSet, Option
from navmage_dash.sandbox.magento1.catalog import Catalog
from navmage_dash.sandbox.magento1.category_table import Categories
from navmage_dash.sandbox.magento1.sales import Sales
from navmage_dash.sandbox.magento1.stocks import Stocks
from navmage_dash.sandbox.magento1.stores import Stores
from navmage_dash.sandbox.shops.people import People
from navmage_dash.sandbox.shops.sales import NUMBERED


@dataclass
class Shop1:
    """The whole of it. What a test keeps and puts back is catalog, stocks, people and sales."""

    seed: company.Shop
    born: str  # when it was set up: UTC, '2026-11-21 17:31:18'
    stores: Stores
    attributes: dict[str, Attribute] = field(default_factory=dict)
    sets: dict[int, AttributeSet] = field(default_factory=dict)
    categories: Categories = field(default_factory=dict)
    catalog: Catalog = field(default_factory=Catalog)
    stocks: Stocks = field(default_factory=Stocks)
    people: People = field(default_factory=People)
    sales: Sales = field(default_factory=Sales)
    last_option: int = 2
    version: str = "1.9.4.5"
    edition: str = "Community"
    classic: bool = False  # as Magento CE 1.7: see invoices.py

    def stores_of(self, code: str, store: int) -> list[int]:
        """Where a value is written that is given for a store view (0: for all).

        An attribute with the scope of a website has it in all the website's store views.
        """
        attribute = self.attributes.get(code)
        scope = attribute.scope if attribute else "global"
        if not store or scope == "global":
            return [0]
        return (
            self.stores.views_of(self.stores.website_of(store)) if scope == "website" else [store]
        )


def built(seed: company.Shop, born: str) -> Shop1:
    shop = Shop1(seed, born, Stores.of(seed), catalog=Catalog(next_id=1 + seed.base))
    _eav(shop)
    shop.categories = category_table.of(seed, born)
    shop.people = People(1 + seed.base, 1 + seed.base)
    shop.people.groups = {number: name for number, name, _ in seed.customer_groups}
    shop.sales.last.update(dict.fromkeys(NUMBERED, seed.base))
    return shop


def _eav(shop: Shop1) -> None:
    shop.attributes, groups = attributes.system()
    own = [attributes.own(each) for each in shop.seed.attributes]
    shop.attributes |= {each.code: each for each in own}
    shop.last_option = max([2, *(option.id for each in own for option in each.options)])
    shop.attributes["tax_class_id"].options = [
        Option(number, name) for number, name, kind in shop.seed.tax_classes if kind == "PRODUCT"
    ]
    codes = [each.code for each in own]
    for number, name in shop.seed.attribute_sets:
        in_groups = {group: list(members) for group, members in groups.items()}
        in_groups["General"] += codes
        shop.sets[number] = AttributeSet(number, name, int(name == "Default"), in_groups)
