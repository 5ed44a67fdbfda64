"""A product as catalogProductInfo shows it: standard fields, and those that are asked for."""

from collections.abc import Iterator, Mapping
from typing import Any

from navmage_dash.sandbox.magento1 import times
from navmage_dash.sandbox.magento1.catalog import Product
from navmage_dash.sandbox.magento1.state import Shop1

STANDARD = (
    "name description short_description weight status url_key url_path visibility has_options "
    "gift_message_available price special_price special_from_date special_to_date tax_class_id "
    "meta_title meta_keyword meta_description custom_design custom_layout_update options_container"
).split()
Row = dict[str, Any]


def info(shop: Shop1, product: Product, store: int, asked: Mapping[str, Any]) -> Row:
    """Naming some standard fields leaves the others out; additional ones come but if named."""
    shown = _standard(shop, product, store)
    wanted, more = asked.get("attributes"), asked.get("additional_attributes")
    if wanted is not None:
        shown = {name: value for name, value in shown.items() if name in wanted}
    if more:
        shown["additional_attributes"] = list(_additional(shop, product, store, more))
    return shown | {
        "product_id": product.id,
        "sku": product.sku,
        "set": product.set,
        "type": product.type,
        "categories": [*product.categories],
        "websites": [*product.websites],
    }


def _standard(shop: Shop1, product: Product, store: int) -> Row:
    shown: Row = {
        "created_at": times.local(product.created) if product.created else None,  # an import's
        "updated_at": product.updated,
        "type_id": product.type,
        "category_ids": [*product.categories],
    }
    for code in STANDARD:
        if shop.attributes[code].applies(product.type):
            shown[code] = product.value(code, store)
    if shop.attributes["tier_price"].applies(product.type):
        shown["tier_price"] = [{"price": each.price} for each in tiers(product)]
    return shown


def tiers(product: Product) -> list[Any]:
    return sorted(product.tiers, key=lambda each: each.qty)


def _additional(shop: Shop1, product: Product, store: int, codes: list[str]) -> Iterator[Row]:
    """In the order of the product's set, whatever the order in which they were asked for."""
    known = shop.sets.get(product.set)
    for code in known.codes if known else ():
        if code in codes and shop.attributes[code].applies(product.type):
            yield {"key": code, "value": product.value(code, store)}
