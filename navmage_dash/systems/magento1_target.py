"""What Magento 1 takes, by entity. Its API knows no configurable product's children."""

from collections.abc import Callable, Mapping

from navmage_dash.systems.magento1 import Magento1Client
from navmage_dash.systems.magento1_customers import Customers
from navmage_dash.systems.magento1_documents import invoices, shipments
from navmage_dash.systems.magento1_media import images
from navmage_dash.systems.magento1_prices import Prices
from navmage_dash.systems.magento1_products import Products
from navmage_dash.systems.magento1_stock import Stock
from navmage_dash.systems.resources import Resource, Resources

RESOURCES: Mapping[str, Callable[[Magento1Client], Resource]] = {
    "products": Products,
    "customers": Customers,
    "images": images,
    "invoices": invoices,
    "prices": Prices,
    "shipments": shipments,
    "stock": Stock,
}


class Magento1Target(Resources):
    def __init__(self, client: Magento1Client) -> None:
        made = {entity: make(client) for entity, make in RESOURCES.items()}
        super().__init__("Magento 1", client, made)
