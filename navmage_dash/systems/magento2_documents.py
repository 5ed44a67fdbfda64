"""Invoices and shipments of Magento 2: NAV's posted documents, made once each.

The key is NAV's posted number. Fields:
  order_id                     Magento's number of the order
  items.<order_item_id>        the quantity
  tracks.<n>.number, .carrier, .title    of shipments
  document                     NAV's number again: what is known to be this document says so
  notify, capture, comment     what Magento is to do: it cannot be read, so it is found as asked for

Each document that we make says 'NAV <number>' in a comment that customers do not see: that is how
it is found again. One with the same quantities and tracking numbers that says nothing of NAV was
made by a person or an earlier system; it is taken for this one, and told so where `document` is
among the fields. Recorded from 2.4.7: lists hold lines, tracks and comments.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from navmage_dash.errors import RecordError, Skip
from navmage_dash.sync.mapping import canonical, plain
from navmage_dash.sync.records import Answer, Fields, Found, Row, Value, Write
from navmage_dash.sync.scenario import Condition
from navmage_dash.systems import magento2_remaining
from navmage_dash.systems.batches import each_alone, partly_written
from navmage_dash.systems.magento2 import Magento2Client
from navmage_dash.systems.magento2_remaining import Act, Order
from navmage_dash.systems.shape import readable

FOUND_TOGETHER = 50
MARK, ITEMS, TRACKS = "NAV ", "items.", "tracks."
ASKED = ("notify", "capture", "comment")
OWN_CARRIER = "custom"  # Magento's code for one it has no module for
TRACK = {"number": "track_number", "carrier": "carrier_code", "title": "title"}


@dataclass(frozen=True)
class Kind:
    act: Act
    name: str
    listed: str  # its list
    one: str  # one of them
    comments: str  # where a comment is added

    def comment(self, number: str) -> str:
        return self.comments.format(number)


INVOICE = Kind("invoice", "invoice", "V1/invoices", "V1/invoices", "V1/invoices/comments")
SHIPMENT = Kind("ship", "shipment", "V1/shipments", "V1/shipment", "V1/shipment/{}/comments")


class Documents:
    def __init__(self, client: Magento2Client, kind: Kind) -> None:
        self._client, self._kind = client, kind

    def bulk(self) -> int:
        return 1

    def find(
        self, keys: Sequence[str], names: Sequence[str], wanted: Mapping[str, Fields]
    ) -> dict[str, Found]:
        meant = {key: wanted.get(key, {}) for key in keys}
        numbers = sorted({str(each) for one in meant.values() if (each := one.get("order_id"))})
        with readable(f"{self._client.host}, {self._kind.listed}"):
            orders = {
                str(row["entity_id"]): Order(row)
                for row in self._rows("V1/orders", "entity_id", numbers, magento2_remaining.FIELDS)
            }
            left = list(self._rows(self._kind.listed, "order_id", numbers))
            found: dict[str, Found] = {}
            for key in keys:
                order = orders.get(str(meant[key].get("order_id")))
                row = self._this(key, meant[key], order, left) if order else None
                if row is not None and order is not None:
                    left.remove(row)
                    found[key] = self._found(names, meant[key], order, row)
        return found

    def _rows(
        self, route: str, field: str, numbers: Sequence[str], fields: str = ""
    ) -> Iterator[Row]:
        for at in range(0, len(numbers), FOUND_TOGETHER):
            where = [Condition(field, "in", numbers[at : at + FOUND_TOGETHER])]
            for page in self._client.pages(route, where, fields=fields):
                yield from page

    def _this(self, key: str, fields: Fields, order: Order, rows: Sequence[Row]) -> Row | None:
        """The document that says so; else one that says nothing, and is the same."""
        own = [row for row in rows if str(row["order_id"]) == str(order.row["entity_id"])]
        for row in own:
            if _marked(row) == key:
                return row
        try:
            meant = order.mapped(_quantities(fields), self._kind.act)
        except RecordError:
            return None  # the write says so
        numbers = {each["track_number"] for each in _tracks(fields).values()}
        for row in own:
            if _marked(row) is None and order.of(row["items"]) == meant and numbers <= _sent(row):
                return row
        return None

    def _found(self, names: Sequence[str], wanted: Fields, order: Order, row: Row) -> Found:
        there = order.of(row["items"])
        tracks = {str(each["track_number"]): each for each in row.get("tracks") or ()}
        fields: dict[str, Value] = {}
        for name in names:
            if name.startswith(ITEMS):
                fields[name] = self._quantity(name, wanted, order, there)
            elif name.startswith(TRACKS):
                stem, _, field = name.rpartition(".")
                track = tracks.get(str(wanted.get(f"{stem}.number")), {})
                fields[name] = canonical(track.get(TRACK[field]))
            elif name == "document":
                fields[name] = _marked(row)
            else:
                fields[name] = wanted.get(name) if name in ASKED else canonical(row.get(name))
        return Found(str(row["entity_id"]), fields, row, _told(row))

    def _quantity(
        self, name: str, wanted: Fields, order: Order, there: Mapping[int, Decimal]
    ) -> Value:
        """Under the line that it was asked for by; what is never shipped is as it should be."""
        number = int(name.removeprefix(ITEMS))
        if number not in order.lines():
            return None
        for at in order.mapped({number: Decimal(1)}, self._kind.act):
            return plain(there[at]) if at in there else None
        return wanted.get(name)

    def write(self, writes: Sequence[Write]) -> list[Answer | RecordError]:
        return each_alone(self._write, writes)

    def _write(self, write: Write) -> Answer:
        return self._create(write) if write.action == "create" else self._update(write)

    def _create(self, write: Write) -> Answer:
        number = write.fields.get("order_id")
        if not number:
            raise RecordError(f"{write.key} belongs to no order of Magento: it has no order_id.")
        fields = magento2_remaining.FIELDS
        row = self._client.get(f"V1/orders/{number}", {"fields": fields})
        there = list(self._rows(self._kind.listed, "order_id", [str(number)]))
        with readable(f"{self._client.host}, {self._kind.listed}"):
            for each in there:
                if _marked(each) == write.key:
                    return _answer(each)
            order = Order(row)
            items = order.mapped(_quantities(write.fields), self._kind.act)
        if not items:
            raise Skip(f"nothing in {write.key} is a matter of a {self._kind.name} in Magento")
        order.check(items, self._kind.act, _hint(self._kind, there))
        made = self._client.call(
            "POST", f"V1/order/{number}/{self._kind.act}", self._body(write, items)
        )
        with partly_written():
            return _answer(self._client.get(f"{self._kind.one}/{made}"))

    def _body(self, write: Write, items: Mapping[int, Decimal]) -> dict[str, Any]:
        text = write.fields.get("comment")
        notify = write.fields.get("notify") == "1"
        body: dict[str, Any] = {
            "items": [{"order_item_id": at, "qty": each} for at, each in items.items()],
            "notify": notify,
            "appendComment": bool(notify and text),
            "comment": _comment(f"{MARK}{write.key}" + (f": {text}" if text else "")),
        }
        if self._kind is INVOICE:
            return body | {"capture": write.fields.get("capture") == "1"}
        tracks = list(_tracks(write.fields).values())
        return body | ({"tracks": tracks} if tracks else {})

    def _update(self, write: Write) -> Answer:
        """A document is never changed; tracking numbers may come later, and whose it is."""
        for name, (before, after) in write.changes.items():
            if name.startswith(ITEMS) or name == "order_id":
                raise RecordError(
                    f"Magento has {write.key} as {self._kind.name} {write.remote_id} with {before} "
                    f"for {name}, NAV has {after}. It cannot be changed there: correct it by hand, "
                    "then skip this document."
                )
        if "document" in write.changes:
            row = {**_comment(f"{MARK}{write.key}"), "parent_id": int(write.remote_id)}
            body = {"entity": {**row, "is_customer_notified": 0}}
            self._client.call("POST", self._kind.comment(write.remote_id), body)
        with partly_written():
            changed = {name: after for name, (_, after) in write.changes.items()}
            for number in _tracks(changed):
                self._add_track(write, _tracks(write.fields)[number])
            return _answer(self._client.get(f"{self._kind.one}/{write.remote_id}"))

    def _add_track(self, write: Write, track: Mapping[str, Any]) -> None:
        own = {"parent_id": int(write.remote_id), "order_id": int(str(write.fields["order_id"]))}
        body = {"entity": {**own, **track}}
        self._client.call("POST", "V1/shipment/track", body)


def _answer(row: Any) -> Answer:
    with readable("Magento's document", written=True):
        return Answer(str(row["entity_id"]), row, _told(row))


def _told(row: Row) -> dict[str, Value]:
    skus = {str(each["sku"]) for each in row["items"] if each.get("sku")}
    return {"increment_id": canonical(row["increment_id"]), "skus": canonical(skus)}


def _marked(row: Row) -> str | None:
    """The number of NAV that a document says it is."""
    for each in row.get("comments") or ():
        text = str(each.get("comment") or "")
        if text.startswith(MARK):
            return text.removeprefix(MARK).partition(": ")[0]
    return None


def _comment(text: str) -> dict[str, Any]:
    return {"comment": text, "is_visible_on_front": 0}


def _hint(kind: Kind, rows: Sequence[Row]) -> str:
    """Which documents of the order are not ours, and so may be what was meant."""
    others = [str(row["increment_id"]) for row in rows if _marked(row) is None]
    if not others:
        return f"Correct the quantity, or make a {kind.name} of what remains by hand."
    return f"Made there without NAV: {kind.name} {', '.join(others)}."


def _quantities(fields: Fields) -> dict[int, Decimal]:
    return {
        int(name.removeprefix(ITEMS)): Decimal(str(value))
        for name, value in fields.items()
        if name.startswith(ITEMS) and value is not None
    }


def _tracks(fields: Fields) -> dict[str, dict[str, Any]]:
    """By their number here, as Magento takes them; those without a tracking number are none."""
    found: dict[str, dict[str, Any]] = {}
    for name, value in fields.items():
        if name.startswith(TRACKS) and name.endswith(".number") and value:
            stem = name.removesuffix(".number")
            carrier = fields.get(f"{stem}.carrier") or OWN_CARRIER
            title = fields.get(f"{stem}.title") or carrier
            track = {"track_number": value, "carrier_code": carrier, "title": title}
            found[stem.removeprefix(TRACKS)] = track
    return found


def _sent(row: Row) -> set[str]:
    return {str(each["track_number"]) for each in row.get("tracks") or ()}
