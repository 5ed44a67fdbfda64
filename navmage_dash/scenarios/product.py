"""What a NAV item is to a Magento: the mapping that Add and Update share.

A joined row holds the AEC Application Item line itself, and 'item' (Item Card 30), 'details',
'websites', 'attributes' and 'categories' (the Web … lines of this connection). Field names as in
NAV; target fields as Magento's product has them, with custom attributes under 'custom.<code>'.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from navmage_dash.errors import RecordError, Skip
from navmage_dash.scenarios.attribute_values import formed
from navmage_dash.sync.mapping import ABSENT, Lookups, compute, copy
from navmage_dash.sync.records import Row
from navmage_dash.sync.scenario import Join

NAME, CUT = 50, "…"  # characters of a Description, and how a longer name of a shop ends there

JOINS = (
    Join("item", "ItemCard", "No", scoped=False),
    Join("details", "webproductdetailslist", "ItemNo", many=True),
    Join("websites", "webproductwebsites", "ItemNo", many=True),
    Join("attributes", "webproductattributes", "ItemNo", many=True),
    Join("categories", "webproductcategories", "ItemNo", many=True),
)


def check(row: Row, lookups: Lookups) -> None:
    """One item, one Web Product Details line for this connection, on its website.

    One that was on it, and is taken off, is carried: else the shop would go on selling it there.
    """
    no = row["ItemNo"]
    if row["item"] is None:
        raise RecordError(f"item {no} is not on the Item Card page: it was deleted or renamed")
    lines = row["details"]
    if not lines:
        raise RecordError(
            f"item {no} has no Web Product Details line for this connection: add one in NAV"
        )
    if len(lines) > 1:
        keys = " and ".join(str(line.get("Key", "?")) for line in lines)
        raise RecordError(
            f"item {no} has {len(lines)} Web Product Details lines for this connection "
            f"(keys {keys}): delete all but one in NAV"
        )
    website = lookups["connection"]["website"]
    ids = [str(line["WebSiteId"]) for line in row["websites"]]
    if website != "all" and ids and website not in ids and not row.get("WebId"):
        raise Skip(
            f"item {no} is not on website {website}, the only one that this connection carries"
        )


def details(row: Row) -> Mapping[str, Any]:
    found: Mapping[str, Any] = row["details"][0]
    return found


def given(row: Row, field: str) -> Any:
    """NAV leaves blank texts out, but no number and no switch: one that is not there at all was
    taken off its page, and must not become a zero or a No in every shop.
    """
    if field not in row:
        raise ValueError(
            f"NAV gave no {field}: have the field put back on the page, then press Check "
            "Connection of the NAV connection"
        )
    return row[field]


def name(row: Row, _: Lookups) -> Any:
    """item.Description, which must not be blank; a name cut with '…' is left to the shop"""
    text = str(row["item"].get("Description") or "").strip()
    if not text:
        raise ValueError(f"the Description of item {row['ItemNo']} is blank: fill it in")
    cut = len(text) == NAME and text.endswith(CUT)
    return ABSENT if cut and row.get("WebId") else text


def price(row: Row, _: Lookups) -> Decimal:
    """item.Unit_Price, which must not be below zero"""
    amount = Decimal(str(given(row["item"], "Unit_Price")))
    if amount < 0:
        raise ValueError(f"the Unit Price {amount} of item {row['ItemNo']} is below zero")
    return amount


def weight(row: Row, _: Lookups) -> Decimal:
    """details.WebWeight where it is set, else item.Net_Weight"""
    return Decimal(str(details(row).get("WebWeight") or row["item"].get("Net_Weight") or 0))


def status(row: Row, _: Lookups) -> int:
    """1 (enabled) where WebItemFlag and details.WebItemIsEnable are set, else 2 (disabled)"""
    return 1 if given(row, "WebItemFlag") and given(details(row), "WebItemIsEnable") else 2


def visibility(row: Row, _: Lookups) -> int:
    """4 (catalog and search) where details.WebItemIsVisible is set, else 1 (not by itself)"""
    return 4 if given(details(row), "WebItemIsVisible") else 1


def attribute_set(row: Row, lookups: Lookups) -> str:
    """details.WebAttributeSetId, which must be in the master data"""
    return known(lookups, "attribute_sets", details(row).get("WebAttributeSetId"), "attribute set")


def tax_class(row: Row, lookups: Lookups) -> Any:
    """details.WebTaxClassId, where it is set"""
    wanted = details(row).get("WebTaxClassId")
    return known(lookups, "tax_classes", wanted, "tax class") if wanted else ABSENT


def websites(row: Row, lookups: Lookups) -> Any:
    """its Web ProductWebsites lines; without lines Magento decides"""
    ids = [known(lookups, "websites", e["WebSiteId"], "website") for e in row["websites"]]
    return ids or ABSENT


def categories(row: Row, lookups: Lookups) -> list[str]:
    """its Web ProductCategory lines"""
    return [known(lookups, "categories", e["CategoryId"], "category") for e in row["categories"]]


def attributes(row: Row, lookups: Lookups) -> dict[str, Any]:
    """its Web ProductAttribute lines: the option's id, or the value where there are no options"""
    values: dict[str, list[Any]] = defaultdict(list)
    inputs: dict[str, str] = {}
    for line in row["attributes"]:
        code = lookups["attributes"][known(lookups, "attributes", line["AttributeId"], "attribute")]
        inputs[code] = lookups["inputs"].get(code, "text")
        values[code].append(_value(line, lookups, inputs[code]))
    several = [c for c, v in values.items() if len(v) > 1 and inputs[c] != "multiselect"]
    if several:
        raise ValueError(f"attribute {several[0]} has several lines, but takes one value only")
    return {c: v if inputs[c] == "multiselect" else v[0] for c, v in values.items()}


def _value(line: Row, lookups: Lookups, kind: str) -> Any:
    option, name = line.get("AttributeOptionId"), str(line.get("AttributeName"))
    if option:
        return known(lookups, "options", option, f"option of {name}")
    return formed(str(line.get("AttributeValue") or ""), kind, name)


def url_key(row: Row, _: Lookups) -> str:
    """details.WebUrlKey, else the item number: two items of one name must not collide"""
    wanted = str(details(row).get("WebUrlKey") or row["ItemNo"]).lower()
    return "".join(sign if sign.isalnum() else "-" for sign in wanted).strip("-")


def known(lookups: Lookups, table: str, value: Any, what: str) -> str:
    """The id as text. Raises ValueError where this connection's master data does not have it."""
    text = str(value)
    if text not in lookups[table]:
        raise ValueError(f"{what} {text} is not in this connection's master data")
    return text


def line(field: str) -> Callable[[Row, Lookups], Any]:
    return lambda row, _: details(row).get(field)


MAPPING = (
    copy("ItemNo", to="sku"),
    compute(name, to="name"),
    compute(price, to="price"),
    compute(weight, to="weight"),
    compute(status, to="status"),
    compute(visibility, to="visibility"),
    compute(attribute_set, to="attribute_set_id"),
    compute(websites, to="website_ids"),
    compute(categories, to="category_ids"),
    compute(tax_class, to="tax_class_id"),
    compute(line("WebDescription"), to="description", said="details.WebDescription"),
    compute(
        line("WebShortDescription"), to="short_description", said="details.WebShortDescription"
    ),
    compute(line("WebMetaTitle"), to="meta_title", said="details.WebMetaTitle"),
    compute(line("WebMetaDescription"), to="meta_description", said="details.WebMetaDescription"),
    compute(url_key, to="url_key", create_only=True),
    compute(attributes, to="custom.*"),
)
