"""What a person does with the catalog in the admin, and what a test can look up of it.

Asked and answered in the shape of the desk of Magento 2, so that a test can treat both alike.

product {"sku"}             the product as stored, with the values of its store views, or null
products {}                 [{"id": 1, "sku": "1000"}, …]
stock {"sku"}               its one quantity, as that of a source "default"
stock_total {}              {"rows": 3, "sum": "55"}
set_product {"sku", "store", "values"}    an edit at a store view (its code; "all": for all)
set_stock {"sku", "qty", "is_in_stock"}   an edit of its quantity
rename_category {"id", "name"}  remove_category {"id"}  remove_option {"attribute", "id"}
remove_product {"sku"}
add_website {"id", "code", "name", "views": [[id, code, name]], "currency"}  remove_website {"id"}
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from navmage_dash.sandbox.magento1 import categories, product_save, stock
from navmage_dash.sandbox.magento1.catalog import ROLES, Image, Product
from navmage_dash.sandbox.magento1.state import Shop1
from navmage_dash.sandbox.magento1.stocks import StockItem

Wanted = dict[str, Any]
CORE = ("name", "price", "status", "visibility", "weight")  # beside custom_attributes
WHOLE = ("status", "visibility")
EVERYBODY = 32000


def product(shop: Shop1, wanted: Wanted, now: str) -> Any:
    found = shop.catalog.find(str(wanted["sku"]))
    return None if found is None else shown(shop, found)


def shown(shop: Shop1, found: Product) -> dict[str, Any]:
    codes = {each["store_id"]: each["code"] for each in shop.stores.views}
    values = found.values[0]
    core = {code: _core(code, values[code]) for code in CORE if values.get(code) is not None}
    return core | {
        "id": found.id,
        "sku": found.sku,
        "attribute_set_id": found.set,
        "type_id": found.type,
        "created_at": found.created,
        "updated_at": found.updated,
        "extension_attributes": {
            "website_ids": [*found.websites],
            "category_links": [
                {"position": position, "category_id": str(number)}
                for number, position in found.categories.items()
            ],
            "stock_item": _stock_item(shop.stocks.of(found.id) or StockItem()),
        },
        "media_gallery_entries": [_image(found, n, each) for n, each in enumerate(found.images, 1)],
        "tier_prices": [_tier(each) for each in found.tiers],
        "custom_attributes": [
            {"attribute_code": code, "value": value}
            for code, value in values.items()
            if code not in CORE
        ],
        "store_values": {codes[view]: dict(own) for view, own in found.values.items() if view},
    }


def _core(code: str, value: str) -> Any:
    if code == "name":
        return value
    return int(value or 0) if code in WHOLE else Decimal(value)


def _stock_item(item: StockItem) -> dict[str, Any]:
    return {"qty": item.qty, "is_in_stock": item.available}


def _image(found: Product, number: int, image: Image) -> dict[str, Any]:
    return {
        "id": number,
        "media_type": "image",
        "label": image.label or None,
        "position": int(image.position),
        "disabled": image.excluded,
        "types": [role for role in ROLES if found.value(role) == image.file],
        "file": image.file,
        "content": image.content,
    }


def _tier(each: Any) -> dict[str, Any]:
    return {
        "customer_group_id": EVERYBODY if each.group == "all" else int(each.group),
        "qty": each.qty,
        "value": each.price,
        "extension_attributes": {"website_id": each.website},
    }


def products(shop: Shop1, wanted: Wanted, now: str) -> Any:
    return [{"id": each.id, "sku": each.sku} for each in shop.catalog]


def quantities(shop: Shop1, wanted: Wanted, now: str) -> Any:
    found = shop.catalog.find(str(wanted["sku"]))
    item = shop.stocks.of(found.id) if found else None
    if item is None:
        return []
    row = {"source_code": "default", "quantity": item.qty, "status": int(item.available)}
    return [row]


def stock_total(shop: Shop1, wanted: Wanted, now: str) -> Any:
    amounts = [each.qty for each in shop.stocks.items.values()]
    return {"rows": len(amounts), "sum": f"{sum(amounts, Decimal(0)).normalize():f}"}


def _the(shop: Shop1, wanted: Wanted) -> Product:
    found = shop.catalog.find(str(wanted["sku"]))
    if found is None:
        raise KeyError(wanted["sku"])
    return found


def set_product(shop: Shop1, wanted: Wanted, now: str) -> Any:
    found, code = _the(shop, wanted), wanted.get("store", "all")
    store = 0 if code == "all" else shop.stores.id_of(code)
    for name, value in wanted["values"].items():
        product_save.put(shop, found, name, "" if value is None else str(value), store)
    found.updated = now
    return shown(shop, found)


def set_stock(shop: Shop1, wanted: Wanted, now: str) -> Any:
    stock.put(shop, _the(shop, wanted), {k: v for k, v in wanted.items() if k != "sku"})
    return quantities(shop, wanted, now)


def remove_product(shop: Shop1, wanted: Wanted, now: str) -> Any:
    found = _the(shop, wanted)
    shop.catalog.remove(found)
    shop.stocks.drop(found.id)
    return {}


def rename_category(shop: Shop1, wanted: Wanted, now: str) -> Any:
    shop.categories[int(wanted["id"])].name = str(wanted["name"])
    return {}


def remove_category(shop: Shop1, wanted: Wanted, now: str) -> Any:
    categories.remove(shop, shop.categories[int(wanted["id"])])
    return {}


def remove_option(shop: Shop1, wanted: Wanted, now: str) -> Any:
    attribute = shop.attributes[wanted["attribute"]]
    attribute.options = [each for each in attribute.options if each.id != int(wanted["id"])]
    return {}


def add_website(shop: Shop1, wanted: Wanted, now: str) -> Any:
    number = int(wanted["id"])
    shop.stores.add_website(number, wanted["code"], wanted["name"])
    shop.stores.currencies[number] = wanted.get("currency", "EUR")
    for view, code, name in wanted.get("views", ()):
        shop.stores.add(number, code, name, int(view))
    return {}


def remove_website(shop: Shop1, wanted: Wanted, now: str) -> Any:
    """Products that were on it are on it no more."""
    number, stores = int(wanted["id"]), shop.stores
    gone = stores.views_of(number)
    stores.websites = [each for each in stores.websites if each["website_id"] != number]
    stores.views = [each for each in stores.views if each["website_id"] != number]
    for each in shop.catalog:
        each.websites = tuple(website for website in each.websites if website != number)
        for view in gone:
            each.values.pop(view, None)
    return {}


ACTIONS: Mapping[str, Callable[[Shop1, Wanted, str], Any]] = {
    "product": product,
    "products": products,
    "stock": quantities,
    "stock_total": stock_total,
    "set_product": set_product,
    "set_stock": set_stock,
    "remove_product": remove_product,
    "add_website": add_website,
    "remove_website": remove_website,
    "rename_category": rename_category,
    "remove_category": remove_category,
    "remove_option": remove_option,
}


def add_simple_products(shop: Shop1, skus: Iterable[str], now: str) -> None:
    """Many at once, with nothing but a name and no price: for measuring."""
    set_ = next(iter(shop.sets))
    websites = tuple(sorted(each["website_id"] for each in shop.stores.websites[1:]))
    for sku in skus:
        made = Product(shop.catalog.new_id(), sku, set_, "simple", now, now, websites=websites)
        made.values[0] = {"name": sku, "status": "1", "visibility": "4"} | product_save.DEFAULTS
        made.put("url_key", product_save.slug(sku))
        shop.catalog.add(made)
        shop.stocks.items[made.id] = StockItem()
