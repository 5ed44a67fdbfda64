"""Products of Magento 2: our fields and the wire's, and what one product takes to be written.

Values are written for all store views (rest/all). Recorded from 2.4.7: an `id` in the body wins
over the SKU in the address, so it is never sent; website_ids replace; category_links are merged, so
what goes away is taken out one by one; null deletes a custom attribute's value.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from navmage_dash.errors import RecordError, RunError, Unavailable
from navmage_dash.sync.mapping import canonical, plain
from navmage_dash.sync.records import Answer, Fields, Found, Row, Value, Write
from navmage_dash.sync.scenario import Condition
from navmage_dash.systems.batches import each_alone
from navmage_dash.systems.magento2 import Magento2Client, sku_in_path
from navmage_dash.systems.magento2_errors import Missing
from navmage_dash.systems.magento2_prices import MIDNIGHT
from navmage_dash.systems.shape import readable
from navmage_dash.systems.skus import COMPOSITE, Strangers, alike

FOUND_TOGETHER = 50
NOTHING: Mapping[str, Fields] = {}
TOP = frozenset(
    ("sku", "name", "price", "weight", "status", "visibility", "attribute_set_id", "type_id")
)
NUMBERS = frozenset(("status", "visibility", "attribute_set_id"))  # integers to Magento
CUSTOM = frozenset(
    (
        "tax_class_id",
        "description",
        "short_description",
        "url_key",
        "meta_title",
        "meta_description",
    )
)
# A PUT with both of these makes a product where there is none, without price and on all websites.
MAKES_ONE = {"name", "attribute_set_id"}
SETS = frozenset(("website_ids", "category_ids"))
_SIX_DECIMALS = re.compile(r"-?\d+\.\d{6}")  # how a decimal attribute comes back: '101.500000'


class Products:
    def __init__(self, client: Magento2Client, others: Collection[str] = COMPOSITE) -> None:
        self._client = client
        self._strangers = Strangers(others)
        self._multiselects: frozenset[str] | None = None

    def bulk(self) -> int:
        return 1

    def find(
        self, keys: Sequence[str], names: Sequence[str], wanted: Mapping[str, Fields] = NOTHING
    ) -> dict[str, Found]:
        """One whose SKU differs in case only is found too, with its spelling in 'sku'."""
        ours = {alike(key): key for key in keys}
        found: dict[str, Found] = {}
        multiple = self._multiple() if any(name.startswith("custom.") for name in names) else None
        for row in self._rows(keys, projection(names)):
            with readable(f"{self._client.host}, products"):
                sku, number = str(row["sku"]), str(row["id"])
                fields = {name: _read(row, name, multiple or frozenset()) for name in names}
            if (key := ours.get(alike(sku))) is None:
                continue
            if key in found and sku != key:
                continue  # another spelling of an SKU that is there exactly
            self._strangers.saw(key, sku, str(row.get("type_id")))
            found[key] = Found(number, fields | {"sku": sku})
        return found

    def _rows(self, keys: Sequence[str], fields: str) -> Iterator[Row]:
        """`in` takes a list with commas and knows no quotes, so such an SKU is asked for alone."""
        listed = [key for key in keys if not re.search("[,'\"]", key)]
        for at in range(0, len(listed), FOUND_TOGETHER):
            where = [Condition("sku", "in", listed[at : at + FOUND_TOGETHER])]
            for page in self._client.pages("all/V1/products", where, fields=fields):
                yield from page
        for key in keys:
            if key not in listed and (row := self._one(key, fields)) is not None:
                yield row

    def _one(self, sku: str, fields: str) -> Row | None:
        route = f"all/V1/products/{sku_in_path(sku)}"
        try:
            row: Row = self._client.get(route, {"fields": fields})
        except Missing:
            return None
        return row

    def _multiple(self) -> frozenset[str]:
        """The attributes that take several options, whose value '12,13' is a set."""
        if self._multiselects is None:
            where = [Condition("frontend_input", "=", "multiselect")]
            pages = self._client.pages(
                "V1/products/attributes", where, fields="attribute_code", sort=""
            )
            with readable(f"{self._client.host}, attributes"):
                codes = frozenset(row["attribute_code"] for page in pages for row in page)
            self._multiselects = codes
        return self._multiselects

    def write(self, writes: Sequence[Write]) -> list[Answer | RecordError]:
        return each_alone(self.write_one, writes)

    def write_one(self, write: Write) -> Answer:
        self._strangers.refuse(write.key)
        if write.action == "create":
            return self._create(write)
        return self._update(write)

    def _create(self, write: Write) -> Answer:
        filled = {name: value for name, value in write.fields.items() if value is not None}
        return self.post({"type_id": "simple", **product(write.key, filled)})

    def post(self, made: Mapping[str, Any]) -> Answer:
        """An SKU that is there by now is updated."""
        return self._answered(self._client.call("POST", "all/V1/products", {"product": made}))

    def _update(self, write: Write) -> Answer:
        after = {name: value for name, (_, value) in write.changes.items()}
        gone: tuple[str, ...] = ()
        if wanted := after.pop("category_ids", None):
            before = write.changes["category_ids"][0]
            gone = _minus(before, wanted)
            after |= {"category_ids": added} if (added := _minus(wanted, before)) else {}
        elif "category_ids" in write.changes:
            after["category_ids"] = ()  # an empty list takes the product out of all of them
        answer = Answer(write.remote_id)
        if after.keys() >= MAKES_ONE and self._one(write.key, "id,sku") is None:
            raise RecordError(f"Magento has no product {write.key!r} any more.")
        if after:
            route = f"all/V1/products/{sku_in_path(write.key)}"
            body = {"product": product(write.key, after)}
            answer = self._answered(self._client.call("PUT", route, body))
        self._take_out(write.key, gone)
        return answer

    def _answered(self, row: Any) -> Answer:
        """Without an id nobody knows whether it was written: it is looked for before a new try."""
        with readable(f"{self._client.host}, products", written=True):
            return Answer(str(row["id"]), row)

    def _take_out(self, sku: str, categories: Sequence[str]) -> None:
        for each in categories:
            try:
                self._client.call("DELETE", f"V1/categories/{each}/products/{sku_in_path(sku)}")
            except Unavailable as error:
                error.maybe_done = True  # the product itself has been written by now
                raise
            except Missing:
                continue  # the category has gone, and so has the product from it
            except RecordError as error:
                if "doesn't contain" not in str(error):
                    raise


def _minus(some: Value, others: Value) -> tuple[str, ...]:
    without = set(others or ())
    return tuple(each for each in some or () if each not in without)


def product(sku: str, fields: Fields) -> dict[str, Any]:
    """The body of a write: {'sku': …, 'price': …, 'custom_attributes': […], …}."""
    made: dict[str, Any] = {"sku": sku}
    custom: list[dict[str, Any]] = []
    extension: dict[str, Any] = {}
    for name, value in fields.items():
        if name in TOP:
            made[name] = int(str(value)) if name in NUMBERS and value is not None else value
        elif name == "website_ids":
            extension["website_ids"] = [int(each) for each in value or ()]
        elif name == "category_ids":
            links = [{"position": 0, "category_id": each} for each in value or ()]
            extension["category_links"] = links
        elif name in CUSTOM or name.startswith("custom."):
            custom.append({"attribute_code": name.removeprefix("custom."), "value": _sent(value)})
        else:
            raise RunError(f"Magento 2 has no product field {name!r}: correct the mapping.")
    made["sku"] = sku
    more = {"custom_attributes": custom, "extension_attributes": extension}
    return made | {name: value for name, value in more.items() if value}


def _sent(value: Value) -> str | None:
    return ",".join(value) if isinstance(value, tuple) else value


def projection(names: Sequence[str]) -> str:
    """What to answer of each product for these fields, in Magento's words."""
    parts = ["id", "sku", "type_id", *sorted(TOP.intersection(names) - {"sku", "type_id"})]
    if SETS.intersection(names):
        parts.append("extension_attributes[website_ids,category_links]")
    if any(name in CUSTOM or name.startswith("custom.") for name in names):
        parts.append("custom_attributes[attribute_code,value]")
    return ",".join(parts)


def _read(row: Row, name: str, multiselects: frozenset[str]) -> Value:
    extension: Mapping[str, Any] = row.get("extension_attributes") or {}
    if name == "website_ids":
        return canonical(extension.get("website_ids") or ())
    if name == "category_ids":
        links = extension.get("category_links") or ()
        return canonical([each["category_id"] for each in links])
    if name in TOP:
        return canonical(row.get(name))
    code = name.removeprefix("custom.")
    for each in row.get("custom_attributes") or ():
        if each["attribute_code"] == code:
            return _custom(each["value"], code in multiselects)
    return None


def _custom(value: Any, multiple: bool) -> Value:
    if multiple and isinstance(value, str) and value:
        return canonical(value.split(","))
    if isinstance(value, str) and _SIX_DECIMALS.fullmatch(value):
        return plain(Decimal(value))
    return canonical(value.removesuffix(MIDNIGHT) if isinstance(value, str) else value)
