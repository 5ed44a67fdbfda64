"""What makes a product configurable: its options and its children.

The values of an option are those that the children have; what a request says of them is not kept.
"""

from typing import Any

from navmage_dash.sandbox.magento2.attributes import Attribute
from navmage_dash.sandbox.magento2.call import text, whole
from navmage_dash.sandbox.magento2.catalog import ConfigurableOption, Product
from navmage_dash.sandbox.magento2.refusal import Refusal, no_product
from navmage_dash.sandbox.magento2.state import Shop
from navmage_dash.sandbox.magento2.wire import Json

NO_OPTION = "The option that was requested doesn't exist. Verify the entity and try again."


def fill(shop: Shop, product: Product, extension: dict[str, Any]) -> None:
    """What a product's extension_attributes say. Links replace those that were there."""
    if product.type != "configurable":
        return
    product.options, product.children = product.options or [], product.children or []
    for row in extension.get("configurable_product_options") or []:
        put_option(shop, product, row)
    links = extension.get("configurable_product_links")
    if links is not None:
        product.children = [whole("configurable_product_links", each) for each in links]


def check(shop: Shop, product: Product, extension: dict[str, Any]) -> None:
    """Each child must be there, have a value for each option, and no other's set of values.

    Raises Refusal. No recording has these cases: a real one's texts may read otherwise.
    """
    rows = extension.get("configurable_product_options")
    numbers = [int(row["attribute_id"]) for row in rows or []]
    numbers = numbers or [each.attribute for each in product.options or []]
    codes = [attribute(shop, number).code for number in numbers]
    seen: dict[tuple[Any, ...], int] = {}
    for each in extension.get("configurable_product_links") or []:
        child = shop.catalog.products.get(int(each))
        if child is None:
            raise no_product()
        values = tuple(_needed(child, code) for code in codes)
        if codes and values in seen:
            text_ = 'Products "%1" and "%2" have the same set of attribute values.'
            raise Refusal(text_, [str(child.id), str(seen[values])])
        seen[values] = child.id


def _needed(child: Product, code: str) -> Any:
    value = child.value(code)
    if value is None:
        text_ = 'Product with id "%1" does not contain required attribute "%2".'
        raise Refusal(text_, [str(child.id), code])
    return value


def put_option(shop: Shop, product: Product, row: Json) -> ConfigurableOption:
    """By attribute: a second one for the same attribute changes the first."""
    number = whole("attribute_id", row.get("attribute_id"))
    known = [each for each in product.options or [] if each.attribute == number]
    if known:
        known[0].label = text("label", row.get("label", known[0].label))
        return known[0]
    label, position = text("label", row.get("label", "")), whole("position", row.get("position", 0))
    made = ConfigurableOption(shop.catalog.next_option, number, label, position)
    shop.catalog.next_option += 1
    product.options = [*(product.options or []), made]
    return made


def options(shop: Shop, product: Product) -> list[Json]:
    return [
        {
            "id": each.id,
            "attribute_id": str(each.attribute),
            "label": each.label,
            "position": each.position,
            "values": [{"value_index": value} for value in _values(shop, product, each)],
            "product_id": product.id,
        }
        for each in product.options or []
    ]


def _values(shop: Shop, product: Product, option: ConfigurableOption) -> list[int]:
    code = attribute(shop, option.attribute).code
    children = [shop.catalog.products.get(number) for number in product.children or []]
    values = [child.value(code) for child in children if child]
    return list(dict.fromkeys(int(value) for value in values if str(value).isdecimal()))


def attribute(shop: Shop, number: int) -> Attribute:
    """Where a shop's own attribute has the id of a system attribute, its own is meant."""
    found = [each for each in shop.attributes.values() if each.id == number]
    if not found:
        raise Refusal(NO_OPTION, status=404)
    return max(found, key=lambda each: each.user_defined)


def forget(shop: Shop, gone: Product) -> None:
    for product in shop.catalog.products.values():
        if product.children and gone.id in product.children:
            product.children.remove(gone.id)
