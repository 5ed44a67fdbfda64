"""Products of Magento 1 as rows in the shape that Magento 2 gives them.

A list says no price, status or attribute, so each whole product is a call of its own. The standard
fields come by themselves, attributes of the shop's own only where they are asked for by name: those
of the product's set that NAV's users can choose. Numbers are texts with four decimals. Recorded
from OpenMage 20.0.20.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from navmage_dash.errors import RunError
from navmage_dash.sync.records import Row
from navmage_dash.systems.magento1 import Magento1Client
from navmage_dash.systems.magento1_faults import Refused
from navmage_dash.systems.magento1_filters import filters
from navmage_dash.systems.magento1_lists import PRODUCTS, among, found
from navmage_dash.systems.product_attributes import fillable
from navmage_dash.systems.shape import readable
from navmage_dash.systems.since import moment, shown

GONE = "101"  # the fault of products and their images; that of tier prices is another
DISABLED, ALONE_INVISIBLE = 2, 1
# Standard fields that Magento 2 has among custom_attributes.
CUSTOM = (
    "description",
    "short_description",
    "url_key",
    "url_path",
    "meta_title",
    "meta_keyword",
    "meta_description",
    "tax_class_id",
    "special_price",
    "special_from_date",
    "special_to_date",
    "custom_design",
    "custom_layout_update",
    "options_container",
    "has_options",
    "gift_message_available",
)


def by_numbers(client: Magento1Client, numbers: Sequence[str]) -> list[Row]:
    """The products that are there, whole: one call for each, and for each set one."""
    rows = found(client, PRODUCTS, "id", numbers)
    codes = {each: asked_by_name(client, each) for each in sorted({str(r["set"]) for r in rows})}
    wholes = (whole(client, str(row["product_id"]), codes[str(row["set"])]) for row in rows)
    return [row for row in wholes if row is not None]


def of_skus(client: Magento1Client, skus: Sequence[str]) -> Iterator[Row]:
    """As a list says them, in whatever spelling."""
    for each in among("sku", skus):
        yield from client.call(PRODUCTS.operation, filters([each]).argument) or ()


def asked_by_name(client: Magento1Client, set_id: str) -> list[str]:
    """The attributes of a set that come only if they are asked for."""
    rows = client.call("catalogProductAttributeList", set_id) or ()
    with readable(f"{client.host}, attributes of set {set_id}"):
        codes = [str(row["code"]) for row in rows if fillable(row["code"], row["type"])]
        return [code for code in codes if code not in CUSTOM]


def whole(client: Magento1Client, number: str, codes: Sequence[str]) -> Row | None:
    """One product with these attributes; None where it is gone. number: its id, never its SKU."""
    wanted = {"additional_attributes": list(codes)} if codes else None
    info = info_of(client, number, wanted)
    with readable(f"{client.host}, product {number}"):
        return None if info is None else row_of(info)


def info_of(
    client: Magento1Client, product: str, asked: Mapping[str, Any] | None, by: str | None = None
) -> Row | None:
    """None where it is gone. by: 'sku' where it is named by that, and not by its id."""
    try:
        info: Row | None = client.call("catalogProductInfo", product, None, asked, by)
    except Refused as error:
        if error.code == GONE:
            return None
        raise
    with readable(f"{client.host}, product {product}"):
        if info is None:
            raise LookupError("there is nothing in it")
    return info


def row_of(info: Mapping[str, Any]) -> Row:
    """A product without status is in no list of the shop, as a disabled one."""
    return {
        **listed(info),
        "status": int(info["status"] or DISABLED),
        "visibility": int(info["visibility"] or ALONE_INVISIBLE),
        "price": _number(info["price"]),
        "weight": _number(info["weight"]),
        "created_at": _time(info["created_at"]),
        "updated_at": _time(info["updated_at"]),
        "custom_attributes": list(_custom(info)),
    }


def listed(row: Mapping[str, Any]) -> Row:
    """What a list says of a product; catalogProductInfo says the same under other names."""
    websites = row["websites"] if "websites" in row else row["website_ids"]
    categories = row["categories"] if "categories" in row else row["category_ids"]
    return {
        "id": int(row["product_id"]),
        "sku": str(row["sku"]),
        "name": row["name"],
        "attribute_set_id": int(row["set"]),
        "type_id": str(row["type"]),
        "extension_attributes": {
            "website_ids": [int(each) for each in websites or ()],
            "category_links": [{"category_id": str(each)} for each in categories or ()],
        },
    }


def _custom(info: Mapping[str, Any]) -> Iterator[Row]:
    """Blank ones are left out, as Magento 2 does."""
    named = {code: info.get(code) for code in CUSTOM}
    asked = {each["key"]: each["value"] for each in info["additional_attributes"] or ()}
    for code, value in (named | asked).items():
        if value not in (None, ""):
            yield {"attribute_code": code, "value": value}


def _time(text: str | None) -> str | None:
    """None where an import of the shop's has left none, or '0000-00-00 00:00:00'."""
    try:
        return shown(moment(str(text)))
    except RunError:
        return None


def _number(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None
