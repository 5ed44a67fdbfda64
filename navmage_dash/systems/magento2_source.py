"""Magento 2 as the engine's source: records, and master data under NAV's field names.

The lists of master data are small, so each is read whole: websites, categories, tax classes and
customer groups in one call each; attributes in two, and one more for each attribute set.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from navmage_dash.errors import RecordError, RunError
from navmage_dash.sync.ports import Page
from navmage_dash.sync.records import Exchange, Fields, Row
from navmage_dash.sync.scenario import Condition, Endpoint
from navmage_dash.systems import magento2_records
from navmage_dash.systems.batches import refusal
from navmage_dash.systems.magento2 import Magento2Client
from navmage_dash.systems.magento2_records import RECORDS
from navmage_dash.systems.product_attributes import CHOSEN, fillable
from navmage_dash.systems.shape import readable

ATTRIBUTE_FIELDS = (
    "attribute_id,attribute_code,default_frontend_label,frontend_input,is_visible,"
    "options[label,value]"
)
ROWS = 1000


class Magento2Source:
    def __init__(self, client: Magento2Client) -> None:
        self.client = client

    def recent(self) -> Sequence[Exchange]:
        return self.client.recent()

    def pages(self, endpoint: Endpoint, where: Sequence[Condition]) -> Iterator[Sequence[Row]]:
        rows = self._list(endpoint.entity)
        for at in range(0, len(rows), ROWS):
            yield rows[at : at + ROWS]

    def by_keys(
        self,
        entity: str,
        field: str,
        keys: Sequence[str],
        where: Sequence[Condition],
        names: Collection[str] = (),
    ) -> Sequence[Row]:
        if entity in RECORDS:
            return self._records(entity, field, keys)
        wanted = set(keys)
        return [row for row in self._list(entity) if str(row.get(field)) in wanted]

    def tell(
        self, endpoint: Endpoint, told: Sequence[tuple[Row, Fields]]
    ) -> Sequence[RecordError | None]:
        """Magento keeps no record of what was read of it, but for orders."""
        if endpoint.entity != "orders":
            return [None] * len(told)
        return [refusal(partial(magento2_records.tell_order, self.client, *each)) for each in told]

    def changed(self, endpoint: Endpoint, where: Sequence[Condition], since: str) -> Iterator[Page]:
        return magento2_records.changes(self.client, endpoint.entity, where, since)

    def _records(self, entity: str, field: str, keys: Sequence[str]) -> Sequence[Row]:
        of = RECORDS[entity]
        if field in (of.id, of.number):
            return magento2_records.by_numbers(self.client, entity, keys)
        where = [Condition(field, "in", list(keys))]
        return magento2_records.by_field(self.client, entity, where)

    def _list(self, entity: str) -> list[Row]:
        if entity not in LISTS:
            raise RunError(f"Magento 2 has no master data {entity!r}, only {', '.join(LISTS)}.")
        with readable(f"{self.client.host}, {entity}"):
            return LISTS[entity](self.client)


def attributes(client: Magento2Client) -> list[Row]:
    """A row with OptionId 0 for each attribute of each set, and one more for each option."""
    known = {
        int(row["attribute_id"]): row
        for page in client.pages("V1/products/attributes", fields=ATTRIBUTE_FIELDS, sort="")
        for row in page
        if fillable(row["attribute_code"], row.get("frontend_input")) and row.get("is_visible")
    }
    return [row for each in _attribute_sets(client) for row in _of_set(client, each, known)]


def _attribute_sets(client: Magento2Client) -> list[Row]:
    where = [Condition("entity_type_code", "=", "catalog_product")]
    return [
        row for page in client.pages("V1/eav/attribute-sets/list", where, sort="") for row in page
    ]


def _of_set(client: Magento2Client, of: Row, known: Mapping[int, Row]) -> Iterator[Row]:
    number = int(of["attribute_set_id"])
    for each in _some(client.get(f"V1/products/attribute-sets/{number}/attributes")):
        if (row := known.get(int(each["attribute_id"]))) is None:
            continue
        shared = {
            "AttributeSetId": number,
            "AttributeSet": str(of["attribute_set_name"]),
            "AttributeId": int(row["attribute_id"]),
            "AttributeCode": str(row["attribute_code"]),
            "AttributeName": str(row.get("default_frontend_label") or row["attribute_code"]),
            "InputType": str(row["frontend_input"]),
        }
        yield {**shared, "OptionId": 0, "OptionName": ""}
        for option in _options(row):
            yield {**shared, **option}


def _options(row: Row) -> Iterator[Row]:
    """Those with a number: a country's option is its code, and yes and no need no list."""
    if row["frontend_input"] in CHOSEN:
        for option in row.get("options") or ():
            if str(option.get("value", "")).isdecimal():
                yield {"OptionId": int(option["value"]), "OptionName": str(option["label"])}


def websites(client: Magento2Client) -> list[Row]:
    """Without website 0, which is the admin's."""
    rows = sorted(_some(client.get("V1/store/websites")), key=lambda row: int(row["id"]))
    return [
        {"WebSiteId": int(row["id"]), "WebSiteCode": row["code"], "WebSiteName": row["name"]}
        for row in rows
        if int(row["id"]) != 0
    ]


def _some(rows: Any) -> list[Row]:
    """Of what every Magento has some: none of it is no answer."""
    if not isinstance(rows, list) or not rows:
        raise LookupError("there is nothing in it")
    return rows


def categories(client: Magento2Client) -> list[Row]:
    """Path: 'Default Category->Bicycles', without the root catalog."""
    return list(_below(client.get("all/V1/categories"), ()))


def _below(tree: Row, above: tuple[str, ...]) -> Iterator[Row]:
    root = int(tree["level"]) == 0
    path = above if root else (*above, str(tree["name"]))
    if not root:
        yield {
            "CategoryId": int(tree["id"]),
            "CategoryName": str(tree["name"]),
            "ParentId": int(tree["parent_id"]),
            "Path": "->".join(path),
            "Level": int(tree["level"]),
            "IsActive": bool(tree["is_active"]),
        }
    for child in tree.get("children_data") or ():
        yield from _below(child, path)


def tax_classes(client: Magento2Client) -> list[Row]:
    return [
        {
            "TaxClassId": int(row["class_id"]),
            "TaxClassName": row["class_name"],
            "TaxClassType": row["class_type"],
        }
        for page in client.pages("V1/taxClasses/search", sort="")
        for row in page
    ]


def customer_groups(client: Magento2Client) -> list[Row]:
    return [
        {
            "GroupId": int(row["id"]),
            "GroupCode": row["code"],
            "TaxClassId": int(row["tax_class_id"]),
        }
        for page in client.pages("V1/customerGroups/search", sort="")
        for row in page
    ]


LISTS: Mapping[str, Callable[[Magento2Client], list[Any]]] = {
    "attributes": attributes,
    "websites": websites,
    "categories": categories,
    "tax_classes": tax_classes,
    "customer_groups": customer_groups,
}
