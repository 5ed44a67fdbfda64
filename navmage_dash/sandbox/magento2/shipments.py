"""Shipments: /V1/order/:id/ship, /V1/shipment(s). Only they take stock from a source."""

from typing import Any

from navmage_dash.sandbox.magento2 import columns, documents, sales_shares, stock_of_orders
from navmage_dash.sandbox.magento2.call import Call, text
from navmage_dash.sandbox.magento2.order_state import can_ship, moved
from navmage_dash.sandbox.magento2.refusal import Refusal
from navmage_dash.sandbox.magento2.sales import change, to_ship
from navmage_dash.sandbox.magento2.state import Shop
from navmage_dash.sandbox.magento2.wire import Json
from navmage_dash.sandbox.shops.sales import NOTHING, Document, Order, Row
from navmage_dash.sandbox.shops.shares import Picked

CLOSED = ("holded", "canceled")


def ship(shop: Shop, call: Call) -> Json:
    """The new shipment's id, as text."""
    order = documents.find(shop.sales.orders, call.named["id"])
    made = create(shop, order, call.body, call.now)
    return str(made.row["entity_id"])


def create(shop: Shop, order: Order, body: dict[str, Any], now: str) -> Document:
    """Raises Refusal; nothing has changed then. The order changes only where its state does."""
    picked = _picked(sales_shares.asked(order, body.get("items")), order)
    tracks = body.get("tracks") or []
    _check(order, picked, tracks)
    wanted = ((body.get("arguments") or {}).get("extension_attributes") or {}).get("source_code")
    made = _document(shop, order, picked, wanted or stock_of_orders.source(shop, order), now)
    for each in tracks:
        track(shop, made, each, now)
    documents.commented(shop, "shipment", made, body, now)
    change(order.row, now, moved(order))
    return made


def _picked(picked: Picked | None, order: Order) -> Picked:
    """More than there is left is cut down to that, without a word."""
    if picked is None:
        picked = [(item, to_ship(item)) for item in order.lines]
    cut = ((item, min(quantity, to_ship(item))) for item, quantity in picked)
    return [(item, quantity) for item, quantity in cut if quantity and not item["is_virtual"]]


def _check(order: Order, picked: Picked, tracks: list[Json]) -> None:
    wrong = []
    if order.row["state"] in CLOSED:
        text_ = "A shipment cannot be created when an order has a status of"
        wrong.append(f"{text_} {order.row['status']}")
    elif not can_ship(order):
        wrong.append("The order does not allow a shipment to be created.")
    if not picked:
        wrong.append("You can't create a shipment without products.")
    if not all(each.get("track_number") for each in tracks):
        wrong.append("Please enter a tracking number.")
    if wrong:
        raise Refusal("\n".join(["Shipment Document Validation Error(s):", *wrong]))


def _document(shop: Shop, order: Order, picked: Picked, source: str, now: str) -> Document:
    row = documents.opened(shop, "shipment", order, now) | documents.addresses(order)
    row |= {"total_qty": sum((quantity for _, quantity in picked), NOTHING)}
    row |= {"customer_id": order.row.get("customer_id")}
    made = Document(row, [], source=source)
    for item, quantity in picked:
        change(item, now, {"qty_shipped": item["qty_shipped"] + quantity})
        stock_of_orders.shipped(shop, item, source, quantity)
        ids = {"entity_id": shop.sales.next("shipment_item"), "parent_id": row["entity_id"]}
        copied = {name: item[name] for name in ("name", "price", "product_id", "sku", "weight")}
        about = {"order_item_id": item["item_id"], "qty": quantity}
        made.items.append(ids | copied | about)
    shop.sales.shipments[row["entity_id"]] = made
    return made


def track(shop: Shop, made: Document, sent: Json, now: str) -> Row:
    row = {
        "order_id": made.row["order_id"],
        "created_at": now,
        "entity_id": shop.sales.next("track"),
        "parent_id": made.row["entity_id"],
        "updated_at": now,
        "weight": sent.get("weight"),
        "qty": sent.get("qty"),
        "description": sent.get("description"),
        "track_number": text("track_number", sent["track_number"]),
        "title": sent.get("title"),
        "carrier_code": sent.get("carrier_code"),
    }
    made.tracks.append(row)
    return row


def shown(made: Document) -> dict[str, Json]:
    own = {"source_code": made.source}
    more = {"packages": [], "tracks": made.tracks, "extension_attributes": own}
    return documents.shown(made) | more


def listing(shop: Shop, call: Call) -> Json:
    table = shop.sales.shipments.values()
    return documents.listed(call, table, columns.SHIPMENT, lambda each: each.row, shown)


def one(shop: Shop, call: Call) -> Json:
    return shown(documents.find(shop.sales.shipments, call.named["id"]))


def post(shop: Shop, call: Call) -> Json:
    """With lines that are no shipment's yet it fails, as recorded; it is not the way to ship."""
    call.need("entity")
    raise Refusal("The shipment couldn't be saved.")


def add_track(shop: Shop, call: Call) -> Json:
    """Touches neither the shipment nor the order."""
    (entity,) = call.need("entity")
    made = documents.find(shop.sales.shipments, entity["parent_id"])
    if not entity.get("track_number"):
        raise Refusal("Please enter a tracking number.")
    return track(shop, made, entity, call.now)


def comments(shop: Shop, call: Call) -> Json:
    made = documents.find(shop.sales.shipments, call.named["id"])
    return documents.all_comments(made.comments, call.named["id"])


def add_comment(shop: Shop, call: Call) -> Json:
    """The answer has no created_at, the comment does."""
    (entity,) = call.need("entity")
    made = documents.find(shop.sales.shipments, call.named["id"])
    row = documents.comment(shop, "shipment", made, entity, call.now)
    return {name: value for name, value in row.items() if name != "created_at"}
