"""Prices of Magento 1, one product a call.

Fields of an SKU:
  price                          the price, and
  special.price, .from, .to      the special one with its days
  tier.<group>.<quantity>        from this quantity on, for a customer group; 'ALL GROUPS' is
                                 everyone. Fixed prices, of all websites

They are read and written as they are for all store views. Where the shop has its prices by website,
one that it set for a website is its own: it is neither seen nor changed.

Recorded from OpenMage 20.0.20: that an SKU is one is said, else digits were a product's id; ''
clears a value. From its source: a special price without a first day begins on the day that it is
saved.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal

from navmage_dash.errors import RecordError
from navmage_dash.sync.mapping import canonical
from navmage_dash.sync.records import Answer, Fields, Found, Row, Value, Write
from navmage_dash.systems.batches import each_alone, partly_written
from navmage_dash.systems.magento1 import Magento1Client
from navmage_dash.systems.magento1_numbers import as_meant
from navmage_dash.systems.magento1_product_checks import still_there
from navmage_dash.systems.magento1_product_rows import info_of, of_skus
from navmage_dash.systems.magento1_tiers import STEM, Tiers
from navmage_dash.systems.magento2_prices import MIDNIGHT
from navmage_dash.systems.report import clock_of
from navmage_dash.systems.shape import readable
from navmage_dash.systems.skus import COMPOSITE, Strangers, alike

PRICE, FROM = "special.price", "special.from"
SPECIAL = {
    PRICE: "special_price",
    FROM: "special_from_date",
    "special.to": "special_to_date",
}
FIELDS = {"price", *SPECIAL.values()}


class Prices:
    def __init__(self, client: Magento1Client) -> None:
        self._client = client
        self._tiers = Tiers(client)
        self._strangers = Strangers()

    def bulk(self) -> int:
        return 1

    def find(
        self, keys: Sequence[str], names: Sequence[str], wanted: Mapping[str, Fields]
    ) -> dict[str, Found]:
        """Those that have a price of their own. A group is found whatever its case."""
        spelled = {name.casefold(): name for name in names}
        with_tiers = any(name.startswith(STEM) for name in names)
        found: dict[str, Found] = {}
        for key, row in self._rows(keys, names):
            asked = wanted.get(key, {})
            with readable(f"{self._client.host}, prices"):
                self._strangers.saw(key, key, kind := str(row["type"]))
                fields = {"sku": key, **(self._read(row, asked) if row.keys() >= FIELDS else {})}
            if kind in COMPOSITE:
                continue
            if with_tiers:
                tiers = self._tiers.read(key)
                fields |= {spelled.get(n.casefold(), n): value for n, value in tiers.items()}
            read = {name: as_meant(fields.get(name), asked.get(name)) for name in names}
            found[key] = Found(key, read)
        return found

    def _rows(self, keys: Sequence[str], names: Sequence[str]) -> Iterator[tuple[str, Row]]:
        """By key: whole where a price is asked for, else as the list of products says them."""
        if {"price", *SPECIAL}.isdisjoint(names):
            yield from self._listed(keys)
            return
        asked = {"attributes": sorted(FIELDS)}
        for key in keys:
            if (info := info_of(self._client, key, asked, "sku")) is not None:
                yield key, info

    def _listed(self, keys: Sequence[str]) -> Iterator[tuple[str, Row]]:
        ours = {alike(key): key for key in keys}
        for row in of_skus(self._client, keys):
            with readable(f"{self._client.host}, prices"):
                sku = alike(str(row["sku"]))
            if sku in ours:
                yield ours[sku], row

    def _read(self, info: Row, wanted: Fields) -> dict[str, Value]:
        """A special price that was to hold at once does so from the day when it was saved on."""
        read = {
            name: canonical(str(info[field] or "").removesuffix(MIDNIGHT))
            for name, field in SPECIAL.items()
        }
        first = str(read[FROM] or "")
        at_once = wanted.get(PRICE) and not wanted.get(FROM)
        if at_once and first and self._begun(first):
            read[FROM] = None
        return {**read, "price": _number(info["price"]), PRICE: _number(info[SPECIAL[PRICE]])}

    def _begun(self, day: str) -> bool:
        """By the clock of the shop, whose day may be one ahead of that of UTC."""
        now = clock_of(self._client.session)
        return now is not None and day[:10] <= (now + timedelta(days=1)).date().isoformat()

    def write(self, writes: Sequence[Write]) -> list[Answer | RecordError]:
        return each_alone(self.write_one, writes)

    def write_one(self, write: Write) -> Answer:
        self._strangers.refuse(write.key)
        tiers = self._tiers.write(write)
        if data := {**_base(write), **_special(write)}:
            with still_there(write.key):
                self._client.write("catalogProductUpdate", write.key, data, None, "sku")
        if tiers:
            with partly_written():
                self._client.write(
                    "catalogProductAttributeTierPriceUpdate", write.key, tiers, "sku"
                )
        return Answer(write.key)


def _base(write: Write) -> dict[str, str]:
    price = write.changes.get("price", (None, None))[1]
    return {} if price is None else {"price": str(price)}


def _special(write: Write) -> dict[str, str]:
    """All of it, whatever changes: its days mean nothing without a price."""
    if not any(name in SPECIAL for name in write.changes):
        return {}
    ends = write.fields.get(PRICE) is None
    return {
        field: "" if ends else str(write.fields.get(name) or "") for name, field in SPECIAL.items()
    }


def _number(text: str | None) -> Value:
    return canonical(Decimal(text)) if text else None
