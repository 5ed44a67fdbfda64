"""Products of Magento 1: our fields and the API's, and what one product takes to be written.

Values are read and written for all store views: calls that name none mean the admin's. Recorded
from OpenMage 20.0.20: a list says no more than SKU, name, type, set, websites and categories, so
what is beyond takes a call a product. A number is taken for a product's id unless it is said to be
an SKU. What is written goes by the SKU: an id that was learnt long ago may by now be that of a
product which was renamed. '' clears a value. Lists replace what is there; an empty one was not seen
to be taken, so a product leaves its last categories one by one. Neither set nor type can be
changed. What is not said of a new product is not there: it is then on no website, and has no stock.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from navmage_dash.errors import RecordError, RunError
from navmage_dash.sync.mapping import canonical, differences, plain
from navmage_dash.sync.records import Answer, Fields, Found, Row, Value, Write
from navmage_dash.systems.batches import each_alone, partly_written
from navmage_dash.systems.magento1 import Magento1Client
from navmage_dash.systems.magento1_faults import Refused
from navmage_dash.systems.magento1_numbers import as_meant
from navmage_dash.systems.magento1_product_checks import (
    CUSTOM,
    NO_PRODUCT,
    Checks,
    still_there,
)
from navmage_dash.systems.magento1_product_rows import info_of, of_skus
from navmage_dash.systems.magento2_prices import MIDNIGHT
from navmage_dash.systems.resources import NOTHING
from navmage_dash.systems.shape import readable
from navmage_dash.systems.skus import Strangers, alike

LISTED = {  # our fields that a list says, and its own
    "sku": "sku",
    "name": "name",
    "type_id": "type",
    "attribute_set_id": "set",
    "website_ids": "website_ids",
    "category_ids": "category_ids",
}
SETS = {"website_ids": "website_ids", "category_ids": "categories"}  # as they are written
FIXED = {"attribute_set_id": "attribute set", "type_id": "type"}
TEXTS = frozenset(
    """name price weight status visibility tax_class_id description short_description url_key
    meta_title meta_description""".split()
)
SEEN: Mapping[str, Value] = {"status": "1", "visibility": "4"}  # as a Magento 2 has it by itself
NO_STOCK = {"qty": "0", "is_in_stock": 0, "use_config_manage_stock": 1}  # until it is told of it
_FOUR_DECIMALS = re.compile(r"-?\d+\.\d{4}")  # how numbers come back: '10.5000'
_DECIMAL = ("price", "weight")  # fields that are numbers, and inputs of attributes that are


class Products:
    def __init__(self, client: Magento1Client) -> None:
        self._client = client
        self._checks = Checks(client)
        self._strangers = Strangers()
        self._numbers: dict[str, str] = {}  # of products that were found, by our key

    def bulk(self) -> int:
        return 1

    def find(
        self, keys: Sequence[str], names: Sequence[str], wanted: Mapping[str, Fields] = NOTHING
    ) -> dict[str, Found]:
        """One whose SKU differs in case only is found too, with its spelling in 'sku'."""
        ours = {alike(key): key for key in keys}
        found: dict[str, Found] = {}
        for row in of_skus(self._client, keys):
            with readable(f"{self._client.host}, products"):
                number, sku, kind = (str(row[name]) for name in ("product_id", "sku", "type"))
            key = ours.get(alike(sku))
            if key is None or (key in found and sku != key):
                continue  # another spelling of an SKU that is there exactly
            if (fields := self._fields(row, names, wanted.get(key, {}))) is not None:
                self._strangers.saw(key, sku, kind)
                self._numbers[key] = number
                found[key] = Found(number, fields | {"sku": sku})
        return found

    def _fields(self, row: Row, names: Sequence[str], wanted: Fields) -> dict[str, Value] | None:
        """None for one that is gone by now."""
        more = [name for name in names if name not in LISTED]
        info = self._info(str(row["product_id"]), more) if more else {}
        inputs = self._checks.inputs(str(row["set"])) if _customs(more) else {}
        with readable(f"{self._client.host}, products"):
            listed = {n: canonical(row[LISTED[n]] or ()) for n in names if n in LISTED}
            if info is None:
                return None
            return listed | {n: _read(info, n, inputs, wanted.get(n)) for n in more}

    def _info(self, number: str, names: Sequence[str]) -> Row | None:
        """Asked for no standard field, it would give all of them."""
        custom = _customs(names)
        asked: dict[str, Any] = {"attributes": [n for n in names if n in TEXTS] or ["name"]}
        asked |= {"additional_attributes": custom} if custom else {}
        return info_of(self._client, number, asked)

    def write(self, writes: Sequence[Write]) -> list[Answer | RecordError]:
        return each_alone(self.write_one, writes)

    def write_one(self, write: Write) -> Answer:
        new = write.action == "create"
        if not new and self._numbers.get(write.key) != write.remote_id:
            write = self._as_it_is(write)
        self._strangers.refuse(write.key)
        return self._create(write) if new else self._update(write)

    def _as_it_is(self, write: Write) -> Write:
        """What was known long ago may be another product by now: then all of it is compared."""
        there = self.find([write.key], ()).get(write.key)
        now = write if there and there.remote_id == write.remote_id else self._compared(write)
        if now is None:
            raise RecordError(NO_PRODUCT.format(write.key))
        return now

    def _compared(self, write: Write) -> Write | None:
        """As an update of what is there; None where nothing is."""
        wanted = {name: value for name, value in write.fields.items() if value}
        there = self.find([write.key], list(wanted), {write.key: wanted}).get(write.key)
        if there is None:
            return None
        cleared = {name: each for name, each in write.changes.items() if each[1] is None}
        changes = {**cleared, **differences(there.fields, wanted)}
        return replace(write, action="update", changes=changes, remote_id=there.remote_id)

    def _create(self, write: Write) -> Answer:
        fields = {**SEEN, "website_ids": tuple(self._checks.known("website"))}
        fields |= {name: value for name, value in write.fields.items() if value}
        set_id, kind = str(fields.pop("attribute_set_id", "")), str(fields.pop("type_id", "simple"))
        fields.pop("sku", None)
        self._check_new(fields, set_id)
        made = {**product(fields), "stock_data": NO_STOCK}
        try:
            answer = self._client.write("catalogProductCreate", kind, set_id, write.key, made)
        except Refused as error:
            if (late := self._compared(write)) is None:
                raise error
            return self.write_one(late)  # it is there by now
        with readable(f"{self._client.host}, products", written=True):
            return Answer(str(int(answer)))

    def _check_new(self, fields: Fields, set_id: str) -> None:
        self._checks.check({"name": None, **fields}, set_id)
        if fields.get("tax_class_id") is None:
            raise RecordError(
                "it has no tax class, and Magento 1 would sell it free of tax: fill in "
                "WebTaxClassId in NAV, then try again"
            )

    def _update(self, write: Write) -> Answer:
        """Only what changed. Categories that others have put it into are theirs."""
        after = {name: value for name, (_, value) in write.changes.items() if name != "sku"}
        if fixed := [FIXED[name] for name in after if name in FIXED]:
            raise RecordError(
                f"Magento 1 cannot change the {fixed[0]} of a product: put it back in NAV, or "
                "delete the product in Magento so that it is made anew, then try again"
            )
        self._checks.check(after, str(write.fields.get("attribute_set_id") or ""))
        gone: tuple[str, ...] = ()
        if "category_ids" in after:
            there = self._categories(write.key)
            left = _moved(there, *write.changes["category_ids"])
            after["category_ids"], gone = (left, ()) if left else (None, there)
        if data := product(after):
            with still_there(write.key):
                self._client.write("catalogProductUpdate", write.key, data, None, "sku")
        with partly_written():
            self._take_out(write, gone)
        return Answer(write.remote_id)

    def _categories(self, sku: str) -> tuple[str, ...]:
        found = self.find([sku], ["category_ids"])
        if sku not in found:
            raise RecordError(NO_PRODUCT.format(sku))
        return tuple(found[sku].fields["category_ids"] or ())

    def _take_out(self, write: Write, categories: Sequence[str]) -> None:
        """A category that has gone took the product out; so may somebody have done."""
        refused: dict[str, Refused] = {}
        for each in categories:
            try:
                self._client.write("catalogCategoryRemoveProduct", each, write.key, "sku")
            except Refused as error:
                refused[each] = error
        if refused:
            for each in self._categories(write.key):
                if each in refused:
                    raise refused[each]


def product(fields: Fields) -> dict[str, Any]:
    """The API's product: {'price': '12.5', 'categories': ['4'], 'additional_attributes': …}."""
    made: dict[str, Any] = {}
    single: list[dict[str, str]] = []
    for name, value in fields.items():
        text = ",".join(value) if isinstance(value, tuple) else value or ""
        if name in SETS:
            made |= {SETS[name]: list(value)} if value else {}
        elif name in TEXTS:
            made[name] = text
        elif name.startswith(CUSTOM):
            single.append({"key": name.removeprefix(CUSTOM), "value": text})
        else:
            raise RunError(f"Magento 1 has no product field {name!r}: correct the mapping.")
    return made | ({"additional_attributes": {"single_data": single}} if single else {})


def _moved(there: Sequence[str], before: Value, after: Value) -> tuple[str, ...]:
    """What is there, without what we take away, with what we add."""
    gone = set(before or ()) - set(after or ())
    return tuple(sorted({*there, *(after or ())} - gone, key=int))


def _customs(names: Sequence[str]) -> list[str]:
    return [name.removeprefix(CUSTOM) for name in names if name.startswith(CUSTOM)]


def _read(info: Row, name: str, inputs: Mapping[str, str], wanted: Value) -> Value:
    code = name.removeprefix(CUSTOM)
    if code == name:
        return _value(info.get(name), name, wanted)
    for each in info.get("additional_attributes") or ():
        if each["key"] == code:
            return _value(each["value"], inputs.get(code, ""), wanted)
    return None


def _value(value: Any, kind: str, wanted: Value) -> Value:
    """A product in several options has their numbers: '11,12'."""
    if value and kind == "multiselect":
        return canonical(str(value).split(","))
    if kind in _DECIMAL and _FOUR_DECIMALS.fullmatch(str(value)):
        return as_meant(plain(Decimal(value)), wanted)
    return canonical(str(value).removesuffix(MIDNIGHT) if kind == "date" and value else value)
