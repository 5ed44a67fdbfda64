"""What people do, so that records of each scenario are due at both shops; what is there then.

A new scenario gets the tests of test_every_scenario.py and test_crash_every_scenario.py with its
line in SEEDS.
"""

from collections.abc import Callable, Collection
from typing import Any

from pictures import another
from world import PLACES, World

from navmage_dash import offer
from navmage_dash.actions import options
from navmage_dash.scenarios import MASTER

COMPANIES = ("10000", "21000")  # a customer of NAV that buys in the first shop, and in the second


def nothing(world: World) -> None:
    """Its records are there already."""


def added(world: World) -> None:
    for name in world.names:
        world.sync(name, "simple-product-add")


def edited(world: World) -> None:
    added(world)
    for row in world.nav.rows("ItemCard"):
        world.edit(row["No"], Unit_Price="77.5")


def parents_edited(world: World) -> None:
    for name in world.names:
        world.sync(name, "simple-product-add", "configurable-product-add")
    for row in world.nav.rows("webapplicationproductdata", WebProdType="Configurable"):
        world.edit(row["ItemNo"], Description="New name")


def offered(world: World) -> None:
    """One item has a special price, and tiers."""
    added(world)
    for more in ({"Ending_Date": "2026-12-31"}, {"Minimum_Quantity": "12"}):
        price = {"Item_No": "1001", "Sales_Type": "All_Customers", "Unit_Price": "55"}
        world.nav.insert("SalesPrices", {**price, **more})


def pictured(world: World) -> None:
    """Both shops have the pictures; then one is replaced, and a parent gets its first."""
    world.nav.desk.set_picture("1001", another("the first"))
    for name in world.names:
        options.put(world.parts, world.connection(name), {"images": "1"})
        wanted = ("simple-product-add", "configurable-product-add", "product-image-update")
        offers = {scenario.name for scenario in offer.offered(world.connection(name))}
        world.sync(name, *(each for each in wanted if each in offers))
    for item in ("1001", "TS-500"):
        world.nav.desk.set_picture(item, another(item))


def registered(world: World) -> None:
    for name in world.names:
        for email in ("ada@example.com", "bo@example.com"):
            world.register(name, email)


def with_companies(world: World) -> None:
    for name in world.names:
        world.sync(name, "customer-add-to-magento")


def persons_registered(world: World) -> None:
    with_companies(world)
    for name, company in zip(world.names, COMPANIES, strict=True):
        for email in ("ada@example.com", "bo@example.com"):
            world.register(name, email, custom={"company_customer_id": world.web_id(company)})


def ordered_by_guests(world: World) -> None:
    world.register(world.names[0], "ada@example.com")
    for name in world.names:
        for email in ("ada@example.com", "bo@example.com"):
            world.guest_order(name, email)


def made_in_the_shop(world: World) -> None:
    """Products that NAV has not heard of."""
    for name in world.names:
        world.shop(name).add_simple_products(["MUG-1", "MUG-2"])
        for sku in ("MUG-1", "MUG-2"):
            priced = {"sku": sku, "store": "all", "values": {"price": "9.9"}}
            world.shop(name).act("set_product", priced)


def bought(world: World) -> None:
    """Two orders in each shop, whose buyers and items NAV has."""
    added(world)
    for name in world.names:
        for email in ("ada@example.com", "bo@example.com"):
            buyer = world.register(name, email)
            line = {"sku": "1001", "qty": 2, "price": 20, "tax_percent": 25}
            freight = {"method": "flatrate_flatrate", "amount": 5}
            wanted = {"store": PLACES[name][2], "customer": buyer["id"], "lines": [line]}
            world.shop(name).act("place_order", {**wanted, "shipping": freight})
        world.sync(name, "customer-add-to-nav")


def sold(world: World) -> None:
    """And NAV has the orders."""
    bought(world)
    for name in world.names:
        world.sync(name, "sales-order-add")


def posted(world: World) -> None:
    """All of it is shipped with a tracking number, and invoiced."""
    sold(world)
    for row in world.nav.rows("webapplicationorderdata"):
        key = {"No": row["OrderNo"]}
        parcel = {"Shipping_Agent_Code": "DHL", "Package_Tracking_No": f"JD-{row['OrderNo']}"}
        world.nav.set("SalesOrder", key, parcel)
        world.nav.post_order(row["OrderNo"], "both")


SEEDS: dict[str, Callable[[World], None]] = {
    **dict.fromkeys(MASTER, nothing),
    "simple-product-add": nothing,
    "simple-product-update": edited,
    "configurable-product-add": added,
    "configurable-product-update": parents_edited,
    "product-image-update": pictured,
    "price-update": edited,
    "special-price-update": offered,
    "tier-price-update": offered,
    "simple-product-add-to-nav": made_in_the_shop,
    "customer-add-to-nav": registered,
    "customer-add-to-magento": nothing,
    "guest-customer-add-to-nav": ordered_by_guests,
    "contact-add-to-nav": persons_registered,
    "contact-add-to-magento": with_companies,
    "sales-order-add": bought,
    "shipment-add": posted,
    "invoice-add": posted,
    "inventory-update": added,
}


def there(world: World, name: str, *, flags: bool = True) -> dict[str, list[str]]:
    """What the two systems have of a connection, by what names it: a double shows as one more.

    flags=False: without those that go up in NAV when our own write is a second one. The other
    direction finds nothing to send, and takes them down.
    """
    shop, guid = world.shop(name), world.connection(name).guid
    sales = shop.shop.sales
    documents: dict[str, list[Any]] = {
        "shipments": [_document(each) for each in sales.shipments.values()],
        "invoices": [_document(each) for each in sales.invoices.values()],
        "accounts": [(each.website, each.email) for each in shop.shop.people.customers.values()],
        "products": world.skus(name),
        "images": world.images(name),
        "items": [row["No"] for row in world.nav.rows("ItemCard")],
        "customers": [row["E_Mail"] for row in world.nav.rows("CustomerCard")],
        "contacts": [(row["Type"], row["E_Mail"]) for row in world.nav.rows("ContactCard")],
        "orders": [row["External_Document_No"] for row in world.nav.rows("SalesOrder")],
        "order lines": [(row["No"], row["Quantity"]) for row in world.nav.rows("SalesOrderLines")],
    }
    left_out = NUMBERS if flags else NUMBERS | {"WebSyncFlag"}
    mine = {
        f"lines of {each}": _lines(world, each, guid, left_out if each in MERGED else NUMBERS)
        for each in world.nav.pages
    }
    every = documents | mine
    return {kind: sorted(str(each) for each in found) for kind, found in every.items()}


def _document(document: Any) -> tuple[Any, ...]:
    quantities = [(each["order_item_id"], str(each["qty"])) for each in document.items]
    tracks = [each["track_number"] for each in document.tracks]
    return document.row["order_id"], sorted(quantities), tracks


NUMBERS = frozenset(
    """Key WebId WebCustomerId WebContactId CustomerWebId WebBillToAddressId WebAddressId WebID
    OrderNo WebShipmentIncrementId WebInvoiceIncrementId""".split()
)


MERGED = ("webapplicationcustomerdata", "webapplicationcontactdata", "webshiptoaddressdeatils")


def _lines(world: World, service: str, guid: str, left_out: Collection[str]) -> list[Any]:
    """Of the pages with a line for each connection, without numbers that go by who came first."""
    page = world.nav.pages[service]
    if "ConnectionId" not in page.table.by_xml:
        return []
    rows = world.nav.rows(service, ConnectionId=guid)
    return [{n: value for n, value in row.items() if n not in left_out} for row in rows]
