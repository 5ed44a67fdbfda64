"""Stock of Magento 1: one quantity a product, however many sources are told.

Fields as Magento 2's stock has them: 'quantity.<source>' and 'status.<source>', whose sum is the
product's quantity. Recorded from OpenMage 20.0.20: a call takes many products and stops at the
first that it does not know, with those before it saved; quantities are absolute, so writing them
once more does no harm, and the one at fault is found by halving. A product that is restocked stays
out of stock unless it is said. An SKU of digits that is not there would be taken for a product's
id, so which ones are there is asked right before. From its source: a product that was made without
stock is not in that list; its first stock comes with the product.
"""

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from decimal import Decimal
from typing import Any

from navmage_dash.errors import RecordError
from navmage_dash.sync.mapping import plain
from navmage_dash.sync.records import Answer, Fields, Found, Row, Value, Write
from navmage_dash.systems.batches import carried, each_alone, partly_written
from navmage_dash.systems.magento1 import Magento1Client
from navmage_dash.systems.magento1_numbers import same
from navmage_dash.systems.magento1_product_checks import still_there
from navmage_dash.systems.shape import readable
from navmage_dash.systems.skus import alike
from navmage_dash.systems.sources import QUANTITY, told

BULK = 200


class Stock:
    def __init__(self, client: Magento1Client) -> None:
        self._client = client

    def bulk(self) -> int:
        return BULK

    def find(
        self, keys: Sequence[str], names: Sequence[str], wanted: Mapping[str, Fields]
    ) -> dict[str, Found]:
        there = self._there(keys)
        with readable(f"{self._client.host}, stock"):
            return {
                key: Found(key, _shared(row, names, wanted.get(key, {})))
                for key, row in there.items()
            }

    def _there(self, keys: Sequence[str]) -> dict[str, Row]:
        """An SKU that is not there is left out; one of digits gives the product with that id."""
        found: dict[str, Row] = {}
        for at in range(0, len(keys), BULK):
            some = keys[at : at + BULK]
            ours = {alike(key): key for key in some}
            rows = self._client.call("catalogInventoryStockItemList", list(some)) or ()
            with readable(f"{self._client.host}, stock"):
                named = [(ours.get(alike(str(row["sku"]))), row) for row in rows]
            found |= {key: row for key, row in named if key is not None}
        return found

    def write(self, writes: Sequence[Write]) -> list[Answer | RecordError]:
        there = self._there([each.key for each in writes])
        listed = [each for each in writes if each.key in there]
        others = [each for each in writes if each.key not in there]
        answers = _by_key(listed, carried(listed, BULK, self._send))
        with partly_written() if listed else nullcontext():
            answers |= _by_key(others, each_alone(self._begin, others))
        return [answers[each.key] for each in writes]

    def _send(self, writes: Sequence[Write]) -> list[Answer]:
        skus, items = [each.key for each in writes], [_item(each) for each in writes]
        self._client.write("catalogInventoryStockItemMultiUpdate", skus, items)
        return [Answer(each) for each in skus]

    def _begin(self, write: Write) -> Answer:
        """For a product that was made without stock; one that is not there is refused."""
        item = {**_item(write), "use_config_manage_stock": 1}
        with still_there(write.key):
            data = {"stock_data": item}
            self._client.write("catalogProductUpdate", write.key, data, None, "sku")
        return Answer(write.key)


def _by_key(
    writes: Sequence[Write], answers: Sequence[Answer | RecordError]
) -> dict[str, Answer | RecordError]:
    return {write.key: answer for write, answer in zip(writes, answers, strict=True)}


def _item(write: Write) -> dict[str, Any]:
    amount, in_stock = _total(write.fields)
    return {"qty": plain(amount), "is_in_stock": int(in_stock)}


def _total(fields: Fields) -> tuple[Decimal, bool]:
    """Of all sources: what is there, and whether one of them sells it."""
    sources = told(fields).values()
    amount = sum((Decimal(str(quantity or 0)) for quantity, _ in sources), Decimal())
    return amount, any(status is None or int(str(status)) for _, status in sources)


def _shared(row: Row, names: Sequence[str], wanted: Fields) -> dict[str, Value]:
    """What a source has: what it was told, as long as all of them add up to what is there."""
    there = {
        "sku": str(row["sku"]),
        "quantity": plain(Decimal(str(row["qty"] or 0))),
        "status": str(row["is_in_stock"]),
    }
    amount, in_stock = _total(wanted)
    equal = same(Decimal(there["quantity"]), amount) and in_stock == (there["status"] == "1")
    as_told = _says(wanted) and equal
    return {
        name: wanted[name] if as_told and name in wanted else there.get(name.partition(".")[0])
        for name in names
    }


def _says(fields: Fields) -> bool:
    return any(name == "quantity" or name.startswith(QUANTITY) for name in fields)
