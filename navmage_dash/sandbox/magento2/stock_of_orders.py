"""What an order does to stock: with MSI it reserves, and only a shipment takes from a source.

What is reserved is what open orders have left to ship: it is counted, not written down, so that
it cannot go astray. Without MSI stock falls when the order is placed, and comes back when it is
cancelled.
"""

from decimal import Decimal

from navmage_dash.sandbox.magento2.catalog import key
from navmage_dash.sandbox.magento2.sales import to_ship
from navmage_dash.sandbox.magento2.state import Shop
from navmage_dash.sandbox.magento2.stock import DEFAULT
from navmage_dash.sandbox.shops.sales import NOTHING, Order, Row


def salable(shop: Shop, sku: str, stock: int) -> Decimal:
    return shop.stocks.salable(sku, stock) - _reserved(shop, sku, stock)


def _reserved(shop: Shop, sku: str, stock: int) -> Decimal:
    """A store view that is there no more reserves nothing."""
    rows = (
        to_ship(item)
        for order in shop.sales.orders.values()
        if stock_of(shop, order.row["store_id"]) == stock
        and order.row["state"] not in ("canceled", "closed")
        for item in order.lines
        if key(item["sku"]) == key(sku)
    )
    return sum(rows, NOTHING)


def stock_of(shop: Shop, store: int) -> int:
    """The stock that a store view sells from."""
    website = shop.websites.get(shop.website_of(store))
    codes = shop.stocks.channels.items()
    return next((number for number, of in codes if website and website.code in of), 0)


def placed(shop: Shop, order: Order) -> None:
    for item in order.lines if not shop.msi else ():
        add(shop, item, "", -item["qty_ordered"])


def canceled(shop: Shop, item: Row, quantity: Decimal) -> None:
    if not shop.msi:
        add(shop, item, "", quantity)


def source(shop: Shop, order: Order) -> str:
    """Where a shipment comes from, if it does not say so: the first source of the stock."""
    stock = stock_of(shop, order.row["store_id"])
    links = [link for link in shop.stocks.links if link["stock_id"] == stock]
    first = min(links, key=lambda link: int(link.get("priority", 1)), default=None)
    return str(first["source_code"]) if first else DEFAULT


def shipped(shop: Shop, item: Row, code: str, quantity: Decimal) -> None:
    if shop.msi:
        add(shop, item, code, -quantity)


def add(shop: Shop, item: Row, code: str, quantity: Decimal) -> None:
    """To a source, and to the stock item where that is the default source."""
    known = {row.source: row for row in shop.stocks.of(item["sku"])}.get(code)
    if shop.msi and known:
        shop.stocks.put(known.sku, code, known.quantity + quantity, known.status)
    product = shop.catalog.find(item["sku"])
    if product is not None and (code == DEFAULT or not shop.msi) and product.stock.qty is not None:
        product.stock.qty += quantity
        product.stock.in_stock = product.stock.in_stock and product.stock.qty > 0
