"""What Magento 1 takes, by entity. Its API knows no configurable product's children."""

from collections.abc import Callable, Mapping

from navmage_dash.systems.magento1 import Magento1Client
from navmage_dash.systems.magento1_customers import Customers
from navmage_dash.systems.resources import Resource, Resources

RESOURCES: Mapping[str, Callable[[Magento1Client], Resource]] = {
    "customers": Customers,
}


class Magento1Target(Resources):
    def __init__(self, client: Magento1Client) -> None:
        made = {entity: make(client) for entity, make in RESOURCES.items()}
        super().__init__("Magento 1", client.session, made)
