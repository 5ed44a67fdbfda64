"""The whole sandbox: NAV, a Magento 2 for the EU, one for the US, an outlet on Magento 1."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from navmage_dash.sandbox import company
from navmage_dash.sandbox.company import Shop
from navmage_dash.sandbox.magento1 import Magento1
from navmage_dash.sandbox.magento2 import Magento2
from navmage_dash.sandbox.nav import Nav
from navmage_dash.sandbox.server import Platform, Server

NAMES = ("nav", "eu", "us", "outlet")


@dataclass(frozen=True)
class World:
    nav: Server
    shops: Sequence[tuple[Shop, Server]]

    @property
    def servers(self) -> Mapping[str, Server]:
        return dict(zip(NAMES, (self.nav, *(server for _, server in self.shops)), strict=True))

    def connection_files(self) -> list[dict[str, Any]]:
        """As `connection add` takes them. NAV's seeded lines name the shops by these GUIDs."""
        return [_nav(self.nav), *(_magento(shop, server) for shop, server in self.shops)]

    def connection_id(self, name: str) -> str:
        """NAV's ConnectionId of a shop, by the sandbox's name for it."""
        return dict(zip(NAMES[1:], (shop.guid for shop, _ in self.shops), strict=True))[name]

    def stop(self) -> None:
        for server in self.servers.values():
            server.stop()


def start_world(
    port: int = 0, items: int = 60, orders: int = 0, seed: int = 1, configurables: int = 0
) -> World:
    """Servers on 127.0.0.1, at `port` and those that follow; 0: at any that are free.

    Raises OSError where a port is taken; then none is left running.
    """
    platforms: list[Platform] = [
        Nav(company.SHOPS, items, orders, seed, configurables=configurables)
    ]
    platforms += [_platform(shop, seed) for shop in company.SHOPS]
    running: list[Server] = []
    try:
        for n, platform in enumerate(platforms):
            running.append(Server(platform, port + n if port else 0).start())
    except OSError:
        for server in running:
            server.stop()
        raise
    nav, *shops = running
    return World(nav, tuple(zip(company.SHOPS, shops, strict=True)))


def _platform(shop: Shop, seed: int) -> Platform:
    return Magento2(shop, seed=seed) if shop.platform == "magento2" else Magento1(shop)


def _nav(server: Server) -> dict[str, Any]:
    return {
        "name": "NAV",
        "kind": "nav",
        "url": f"{server.url}/DynamicsNAV100/WS",
        "company": company.COMPANY,
        "auth": "basic",
        "user": company.USER,
        "key": company.KEY,
    }


def _magento(shop: Shop, server: Server) -> dict[str, Any]:
    one = shop.platform == "magento1"
    wsi = isinstance(server.platform, Magento1) and server.platform.wsi
    return {
        **({"wsi": True} if wsi else {}),
        "two_way": True,
        "name": shop.name,
        "kind": "magento",
        "platform": shop.platform,
        "url": f"{server.url}/api/v2_soap/?wsdl=1" if one else server.url,
        "user": company.MAGENTO1_USER if one else company.MAGENTO_USER,
        "key": company.MAGENTO1_KEY if one else company.MAGENTO_PASSWORD,
        "website": "all",
        "connection_id": shop.guid,
    }
