"""Simple Product Add, the other way: what a Magento has and NAV does not becomes an item there.

The item is made once, with its lines for this connection: Web Product Details, websites,
attributes, categories, and the AEC Application Item line that says it is in this Magento already.
An item that NAV has for another connection gets the lines, and its card is left alone. From then on
NAV leads, and Simple Product Update carries what changes there.

What NAV has no room for must not come back cut: a long name ends with '…', which Simple Product
Update takes for "leave the name to the shop"; other texts that are too long are left out.
Source: GET /rest/all/V1/products. Target: page 30 and the extension's 33064466 to 33064475.
"""

from collections.abc import Callable, Sequence
from typing import Any

from navmage_dash.errors import Elsewhere, RecordError
from navmage_dash.scenarios.item_lines import TEXT, attributes, categories, custom, websites
from navmage_dash.scenarios.lookups import look
from navmage_dash.scenarios.product import CUT, NAME, known
from navmage_dash.sync import mapping
from navmage_dash.sync.mapping import ABSENT, Lookups, Made, Rule, canonical, compute, constant
from navmage_dash.sync.records import Row
from navmage_dash.sync.scenario import Condition, Endpoint, Join, Scenario

CODE = 20  # characters of an item number


def possible(row: Row) -> list[str]:
    """The item number that it may have in NAV, which takes small letters for capitals."""
    return [sku.upper()] if len(sku := str(row["sku"])) <= CODE else []


def in_nav(name: str, service: str, field: str, keys: Callable[[Row], Sequence[str]]) -> Join:
    return Join(name, service, field, system="nav", keys=keys)


JOINS = (
    in_nav("by_id", "webapplicationproductdata", "WebId", lambda row: [str(row["id"])]),
    in_nav("by_number", "webapplicationproductdata", "ItemNo", possible),
    in_nav("details", "webproductdetailslist", "ItemNo", possible),
    Join(
        "masters",
        "webattributemasterdata",
        "AttributeSetId",
        many=True,
        system="nav",
        keys=lambda row: [str(row["attribute_set_id"])],
    ),
)


def check(row: Row, lookups: Lookups) -> None:
    """NAV does not have it, or has only what we began to write."""
    line = row["by_id"] or row["by_number"]
    if line is None:
        return
    if line.get("WebId"):
        raise Elsewhere(f"NAV has it as item {line['ItemNo']}: carried by Simple Product Update")
    if not _begun(row, lookups):
        raise Elsewhere(f"NAV has it as item {line['ItemNo']}: carried by Simple Product Add")


def _begun(row: Row, lookups: Lookups) -> bool:
    """Its Web Product Details are as we make them: the rest of the lines may be missing."""
    there = row["details"] or {}
    made = mapping.apply(DETAILS, row, lookups)
    return bool(there) and all(
        value is None or canonical(there.get(name.removeprefix("details."))) == value
        for name, value in made.items()
    )


def number(row: Row, _: Lookups) -> str:
    """sku, which must be one that NAV can have as an item number: the two are one to the shop"""
    sku = str(row["sku"])
    proposed = "-".join(sku.upper().split())[:CODE]
    if sku == proposed:
        return sku
    raise RecordError(
        f"the SKU {sku!r} cannot be an item number in NAV: it {_why(sku)}. Give the product "
        f"another SKU in Magento, such as {proposed}"
    )


def _why(sku: str) -> str:
    if len(sku) > CODE:
        return f"has {len(sku)} characters, and NAV takes {CODE}"
    return "has blanks" if sku.split() != [sku] else "has small letters"


def description(row: Row, _: Lookups) -> str:
    """name; where it has more than 50 characters, 49 of them and '…'"""
    text = str(row.get("name") or "").strip()
    return text if len(text) <= NAME else text[: NAME - 1] + CUT


def price(row: Row, _: Lookups) -> Any:
    """price; one without is not for sale, and must not come back for nothing"""
    if row.get("price") is None:
        raise ValueError(f"product {row['sku']} has no price: give it one in Magento")
    return row["price"]


def by_attribute_set(type_: str) -> Made:
    return lambda row, lookups: look(lookups, type_, str(row["attribute_set_id"]))


def unit(_: Row, lookups: Lookups) -> str:
    """lookup Unit of measure"""
    return look(lookups, "unit", "*")


def text(code: str, room: int = TEXT) -> Made:
    def made(row: Row, _: Lookups) -> str | None:
        value = str(custom(row, code) or "")
        return value if len(value) <= room else None

    return made


def attribute_set(row: Row, lookups: Lookups) -> str:
    """attribute_set_id, which must be in the master data"""
    return known(lookups, "attribute_sets", row["attribute_set_id"], "attribute set")


def attribute_set_name(row: Row, lookups: Lookups) -> str:
    """its name in the master data"""
    return lookups["attribute_sets"][attribute_set(row, lookups)]


def tax_class(row: Row, lookups: Lookups) -> Any:
    """tax_class_id, where it is set"""
    number = str(custom(row, "tax_class_id") or "0")
    return ABSENT if number == "0" else known(lookups, "tax_classes", number, "tax class")


def tax_class_name(row: Row, lookups: Lookups) -> Any:
    """its name in the master data"""
    number = tax_class(row, lookups)
    return number if number is ABSENT else lookups["tax_classes"][number]


def enabled(row: Row, _: Lookups) -> bool:
    """Yes where status is 1"""
    return int(row["status"]) == 1


def visible(row: Row, _: Lookups) -> bool:
    """No where visibility is 1 (not by itself)"""
    return int(row["visibility"]) != 1


def _card(made: Made, to: str, said: str = "") -> Rule:
    """Of the item's card, which is left alone where NAV has the item."""
    return compute(made, to=to, said=said, create_only=True)


CARD = (
    _card(description, to="Description"),
    _card(price, to="Unit_Price"),
    _card(lambda row, _: row.get("weight"), to="Net_Weight", said="weight"),
    _card(unit, to="Base_Unit_of_Measure"),
    *(
        _card(by_attribute_set(type_), to=to, said=f"lookup {words}, by attribute set")
        for type_, to, words in (
            ("gen_prod", "Gen_Prod_Posting_Group", "Gen. Prod. Posting Group"),
            ("vat_prod", "VAT_Prod_Posting_Group", "VAT Prod. Posting Group"),
            ("inventory_posting", "Inventory_Posting_Group", "Inventory Posting Group"),
            ("item_category", "Item_Category_Code", "Item Category Code"),
        )
    ),
)
DETAILS = (
    constant("MAGENTO", to="details.ApplicationName"),
    compute(attribute_set, to="details.WebAttributeSetId"),
    compute(attribute_set_name, to="details.WebAttributeSet"),
    compute(tax_class, to="details.WebTaxClassId"),
    compute(tax_class_name, to="details.WebTaxClass"),
    constant(True, to="details.WebItemFlag"),
    compute(enabled, to="details.WebItemIsEnable"),
    compute(visible, to="details.WebItemIsVisible"),
    constant("Simple", to="details.WebProductType"),
    *(
        compute(text(code, room), to=f"details.{to}", said=f"{code}, up to {room} characters")
        for code, to, room in (
            ("description", "WebDescription", TEXT),
            ("short_description", "WebShortDescription", TEXT),
            ("url_key", "WebUrlKey", 100),
            ("meta_title", "WebMetaTitle", 100),
            ("meta_description", "WebMetaDescription", TEXT),
        )
    ),
)

ADD = Scenario(
    name="simple-product-add-to-nav",
    title="Simple Product Add to NAV",
    about="Products of this Magento that NAV does not have yet become items, with all their lines.",
    source=Endpoint("magento", "products", ("id",)),
    target=Endpoint("nav", "items", ("No",)),
    discovery="changed",
    label="sku",
    of=(Condition("type_id", "=", "simple"),),
    website="website_id",
    marked=("sku",),
    joins=JOINS,
    mapping=(
        compute(number, to="No"),
        *CARD,
        *DETAILS,
        compute(websites, to="websites.*"),
        compute(attributes, to="attributes.*"),
        compute(categories, to="categories.*"),
        compute(lambda row, _: row["id"], to="web.WebId", said="id"),
        constant("Simple", to="web.WebProdType"),
        constant(True, to="web.WebItemFlag"),
        constant("T", to="web.WebStockFlag"),
        constant("T", to="web.WebSyncFlag"),
    ),
    check=check,
    ledger="item",
)
