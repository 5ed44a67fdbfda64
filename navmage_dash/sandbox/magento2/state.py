"""What one Magento of the sandbox holds, as plain tables; the modules beside it act on them."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from navmage_dash.sandbox import company
from navmage_dash.sandbox.magento2 import attributes
from navmage_dash.sandbox.magento2.attributes import Attribute
from navmage_dash.sandbox.magento2.catalog import Catalog
from navmage_dash.sandbox.magento2.sales import Sales
from navmage_dash.sandbox.magento2.stock import Stocks
from navmage_dash.sandbox.shops.people import People
from navmage_dash.sandbox.shops.sales import NUMBERED


@dataclass
class View:
    id: int
    code: str
    name: str
    website: int


@dataclass
class AttributeSet:
    id: int
    name: str
    order: int
    groups: dict[int, str]
    codes: set[str]  # the attributes in it


@dataclass
class Category:
    id: int
    parent: int
    name: str
    level: int
    path: str  # 1/2/3
    position: int
    active: bool | None
    created: str
    updated: str
    url_key: str = ""
    menu: bool = True
    custom: dict[str, str] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)  # by store view


@dataclass
class Shop:
    """The whole of it. `numbers` gives out ids where nothing else decides them."""

    seed: company.Shop
    born: str
    websites: dict[int, company.Website] = field(default_factory=dict)
    views: dict[str, View] = field(default_factory=dict)
    attributes: dict[str, Attribute] = field(default_factory=dict)
    sets: dict[int, AttributeSet] = field(default_factory=dict)
    categories: dict[int, Category] = field(default_factory=dict)
    tax_classes: dict[int, tuple[str, str]] = field(default_factory=dict)
    tax_rates: list[dict[str, Any]] = field(default_factory=list)
    tax_rules: list[dict[str, Any]] = field(default_factory=list)
    groups: dict[int, tuple[str, int]] = field(default_factory=dict)
    catalog: Catalog = field(default_factory=Catalog)
    stocks: Stocks = field(default_factory=Stocks)
    people: People = field(default_factory=People)
    sales: Sales = field(default_factory=Sales)
    msi: bool = True
    price_scope: str = "global"  # catalog/price/scope: global or website
    limits: dict[str, int] = field(default_factory=dict)  # webapi/validation/*, off
    options: Iterator[int] = field(default_factory=lambda: itertools.count(4))
    set_rows: Iterator[int] = field(default_factory=lambda: itertools.count(194))

    def scope(self, code: str) -> str:
        if code in PRICES:
            return self.price_scope
        attribute = self.attributes.get(code)
        return attribute.scope if attribute else "global"

    def website_of(self, store: int) -> int:
        return next((view.website for view in self.views.values() if view.id == store), 0)

    def views_of(self, website: int) -> list[int]:
        return [view.id for view in self.views.values() if view.website == website]

    def view_ids(self) -> set[int]:
        return {view.id for view in self.views.values()}


RATES: tuple[dict[str, Any], ...] = (
    {
        "id": 1,
        "tax_country_id": "US",
        "tax_region_id": 12,
        "region_name": "CA",
        "tax_postcode": "*",
        "rate": Decimal("8.25"),
        "code": "US-CA-*-Rate 1",
        "titles": [],
    },
    {
        "id": 2,
        "tax_country_id": "US",
        "tax_region_id": 43,
        "region_name": "NY",
        "tax_postcode": "*",
        "rate": Decimal("8.375"),
        "code": "US-NY-*-Rate 1",
        "titles": [],
    },
)
PRICES = ("price", "special_price", "cost", "tier_price", "minimal_price", "msrp")


def built(seed: company.Shop, born: str, *, msi: bool) -> Shop:
    shop = Shop(seed, born, msi=msi)
    _websites(shop)
    _eav(shop)
    _categories(shop)
    shop.tax_classes = {number: (name, kind) for number, name, kind in seed.tax_classes}
    shop.groups = {number: (name, tax) for number, name, tax in seed.customer_groups}
    shop.tax_rates = [dict(each) for each in RATES]
    shop.people = People(1 + seed.base, 1 + seed.base, attributes=dict(seed.customer_attributes))
    shop.sales.last.update(dict.fromkeys(NUMBERED, seed.base))
    shop.stocks.channels[1] = [website.code for website in shop.websites.values()]
    return shop


def _websites(shop: Shop) -> None:
    for website in shop.seed.websites:
        shop.websites[website.id] = website
        for number, code, name in website.views:
            shop.views[code] = View(number, code, name, website.id)


def _eav(shop: Shop) -> None:
    own = [attributes.own(each) for each in shop.seed.attributes]
    shop.attributes = {each.code: each for each in attributes.system()}
    common = set(shop.attributes) - set(attributes.IN_NO_SET)
    shop.attributes |= {each.code: each for each in own}
    last = max([3, *(option.id for each in own for option in each.options)])
    shop.options = itertools.count(last + 1)
    for order, (number, name) in enumerate(shop.seed.attribute_sets):
        groups = {7 + 20 * order: "Product Details", 13 + 20 * order: "Content"}
        codes = common | {each.code for each in own}
        shop.sets[number] = AttributeSet(number, name, order + 1, groups, codes)


def _categories(shop: Shop) -> None:
    for each in shop.seed.categories:
        above = shop.categories.get(each.parent)
        path = f"{above.path}/{each.id}" if above else str(each.id)
        position = sum(other.parent == each.parent for other in shop.categories.values())
        key = each.name.lower().replace(" ", "-") if each.level > 1 else ""
        shop.categories[each.id] = Category(
            id=each.id,
            parent=each.parent,
            name=each.name,
            level=each.level,
            path=path,
            position=position + 1 if each.level else 0,
            active=True if each.level else None,
            created=shop.born,
            updated=shop.born,
            url_key=key,
        )
