"""/V1/products: read, list, save, delete, and which websites a product is on."""

from collections.abc import Callable

from navmage_dash.sandbox.magento2 import criteria, save, show
from navmage_dash.sandbox.magento2.call import Call, whole
from navmage_dash.sandbox.magento2.catalog import Product
from navmage_dash.sandbox.magento2.draft import drafted
from navmage_dash.sandbox.magento2.refusal import Crash, Refusal, no_product
from navmage_dash.sandbox.magento2.state import Shop
from navmage_dash.sandbox.magento2.wire import Json

FIELDS: dict[str, Callable[[Product], Json]] = {
    "entity_id": lambda product: product.id,
    "sku": lambda product: product.sku,
    "type_id": lambda product: product.type,
    "attribute_set_id": lambda product: product.set,
    "created_at": lambda product: product.created,
    "updated_at": lambda product: product.updated,
    "website_id": lambda product: product.websites,
    "category_id": lambda product: tuple(product.categories or ()),
}


def find(shop: Shop, sku: str) -> Product:
    found = shop.catalog.find(sku)
    if found is None:
        raise no_product()
    return found


def one(shop: Shop, call: Call) -> Json:
    store = call.store
    if call.pairs.get("storeId", "").isdecimal():
        store = int(call.pairs["storeId"])
    return show.single(shop, find(shop, call.named["sku"]), store)


def listing(shop: Shop, call: Call) -> Json:
    """The store view decides which values are shown, not which products."""
    wanted = criteria.read(call)
    for each in (each for group in wanted.groups for each in group):
        if each.field not in FIELDS and each.field not in shop.attributes:
            text_ = 'The "%1" attribute name is invalid. Reset the name and try again.'
            raise Refusal(text_, [each.field])

    def value(product: Product, name: str) -> Json:
        known = FIELDS.get(name)
        return known(product) if known else product.value(name, call.store)

    skus, catalog = wanted.only("sku"), shop.catalog
    rows = catalog.products.values() if skus is None else catalog.some(skus)
    found = wanted.ordered(wanted.matching(rows, value), value, come_by="entity_id")
    return wanted.result(found, lambda product: show.listed(shop, product, call.store))


def post(shop: Shop, call: Call) -> Json:
    """An SKU that is there already is updated."""
    (sent,) = call.need("product")
    draft = drafted(shop, sent)
    if draft.sku is None:
        raise Crash
    return show.posted(shop, save.save(shop, draft, call.store, call.now), call.store, sent)


def put(shop: Shop, call: Call) -> Json:
    """The SKU of the address goes into the body, unless there is a query: then PHP falls over."""
    (sent,) = call.need("product")
    draft = drafted(shop, sent)
    if call.query and draft.sku is None:
        raise Crash
    draft.sku = call.named["sku"].strip()
    return show.single(shop, save.save(shop, draft, call.store, call.now), call.store)


def delete(shop: Shop, call: Call) -> Json:
    save.delete(shop, find(shop, call.named["sku"]))
    return True


def assign_website(shop: Shop, call: Call) -> Json:
    (link,) = call.need("productWebsiteLink")
    product = find(shop, call.named["sku"])
    number = whole("websiteId", link.get("websiteId", link.get("website_id")))
    if number not in shop.websites:
        text_ = 'Could not assign product "%1" to websites "%2"'
        raise Refusal(text_, [str(product.id), number])
    product.websites = tuple(sorted({*product.websites, number}))
    product.updated = call.now
    if call.store:
        save.hide_images(product, call.store)
    return True


def remove_website(shop: Shop, call: Call) -> Json:
    product = find(shop, call.named["sku"])
    number = whole("websiteId", call.named["website"])
    product.websites = tuple(each for each in product.websites if each != number)
    product.updated = call.now
    return True


def render_info(shop: Shop, call: Call) -> Json:
    return {"items": []}
