"""Stock of Magento 2: quantities by source (MSI), or the one quantity of a shop without MSI.

Source items are absolute values, so writing them twice does no harm; a call takes all of them or
none. Recorded from 2.4.7.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from navmage_dash.errors import RecordError
from navmage_dash.sync.mapping import canonical
from navmage_dash.sync.records import Answer, Fields, Found, Row, Write
from navmage_dash.sync.scenario import Condition
from navmage_dash.systems.magento2 import Magento2Client, sku_in_path
from navmage_dash.systems.magento2_errors import Missing
from navmage_dash.systems.shape import readable

SOURCE_ITEMS = "V1/inventory/source-items"
BULK = 500
FOUND_TOGETHER = 50
ONLY_SOURCE = "default"


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
        found: dict[str, Found] = {}
        rows = self._source_items(keys) if self._client.has_msi() else self._stock_items(keys)
        with readable(f"{self._client.host}, stock"):
            for row in rows:
                key = ours.get(str(row["sku"]).casefold())
                if key is not None and (key not in found or row["source_code"] == self._source):
                    found[key] = Found(key, {name: canonical(row.get(name)) for name in names})
        return found

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
        if self._client.has_msi():
            items = [source_item(each.key, each.fields) for each in writes]
            self._client.call("POST", SOURCE_ITEMS, {"sourceItems": items})
            return [Answer(each.key) for each in writes]
        return [self._write_one(each) for each in writes]

    def _write_one(self, write: Write) -> Answer | RecordError:
        route = f"all/V1/products/{sku_in_path(write.key)}/stockItems/1"
        in_stock = write.fields.get("status") != "0"
        item = {"qty": write.fields["quantity"], "is_in_stock": in_stock}
        try:
            self._client.call("PUT", route, {"stockItem": item})
        except RecordError as error:
            return error
        return Answer(write.key)


def source_item(sku: str, fields: Fields) -> Mapping[str, Any]:
    status = fields.get("status")
    return {
        "sku": sku,
        "source_code": fields.get("source_code") or ONLY_SOURCE,
        "quantity": fields["quantity"] or "0",
        "status": 1 if status is None else int(str(status)),
    }
