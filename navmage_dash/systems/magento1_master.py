"""Master data of Magento 1 under NAV's field names, as magento2_source gives that of Magento 2.

Attributes go by their numbers: a code that categories have too would name theirs. Their label and
options come with one call for each attribute, however many sets have it. Customers' tax classes,
and which one a group has, the API does not tell. Recorded from OpenMage 20.0.20.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from navmage_dash.errors import RecordError, RunError
from navmage_dash.sync.records import Row
from navmage_dash.systems.magento1 import Magento1Client
from navmage_dash.systems.magento1_faults import Refused
from navmage_dash.systems.product_attributes import CHOSEN, fillable
from navmage_dash.systems.shape import readable

TAX_CLASS = "tax_class_id"
GONE = "101"
CODE, NAME = 50, 100  # characters that NAV has for a website's


def listed(client: Magento1Client, entity: str) -> list[Row]:
    if entity not in LISTS:
        raise RunError(f"Magento 1 has no master data {entity!r}, only {', '.join(LISTS)}.")
    with readable(f"{client.host}, {entity}"):
        return LISTS[entity](client)


def attributes(client: Magento1Client) -> list[Row]:
    """A row with OptionId 0 for each attribute of each set, and one more for each option."""
    sets = [(each, _fillable(_of_set(client, each))) for each in _sets(client)]
    codes = {number: code for _, named in sets for number, code in named.items()}
    asked = {number: _attribute(client, number, code) for number, code in codes.items()}
    known = {number: found for number, found in asked.items() if found is not None}
    return [
        row
        for each, named in sets
        for number in named
        if number in known
        for row in _rows(each, known[number])
    ]


def _sets(client: Magento1Client) -> list[Row]:
    rows = some(client.call("catalogProductAttributeSetList"))
    return sorted(rows, key=lambda row: int(row["set_id"]))


def _of_set(client: Magento1Client, of: Row) -> list[Row]:
    return some(client.call("catalogProductAttributeList", int(of["set_id"])))


def _fillable(rows: list[Row]) -> dict[int, str]:
    """Their codes by their numbers, which each of a set has."""
    by_number = {int(row["attribute_id"]): row for row in rows}
    return {
        n: str(row["code"]) for n, row in by_number.items() if fillable(row["code"], row["type"])
    }


def _attribute(client: Magento1Client, number: int, code: str) -> Row | None:
    """None for one that has been deleted meanwhile."""
    try:
        found: Row | None = client.call("catalogProductAttributeInfo", str(number))
    except Refused as error:
        if error.code == GONE:
            return None
        raise RecordError(
            f"the product attribute {code} cannot be read: {error} Delete it in Magento, or mend "
            "the extension that it came with"
        ) from error
    if not found:
        raise LookupError("there is nothing in it")
    return found


def _rows(of: Row, attribute: Row) -> Iterator[Row]:
    shared = {
        "AttributeSetId": int(of["set_id"]),
        "AttributeSet": str(of["name"]),
        "AttributeId": int(attribute["attribute_id"]),
        "AttributeCode": str(attribute["attribute_code"]),
        "AttributeName": _label(attribute) or str(attribute["attribute_code"]),
        "InputType": str(attribute["frontend_input"]),
    }
    yield {**shared, "OptionId": 0, "OptionName": ""}
    if attribute["frontend_input"] in CHOSEN:
        for option in _options(attribute):
            yield {**shared, **option}


def _label(attribute: Row) -> str:
    """The admin's: store view 0."""
    labels = attribute["frontend_label"] or ()
    return next((str(each["label"] or "") for each in labels if str(each["store_id"]) == "0"), "")


def _options(attribute: Row) -> Iterator[Row]:
    """Those with a number: a country's option is its code, and the blank one is no option."""
    for option in attribute.get("options") or ():
        if (value := str(option["value"] or "")).isdecimal():
            yield {"OptionId": int(value), "OptionName": str(option["label"])}


def websites(client: Magento1Client) -> list[Row]:
    """Those that are called after their store views, which may be many, are cut for NAV."""
    return [
        {
            "WebSiteId": each["id"],
            "WebSiteCode": _cut(each["code"], CODE),
            "WebSiteName": _cut(each["name"], NAME),
        }
        for each in some(client.website_list())
    ]


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else f"{text[: room - 1]}…"


def categories(client: Magento1Client) -> list[Row]:
    """Path: 'Default Category->Bicycles', without the root catalog."""
    return some(list(_below(client.call("catalogCategoryTree"), ())))


def _below(tree: Row, above: tuple[str, ...]) -> Iterator[Row]:
    root = int(tree["level"]) == 0
    name = str(tree["name"] or tree["category_id"])  # an import may have left it without
    path = above if root else (*above, name)
    if not root:
        yield {
            "CategoryId": int(tree["category_id"]),
            "CategoryName": name,
            "ParentId": int(tree["parent_id"]),
            "Path": "->".join(path),
            "Level": int(tree["level"]),
            "IsActive": bool(int(tree["is_active"] or 0)),
        }
    for child in tree["children"] or ():
        yield from _below(child, path)


def tax_classes(client: Magento1Client) -> list[Row]:
    """Those of products, which are the options of their attribute; 0 is none."""
    for each in _sets(client):
        for row in _of_set(client, each):
            if row["code"] == TAX_CLASS:
                found = _attribute(client, int(row["attribute_id"]), TAX_CLASS) or {}
                some(found.get("options"))  # one of them, 0, is always there
                return list(_classes(found))
    raise LookupError(f"no attribute set has {TAX_CLASS}")


def _classes(attribute: Row) -> Iterator[Row]:
    for option in _options(attribute):
        number, name = option["OptionId"], option["OptionName"]
        if number:
            yield {"TaxClassId": number, "TaxClassName": name, "TaxClassType": "PRODUCT"}


def customer_groups(client: Magento1Client) -> list[Row]:
    return [
        {"GroupId": int(row["customer_group_id"]), "GroupCode": row["customer_group_code"]}
        for row in some(client.call("customerGroupList"))
    ]


def some(rows: Any) -> list[Row]:
    """Of what every Magento has some: none of it is no answer."""
    if not isinstance(rows, list) or not rows:
        raise LookupError("there is nothing in it")
    return rows


LISTS: Mapping[str, Callable[[Magento1Client], list[Row]]] = {
    "attributes": attributes,
    "websites": websites,
    "categories": categories,
    "tax_classes": tax_classes,
    "customer_groups": customer_groups,
}
