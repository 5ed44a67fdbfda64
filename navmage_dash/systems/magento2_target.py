"""What Magento 2 takes, by entity."""

from collections.abc import Callable, Mapping

from navmage_dash.systems.magento2 import Magento2Client
from navmage_dash.systems.magento2_configurables import Configurables
from navmage_dash.systems.magento2_customers import Customers
from navmage_dash.systems.magento2_documents import invoices, shipments
from navmage_dash.systems.magento2_media import images
from navmage_dash.systems.magento2_prices import Prices
from navmage_dash.systems.magento2_products import Products
from navmage_dash.systems.magento2_stock import Stock
from navmage_dash.systems.resources import Resource, Resources
from navmage_dash.systems.sources import ONLY_SOURCE

RESOURCES: Mapping[str, Callable[[Magento2Client], Resource]] = {
    "products": Products,
    "configurables": Configurables,
    "customers": Customers,
    "images": images,
    "invoices": invoices,
    "prices": Prices,
    "shipments": shipments,
}


class Magento2Target(Resources):
    def __init__(self, client: Magento2Client, source: str = ONLY_SOURCE) -> None:
        made = {entity: make(client) for entity, make in RESOURCES.items()}
        super().__init__("Magento 2", client, {"stock": Stock(client, source), **made})
