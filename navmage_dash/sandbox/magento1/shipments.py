"""salesOrderShipment*: an order can be shipped before it is invoiced. Nothing is idempotent.

A quantity that is too large is cut down to what is left, without a word.
"""

from typing import Any

from navmage_dash.sandbox.magento1 import order_show, orders, sales_documents, sales_shares, times
from navmage_dash.sandbox.magento1.asked import Asked, Handler
from navmage_dash.sandbox.magento1.order_state import can_ship, saved
from navmage_dash.sandbox.magento1.sales import taken, to_ship
from navmage_dash.sandbox.magento1.sales_documents import Table
from navmage_dash.sandbox.magento1.soap import Refusal
from navmage_dash.sandbox.magento1.state import Shop1
from navmage_dash.sandbox.shops.sales import NOTHING, Document, Order, Row
from navmage_dash.sandbox.shops.shares import Picked

UNKNOWN = "Requested shipment not exists."
CARRIERS = {
    "custom": "Custom Value",
    "dhl": "DHL (Deprecated)",
    "fedex": "Federal Express",
    "ups": "United Parcel Service",
    "usps": "United States Postal Service",
    "dhlint": "DHL",
}
LISTED = "increment_id created_at total_qty".split()
COPIED = "name price product_id sku weight".split()
TABLE = Table(
    "SELECT `main_table`.* FROM `sales_flat_shipment` AS `main_table`",
    "shipment_id",
    frozenset("total_qty total_weight shipment_status customer_id".split()),
)


def listed(shop: Shop1, ask: Asked) -> Any:
    def show(row: Row) -> Row:
        return order_show.shown({name: row[name] for name in LISTED})

    return sales_documents.listed(TABLE, shop.sales.shipments, ask.given.get("filters"), show)


def found(shop: Shop1, ask: Asked) -> Document:
    return sales_documents.found(shop.sales.shipments, ask.one("shipmentIncrementId"), UNKNOWN)


def info(shop: Shop1, ask: Asked) -> Any:
    made = found(shop, ask)
    renamed = {"number": "track_number", "track_id": "entity_id"}
    return order_show.shown(made.row, shipment_id="entity_id") | {
        "items": [order_show.shown(item, item_id="entity_id") for item in made.items],
        "tracks": [order_show.shown(track, **renamed) for track in made.tracks],
        "comments": sales_documents.comments(made),
    }


def create(shop: Shop1, ask: Asked) -> Any:
    """It has a comment in any case, an empty one if need be."""
    order = orders.found(shop, ask.one("orderIncrementId"), "103")
    made = add(shop, order, ask.given.get("itemsQty"), ask.now)
    notified = times.flag(ask.one("email")) and times.flag(ask.one("includeComment"))
    sales_documents.commented(shop.sales, "shipment", made, ask.now, ask.one("comment"), notified)
    return made.row["increment_id"]


def add(shop: Shop1, order: Order, wanted: Any, now: str) -> Document:
    """Raises Refusal; nothing has changed then."""
    if not can_ship(order):
        raise Refusal("102", "Cannot do shipment for order.")
    picked = _picked(order, wanted)
    if not picked:
        raise Refusal("102", "Cannot create an empty shipment.")
    made = _document(shop, order, picked, now)
    shop.sales.shipments[made.row["entity_id"]] = made
    saved(shop.sales, order, now)
    return made


def _picked(order: Order, rows: Any) -> Picked:
    wanted = sales_shares.asked(rows)
    left = [(item, to_ship(item)) for item in order.lines if not item["is_virtual"]]
    if wanted is not None:
        left = [(item, min(most, wanted.get(item["item_id"], NOTHING))) for item, most in left]
        left = [(item, taken(item, quantity)) for item, quantity in left]
    return [(item, quantity) for item, quantity in left if quantity > 0]


def _document(shop: Shop1, order: Order, picked: Picked, now: str) -> Document:
    row = sales_shares.opened(shop.sales, "shipment", order, now)
    row["total_qty"] = sum((quantity for _, quantity in picked), NOTHING)
    row["customer_id"] = order.row.get("customer_id")
    made = Document(row, [])
    for item, quantity in picked:
        item["qty_shipped"] += quantity
        ids = {"entity_id": shop.sales.next("shipment_item"), "parent_id": row["entity_id"]}
        about = {"order_item_id": item["item_id"], "qty": quantity}
        made.items.append(ids | {name: item.get(name) for name in COPIED} | about)
    return made


def carriers(shop: Shop1, ask: Asked) -> Any:
    orders.found(shop, ask.one("orderIncrementId"))
    return [{"key": code, "value": title} for code, title in CARRIERS.items()]


def add_track(shop: Shop1, ask: Asked) -> Any:
    """Touches the shipment, never the order."""
    made, code = found(shop, ask), ask.one("carrier")
    if code not in CARRIERS:
        raise Refusal("102", "Invalid carrier specified.")
    title, number = ask.one("title"), ask.one("trackNumber")
    return tracked(shop, made, code, title, number, ask.now)["entity_id"]


def tracked(
    shop: Shop1, made: Document, code: str, title: str | None, number: str | None, now: str
) -> Row:
    row = {
        "entity_id": shop.sales.next("track"),
        "parent_id": made.row["entity_id"],
        "order_id": made.row["order_id"],
        "created_at": now,
        "updated_at": now,
        "carrier_code": code,
        "title": title,
        "track_number": number,
    }
    made.tracks.append(row)
    made.row["updated_at"] = now
    return row


def remove_track(shop: Shop1, ask: Asked) -> Any:
    made, number = found(shop, ask), times.whole(ask.one("trackId"))
    left = [track for track in made.tracks if track["entity_id"] != number]
    if len(left) == len(made.tracks):
        raise Refusal("104", "Requested tracking not exists.")
    made.tracks = left
    return True


def add_comment(shop: Shop1, ask: Asked) -> Any:
    made, text = found(shop, ask), ask.one("comment")
    notified = times.flag(ask.one("email"))
    sales_documents.commented(shop.sales, "shipment", made, ask.now, text, notified)
    return True


def send_info(shop: Shop1, ask: Asked) -> Any:
    found(shop, ask)
    return True


HANDLERS: dict[str, Handler] = {
    "salesOrderShipmentList": listed,
    "salesOrderShipmentInfo": info,
    "salesOrderShipmentCreate": create,
    "salesOrderShipmentGetCarriers": carriers,
    "salesOrderShipmentAddTrack": add_track,
    "salesOrderShipmentRemoveTrack": remove_track,
    "salesOrderShipmentAddComment": add_comment,
    "salesOrderShipmentSendInfo": send_info,
}
