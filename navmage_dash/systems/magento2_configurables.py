"""Configurable products of Magento 2: a product of its own, its options, and its children.

Fields are those of a product, and
  option.<attribute id>        the attribute's options that its children have
  option.<attribute id>.label  what the shop calls the choice; by default the attribute's label
  children                     their SKUs

Recorded from 2.4.7: one POST makes all of it. Links in a later PUT replace those that are there,
and shrink the options with them, so children come and go one by one. Which values an option has
follows from its children, and need not be told. A configurable has no price of its own. An option
is never taken away: Magento's OptionRepository takes all children with it.
Told back: 'child.<SKU>', its id.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from navmage_dash.errors import RecordError, RunError, Waiting
from navmage_dash.sync.mapping import canonical
from navmage_dash.sync.records import Answer, Changes, Fields, Found, Row, Value, Write
from navmage_dash.sync.scenario import Condition
from navmage_dash.systems.batches import each_alone, partly_written
from navmage_dash.systems.magento2 import Magento2Client, sku_in_path
from navmage_dash.systems.magento2_errors import Missing
from navmage_dash.systems.magento2_products import FOUND_TOGETHER, Products, product
from navmage_dash.systems.shape import readable
from navmage_dash.systems.skus import alike

CHILDREN, OPTION, LABEL = "children", "option.", ".label"
KIND = "configurable"
PARTS = "extension_attributes[configurable_product_options,configurable_product_links]"


class Configurables:
    def __init__(self, client: Magento2Client) -> None:
        self._client = client
        self._products = Products(client, others=())
        self._labels: dict[str, str] = {}  # by attribute id
        self._others: dict[str, str] = {}  # by SKU: what is there under it instead

    def bulk(self) -> int:
        return 1

    def find(
        self, keys: Sequence[str], names: Sequence[str], wanted: Mapping[str, Fields]
    ) -> dict[str, Found]:
        plain = [name for name in names if not _own(name)]
        found = self._products.find(keys, [*plain, "type_id"])
        self._note_kinds(found)
        if len(plain) == len(names):
            return found
        parts = {key: self._parts(str(each.fields["sku"])) for key, each in found.items()}
        skus = self._skus({child for each in parts.values() for child in _links(each)})
        for key, each in found.items():
            children = [skus[child] for child in _links(parts[key]) if child in skus]
            more = {CHILDREN: canonical(children), **dict(_options(parts[key]))}
            own = {name: more.get(name) for name in names if _own(name)}
            told = {f"child.{skus[child]}": child for child in _links(parts[key]) if child in skus}
            found[key] = replace(each, fields={**each.fields, **own}, told=told)
        return found

    def _note_kinds(self, found: Mapping[str, Found]) -> None:
        for key, each in found.items():
            kind = each.fields["type_id"]
            self._others.pop(key, None)
            if kind != KIND:
                self._others[key] = str(kind)

    def _parts(self, sku: str) -> Row:
        route = f"all/V1/products/{sku_in_path(sku)}"
        with readable(f"{self._client.host}, products"):
            row: Row = self._client.get(route, {"fields": f"id,{PARTS}"})
            return dict(row.get("extension_attributes") or {})

    def _skus(self, ids: set[str]) -> dict[str, str]:
        listed = sorted(ids)
        found: dict[str, str] = {}
        for at in range(0, len(listed), FOUND_TOGETHER):
            where = [Condition("entity_id", "in", listed[at : at + FOUND_TOGETHER])]
            for page in self._client.pages("all/V1/products", where, fields="id,sku"):
                with readable(f"{self._client.host}, products"):
                    found |= {str(row["id"]): str(row["sku"]) for row in page}
        return found

    def write(self, writes: Sequence[Write]) -> list[Answer | RecordError]:
        return each_alone(self._write, writes)

    def _write(self, write: Write) -> Answer:
        if (kind := self._others.get(write.key)) is not None:
            raise RecordError(
                f"Magento has {write.key!r} as a {kind} product, which cannot have children. Give "
                "one of the two another number, or make it Configurable there."
            )
        there = self._products.find(list(write.fields.get(CHILDREN) or ()), [])
        for sku in _without(write.changes.get(CHILDREN, ((), ()))[1], tuple(there)):
            raise _waits(sku)
        ids = {sku: each.remote_id for sku, each in there.items()}
        made = self._create(write, ids) if write.action == "create" else self._update(write)
        return replace(made, told={f"child.{sku}": number for sku, number in ids.items()})

    def _create(self, write: Write, ids: Mapping[str, str]) -> Answer:
        filled = {name: value for name, value in write.fields.items() if value is not None}
        made = product(write.key, _plain(filled))
        made["extension_attributes"] = made.get("extension_attributes", {}) | {
            "stock_item": {"is_in_stock": True},  # else nobody can buy what its children have
            "configurable_product_options": [
                self._option(filled, number, at) for at, number in enumerate(_numbers(filled))
            ],
            "configurable_product_links": [int(each) for each in ids.values()],
        }
        return self._products.post(made | {"type_id": KIND})

    def _option(self, fields: Fields, number: str, position: int) -> dict[str, Any]:
        values = fields[f"{OPTION}{number}"] or ()
        return {
            "attribute_id": number,
            "label": fields.get(f"{OPTION}{number}{LABEL}") or self._label(number),
            "position": position,
            "values": [{"value_index": int(each)} for each in values],
        }

    def _label(self, number: str) -> str:
        if number not in self._labels:
            where = [Condition("attribute_id", "=", number)]
            fields = "attribute_id,attribute_code,default_frontend_label"
            pages = self._client.pages("V1/products/attributes", where, fields=fields, sort="")
            with readable(f"{self._client.host}, attributes"):
                rows = [row for page in pages for row in page]
                self._labels |= {
                    str(row["attribute_id"]): str(
                        row.get("default_frontend_label") or row["attribute_code"]
                    )
                    for row in rows
                }
        if number not in self._labels:
            raise RecordError(
                f"Magento has no attribute {number}: choose another, or sync the attributes again."
            )
        return self._labels[number]

    def _update(self, write: Write) -> Answer:
        self._keep_options(write)
        answer = Answer(write.remote_id)
        if plain := _plain_changes(write.changes):
            answer = self._products.write_one(replace(write, changes=plain))
        with partly_written():
            self._add_options(write)
            self._move_children(write.key, *write.changes.get(CHILDREN, ((), ())))
        return answer

    def _keep_options(self, write: Write) -> None:
        gone = [name for name, change in write.changes.items() if _takes_away(name, *change)]
        if gone and (left := set(gone) & set(dict(_options(self._parts(write.key))))):
            numbers = ", ".join(sorted(each.removeprefix(OPTION) for each in left))
            raise RecordError(
                f"In Magento the children of {write.key} differ in attribute {numbers}, too. To "
                "take that away would take all of its children away. Give the attribute its line "
                "back in NAV, or take it away in Magento, then try again."
            )

    def _add_options(self, write: Write) -> None:
        """Those of attributes it had no choice of; more values come with the children."""
        route = f"V1/configurable-products/{sku_in_path(write.key)}/options"
        there = len(list(_numbers(write.fields)))
        for number in _numbers({name: after for name, (_, after) in write.changes.items()}):
            if not write.changes[f"{OPTION}{number}"][0]:
                option = self._option(write.fields, number, there)
                self._client.call("POST", route, {"option": option})

    def _move_children(self, parent: str, before: Value, after: Value) -> None:
        """Those that go, go first: their place may be taken by another of the same options."""
        route = f"V1/configurable-products/{sku_in_path(parent)}"
        for sku in _without(before, after):
            try:
                self._client.call("DELETE", f"{route}/children/{sku_in_path(sku)}")
            except Missing:
                continue  # it had left already
        for sku in _without(after, before):
            self._add_child(f"{route}/child", sku)

    def _add_child(self, route: str, sku: str) -> None:
        try:
            self._client.call("POST", route, {"childSku": sku})
        except Missing as error:
            raise _waits(sku) from error
        except RecordError as error:
            if "already attached" not in str(error):
                raise RecordError(f"{error} [child {sku}]") from error


def _waits(sku: str) -> Waiting:
    return Waiting(f"waits for its child {sku}: it is not in Magento yet")


def _own(name: str) -> bool:
    return name == CHILDREN or name.startswith(OPTION)


def _plain(fields: Fields) -> dict[str, Value]:
    if "price" in fields:
        raise RunError("A configurable has no price of its own: take it out of the mapping.")
    return {name: value for name, value in fields.items() if not _own(name)}


def _plain_changes(changes: Changes) -> Changes:
    return {name: changes[name] for name in _plain(dict.fromkeys(changes))}


def _numbers(fields: Fields) -> Iterator[str]:
    """The ids of the attributes that its children differ in."""
    for name, value in fields.items():
        if name.startswith(OPTION) and not name.endswith(LABEL) and value is not None:
            yield name.removeprefix(OPTION)


def _takes_away(name: str, before: Value, after: Value) -> bool:
    plain = name.startswith(OPTION) and not name.endswith(LABEL)
    return plain and before is not None and after is None


def _links(parts: Row) -> list[str]:
    return [str(each) for each in parts.get("configurable_product_links") or ()]


def _options(parts: Row) -> Iterator[tuple[str, Value]]:
    for each in parts.get("configurable_product_options") or ():
        name = f"{OPTION}{each['attribute_id']}"
        yield name, canonical([row["value_index"] for row in each.get("values") or ()])
        yield f"{name}{LABEL}", canonical(each.get("label"))


def _without(some: Value, others: Value) -> list[str]:
    there = {alike(each) for each in others or ()}
    return [each for each in some or () if alike(each) not in there]
