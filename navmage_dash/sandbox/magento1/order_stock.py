"""What an order does to stock: it falls when the order is placed, and comes back with a cancel.

A shipment does not touch it. The product's own updated_at does not move.
"""

from decimal import Decimal

from navmage_dash.sandbox.magento1.state import Shop1
from navmage_dash.sandbox.shops.sales import Order, Row


def placed(shop: Shop1, order: Order) -> None:
    for item in order.lines:
        add(shop, order.child(item) or item, -item["qty_ordered"])


def add(shop: Shop1, item: Row, quantity: Decimal) -> None:
    """It is out of stock with the last piece, and in it again with the first that comes back."""
    found = shop.stocks.of(item["product_id"])
    if found is None or not found.managed:
        return
    found.qty += quantity
    found.in_stock = found.in_stock or quantity > 0
    found.settle()
