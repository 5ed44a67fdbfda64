"""/V1/configurable-products: a configurable put together step by step."""

from navmage_dash.sandbox.magento2 import show, variants
from navmage_dash.sandbox.magento2.call import Call, text
from navmage_dash.sandbox.magento2.products import find
from navmage_dash.sandbox.magento2.refusal import Refusal
from navmage_dash.sandbox.magento2.state import Shop
from navmage_dash.sandbox.magento2.variants import NO_OPTION
from navmage_dash.sandbox.magento2.wire import Json

NO_VALUE = (
    'The child product doesn\'t have the "%1" attribute value. Verify the value and try again.'
)
NO_OPTIONS = "The parent product doesn't have configurable product options."


def children(shop: Shop, call: Call) -> Json:
    parent = find(shop, call.named["sku"])
    codes = [variants.attribute(shop, each.attribute).code for each in parent.options or []]
    found = [shop.catalog.products.get(number) for number in parent.children or []]
    return [show.child(each, codes) for each in found if each]


def all_options(shop: Shop, call: Call) -> Json:
    return variants.options(shop, find(shop, call.named["sku"]))


def add_option(shop: Shop, call: Call) -> Json:
    """The option's id, as a string."""
    parent = find(shop, call.named["sku"])
    (wanted,) = call.need("option")
    return str(variants.put_option(shop, parent, wanted).id)


def add_child(shop: Shop, call: Call) -> Json:
    parent = find(shop, call.named["sku"])
    (sku,) = call.need("childSku")
    child = find(shop, text("childSku", sku))
    if not parent.options:
        raise Refusal(NO_OPTIONS)
    for option in parent.options:
        code = variants.attribute(shop, option.attribute).code
        if child.value(code) is None:
            raise Refusal(NO_VALUE, [code])
    if child.id in (parent.children or []):
        raise Refusal("The product is already attached.")
    parent.children = [*(parent.children or []), child.id]
    parent.updated = call.now
    return True


def remove_child(shop: Shop, call: Call) -> Json:
    parent = find(shop, call.named["sku"])
    child = shop.catalog.find(call.named["child"])
    if child is None or child.id not in (parent.children or []):
        raise Refusal(NO_OPTION, status=404)
    parent.children = [each for each in parent.children or [] if each != child.id]
    parent.updated = call.now
    return True
