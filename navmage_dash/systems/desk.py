"""What a document of NAV is to a Magento, and what its platform has to know of documents.

Rows are under the names that Magento 2 gives them, on every platform: entity_id, increment_id,
order_id, state, items: order_item_id, sku, qty, comments: comment, tracks: track_number,
carrier_code, title.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from navmage_dash.sync.records import Fields, Row, Write
from navmage_dash.systems.remaining import Act, Order, Quantities

MARK, TRACKS = "NAV ", "tracks."
OWN_CARRIER = "custom"  # Magento's code for one it has no module for
Track = Mapping[str, str]  # track_number, carrier_code, title


@dataclass(frozen=True)
class Kind:
    act: Act
    name: str


INVOICE, SHIPMENT = Kind("invoice", "invoice"), Kind("ship", "shipment")


@dataclass(frozen=True)
class Asked:
    """A document that is to be made."""

    key: str
    fields: Fields
    items: Quantities = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Its comment."""
        words = self.fields.get("comment")
        return f"{MARK}{self.key}" + (f": {words}" if words else "")

    @property
    def notify(self) -> bool:
        return self.fields.get("notify") == "1"

    @property
    def quoted(self) -> bool:
        """Is the comment part of the e-mail?"""
        return bool(self.notify and self.fields.get("comment"))

    @property
    def capture(self) -> bool:
        return self.fields.get("capture") == "1"

    @property
    def tracks(self) -> Mapping[str, Track]:
        """By their number here; those without a tracking number are none."""
        found: dict[str, Track] = {}
        for name, value in self.fields.items():
            if name.startswith(TRACKS) and name.endswith(".number") and value:
                stem = name.removesuffix(".number")
                carrier = str(self.fields.get(f"{stem}.carrier") or OWN_CARRIER)
                title = str(self.fields.get(f"{stem}.title") or carrier)
                track = {"track_number": str(value), "carrier_code": carrier, "title": title}
                found[stem.removeprefix(TRACKS)] = track
        return found


class Desk(Protocol):
    """A platform's orders and documents."""

    def where(self, kind: Kind) -> str:
        """What is asked, for texts."""

    def orders(self, numbers: Sequence[str]) -> Iterable[Order]:
        """Those that are there."""

    def order(self, number: str) -> Order:
        """Raises RecordError where it is not there."""

    def documents(self, kind: Kind, numbers: Sequence[str]) -> Iterable[Row]:
        """All of these orders."""

    def half_made(self, kind: Kind, row: Row, fields: Fields) -> bool:
        """Is something left that `finish` does?"""

    def make(self, kind: Kind, order: Order, asked: Asked) -> Row: ...

    def finish(self, kind: Kind, row: Row, asked: Asked) -> Row:
        """What a crash left undone of one that we made."""

    def add(self, kind: Kind, write: Write, text: str, tracks: Sequence[Track]) -> Row:
        """A comment, where there is a text, and tracking numbers."""
