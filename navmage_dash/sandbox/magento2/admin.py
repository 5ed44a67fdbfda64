"""What a person can do in this Magento's admin, and what a test can look up. Below /__sandbox__/.

product {"sku"}             the product as stored, with the values of its store views, or null
products {}                 [{"id": 1, "sku": "1000"}, …]
stock {"sku"}               its source items; without MSI its quantity as that of "default"
stock_total {}              {"rows": 3, "sum": "55"}
set_product {"sku", "store", "values"}    an edit at a store view (its code; "all": for all)
add_website {"id", "code", "name", "views": [[id, code, name]], "currency"}
remove_website {"id"}  rename_category {"id", "name"}  remove_category {"id"}
remove_option {"attribute", "id"}

register, customer, customers, edit_customer, delete_customer: see customer_desk.py
place_order, orders, ship_order and more: see sales_desk.py
"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from navmage_dash.sandbox import company
from navmage_dash.sandbox.magento2 import categories, customer_desk, sales_desk, save, show, wire
from navmage_dash.sandbox.magento2.catalog import CORE, Product, StockItem
from navmage_dash.sandbox.magento2.draft import drafted
from navmage_dash.sandbox.magento2.state import Shop, View
from navmage_dash.sandbox.magento2.stock import DEFAULT
from navmage_dash.sandbox.magento2.wire import Json

Wanted = dict[str, Any]


def product(shop: Shop, wanted: Wanted, now: str) -> Json:
    found = shop.catalog.find(str(wanted["sku"]))
    if found is None:
        return None
    codes = {view.id: code for code, view in shop.views.items()}
    own = {codes[view]: values for view, values in found.values.items() if view}
    return show.single(shop, found, 0) | {"store_values": own}


def products(shop: Shop, wanted: Wanted, now: str) -> Json:
    return [{"id": each.id, "sku": each.sku} for each in shop.catalog.products.values()]


def stock(shop: Shop, wanted: Wanted, now: str) -> Json:
    sku = str(wanted["sku"])
    found = shop.catalog.find(sku)
    if shop.msi or found is None:
        return [
            {"source_code": row.source, "quantity": row.quantity, "status": row.status}
            for row in shop.stocks.of(sku)
        ]
    status = 1 if found.stock.in_stock else 0
    return [{"source_code": DEFAULT, "quantity": found.stock.qty or 0, "status": status}]


def stock_total(shop: Shop, wanted: Wanted, now: str) -> Json:
    if shop.msi:
        rows = [row.quantity for row in shop.stocks.all()]
    else:
        rows = [each.stock.qty or Decimal(0) for each in shop.catalog.products.values()]
    return {"rows": len(rows), "sum": str(wire.number(sum(rows, Decimal(0))))}


def set_product(shop: Shop, wanted: Wanted, now: str) -> Json:
    found, code = shop.catalog.find(str(wanted["sku"])), wanted.get("store", "all")
    if found is None:
        raise KeyError(wanted["sku"])
    store = 0 if code in ("all", 0) else shop.views[code].id
    values = dict(wanted["values"])
    core = {name: values.pop(name) for name in CORE if name in values}
    rows = [{"attribute_code": code, "value": value} for code, value in values.items()]
    draft = drafted(shop, core | {"sku": found.sku, "custom_attributes": rows})
    return show.single(shop, save.save(shop, draft, store, now), store)


def add_website(shop: Shop, wanted: Wanted, now: str) -> Json:
    views = tuple((int(number), code, name) for number, code, name in wanted.get("views", ()))
    currency = wanted.get("currency", "EUR")
    made = company.Website(int(wanted["id"]), wanted["code"], wanted["name"], views, currency)
    shop.websites[made.id] = made
    for number, code, name in views:
        shop.views[code] = View(number, code, name, made.id)
    shop.stocks.channels[1].append(made.code)
    return {}


def remove_website(shop: Shop, wanted: Wanted, now: str) -> Json:
    """Products that were on it are on it no more."""
    number = int(wanted["id"])
    del shop.websites[number]
    gone = set(shop.views_of(number))
    shop.views = {code: view for code, view in shop.views.items() if view.id not in gone}
    for each in shop.catalog.products.values():
        each.websites = tuple(website for website in each.websites if website != number)
        for view in gone:
            each.values.pop(view, None)
    return {}


def rename_category(shop: Shop, wanted: Wanted, now: str) -> Json:
    shop.categories[int(wanted["id"])].name = str(wanted["name"])
    return {}


def remove_category(shop: Shop, wanted: Wanted, now: str) -> Json:
    categories.remove(shop, int(wanted["id"]))
    return {}


def remove_option(shop: Shop, wanted: Wanted, now: str) -> Json:
    attribute = shop.attributes[wanted["attribute"]]
    attribute.options = [each for each in attribute.options if each.id != int(wanted["id"])]
    return {}


ACTIONS: dict[str, Callable[[Shop, Wanted, str], Json]] = {
    "product": product,
    "products": products,
    "stock": stock,
    "stock_total": stock_total,
    "set_product": set_product,
    "add_website": add_website,
    "remove_website": remove_website,
    "rename_category": rename_category,
    "remove_category": remove_category,
    "remove_option": remove_option,
    **customer_desk.ACTIONS,
    **sales_desk.ACTIONS,
}


def add_simple_products(shop: Shop, skus: Iterable[str], now: str) -> None:
    """Many at once, with nothing but a name and no price: for measuring."""
    catalog, set_ = shop.catalog, next(iter(shop.sets))
    websites = tuple(shop.websites)
    for sku in skus:
        values = {"name": sku, "status": 1, "visibility": 4, "url_key": save.slug(sku)}
        item = StockItem(catalog.item_id(), Decimal(0))
        made = Product(catalog.next_id, sku, set_, "simple", now, now, {0: values}, websites, item)
        catalog.add(made)
        if shop.msi:
            shop.stocks.put(sku, DEFAULT, Decimal(0), 1)
