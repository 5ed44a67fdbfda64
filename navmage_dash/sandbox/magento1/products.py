"""catalogProduct*: lists by filters, single products, and their life from create to delete.

A list has no pages and no order, and a store view changes but the names in it. Almost nothing that
is written is checked.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from navmage_dash.sandbox.magento1 import conditions, numbers, pages, product_save, product_show
from navmage_dash.sandbox.magento1.asked import Asked, Handler
from navmage_dash.sandbox.magento1.catalog import TYPES, Product
from navmage_dash.sandbox.magento1.soap import Refusal
from navmage_dash.sandbox.magento1.state import Shop1

ALIASES = {"product_id": "entity_id", "set": "attribute_set_id", "type": "type_id"}
NUMBERS = ("price", "weight")
CHOSEN = ("select", "boolean")
MISMATCH = "Quantity of product IDs and product data should match. No changes made."
Row = dict[str, Any]


def listed(shop: Shop1, ask: Asked) -> Any:
    store = shop.stores.id_of(ask.one("storeView"))
    wanted = {
        ALIASES.get(name, name): operators
        for name, operators in conditions.read(ask.given.get("filters")).items()
    }
    _refuse(shop, wanted)
    found = [
        each
        for each in _candidates(shop, wanted.get("sku", {}))
        if conditions.fits(_fields(shop, each, store, wanted), wanted)
    ]
    if "sku" in wanted and 4 * len(found) < len(shop.catalog.products):
        found.sort(key=lambda each: each.sku)  # the database goes by the index of SKUs
    return [_row(each, store, ask.bridge) for each in found]


def _candidates(shop: Shop1, skus: Mapping[str, str | None]) -> Iterable[Product]:
    """Not all of them where single ones are named, as most callers do."""
    named = skus.get("eq", skus.get("in"))
    if named is None:
        return shop.catalog
    texts = [named] if "eq" in skus else named.split(",")
    found = {each.id: each for text in texts if (each := shop.catalog.find(text))}
    return [found[number] for number in sorted(found)]


def _refuse(shop: Shop1, wanted: conditions.Conditions) -> None:
    for name, operators in wanted.items():
        if name == "category_ids" or "is" in operators:
            raise pages.Broken
        if name not in STATIC and name not in shop.attributes:
            raise Refusal("0", "Unknown Error")


STATIC = {
    "entity_id": lambda product: product.id,
    "attribute_set_id": lambda product: product.set,
    "type_id": lambda product: product.type,
    "sku": lambda product: product.sku,
    "created_at": lambda product: product.created,
    "updated_at": lambda product: product.updated,
}


def _fields(shop: Shop1, product: Product, store: int, names: Mapping[str, Any]) -> Row:
    """As the columns have them: numbers are compared as such, texts by their letters."""
    return {
        name: STATIC[name](product) if name in STATIC else _value(shop, product, store, name)
        for name in names
    }


def _value(shop: Shop1, product: Product, store: int, name: str) -> str | int | Decimal | None:
    value, kind = product.value(name, store), shop.attributes[name].input
    if value is not None and kind in NUMBERS:
        return numbers.number(value)
    return int(value) if value and value.isdecimal() and kind in CHOSEN else value


def _row(product: Product, store: int, bridge: bool) -> Row:
    prices = {code: product.value(code, store) for code in ("price", "special_price")}
    return {
        "product_id": product.id,
        "sku": product.sku,
        "name": product.value("name", store),
        "set": product.set,
        "type": product.type,
        "category_ids": [*product.categories],
        "website_ids": [*product.websites],
    } | (prices if bridge else {})


def find(shop: Shop1, ask: Asked, name: str = "product") -> Product:
    return shop.catalog.named(ask.one(name), ask.one("identifierType"))


def info(shop: Shop1, ask: Asked) -> Any:
    store = shop.stores.id_of(ask.one("storeView"))
    product = find(shop, ask, "productId")
    return product_show.info(shop, product, store, ask.given.get("attributes") or {})


def create(shop: Shop1, ask: Asked) -> Any:
    kind, number, sku = ask.one("type"), ask.one("set"), ask.one("sku")
    if not kind or not number or not sku:
        raise Refusal("102", "Invalid data given. Details in error message.")
    if kind not in TYPES:
        raise Refusal("104", "Product type is not in allowed types.")
    if not number.isdecimal() or int(number) not in shop.sets:
        raise Refusal("105", "Product attribute set is not existed")
    made = Product(0, sku, int(number), kind, ask.now, ask.now)
    store = shop.stores.id_of(ask.one("storeView"))
    return product_save.create(shop, made, ask.given.get("productData") or {}, store, ask.wsi).id


def update(shop: Shop1, ask: Asked) -> Any:
    product, store = find(shop, ask), shop.stores.id_of(ask.one("storeView"))
    product_save.save(shop, product, ask.given.get("productData") or {}, store, ask)
    return True


def multi_update(shop: Shop1, ask: Asked) -> Any:
    """Those that can be saved are, whatever becomes of the others."""
    names, rows = ask.given.get("productIds") or [], ask.given.get("productData") or []
    if len(names) != len(rows):
        raise Refusal("107", MISMATCH)
    store, wrong = shop.stores.id_of(ask.one("store")), []
    for name, data in zip(names, rows, strict=True):
        try:
            product = shop.catalog.named(name, ask.one("identifierType"))
            product_save.save(shop, product, data or {}, store, ask)
        except Refusal as refusal:
            why = "product_not_exists" if refusal.code == "101" else "data_invalid"
            wrong.append(f"Product ID {numbers.whole(name)}:\n {why}")
    if wrong:
        raise Refusal("108", "\n".join(wrong))
    return True


def delete(shop: Shop1, ask: Asked) -> Any:
    product = find(shop, ask)
    shop.catalog.remove(product)
    shop.stocks.drop(product.id)
    return True


def types(shop: Shop1, ask: Asked) -> Any:
    return [{"type": kind, "label": label} for kind, label in TYPES.items()]


HANDLERS: Mapping[str, Handler] = {
    "catalogProductList": listed,
    "catalogProductInfo": info,
    "catalogProductCreate": create,
    "catalogProductUpdate": update,
    "catalogProductMultiUpdate": multi_update,
    "catalogProductDelete": delete,
    "catalogProductTypeList": types,
}
