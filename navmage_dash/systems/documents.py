"""Invoices and shipments of a Magento: NAV's posted documents, made once each.

The key is NAV's posted number. Fields:
  order_id                     Magento's number of the order
  items.<order_item_id>        the quantity
  tracks.<n>.number, .carrier, .title    of shipments
  document                     NAV's number again: what is known to be this document says so
  notify, capture, comment     what Magento is to do: it cannot be read, so it is found as asked for

Each document that we make says 'NAV <number>' in a comment that customers do not see: that is how
it is found again. One with the same quantities and tracking numbers that says nothing of NAV was
made by a person or an earlier system; it is taken for this one, and told so where `document` is
among the fields. How it is asked for and made is each platform's `Desk`.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from navmage_dash.errors import RecordError, Skip
from navmage_dash.sync.mapping import canonical, plain
from navmage_dash.sync.records import Answer, Fields, Found, Row, Value, Write
from navmage_dash.systems.batches import each_alone
from navmage_dash.systems.desk import MARK, OWN_CARRIER, TRACKS, Asked, Desk, Kind
from navmage_dash.systems.remaining import Order, Quantities
from navmage_dash.systems.shape import readable

ITEMS = "items."
CANCELED = 3  # an invoice's state
ASKED = ("notify", "capture", "comment")
TRACK = {"number": "track_number", "carrier": "carrier_code", "title": "title"}


class Documents:
    def __init__(self, desk: Desk, kind: Kind) -> None:
        self._desk, self._kind = desk, kind

    def bulk(self) -> int:
        return 1

    def find(
        self, keys: Sequence[str], names: Sequence[str], wanted: Mapping[str, Fields]
    ) -> dict[str, Found]:
        meant = {key: wanted.get(key, {}) for key in keys}
        numbers = sorted({str(each) for one in meant.values() if (each := one.get("order_id"))})
        with readable(self._desk.where(self._kind)):
            orders = {str(each.row["entity_id"]): each for each in self._desk.orders(numbers)}
            left = list(self._desk.documents(self._kind, numbers))
            found: dict[str, Found] = {}
            for key in keys:
                order = orders.get(str(meant[key].get("order_id")))
                row = self._this(key, meant[key], order, left) if order else None
                if row is not None and order is not None:
                    left.remove(row)
                    found[key] = self._found(names, meant[key], order, row)
        return found

    def _this(self, key: str, fields: Fields, order: Order, rows: Sequence[Row]) -> Row | None:
        """The document that says so; else one that says nothing, and is the same."""
        own = [row for row in rows if str(row["order_id"]) == str(order.row["entity_id"])]
        for row in own:
            if marked(row) == key:
                return None if self._desk.half_made(self._kind, row, fields) else row
        try:
            meant = order.mapped(_quantities(fields), self._kind.act)
        except RecordError:
            return None  # the write says so
        numbers = {each["track_number"] for each in Asked(key, fields).tracks.values()}
        free = (row for row in own if marked(row) is None and row.get("state") != CANCELED)
        same = (row for row in free if order.of(row["items"]) == meant)
        return next((row for row in same if numbers <= sent(row)), None)

    def _found(self, names: Sequence[str], wanted: Fields, order: Order, row: Row) -> Found:
        there = order.of(row["items"])
        fields: dict[str, Value] = {}
        for name in names:
            if name.startswith(ITEMS):
                fields[name] = self._quantity(name, wanted, order, there)
            elif name.startswith(TRACKS):
                fields[name] = _tracked(name, wanted, row)
            elif name == "document":
                fields[name] = marked(row)
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
        order = self._desk.order(str(number))
        there = list(self._desk.documents(self._kind, [str(number)]))
        with readable(self._desk.where(self._kind)):
            mine = next((each for each in there if marked(each) == write.key), None)
            items = {} if mine else order.mapped(_quantities(write.fields), self._kind.act)
        asked = Asked(write.key, write.fields, items)
        if mine is not None:
            return _answer(self._desk.finish(self._kind, mine, asked))
        if not items:
            raise Skip(f"nothing in {write.key} is a matter of a {self._kind.name} in Magento")
        order.check(items, self._kind.act, _hint(self._kind, there))
        made = self._desk.make(self._kind, order, asked)
        answer = _answer(made)
        self._whole(write.key, items, answer, order.of(made["items"]))
        return answer

    def _whole(self, key: str, items: Quantities, answer: Answer, there: Quantities) -> None:
        """Raises RecordError where it was cut down, as somebody was a moment faster."""
        for at, quantity in items.items():
            if (made := there.get(at, Decimal(0))) != quantity:
                words = plain(made), plain(quantity)
                raise self._other(key, answer.remote_id, f"{ITEMS}{at}", *words)

    def _other(self, key: str, number: str, name: str, there: Value, here: Value) -> RecordError:
        return RecordError(
            f"Magento has {key} as {self._kind.name} {number} with {there} for {name}, NAV has "
            f"{here}. It cannot be changed there: correct it by hand, then skip this document."
        )

    def _update(self, write: Write) -> Answer:
        """A document is never changed; tracking numbers may come later, and whose it is."""
        for name, (before, after) in write.changes.items():
            if name.startswith(ITEMS) or name == "order_id":
                raise self._other(write.key, write.remote_id, name, before, after)
        if "document" in write.changes and self._taken(write):
            return self._create(write)
        changed = {name: after for name, (_, after) in write.changes.items()}
        asked = Asked(write.key, write.fields).tracks
        tracks = [asked[at] for at in Asked(write.key, changed).tracks]
        text = f"{MARK}{write.key}" if "document" in write.changes else ""
        return _answer(self._desk.add(self._kind, write, text, tracks))

    def _taken(self, write: Write) -> bool:
        """Two documents of NAV that say the same may find one made by hand at the same time."""
        rows = self._desk.documents(self._kind, [str(write.fields["order_id"])])
        with readable(self._desk.where(self._kind)):
            its = next((each for each in rows if str(each["entity_id"]) == write.remote_id), {})
            return marked(its) not in (None, write.key)


def _answer(row: Row) -> Answer:
    with readable("Magento's document", written=True):
        return Answer(str(row["entity_id"]), row, _told(row))


def _told(row: Row) -> dict[str, Value]:
    skus = {str(each["sku"]) for each in row["items"] if each.get("sku")}
    return {"increment_id": canonical(row["increment_id"]), "skus": canonical(skus)}


def marked(row: Row) -> str | None:
    """The number of NAV that a document says it is."""
    for each in row.get("comments") or ():
        text = str(each.get("comment") or "")
        if text.startswith(MARK):
            return text.removeprefix(MARK).partition(": ")[0]
    return None


def sent(row: Row) -> set[str]:
    """The tracking numbers of a shipment."""
    return {str(each["track_number"]) for each in row.get("tracks") or ()}


def _tracked(name: str, wanted: Fields, row: Row) -> Value:
    """A field of the track that has the number. 'custom' stands for each carrier."""
    stem, _, which = name.rpartition(".")
    tracks = {str(each["track_number"]): each for each in row.get("tracks") or ()}
    value = canonical(tracks.get(str(wanted.get(f"{stem}.number")), {}).get(TRACK[which]))
    return wanted.get(name) if which == "carrier" and value == OWN_CARRIER else value


def _hint(kind: Kind, rows: Sequence[Row]) -> str:
    """Which documents of the order are not ours, and so may be what was meant."""
    others = [str(row["increment_id"]) for row in rows if marked(row) is None]
    if not others:
        return f"Correct the quantity, or make a {kind.name} of what remains by hand."
    return f"Made there without NAV: {kind.name} {', '.join(others)}."


def _quantities(fields: Fields) -> dict[int, Decimal]:
    return {
        int(name.removeprefix(ITEMS)): Decimal(str(value))
        for name, value in fields.items()
        if name.startswith(ITEMS) and value is not None
    }
