"""The lines that an item gets in NAV for a product of a Magento: websites, categories, attributes.

Fields of a line are called '10000.WebSiteId': its number, and the field. Attributes are those that
the master data has for the product's attribute set, so that a user finds them in NAV's lists.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from navmage_dash.scenarios.product import known
from navmage_dash.sync.mapping import Lookups
from navmage_dash.sync.records import Row

TEXT = 250  # characters of the longer texts in NAV
STEP = 10_000
OPTIONS = frozenset(("select", "multiselect"))
AMOUNTS = frozenset(("price", "weight"))  # come with six decimals, whatever was entered


def custom(row: Row, code: str) -> Any:
    found = (each for each in row.get("custom_attributes") or () if each["attribute_code"] == code)
    return next((each["value"] for each in found), None)


def websites(row: Row, lookups: Lookups) -> dict[str, Any]:
    """website_ids"""
    ids = row["extension_attributes"].get("website_ids") or ()
    return _lines(
        {"WebSiteId": each, "WebSiteName": lookups["websites"][each]}
        for each in sorted(known(lookups, "websites", id_, "website") for id_ in ids)
    )


def categories(row: Row, lookups: Lookups) -> dict[str, Any]:
    """category_links"""
    links = row["extension_attributes"].get("category_links") or ()
    ids = [known(lookups, "categories", link["category_id"], "category") for link in links]
    paths = {each: lookups["categories"][each] for each in sorted(ids)}
    return _lines(
        {"CategoryId": each, "CategoryName": path.rpartition("->")[2], "Path": path}
        for each, path in paths.items()
    )


def attributes(row: Row, _: Lookups) -> dict[str, Any]:
    """custom_attributes that are in the master data of its attribute set"""
    active = [each for each in row["masters"] if each.get("Active")]
    chosen = {each["AttributeCode"]: each for each in active if not each.get("OptionId")}
    names = {str(each["OptionId"]): each["OptionName"] for each in active if each.get("OptionId")}
    ordered = sorted(chosen.items(), key=lambda each: int(each[1]["AttributeId"]))
    return _lines(line for code, of in ordered for line in _values(of, custom(row, code), names))


def _values(of: Row, value: Any, names: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """A line for each option, or one with the value."""
    line = {"AttributeId": of["AttributeId"], "AttributeName": of.get("AttributeName")}
    for each in _several(value) if of.get("InputType") in OPTIONS else [str(value or "")]:
        if each in names:
            yield {**line, "AttributeOptionId": each, "AttributeOption": names[each]}
        elif each and len(each) <= TEXT:
            amount = of.get("InputType") in AMOUNTS
            yield {**line, "AttributeValue": Decimal(each) if amount else each}


def _several(value: Any) -> list[str]:
    return [
        str(each) for each in (value if isinstance(value, list) else str(value or "").split(","))
    ]


def _lines(rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {
        f"{at * STEP}.{name}": value
        for at, row in enumerate(rows, 1)
        for name, value in row.items()
    }
