"""A Magento 2 of the sandbox on a port, and our client of it."""

from collections.abc import Mapping
from typing import Any

from engine import Engine
from goods import OAK_TABLE

from navmage_dash.sandbox import company
from navmage_dash.sandbox.magento2 import Magento2
from navmage_dash.sandbox.server import Server
from navmage_dash.secret import Secret
from navmage_dash.sync.mapping import differences
from navmage_dash.sync.records import Answer, Fields, Write
from navmage_dash.sync.scenario import Endpoint
from navmage_dash.systems.magento2 import Magento2Client
from navmage_dash.systems.magento2_target import Magento2Target
from navmage_dash.systems.open import open_magento2
from navmage_dash.systems.patience import Patience
from navmage_dash.systems.settings import MagentoSettings

PRODUCTS = Endpoint("magento", "products", ("sku",))
STOCK = Endpoint("magento", "stock", ("sku",))
TABLE: Mapping[str, Any] = {
    **OAK_TABLE,
    "attribute_set_id": "9",
    "description": "Solid oak",
    "custom.color": "9",
}


class Shop(Engine[Magento2, Magento2Target]):
    def __init__(self, magento: Magento2 | None = None) -> None:
        self.magento = magento or Magento2(company.EU)
        self.server = Server(self.magento).start()
        self._opened: list[Magento2Client] = []
        self.client = self.open()
        self.target = self.another_run()

    def __enter__(self) -> "Shop":
        return self

    def __exit__(self, *_: object) -> None:
        for client in self._opened:
            client.session.close()
        self.server.stop()

    def open(self, **more: Any) -> Magento2Client:
        given: dict[str, Any] = {
            "url": self.server.url,
            "user": company.MAGENTO_USER,
            "key": Secret(company.MAGENTO_PASSWORD),
        }
        patience = Patience(tries=3, wait=lambda seconds: None)
        client = open_magento2(MagentoSettings(**given | more), patience)
        self._opened.append(client)
        return client

    def another_run(self) -> Magento2Target:
        return Magento2Target(self.client)

    def found(self, key: str, names: Fields = TABLE) -> Fields:
        """As Magento has it, with our names."""
        return self.another_run().find(PRODUCTS, [key], list(names))[key].fields

    def create(self, fields: Fields = TABLE, **more: Any) -> Answer | Exception:
        whole = {**fields, **more}
        write = Write(
            key=str(whole["sku"]),
            action="create",
            fields=whole,
            changes=differences({}, whole),
        )
        (answer,) = self.target.write(PRODUCTS, [write])
        return answer

    def update(self, key: str, **changed: Any) -> Answer | Exception:
        """Find, compare, send what differs."""
        before = self.target.find(PRODUCTS, [key], list(TABLE))[key]
        after = {**before.fields, "sku": key, **changed}
        write = Write(
            key=key,
            action="update",
            fields=after,
            changes=differences(before.fields, after),
            remote_id=before.remote_id,
        )
        (answer,) = self.target.write(PRODUCTS, [write])
        return answer


def quantity(sku: str, number: str, source: str = "default") -> Write:
    fields = {"sku": sku, "source_code": source, "quantity": number, "status": "1"}
    return Write(key=sku, action="update", fields=fields, changes=differences({}, fields))
