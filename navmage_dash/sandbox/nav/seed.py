"""What stands in the company's database at first; the same for the same seed number.

The shops' ids (attribute sets, options, categories, websites) are those of company.py, so that
what NAV says of a shop is what that shop has. The master tables start empty: a sync fills them.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from random import Random
from typing import Any

from navmage_dash.sandbox.company import Attribute, Category, Shop
from navmage_dash.sandbox.nav import extension as ext
from navmage_dash.sandbox.nav import standard
from navmage_dash.sandbox.nav.data import Data
from navmage_dash.sandbox.nav.goods import Good, configurables, goods
from navmage_dash.sandbox.nav.people import people
from navmage_dash.sandbox.nav.prices import SALES_PRICE, flags, sales_prices
from navmage_dash.sandbox.nav.setup import fill_setup
from navmage_dash.sandbox.nav.tables import Table

_LOCATIONS = ("BLUE", "RED", "GREEN")
_DATE = "2026-01-15"
_TYPES = ext.PRODUCT_DETAILS.by_xml["WebProductType"].options
_SIMPLE, _CONFIGURABLE = _TYPES.index("Simple"), _TYPES.index("Configurable")
Rows = Iterator[dict[str, Any]]


def seed(data: Data, shops: Sequence[Shop], items: int, number: int, more_parents: int = 0) -> None:
    chance = Random(number)
    all_goods = [*goods(items, chance), *configurables(more_parents)]
    fill_setup(data)
    data.fill(standard.ITEM, (_item(good, stock) for good, stock in _stocked(all_goods)))
    units = (each for good, stock in _stocked(all_goods) for each in _units(good, stock))
    data.fill(standard.STOCKKEEPING_UNIT, units)
    data.fill(standard.VARIANT, (each for good in all_goods for each in _variants(good)))
    data.fill(SALES_PRICE, (price for good in all_goods for price in sales_prices(good)))
    for shop in shops:
        _fill_shop(data, shop, all_goods)
    if shops:
        people(data, shops)


def _stocked(all_goods: Iterable[Good]) -> Iterator[tuple[Good, dict[str, int]]]:
    """Each item with its stock by location; what has children has none of its own."""
    for place, good in enumerate(all_goods):
        counted = 0 if good.children else 1
        numbers = ((place * 7 + 5) % 60, (place * 3) % 25, place % 10)
        yield good, {name: counted * each for name, each in zip(_LOCATIONS, numbers, strict=True)}


def _item(good: Good, stock: dict[str, int]) -> dict[str, Any]:
    return {
        "No": good.no,
        "Description": good.name,
        "Search_Description": good.name.upper()[:50],
        "Base_Unit_of_Measure": "PCS",
        "Sales_Unit_of_Measure": "PCS",
        "Purch_Unit_of_Measure": "PCS",
        "Last_Date_Modified": _DATE,
        "Item_Category_Code": good.category,
        "Inventory": str(sum(stock.values())),
        "Net_Weight": good.weight,
        "Unit_Price": good.price,
        "Gen_Prod_Posting_Group": "RETAIL",
        "VAT_Prod_Posting_Group": "VAT25",
        "Inventory_Posting_Group": "RESALE",
        "Stockkeeping_Unit_Exists": 1,
    }


def _units(good: Good, stock: dict[str, int]) -> Rows:
    for location, quantity in stock.items():
        yield {
            "Item_No": good.no,
            "Location_Code": location,
            "Description": good.name,
            "Inventory": str(quantity),
        }


def _variants(good: Good) -> Rows:
    """Children are items of their own; the parent's variants say the same in NAV's other way."""
    for child in good.children:
        code = child.removeprefix(f"{good.no}-")
        yield {"Item_No": good.no, "Code": code, "Description": f"{good.name} {code}"}


def _fill_shop(data: Data, shop: Shop, all_goods: Sequence[Good]) -> None:
    of_shop = _OfShop(shop)
    lines: tuple[tuple[Table, Callable[[Good], Rows]], ...] = (
        (ext.PRODUCT_DETAILS, of_shop.details),
        (ext.PRODUCT_WEBSITES, of_shop.websites),
        (ext.PRODUCT_ATTRIBUTES, of_shop.attributes),
        (ext.PRODUCT_CATEGORIES, of_shop.categories),
        (ext.PRODUCT_CHILDREN, of_shop.children),
        (ext.APPLICATION_ITEM, of_shop.application),
    )
    mine = [good for good in all_goods if of_shop.has(good)]
    for table, of in lines:
        data.fill(table, (each for good in mine for each in of(good)))


class _OfShop:
    """The lines of one connection."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._connection = {"ConnectionId": shop.guid, "ConnectionName": shop.name}
        self._attributes = {each.code: each for each in shop.attributes}
        self._options = {
            (each.code, label): option for each in shop.attributes for option, label in each.options
        }
        self._paths = dict(_paths(shop.categories))
        self._configurables = shop.platform == "magento2"
        self._tax = next(each for each in shop.tax_classes if each[2] == "PRODUCT")

    def has(self, good: Good) -> bool:
        """A Magento 1 is given no configurables, as nobody can link their children by its API."""
        return not good.children or self._configurables

    def _line(self, good: Good) -> dict[str, Any]:
        return {"ItemNo": good.no, **self._connection}

    def details(self, good: Good) -> Rows:
        set_id, set_name = self._attribute_set(good)
        yield {
            **self._line(good),
            "ApplicationName": "MAGENTO",
            "WebAttributeSetId": set_id,
            "WebAttributeSet": set_name,
            "WebTaxClassId": self._tax[0],
            "WebTaxClass": self._tax[1],
            "WebItemFlag": 1,
            "WebItemIsEnable": 1,
            "WebItemIsVisible": 0 if good.parent and self._configurables else 1,
            "WebProductType": _type(good),
            "WebDescription": f"{good.name} by CRONUS.",
            "WebShortDescription": good.name,
            "WebUrlKey": f"{good.name} {good.no}".lower().replace(",", "").replace(" ", "-"),
        }

    def _attribute_set(self, good: Good) -> tuple[int, str]:
        sets = self._shop.attribute_sets
        place = {"FURNITURE": 1, "CLOTHING": 2}.get(good.category, 0)
        return sets[place] if place < len(sets) else sets[0]

    def websites(self, good: Good) -> Rows:
        ordered = sorted(self._shop.websites, key=lambda each: each.code == "base")
        for line, website in enumerate(ordered, 1):
            yield {
                **self._line(good),
                "LineNo": line * 10_000,
                "WebSiteId": website.id,
                "WebSiteName": website.name,
            }

    def attributes(self, good: Good) -> Rows:
        values = [("color", good.colour), ("size", good.size), ("material", good.material)]
        lines = [(code, value) for code, value in values if value]
        if good.children:
            lines = [(code, "") for code in good.differing]  # a blank option: children differ in it
        for line, (code, value) in enumerate(lines, 1):
            yield {
                **self._line(good),
                "LineNo": line * 10_000,
                **_named(self._attributes[code]),
                "AttributeOptionId": self._options.get((code, value), 0),
                "AttributeOption": value,
            }

    def categories(self, good: Good) -> Rows:
        category, path = self._paths[good.shelf]
        lines = [(category, path)]
        if category.level > 2:
            lines.append(
                next(each for each in self._paths.values() if each[0].id == category.parent)
            )
        for line, (each, its_path) in enumerate(lines, 1):
            yield {
                **self._line(good),
                "LineNo": line * 10_000,
                "CategoryId": each.id,
                "CategoryName": each.name,
                "Path": its_path,
            }

    def children(self, good: Good) -> Rows:
        for child in good.children:
            yield {
                "ParentItemNo": good.no,
                **self._connection,
                "ChildItemNo": child,
                "Title": good.name,
                "Quantity": "1",
                "WebSyncFlag": "F",
            }

    def application(self, good: Good) -> Rows:
        yield {
            "ApplicationId": 1,
            **self._line(good),
            "WebSyncFlag": "F",
            "WebStockFlag": "F",
            "WebPriceSyncFlag": "F",
            "WebTierPriceFlag": "",
            "WebSpecialPriceFlag": "",
            **{name: flag for price in sales_prices(good) for name, flag in flags(price).items()},
            "WebProdType": _type(good),
            "WebItemFlag": 1,
        }


def _type(good: Good) -> int:
    return _CONFIGURABLE if good.children else _SIMPLE


def _named(attribute: Attribute) -> dict[str, Any]:
    return {"AttributeId": attribute.id, "AttributeName": attribute.label}


def _paths(categories: Sequence[Category]) -> Iterator[tuple[str, tuple[Category, str]]]:
    """By name: the category, and its path from the store's root: 'Default Category->Bicycles'."""
    by_id = {each.id: each for each in categories}
    for each in categories:
        names = [each.name]
        above = by_id.get(each.parent)
        while above is not None and above.level > 0:
            names.insert(0, above.name)
            above = by_id.get(above.parent)
        yield each.name, (each, "->".join(names))
