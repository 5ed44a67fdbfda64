"""A running Magento 2 of the sandbox with a client that has signed in, for its tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import requests

from navmage_dash.sandbox import company
from navmage_dash.sandbox.magento2 import Magento2
from navmage_dash.sandbox.server import Server

SIGN_IN = {"username": company.MAGENTO_USER, "password": company.MAGENTO_PASSWORD}
SKU = "/rest/all/V1/products/1000"


class Shop:
    """A running sandbox with a client that has signed in."""

    def __init__(self, magento: Magento2) -> None:
        self.magento = magento
        self.server = Server(magento).start()
        self.http = requests.Session()
        self.sign_in()

    def sign_in(self) -> None:
        token = self.call("POST", "/rest/V1/integration/admin/token", SIGN_IN).json()
        self.http.headers["Authorization"] = f"Bearer {token}"

    def call(self, method: str, path: str, body: Any = None) -> requests.Response:
        return self.http.request(method, self.server.url + path, json=body, timeout=5)

    def get(self, path: str) -> Any:
        return self.call("GET", path).json()

    def create(self, sku: str = "1000", **more: Any) -> requests.Response:
        product = {"sku": sku, "name": f"Item {sku}", "attribute_set_id": 4, "price": 10} | more
        return self.call("POST", "/rest/all/V1/products", {"product": product})

    def put(self, store: str, **product: Any) -> Any:
        path = f"/rest/{store}/V1/products/1000".replace("//", "/")
        return self.call("PUT", path, {"product": product}).json()

    def stop(self) -> None:
        self.http.close()
        self.server.stop()


@contextmanager
def running(magento: Magento2) -> Iterator[Shop]:
    shop = Shop(magento)
    try:
        yield shop
    finally:
        shop.stop()


def row(sku: str, quantity: float) -> dict[str, Any]:
    return {"sku": sku, "source_code": "default", "quantity": quantity, "status": 1}
