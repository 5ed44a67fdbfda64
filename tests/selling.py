"""Buyers of a shop, and the sales orders that NAV has of them."""

from decimal import Decimal
from typing import Any

from world import World

from navmage_dash.actions import lookups, options

CUSTOMER = "10000"  # in Great Britain, so with 25 % VAT in NAV
HOME = {
    "firstname": "Ada",
    "lastname": "Byron",
    "street": ["Mill Lane 5", "Back door"],
    "city": "Leeds",
    "postcode": "LS1 4AP",
    "country_id": "GB",
    "telephone": "+44 1",
}
FREIGHT = {"method": "flatrate_flatrate", "amount": 5}
ORDERS, SHIPMENTS, INVOICES = "sales-order-add", "shipment-add", "invoice-add"


def stocked(world: World, *names: str) -> World:
    """These shops have NAV's items."""
    world.connect("nav", *names)
    for name in names:
        world.sync(name, *world.master, "simple-product-add")
    return world


def stock_eu(world: World) -> None:
    stocked(world, "eu")


def account(world: World, name: str, customer: str = CUSTOMER) -> int:
    """The shop's account of NAV's customer; NAV knows its id."""
    mail = f"{customer}@example.com"
    person = {"firstname": "Ada", "lastname": "Byron", "email": mail, "addresses": [HOME]}
    made = world.shop(name).controls["register"](person)
    key = {"CustomerNo": customer, "ConnectionId": world.connection(name).guid}
    values = {"WebCustomerId": str(made["id"]), "WebSyncFlag": "T"}
    if world.nav.rows("webapplicationcustomerdata", **key):
        world.nav.set("webapplicationcustomerdata", key, values)
    else:
        world.nav.insert("webapplicationcustomerdata", {**key, **values})
    return int(made["id"])


def line(sku: str, qty: Any = 1, price: Any = 100, **more: Any) -> dict[str, Any]:
    return {"sku": sku, "qty": qty, "price": price, "tax_percent": 25, **more}


def buy(world: World, name: str, *lines: dict[str, Any], **more: Any) -> Any:
    """An order of that account; as the shop answers it."""
    wanted: dict[str, Any] = {"store": "default", "shipping_address": HOME, "shipping": FREIGHT}
    wanted["lines"] = list(lines) or [line("1001", 2)]
    return world.shop(name).controls["place_order"](wanted | more)


def order(world: World, name: str, placed: Any) -> Any:
    """The order as the shop has it now."""
    return world.shop(name).controls["order"]({"id": placed["entity_id"]})


def web(world: World, name: str, placed: Any) -> Any:
    """NAV's AEC Order Header Details of it."""
    key = {"ConnectionId": world.connection(name).guid, "WebIncrementId": placed["increment_id"]}
    [row] = world.nav.rows("webapplicationorderdata", **key)
    return row


def header(world: World, name: str, placed: Any) -> Any:
    [row] = world.nav.rows("SalesOrder", No=web(world, name, placed)["OrderNo"])
    return row


def lines(world: World, name: str, placed: Any) -> list[Any]:
    no = web(world, name, placed)["OrderNo"]
    return list(world.nav.rows("SalesOrderLines", Document_No=no))


def total(world: World, name: str, placed: Any) -> Decimal:
    """What NAV itself reckons, with VAT."""
    return Decimal(lines(world, name, placed)[0]["Total_Amount_Incl_VAT"])


def paid(placed: Any) -> Decimal:
    return Decimal(str(placed["grand_total"]))


def choose(world: World, name: str, **values: str) -> None:
    options.put(world.parts, world.connection(name), values)


def look(world: World, name: str, type_: str, source: str, destination: str) -> None:
    lookups.put(world.parts, world.connection(name).id, type_, source, destination)


def why(world: World, name: str, placed: Any, scenario: str = ORDERS) -> str:
    """Why it was not carried."""
    return str(world.record(name, scenario, str(placed["entity_id"])).reason)
