"""A Magento 1 of the sandbox on a port, and our client of it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from navmage_dash.sandbox import company
from navmage_dash.sandbox.magento1 import Magento1
from navmage_dash.sandbox.server import Request, Response, Server
from navmage_dash.secret import Secret
from navmage_dash.systems.magento1 import Magento1Client
from navmage_dash.systems.open import open_magento1
from navmage_dash.systems.patience import Patience
from navmage_dash.systems.settings import MagentoSettings

CALLED = re.compile(rb"Body><(?:\w+:)?(\w+?)(?:RequestParam|Param)?[ >/]")
START = datetime(2026, 11, 20, 12, tzinfo=UTC)
FLAVOURS: dict[str, dict[str, Any]] = {
    "rpc": {},
    "wsi": {"wsi": True},
    "bridge": {"bridge": True, "namespace": "urn:Magento"},
    "bridge-wsi": {"bridge": True, "wsi": True, "namespace": "urn:Magento"},
}


class Outlet:
    """flavour: 'rpc', 'wsi', 'bridge', 'bridge-wsi'."""

    def __init__(self, flavour: str = "rpc") -> None:
        self.magento = Magento1(company.OUTLET, **FLAVOURS[flavour])
        self.magento.handle = self._handle  # type: ignore[method-assign]
        self.calls: list[str] = []  # the operations that were called
        self.then: Callable[[str], None] = lambda operation: None  # after each answer
        self.at(0)
        self.server = Server(self.magento).start()
        self._opened: list[Magento1Client] = []
        self.client = self.open()

    def __enter__(self) -> "Outlet":
        return self

    def __exit__(self, *_: object) -> None:
        for client in self._opened:
            client.session.close()
        self.server.stop()

    def open(self) -> Magento1Client:
        url = f"{self.server.url}/api/v2_soap/?wsdl=1"
        user, key = company.MAGENTO1_USER, Secret(company.MAGENTO1_KEY)
        settings = MagentoSettings(url=url, user=user, key=key, wsi=self.magento.wsi)
        client = open_magento1(settings, Patience(tries=3, wait=lambda seconds: None))
        self._opened.append(client)
        return client

    def at(self, seconds: int) -> None:
        """It is so many seconds after the start."""
        self.magento.now = lambda: START + timedelta(seconds=seconds)

    def _handle(self, request: Request) -> Response:
        answer = Magento1.handle(self.magento, request)
        if called := CALLED.search(request.body):
            self.calls.append(called[1].decode())
            self.then(self.calls[-1])
        return answer


def shown(seconds: int) -> str:
    return f"{START + timedelta(seconds=seconds):%Y-%m-%d %H:%M:%S}"
