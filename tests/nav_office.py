"""A NAV of the sandbox on a port, our client of it, and what a person there can look up."""

from pathlib import Path
from typing import Any

from navmage_dash.sandbox import company
from navmage_dash.sandbox.nav import Nav
from navmage_dash.sandbox.server import Server
from navmage_dash.secret import Secret
from navmage_dash.sync.scenario import Condition
from navmage_dash.systems.nav import NavClient
from navmage_dash.systems.open import open_nav
from navmage_dash.systems.patience import Patience
from navmage_dash.systems.settings import NavSettings

EU = company.EU
FLAGS = "webapplicationproductdata"
MINE = Condition("ConnectionId", "=", EU.guid)


class Office:
    def __init__(self, folder: Path, nav: Nav | None = None) -> None:
        self.nav = nav or Nav(items=60)
        self.server = Server(self.nav).start()
        self.folder = folder
        self._opened: list[NavClient] = []
        self.client = self.open()

    def __enter__(self) -> "Office":
        return self

    def __exit__(self, *_: object) -> None:
        for client in self._opened:
            client.session.close()
        self.server.stop()

    def open(self, **more: Any) -> NavClient:
        given: dict[str, Any] = {
            "url": f"{self.server.url}/DynamicsNAV100/WS",
            "company": company.COMPANY,
            "user": company.USER,
            "password": Secret(company.KEY),
        }
        patience = Patience(tries=3, wait=lambda seconds: None)
        client = open_nav(NavSettings(**given | more), patience, self.folder / "wsdl")
        self._opened.append(client)
        return client

    def flags(self, **where: str) -> list[dict[str, Any]]:
        return self.nav.rows(FLAGS, ConnectionId=EU.guid, **where)

    def read(self) -> list[Any]:
        return [row for page in self.client.pages(FLAGS, [MINE]) for row in page]

    def posts(self) -> int:
        return sum(count for call, count in self.server.calls.items() if call.startswith("POST"))
