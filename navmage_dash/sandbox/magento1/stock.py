"""catalogInventoryStockItem*: quantities, read and written by SKU or by id.

The product's own updated_at does not move. A quantity of 0 takes it out of stock, and another one
does not put it back: is_in_stock has to be sent with it.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from navmage_dash.sandbox.magento1 import numbers, soap
from navmage_dash.sandbox.magento1.asked import Asked, Handler
from navmage_dash.sandbox.magento1.catalog import Product, gone
from navmage_dash.sandbox.magento1.soap import Refusal
from navmage_dash.sandbox.magento1.state import Shop1
from navmage_dash.sandbox.magento1.stocks import COUNTED, StockItem

MISMATCH = "Quantity of product IDs and product data should match. Inventory was not updated."


def listed(shop: Shop1, ask: Asked) -> Any:
    """By the products' ids; who is not there is not in it, nor who has no stock (its source)."""
    wanted = ask.given.get("products") or []
    if ask.wsi and not wanted:
        raise soap.php("Object of class stdClass could not be converted to string")
    found = {each.id: each for sku in wanted if (each := shop.catalog.of_stock(str(sku or "")))}
    return [
        _row(found[number], item)
        for number in sorted(found)
        if (item := shop.stocks.of(number)) is not None
    ]


def _row(product: Product, item: StockItem) -> dict[str, Any]:
    return {
        "product_id": product.id,
        "sku": product.sku,
        "qty": numbers.shown(item.qty),
        "is_in_stock": int(item.available),
    }


def update(shop: Shop1, ask: Asked) -> Any:
    _save(shop, ask.one("product"), ask.given.get("data"))
    return 1


def multi_update(shop: Shop1, ask: Asked) -> Any:
    """It stops at the first that is not there; those before it are saved."""
    skus, rows = ask.given.get("productIds") or [], ask.given.get("productData") or []
    if len(skus) != len(rows):
        raise Refusal("103", MISMATCH)
    for sku, data in zip(skus, rows, strict=True):
        _save(shop, sku, data)
    return True


def _save(shop: Shop1, sku: str | None, data: Mapping[str, Any] | None) -> None:
    product = shop.catalog.of_stock(sku or "")
    if product is None:
        raise gone()
    put(shop, product, data or {})


def put(shop: Shop1, product: Product, data: Mapping[str, Any]) -> StockItem:
    """What is not given stays as it is; a product's first item is out of stock."""
    item = shop.stocks.items.setdefault(product.id, StockItem())
    item.counted = product.type in COUNTED
    given = {name: value for name, value in data.items() if value is not None}
    if "qty" in given:
        item.qty = numbers.number(given.pop("qty")).quantize(numbers.PLACES)
    item.in_stock = bool(given.pop("is_in_stock", item.in_stock))
    if given.get("use_config_manage_stock"):
        item.managed = True
    elif "manage_stock" in given:
        item.managed = bool(given["manage_stock"])
    item.backorders = int(given.get("backorders", item.backorders))
    item.min_qty = Decimal(given.get("min_qty", item.min_qty))
    item.more |= given
    item.settle()
    return item


HANDLERS: Mapping[str, Handler] = {
    "catalogInventoryStockItemList": listed,
    "catalogInventoryStockItemUpdate": update,
    "catalogInventoryStockItemMultiUpdate": multi_update,
}
