"""The legacy stock item of a product, and what it does by itself."""

from navmage_dash.sandbox.magento2.call import decimal, flag
from navmage_dash.sandbox.magento2.catalog import Product
from navmage_dash.sandbox.magento2.state import Shop
from navmage_dash.sandbox.magento2.stock import DEFAULT
from navmage_dash.sandbox.magento2.wire import Json

CONFIGURED = (
    "use_config_manage_stock manage_stock use_config_backorders backorders use_config_min_qty "
    "min_qty is_qty_decimal"
).split()


def set_stock(shop: Shop, product: Product, item: Json) -> None:
    """The legacy stock item; with MSI the default source follows it."""
    stock = product.stock
    if item.get("qty") is not None:
        stock.qty = decimal("qty", item["qty"])
    if "is_in_stock" in item:
        stock.in_stock = flag(item["is_in_stock"])
    elif stock.automatic and (stock.qty or 0) > 0:
        stock.in_stock = True
    more = {name: item[name] for name in CONFIGURED if name in item}
    if more:
        stock.more = (stock.more or {}) | more
    _settle(product)
    if shop.msi and product.default_source and stock.qty is not None:
        status = 1 if stock.in_stock or not stock.qty else 0
        shop.stocks.put(product.sku, DEFAULT, stock.qty, status)


def _settle(product: Product) -> None:
    """Nothing left: out of stock, whatever was sent. Magento remembers that it did that."""
    stock = product.stock
    if product.default_source and (stock.qty or 0) <= 0 and stock.in_stock:
        stock.in_stock, stock.automatic = False, 1


def note_low(product: Product, now: str) -> None:
    low = product.default_source and (product.stock.qty or 0) < 1
    product.stock.low_since = now if low else None
