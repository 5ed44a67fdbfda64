"""A Magento 1 of the sandbox on a port, and our client of it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from navmage_dash.sandbox import company
from navmage_dash.sandbox.magento1 import Magento1
from navmage_dash.sandbox.server import Request, Response, Server
from navmage_dash.secret import Secret
from navmage_dash.sync.mapping import differences
from navmage_dash.sync.records import Fields, Found, Write
from navmage_dash.sync.scenario import Endpoint
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
NONE: Mapping[str, str | None] = {}


class Outlet:
    def __init__(self, *, wsi: bool = False, bridge: bool = False) -> None:
        namespace = "urn:Magento" if bridge else "urn:OpenMage"  # which the bridge is made for
        self.magento = Magento1(SHOP, wsi, bridge, namespace)
        self.magento.handle = self._handle  # type: ignore[method-assign]
        self.calls: list[str] = []  # the operations that were called
        self.then: Callable[[str], None] = lambda operation: None  # after each answer
        self.server = Server(self.magento).start()
        self._opened: list[Magento1Client] = []
        self.client = self.open()
        self.target = Magento1Target(self.client)

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

    def find(self, entity: str, key: str, fields: Fields, wanted: Fields = NONE) -> Found | None:
        """As another run would: nothing is known of what this one has seen."""
        asked = {key: {**fields, **wanted}}
        endpoint = Endpoint("magento", entity, ("sku",))
        return Magento1Target(self.client).find(endpoint, [key], list(fields), asked).get(key)

    def plan(self, entity: str, key: str, fields: Fields, beside: Fields = NONE) -> Write:
        """Find, compare."""
        there = self.find(entity, key, fields)
        return Write(
            key=key,
            action="update" if there else "create",
            fields=fields,
            changes=differences(there.fields if there else {}, fields),
            remote_id=there.remote_id if there else "",
            beside=beside,
        )

    def put(self, entity: str, key: str, fields: Fields, beside: Fields = NONE) -> Any:
        (answer,) = self.write(entity, self.plan(entity, key, fields, beside))
        return answer

    def write(self, entity: str, *writes: Write) -> list[Any]:
        return list(self.target.write(Endpoint("magento", entity, ("sku",)), writes))

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
