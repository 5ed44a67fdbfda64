"""Magento 2 as the engine's target."""

from collections.abc import Mapping, Sequence

from navmage_dash.errors import RecordError, RunError
from navmage_dash.sync.records import Answer, Exchange, Found, Write
from navmage_dash.sync.scenario import Endpoint
from navmage_dash.systems.magento2 import Magento2Client
from navmage_dash.systems.magento2_products import Products
from navmage_dash.systems.magento2_stock import ONLY_SOURCE, Stock


class Magento2Target:
    """Entities: 'products', one call each, and 'stock', up to 500 in one call where MSI is on."""

    def __init__(self, client: Magento2Client, source: str = ONLY_SOURCE) -> None:
        self.client = client
        self._products = Products(client)
        self._stock = Stock(client, source)

    def recent(self) -> Sequence[Exchange]:
        return self.client.recent()

    def bulk(self, entity: str) -> int:
        return self._stock.bulk() if _known(entity) == "stock" else 1

    def find(
        self, endpoint: Endpoint, keys: Sequence[str], names: Sequence[str]
    ) -> Mapping[str, Found]:
        """A product whose SKU differs in case only is found too, with its spelling in 'sku'."""
        if _known(endpoint.entity) == "stock":
            return self._stock.find(keys, names)
        return self._products.find(keys, names)

    def write(self, endpoint: Endpoint, writes: Sequence[Write]) -> Sequence[Answer | RecordError]:
        if _known(endpoint.entity) == "stock":
            return self._stock.write(writes)
        return [self._product(each) for each in writes]

    def _product(self, write: Write) -> Answer | RecordError:
        try:
            return self._products.write(write)
        except RecordError as error:
            return error


def _known(entity: str) -> str:
    if entity not in ("products", "stock"):
        raise RunError(f"Magento 2 has no target {entity!r}, only products and stock.")
    return entity
