"""A Magento 2.4.7 of the sandbox: one shop of the company, on the wire as a real one was recorded.

    Server(Magento2(company.EU)).start()

Left out, because nothing here calls it: customers' carts, async bulk, calls by SOAP.
"""

import re
import threading
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from navmage_dash.sandbox import company
from navmage_dash.sandbox.faults import Fault
from navmage_dash.sandbox.magento2 import admin, pages, refusal, state, wire
from navmage_dash.sandbox.magento2.auth import Keys
from navmage_dash.sandbox.magento2.refusal import Refusal
from navmage_dash.sandbox.magento2.rest import Rest
from navmage_dash.sandbox.server import Request, Response

REST = re.compile(r"^(/index\.php)?/rest(/|$)")
PRODUCT = re.compile(r"/V1/products(/[^/]+)?$")
PRICES = ("base-prices", "special-price", "tier-prices", "cost")
DEADLOCK = "Could not save Source Item Configuration"


def _utc() -> datetime:
    return datetime.now(UTC)


class Magento2:
    """A server.Platform. `now` is its clock; set it to let time pass.

    seed: kept for the sandbox's common signature; nothing in here is random.
    msi=False: a shop without Multi Source Inventory. bearer=True: integration tokens are
    accepted as Bearer (oauth/consumer/enable_integration_as_bearer, off in a fresh Magento).
    """

    def __init__(
        self, shop: company.Shop, seed: int = 1, msi: bool = True, bearer: bool = False
    ) -> None:
        self.now: Callable[[], datetime] = _utc
        self.seed = seed
        self.shop = state.built(shop, f"{_utc():%Y-%m-%d %H:%M:%S}", msi=msi)
        self.keys = Keys(shop, lambda: self.now(), bearer)
        self._rest = Rest(self.shop, self.keys)
        self._lock = threading.RLock()

    @property
    def consumer_key(self) -> str:
        return self.keys.full.consumer_key

    @property
    def consumer_secret(self) -> str:
        return self.keys.full.consumer_secret

    @property
    def token(self) -> str:
        return self.keys.full.token

    @property
    def token_secret(self) -> str:
        return self.keys.full.token_secret

    def handle(self, request: Request) -> Response:
        """One request at a time: a real one's transactions, with no deadlocks of their own."""
        path = request.path
        with self._lock:
            if REST.match(path):
                return self._rest.answer(request, self.now())
        return pages.other(request, self.shop.seed.name)

    def refuse(self, fault: Fault, request: Request) -> Response:
        stock = request.path.endswith("inventory/source-items")
        if fault.kind == "deadlock":
            # A deadlock is a 400 where a product is saved and a 500 where stock is, as recorded.
            saved = PRODUCT.search(request.path) and not request.path.endswith(PRICES)
            return _refused(Refusal(DEADLOCK) if saved else refusal.report())
        if fault.kind == "poison":
            product = "The product was unable to be saved. Please try again."
            return _refused(Refusal("Could not save Source Item" if stock else product))
        return _refused(_by_status(int(fault.value or 500)))

    def expire_sessions(self) -> None:
        self.keys.expire()

    @property
    def controls(self) -> Mapping[str, Callable[[dict[str, Any]], Any]]:
        def locked(name: str) -> Callable[[dict[str, Any]], Any]:
            return lambda wanted: self.act(name, wanted)

        return {name: locked(name) for name in admin.ACTIONS}

    def act(self, name: str, wanted: dict[str, Any]) -> Any:
        """What a person does in the admin, or what a test wants to see: see admin.py."""
        try:
            with self._lock:
                done = admin.ACTIONS[name](self.shop, wanted, self._stamp())
        except Refusal as refusal:
            raise ValueError(f"{name}: {refusal.body}") from refusal
        return wire.decode(wire.encode(done))

    def add_simple_products(self, skus: Iterable[str]) -> None:
        with self._lock:
            admin.add_simple_products(self.shop, skus, self._stamp())

    def product(self, sku: str) -> Any:
        return self.act("product", {"sku": sku})

    def stock(self, sku: str) -> Any:
        return self.act("stock", {"sku": sku})

    def _stamp(self) -> str:
        return f"{self.now():%Y-%m-%d %H:%M:%S}"


def _refused(wrong: Refusal) -> Response:
    return wire.answer(wrong.body, status=wrong.status)


def _by_status(status: int) -> Refusal:
    if status == 401:
        return refusal.unauthorised("Magento_Catalog::products")
    if status == 404:
        return refusal.no_route()
    if status == 500:
        return refusal.report()
    return Refusal(f"The request was answered with {status}.", status=status)
