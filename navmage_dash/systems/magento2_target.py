"""Magento 2 as the engine's target: each entity is a resource of its own."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Protocol

from navmage_dash.errors import RecordError, RunError
from navmage_dash.sync.records import Answer, Exchange, Fields, Found, Write
from navmage_dash.sync.scenario import Endpoint
from navmage_dash.systems.magento2 import Magento2Client
from navmage_dash.systems.magento2_configurables import Configurables
from navmage_dash.systems.magento2_customers import Customers
from navmage_dash.systems.magento2_documents import INVOICE, SHIPMENT, Documents
from navmage_dash.systems.magento2_media import Images
from navmage_dash.systems.magento2_prices import Prices
from navmage_dash.systems.magento2_products import NOTHING, Products
from navmage_dash.systems.magento2_stock import ONLY_SOURCE, Stock


class Resource(Protocol):
    def bulk(self) -> int:
        """How many records one call can carry."""

    def find(
        self, keys: Sequence[str], names: Sequence[str], wanted: Mapping[str, Fields]
    ) -> Mapping[str, Found]: ...

    def write(self, writes: Sequence[Write]) -> Sequence[Answer | RecordError]: ...


RESOURCES: Mapping[str, Callable[[Magento2Client], Resource]] = {
    "products": Products,
    "configurables": Configurables,
    "customers": Customers,
    "images": Images,
    "invoices": partial(Documents, kind=INVOICE),
    "prices": Prices,
    "shipments": partial(Documents, kind=SHIPMENT),
}


class Magento2Target:
    def __init__(self, client: Magento2Client, source: str = ONLY_SOURCE) -> None:
        self.client = client
        self._resources: dict[str, Resource] = {
            "stock": Stock(client, source),
            **{entity: make(client) for entity, make in RESOURCES.items()},
        }

    def recent(self) -> Sequence[Exchange]:
        return self.client.recent()

    def bulk(self, entity: str) -> int:
        return self._resource(entity).bulk()

    def find(
        self,
        endpoint: Endpoint,
        keys: Sequence[str],
        names: Sequence[str],
        wanted: Mapping[str, Fields] = NOTHING,
    ) -> Mapping[str, Found]:
        return self._resource(endpoint.entity).find(keys, names, wanted)

    def write(self, endpoint: Endpoint, writes: Sequence[Write]) -> Sequence[Answer | RecordError]:
        return self._resource(endpoint.entity).write(writes)

    def _resource(self, entity: str) -> Resource:
        if entity not in self._resources:
            known = ", ".join(self._resources)
            raise RunError(f"Magento 2 has no target {entity!r}, only {known}.")
        return self._resources[entity]
