"""A Magento 1 of the sandbox on a port, and our client of it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Self

from engine import Engine

from navmage_dash.sandbox import company
from navmage_dash.sandbox.magento1 import Magento1
from navmage_dash.sandbox.server import Request, Response, Server
from navmage_dash.secret import Secret
from navmage_dash.systems.magento1 import Magento1Client
from navmage_dash.systems.magento1_target import Magento1Target
from navmage_dash.systems.open import open_magento1
from navmage_dash.systems.patience import Patience
from navmage_dash.systems.settings import MagentoSettings

CALLED = re.compile(rb"Body><\w+:(\w+?)(?:RequestParam|Param)?[ >/]")
CHANGES = re.compile("(Create|Update|Remove|Delete|Product|SpecialPrice)$")
START = datetime(2026, 11, 20, 12, tzinfo=UTC)
FLAVOURS: Mapping[str, dict[str, bool]] = {
    "rpc": {},
    "wsi": {"wsi": True},
    "bridge": {"bridge": True},
    "bridge-wsi": {"bridge": True, "wsi": True},
}
SHOP = replace(company.OUTLET, base=0)  # its ids begin with 1


class Outlet(Engine[Magento1, Magento1Target]):
    def __init__(self, *, wsi: bool = False, bridge: bool = False) -> None:
        namespace = "urn:Magento" if bridge else "urn:OpenMage"  # which the bridge is made for
        self.magento = Magento1(SHOP, wsi, bridge, namespace)
        self.magento.handle = self._handle  # type: ignore[method-assign]
        self.calls: list[str] = []  # the operations that were called
        self.then: Callable[[str], None] = lambda operation: None  # after each answer
        self.server = Server(self.magento).start()
        self._opened: list[Magento1Client] = []
        self.client = self.open()
        self.target = self.another_run()

    def __enter__(self) -> Self:
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

    def another_run(self) -> Magento1Target:
        return Magento1Target(self.client)

    def writes(self) -> list[str]:
        """From now on the name of each operation that changes something."""
        return self._noted(CHANGES)

    def reads(self) -> list[str]:
        return self._noted(re.compile("List|Info|Tree"))

    def _noted(self, named: re.Pattern[str]) -> list[str]:
        seen: list[str] = []
        handle = self.magento.handle

        def note(request: Request) -> Response:
            found = CALLED.search(request.body)
            if found and named.search(name := found[1].decode()):
                seen.append(name)
            return handle(request)

        self.magento.handle = note  # type: ignore[method-assign]
        return seen


def shown(seconds: int) -> str:
    return f"{START + timedelta(seconds=seconds):%Y-%m-%d %H:%M:%S}"
