"""A business day at CRONUS, step by step, as its people live it: at NAV's desk and in the shops.

Between two steps the program under test carries what is due; nothing in here knows of it.

    day = Day(world)
    for step in STEPS:
        step.do(day)
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from navmage_dash.sandbox import company
from navmage_dash.sandbox.company import Shop
from navmage_dash.sandbox.magento1 import Magento1
from navmage_dash.sandbox.magento2 import Magento2
from navmage_dash.sandbox.nav import Nav
from navmage_dash.sandbox.world import World

ITEM, PRICE, STOCK = "DAY-100", "49.9", 25
SHOPS: Mapping[str, tuple[Shop, str]] = {
    "eu": (company.EU, "eu_en"),
    "us": (company.US, "us_en"),
    "outlet": (company.OUTLET, "outlet_en"),
}
# Who takes the parcels, and how their numbers begin.
PARCELS: Mapping[str, tuple[str, str]] = {
    "eu": ("DHL", "JD0146000037"),
    "us": ("UPS", "1Z999AA10123"),
    "outlet": ("DHL", "JD0155000018"),
}
GUEST = {
    "firstname": "Greta",
    "lastname": "Lindqvist",
    "street": ["1 Harbour Row"],
    "city": "London",
    "postcode": "SE1 9GF",
    "country_id": "GB",
    "telephone": "+44 20 7946 0999",
}
CUSTOMER = {
    "firstname": "Ruth",
    "lastname": "Adams",
    "street": ["12 Elm Street"],
    "city": "Portland",
    "region": {"region_code": "OR", "region": "Oregon", "region_id": 49},
    "postcode": "97204",
    "country_id": "US",
    "telephone": "+1 503 555 0142",
}
BARGAIN_HUNTER = {
    "firstname": "Ines",
    "lastname": "Farrow",
    "street": ["3 Dock Street", "Flat 9"],
    "city": "Hull",
    "postcode": "HU1 3AE",
    "country_id": "GB",
    "telephone": "+44 1482 496 0123",
}


# What the consultant has entered: who is billed without VAT. By shop, lookup, value.
LOOKUPS: Mapping[str, Mapping[tuple[str, str], str]] = {
    "us": {
        ("gen_bus", "*"): "EXPORT",
        ("vat_bus", "*"): "EXPORT",
        ("customer_posting", "*"): "FOREIGN",
    }
}


@dataclass
class Day:
    """What the steps have to know of each other."""

    world: World
    orders: dict[str, dict[str, Any]] = field(default_factory=dict)  # by shop, as Magento has them

    @property
    def nav(self) -> Nav:
        platform = self.world.nav.platform
        assert isinstance(platform, Nav)
        return platform

    def shop(self, name: str) -> Magento1 | Magento2:
        """Whichever it is, its people do the same at its desk."""
        platform = self.world.servers[name].platform
        assert isinstance(platform, Magento1 | Magento2)
        return platform

    def sales_order(self, name: str) -> str:
        """NAV's number of the order that came from this shop. KeyError where it has not come."""
        where = {
            "ConnectionId": SHOPS[name][0].guid,
            "WebIncrementId": self.orders[name]["increment_id"],
        }
        found = self.nav.rows("webapplicationorderdata", **where)
        if not found:
            raise KeyError(f"NAV has no order {where['WebIncrementId']} of {name}")
        return str(found[0]["OrderNo"])


def new_item(day: Day) -> None:
    """With its web lines for all shops, and goods in the BLUE warehouse."""
    day.nav.insert(
        "ItemCard",
        {
            "No": ITEM,
            "Description": "ZURICH Desk Clock",
            "Base_Unit_of_Measure": "PCS",
            "Item_Category_Code": "MISC",
            "Gen_Prod_Posting_Group": "RETAIL",
            "Inventory_Posting_Group": "RESALE",
            "Unit_Price": PRICE,
            "Net_Weight": "0.8",
        },
    )
    for name, (shop, _) in SHOPS.items():
        _web_lines(day, shop, name)
    day.nav.post_stock(ITEM, "BLUE", STOCK)


def _web_lines(day: Day, shop: Shop, name: str) -> None:
    mine = {"ItemNo": ITEM, "ConnectionId": shop.guid, "ConnectionName": shop.name}
    site = next(each for each in shop.websites if each.code == name)
    shelf = next(each for each in shop.categories if each.name == "Accessories")
    day.nav.insert(
        "webproductdetailslist",
        {
            **mine,
            "ApplicationName": "MAGENTO",
            "WebAttributeSetId": 4,
            "WebTaxClassId": 2,
            "WebItemFlag": True,
            "WebItemIsEnable": True,
            "WebItemIsVisible": True,
            "WebProductType": "Simple",
            "WebDescription": "Tells the time on any desk.",
            "WebUrlKey": "zurich-desk-clock",
        },
    )
    line = {**mine, "LineNo": 10_000}
    day.nav.insert("webproductwebsites", {**line, "WebSiteId": site.id, "WebSiteName": site.name})
    category = {"CategoryId": shelf.id, "CategoryName": shelf.name}
    day.nav.insert("webproductcategories", {**line, **category})


def _signed_up(day: Day, name: str, email: str, who: Mapping[str, Any]) -> Any:
    """Her number in the shop."""
    address = {**who, "default_billing": True, "default_shipping": True}
    person = {
        "email": email,
        "firstname": who["firstname"],
        "lastname": who["lastname"],
        "store": SHOPS[name][1],
        "addresses": [address],
    }
    return day.shop(name).act("register", person)["id"]


def customer_buys(day: Day) -> None:
    """She signs up in the US shop, and buys four."""
    wanted = {
        "store": SHOPS["us"][1],
        "customer": _signed_up(day, "us", "ruth.adams@example.com", CUSTOMER),
        "lines": [{"sku": ITEM, "qty": 4}],
        "shipping": {"method": "flatrate_flatrate", "amount": 12},
        "payment": "checkmo",
        "tax_percent": 0,
    }
    day.orders["us"] = day.shop("us").act("place_order", wanted)


def guest_buys(day: Day) -> None:
    """He has a coupon, pays by bank transfer, and is taxed in the EU."""
    wanted = {
        "store": SHOPS["eu"][1],
        "email": "greta.lindqvist@example.com",
        "lines": [{"sku": ITEM, "qty": 2, "discount": 5}],
        "shipping": {"method": "flatrate_flatrate", "amount": 8, "tax_percent": 25},
        "payment": "banktransfer",
        "tax_percent": 25,
        "coupon": "SPRING",
        "billing": GUEST,
        "shipping_address": GUEST,
    }
    day.orders["eu"] = day.shop("eu").act("place_order", wanted)


def outlet_sells(day: Day) -> None:
    """She signs up in the outlet, and pays for two by cheque."""
    wanted = {
        "store": SHOPS["outlet"][1],
        "customer": _signed_up(day, "outlet", "ines.farrow@example.com", BARGAIN_HUNTER),
        "lines": [{"sku": ITEM, "qty": 2}],
        "shipping": {"method": "flatrate_flatrate", "amount": 5, "tax_percent": 25},
        "payment": "checkmo",
        "tax_percent": 25,
    }
    day.orders["outlet"] = day.shop("outlet").act("place_order", wanted)


def first_parcels(day: Day) -> None:
    """Half of each order is there at once: packed, posted, and invoiced."""
    for name, (agent, number) in PARCELS.items():
        order = day.sales_order(name)
        half = int(Decimal(str(day.orders[name]["total_qty_ordered"]))) // 2
        key = {"Document_No": order, "Line_No": 10_000}
        _parcel(day, order, agent, f"{number}1")
        todo = {"Qty_to_Ship": str(half), "Qty_to_Invoice": str(half)}
        day.nav.set("SalesOrderLines", key, todo)
        day.nav.post_order(order, "both")


def last_parcels(day: Day) -> None:
    for name, (agent, number) in PARCELS.items():
        order = day.sales_order(name)
        _parcel(day, order, agent, f"{number}2")
        day.nav.post_order(order, "both")


def _parcel(day: Day, order: str, agent: str, number: str) -> None:
    values = {"Shipping_Agent_Code": agent, "Package_Tracking_No": number}
    day.nav.set("SalesOrder", {"No": order}, values)


@dataclass(frozen=True)
class Step:
    at: str
    where: str
    what: str
    do: Callable[[Day], None]


STEPS = (
    Step("08:00", "NAV", "The item ZURICH Desk Clock is made for all shops, 25 in stock", new_item),
    Step("10:15", "US store", "Ruth Adams signs up and orders four", customer_buys),
    Step("10:40", "EU store", "A guest orders two, with a coupon", guest_buys),
    Step("11:20", "Outlet", "Ines Farrow signs up and orders two", outlet_sells),
    Step(
        "13:30",
        "NAV",
        "Half of each order is shipped, with its number, and invoiced",
        first_parcels,
    ),
    Step("16:00", "NAV", "The rest is shipped and invoiced", last_parcels),
)
