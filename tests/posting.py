"""What NAV's users post of a web order, and what the shop then has of it."""

from typing import Any

import selling
from world import World


def order_no(world: World, placed: Any) -> str:
    return str(selling.web(world, "eu", placed)["OrderNo"])


def carried_order(world: World, *lines: dict[str, Any], **more: Any) -> Any:
    """An order that was bought and is in NAV."""
    customer = more.pop("customer", None) or selling.account(world, "eu")
    placed = selling.buy(world, "eu", *lines, customer=customer, **more)
    assert world.sync("eu", selling.ORDERS) == {selling.ORDERS: {"created": 1}}
    return placed


def post(world: World, placed: Any, what: str, tracking: str = "", **quantities: Any) -> str:
    """The posted documents' numbers. quantities: of lines by their number, as in L10000=1."""
    no = order_no(world, placed)
    if tracking:
        values = {"Package_Tracking_No": tracking, "Shipping_Agent_Code": "DHL"}
        world.nav.set("SalesOrder", {"No": no}, values)
    field = "Qty_to_Invoice" if what == "invoice" else "Qty_to_Ship"
    for row in selling.lines(world, "eu", placed):
        wanted = quantities.get(f"L{row['Line_No']}", 0) if quantities else row[field]
        key = {"Document_No": no, "Line_No": row["Line_No"]}
        world.nav.set("SalesOrderLines", key, {field: str(wanted)})
    return world.nav.post_order(no, what)


def document(world: World, no: str, kind: str = "Shipment") -> Any:
    """NAV's AEC ShipmentInvoice Sync of it."""
    [row] = world.nav.rows("webshipmentinvoicesync", DocumentNo=no, DocumentType=kind)
    return row


def shipments(world: World, placed: Any, what: str = "shipments") -> list[Any]:
    return list(world.shop("eu").controls[what]({"order_id": placed["entity_id"]}))


def quantities(made: Any) -> dict[int, float]:
    return {each["order_item_id"]: each["qty"] for each in made["items"]}


def change(world: World, no: str, kind: str, **values: Any) -> None:
    key = {"DocumentNo": no, "DocumentType": kind}
    world.nav.set("webshipmentinvoicesync", key, values)
