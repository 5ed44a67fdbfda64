"""Magento 2's orders, invoices and shipments, for `documents`.

Recorded from 2.4.7: lists hold lines, tracks and comments. What makes a document takes its comment
and tracks in the same call, and answers with its number alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from navmage_dash.sync.records import Fields, Row, Write
from navmage_dash.sync.scenario import Condition
from navmage_dash.systems.batches import partly_written
from navmage_dash.systems.desk import INVOICE, SHIPMENT, Asked, Kind, Track
from navmage_dash.systems.documents import Documents
from navmage_dash.systems.magento2 import Magento2Client
from navmage_dash.systems.remaining import Order

FOUND_TOGETHER = 50
LINE = (
    "item_id,parent_item_id,sku,product_type,is_virtual,qty_ordered,qty_canceled,qty_invoiced,"
    "qty_shipped,qty_refunded"
)
FIELDS = f"entity_id,increment_id,state,status,items[{LINE}]"


@dataclass(frozen=True)
class Routes:
    listed: str  # its list
    one: str  # one of them
    comments: str  # where a comment is added


ROUTES = {
    INVOICE: Routes("V1/invoices", "V1/invoices", "V1/invoices/comments"),
    SHIPMENT: Routes("V1/shipments", "V1/shipment", "V1/shipment/{}/comments"),
}


class Magento2Desk:
    def __init__(self, client: Magento2Client) -> None:
        self._client = client

    def where(self, kind: Kind) -> str:
        return f"{self._client.host}, {ROUTES[kind].listed}"

    def orders(self, numbers: Sequence[str]) -> Iterator[Order]:
        for row in self._rows("V1/orders", "entity_id", numbers, FIELDS):
            yield Order(row)

    def order(self, number: str) -> Order:
        return Order(self._client.get(f"V1/orders/{number}", {"fields": FIELDS}))

    def documents(self, kind: Kind, numbers: Sequence[str]) -> Iterator[Row]:
        return self._rows(ROUTES[kind].listed, "order_id", numbers)

    def _rows(
        self, route: str, field: str, numbers: Sequence[str], fields: str = ""
    ) -> Iterator[Row]:
        for at in range(0, len(numbers), FOUND_TOGETHER):
            where = [Condition(field, "in", numbers[at : at + FOUND_TOGETHER])]
            for page in self._client.pages(route, where, fields=fields):
                yield from page

    def half_made(self, kind: Kind, row: Row, fields: Fields) -> bool:
        return False  # one call makes all of it

    def make(self, kind: Kind, order: Order, asked: Asked) -> Row:
        route = f"V1/order/{order.row['entity_id']}/{kind.act}"
        made = self._client.call("POST", route, _body(kind, asked))
        with partly_written():
            return self._one(kind, str(made))

    def finish(self, kind: Kind, row: Row, asked: Asked) -> Row:
        return row

    def add(self, kind: Kind, write: Write, text: str, tracks: Sequence[Track]) -> Row:
        number = int(write.remote_id)
        if text:
            entity = {**_comment(text), "parent_id": number, "is_customer_notified": 0}
            route = ROUTES[kind].comments.format(number)
            self._client.call("POST", route, {"entity": entity})
        with partly_written():
            for track in tracks:
                entity = {"parent_id": number, "order_id": int(str(write.fields["order_id"]))}
                self._client.call("POST", "V1/shipment/track", {"entity": {**entity, **track}})
            return self._one(kind, write.remote_id)

    def _one(self, kind: Kind, number: str) -> Row:
        row: Row = self._client.get(f"{ROUTES[kind].one}/{number}")
        return row


def invoices(client: Magento2Client) -> Documents:
    return Documents(Magento2Desk(client), INVOICE)


def shipments(client: Magento2Client) -> Documents:
    return Documents(Magento2Desk(client), SHIPMENT)


def _body(kind: Kind, asked: Asked) -> dict[str, Any]:
    body: dict[str, Any] = {
        "items": [{"order_item_id": at, "qty": each} for at, each in asked.items.items()],
        "notify": asked.notify,
        "appendComment": asked.quoted,
        "comment": _comment(asked.text),
    }
    if kind is INVOICE:
        return body | {"capture": asked.capture}
    tracks = list(asked.tracks.values())
    return body | ({"tracks": tracks} if tracks else {})


def _comment(text: str) -> dict[str, Any]:
    return {"comment": text, "is_visible_on_front": 0}
