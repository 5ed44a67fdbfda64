"""Stock of Magento 2: quantities by source (MSI), or the one quantity of a shop without MSI.

Fields as sources.py has them. A quantity that is taken back becomes nothing at its source.

Source items are absolute values, so writing them twice does no harm; a call takes all of them or
none. Recorded from 2.4.7.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from navmage_dash.errors import RecordError
from navmage_dash.sync.mapping import canonical
from navmage_dash.sync.records import Answer, Fields, Found, Row, Value, Write
from navmage_dash.sync.scenario import Condition
from navmage_dash.systems.magento2 import Magento2Client, sku_in_path
from navmage_dash.systems.magento2_errors import Missing
from navmage_dash.systems.shape import readable
from navmage_dash.systems.sources import ONLY_SOURCE, QUANTITY, told

SOURCE_ITEMS = "V1/inventory/source-items"
BULK = 500
FOUND_TOGETHER = 50
NO_SOURCE = (
    "Magento has no inventory source {!r}: correct it under Lookups, or create it in Magento, then "
    "try again"
)


class Stock:
    def __init__(self, client: Magento2Client, source: str = ONLY_SOURCE) -> None:
        self._client = client
        self._source = source  # which one is told where a product is in several

    def bulk(self) -> int:
        return BULK if self._client.has_msi() else 1

    def find(
        self, keys: Sequence[str], names: Sequence[str], wanted: Mapping[str, Fields]
    ) -> dict[str, Found]:
        ours = {key.casefold(): key for key in keys}
        found: dict[str, dict[str, Row]] = {}
        rows = self._source_items(keys) if self._client.has_msi() else self._stock_items(keys)
        with readable(f"{self._client.host}, stock"):
            for row in rows:
                if (key := ours.get(str(row["sku"]).casefold())) is not None:
                    found.setdefault(key, {})[str(row["source_code"])] = row
        return {
            key: Found(key, {name: self._value(there, name) for name in names})
            for key, there in found.items()
        }

    def _value(self, there: Mapping[str, Row], name: str) -> Value:
        """'quantity.wh_eu' is that of one source; 'quantity' of the one that is told.

        A shop without MSI has one quantity, whatever a source is called.
        """
        field, _, source = name.partition(".")
        row = there.get(source or self._source)
        if row is None and not (source and self._client.has_msi()):
            row = next(iter(there.values()))
        return None if row is None else canonical(row.get(field))

    def _source_items(self, keys: Sequence[str]) -> Iterator[Row]:
        listed = [key for key in keys if "," not in key]
        for at in range(0, len(listed), FOUND_TOGETHER):
            where = [Condition("sku", "in", listed[at : at + FOUND_TOGETHER])]
            yield from self._read(where)
        for key in keys:
            if "," in key:
                yield from self._read([Condition("sku", "=", key)])

    def _read(self, where: Sequence[Condition]) -> Iterator[Row]:
        for page in self._client.pages(SOURCE_ITEMS, where, sort="sku"):
            yield from page

    def _stock_items(self, keys: Sequence[str]) -> Iterator[Row]:
        for key in keys:
            try:
                row = self._client.get(f"V1/stockItems/{sku_in_path(key)}")
            except Missing:
                continue
            yield {
                "sku": key,
                "source_code": ONLY_SOURCE,
                "quantity": row["qty"],
                "status": "1" if row["is_in_stock"] else "0",
            }

    def write(self, writes: Sequence[Write]) -> list[Answer | RecordError]:
        if not self._client.has_msi():
            return [self._write_one(each) for each in writes]
        known = self._sources({source for each in writes for source in told(each.fields)})
        unknown = {each.key: sorted(_strange(each, known)) for each in writes}
        good = [each for each in writes if not unknown[each.key]]
        if items := [item for each in good for item in source_items(each, known)]:
            self._client.call("POST", SOURCE_ITEMS, {"sourceItems": items})
        return [
            RecordError(NO_SOURCE.format(unknown[each.key][0]))
            if unknown[each.key]
            else Answer(each.key)
            for each in writes
        ]

    def _sources(self, named: Collection[str]) -> frozenset[str]:
        """Those that Magento has. One row of another would have all of a call refused."""
        known = self._client.sources() or frozenset()
        if {each.casefold() for each in named} <= known:
            return known
        return self._client.sources(afresh=True) or frozenset()

    def _write_one(self, write: Write) -> Answer | RecordError:
        route = f"all/V1/products/{sku_in_path(write.key)}/stockItems/1"
        items = source_items(write)
        quantity = sum(Decimal(each["quantity"]) for each in items)
        in_stock = any(each["status"] for each in items)
        try:
            body = {"stockItem": {"qty": quantity, "is_in_stock": in_stock}}
            self._client.call("PUT", route, body)
        except RecordError as error:
            return error
        return Answer(write.key)


def _strange(write: Write, known: Collection[str]) -> list[str]:
    return [each for each in told(write.fields) if each.casefold() not in known]


def source_items(write: Write, known: Collection[str] = ()) -> list[Mapping[str, Any]]:
    """What one SKU has at its sources, and nothing at those known that are told no more."""
    left = {
        source: ("0", "0")
        for name, (before, after) in write.changes.items()
        if name.startswith(QUANTITY)
        and before is not None
        and after is None
        and (source := name.removeprefix(QUANTITY)).casefold() in known
    }
    every = {**left, **told(write.fields)}
    return [_source_item(write.key, source, *values) for source, values in every.items()]


def _source_item(sku: str, source: str, quantity: Value, status: Value) -> Mapping[str, Any]:
    return {
        "sku": sku,
        "source_code": source,
        "quantity": quantity or "0",
        "status": 1 if status is None else int(str(status)),
    }
