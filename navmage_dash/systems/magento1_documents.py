"""Magento 1's orders, invoices and shipments, for `documents`.

Recorded from OpenMage 20.0.20: a list names documents, each is a call of its own with lines, tracks
and comments; nothing is idempotent, and nothing but its number is answered. An invoice whose
payment is made elsewhere is paid as soon as it is made; else it stays open until it is captured by
a call of its own, and each track is one, too. So a document may be left half made: it is found by
its comment and finished. No order's updated_at moves with a track or a comment on a shipment.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from navmage_dash.errors import RecordError
from navmage_dash.sync.records import Fields, Row, Write
from navmage_dash.sync.scenario import Condition
from navmage_dash.systems.batches import partly_written
from navmage_dash.systems.desk import INVOICE, OWN_CARRIER, SHIPMENT, Asked, Kind, Track
from navmage_dash.systems.documents import Documents, sent
from navmage_dash.systems.magento1 import Magento1Client
from navmage_dash.systems.magento1_faults import Refused
from navmage_dash.systems.magento1_filters import filters
from navmage_dash.systems.magento1_orders import by_numbers
from navmage_dash.systems.remaining import Order, Quantities
from navmage_dash.systems.shape import readable

FOUND_TOGETHER = 50
OPEN = 1  # an invoice's state before it is captured
NOT_THERE, BAD_CARRIER = "100", "102"


@dataclass(frozen=True)
class Calls:
    listed: str
    one: str
    create: str  # by the order's increment id, whatever the parameter is called
    comment: str
    id: str


CALLS = {
    INVOICE: Calls(
        "salesOrderInvoiceList",
        "salesOrderInvoiceInfo",
        "salesOrderInvoiceCreate",
        "salesOrderInvoiceAddComment",
        "invoice_id",
    ),
    SHIPMENT: Calls(
        "salesOrderShipmentList",
        "salesOrderShipmentInfo",
        "salesOrderShipmentCreate",
        "salesOrderShipmentAddComment",
        "shipment_id",
    ),
}


def invoices(client: Magento1Client) -> Documents:
    return Documents(Magento1Desk(client), INVOICE)


def shipments(client: Magento1Client) -> Documents:
    return Documents(Magento1Desk(client), SHIPMENT)


class Magento1Desk:
    def __init__(self, client: Magento1Client) -> None:
        self._client = client

    def where(self, kind: Kind) -> str:
        return f"{self._client.host}, {CALLS[kind].listed}"

    def orders(self, numbers: Sequence[str]) -> Iterator[Order]:
        for row in by_numbers(self._client, numbers):
            yield _order(row)

    def order(self, number: str) -> Order:
        for row in by_numbers(self._client, [number], called=True):
            return _order(row)
        raise RecordError(f"Magento has no order {number}: it was deleted, or is another shop's")

    def documents(self, kind: Kind, numbers: Sequence[str]) -> Iterator[Row]:
        seen = set[int]()
        for at in range(0, len(numbers), FOUND_TOGETHER):
            where = filters([Condition("order_id", "in", list(numbers[at : at + FOUND_TOGETHER]))])
            for row in self._client.call(CALLS[kind].listed, where.argument) or ():
                made = self._one(kind, str(row["increment_id"]), numbers)
                if made is not None and made["entity_id"] in seen:
                    raise _twice(kind, made)
                if made is not None:
                    seen.add(made["entity_id"])
                    yield made

    def _one(self, kind: Kind, number: str, orders: Sequence[str]) -> Row | None:
        """One of these orders; None where it is not there any more."""
        try:
            info = self._client.call(CALLS[kind].one, number)
        except Refused as fault:
            if fault.code == NOT_THERE:
                return None
            raise
        with readable(self.where(kind)):
            row = _row(info, CALLS[kind].id)
        if str(row["order_id"]) not in orders:
            raise _twice(kind, row)
        return row

    def half_made(self, kind: Kind, row: Row, fields: Fields) -> bool:
        return kind is INVOICE and fields.get("capture") == "1" and row["state"] == OPEN

    def make(self, kind: Kind, order: Order, asked: Asked) -> Row:
        wanted = _every(order, asked.items) if kind is INVOICE else asked.items
        items = [{"order_item_id": at, "qty": each} for at, each in wanted.items()]
        number = order.row["increment_id"]
        made = self._client.write(
            CALLS[kind].create, number, items, asked.text, asked.notify, asked.quoted
        )
        with partly_written():
            row = self._one(kind, str(made), [str(order.row["entity_id"])])
            if row is None:
                raise RecordError(f"Magento made {kind.name} {made} of it, which is not there now")
            return self.finish(kind, row, asked)

    def finish(self, kind: Kind, row: Row, asked: Asked) -> Row:
        return self._whole(kind, row, asked.fields, list(asked.tracks.values()))

    def _whole(self, kind: Kind, row: Row, fields: Fields, tracks: Sequence[Track]) -> Row:
        with partly_written():
            self._track(row, tracks)
            if self.half_made(kind, row, fields):
                self._capture(row)
            return row

    def add(self, kind: Kind, write: Write, text: str, tracks: Sequence[Track]) -> Row:
        rows = self.documents(kind, [str(write.fields["order_id"])])
        row = next((each for each in rows if str(each["entity_id"]) == write.remote_id), None)
        if row is None:
            raise RecordError(f"Magento has {kind.name} {write.remote_id} no more")
        if text:
            self._client.write(CALLS[kind].comment, row["increment_id"], text, False, False)
        return self._whole(kind, row, write.fields, tracks)

    def _track(self, row: Row, tracks: Sequence[Track]) -> None:
        """Those that are not there yet. A carrier that the shop does not know is 'custom'."""
        for track in tracks:
            if track["track_number"] not in sent(row):
                try:
                    self._add_track(row, track, track["carrier_code"])
                except Refused as fault:
                    if fault.code != BAD_CARRIER or track["carrier_code"] == OWN_CARRIER:
                        raise
                    self._add_track(row, track, OWN_CARRIER)

    def _add_track(self, row: Row, track: Track, carrier: str) -> None:
        self._client.write(
            "salesOrderShipmentAddTrack",
            row["increment_id"],
            carrier,
            track["title"],
            track["track_number"],
        )

    def _capture(self, row: Row) -> None:
        """Whether it was paid says its state: what is refused may have been done before."""
        number = str(row["increment_id"])
        try:
            self._client.write("salesOrderInvoiceCapture", number)
        except Refused as fault:
            now = self._one(INVOICE, number, [str(row["order_id"])])
            if now is not None and now["state"] == OPEN:
                raise RecordError(
                    f"Magento has made invoice {number} of it and does not capture its payment: "
                    f"{fault.text} Capture it there, then run this again."
                ) from fault


def _every(order: Order, wanted: Quantities) -> Quantities:
    """Magento CE 1.7 invoices a line that is not named with the quantity of the line before it."""
    return dict.fromkeys(order.lines(), Decimal(0)) | dict(wanted)


def _order(row: Row) -> Order:
    return Order(row, refunded_besides=True)


def _twice(kind: Kind, row: Row) -> RecordError:
    """Its calls would go to the other one: a document made again, a number on another's parcel."""
    return RecordError(
        f"Magento has two {kind.name}s {row['increment_id']}, and its API tells but one of them: "
        "give its store views increment prefixes of their own"
    )


def _row(info: Mapping[str, Any], id_: str) -> Row:
    """As Magento 2 names it."""
    return {
        "entity_id": int(info[id_]),
        "order_id": int(info["order_id"]),
        "increment_id": str(info["increment_id"]),
        "state": int(info.get("state") or 0),
        "items": list(info.get("items") or ()),
        "comments": list(info.get("comments") or ()),
        "tracks": [{**each, "track_number": each["number"]} for each in info.get("tracks") or ()],
    }
