"""The sandbox's NAV over real sockets, with the libraries that real clients use."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
import requests
import zeep
from zeep.transports import Transport

from navmage_dash.sandbox.company import COMPANY, EU, KEY, US, USER
from navmage_dash.sandbox.nav import Nav
from navmage_dash.sandbox.server import Server


class Office:
    """One NAV on a port, and the zeep services that talk to it."""

    def __init__(self, **options: Any) -> None:
        self.nav = Nav(**options)
        self.server = Server(self.nav).start()
        self.session = requests.Session()
        self.session.auth = (USER, KEY)

    def close(self) -> None:
        self.session.close()
        self.server.stop()

    def address(self, service: str, kind: str = "Page", company: str = COMPANY) -> str:
        return f"{self.server.url}/DynamicsNAV100/WS/{quote(company, safe='')}/{kind}/{service}"

    def service(self, name: str, kind: str = "Page") -> Any:
        transport = Transport(session=self.session, timeout=10, operation_timeout=10)
        client = zeep.Client(
            self.address(name, kind), transport=transport, settings=zeep.Settings(strict=True)
        )
        space = f"urn:microsoft-dynamics-schemas/{kind.lower()}/"
        space += name.lower() if kind == "Page" else name
        return client.create_service(f"{{{space}}}{name}_Binding", self.address(name, kind))


@pytest.fixture
def office() -> Iterator[Office]:
    opened = Office()
    yield opened
    opened.close()


def due(connection: str, **more: str) -> list[dict[str, str]]:
    wanted = {"ConnectionId": connection, "WebSyncFlag": "F", **more}
    return [{"Field": name, "Criteria": criteria} for name, criteria in wanted.items()]


def test_every_item_of_the_seed_is_due_for_the_first_two_shops(office: Office) -> None:
    service = office.service("webapplicationproductdata")
    for shop in (EU, US):
        rows = service.ReadMultiple(filter=due(shop.guid), setSize=0)
        assert len(rows) == 60
        assert {row.WebId for row in rows} == {None}


def test_what_is_written_back_makes_the_key_stale(office: Office) -> None:
    service = office.service("webapplicationproductdata")
    row = service.ReadMultiple(filter=due(EU.guid), setSize=1)[0]
    written = service.Update({"Key": row.Key, "WebId": "17", "WebSyncFlag": "T"})
    assert (written.WebId, written.WebSyncFlag) == ("17", "T")
    with pytest.raises(zeep.exceptions.Fault, match="Other user has modified"):
        service.Update({"Key": row.Key, "WebId": "18"})
    assert office.nav.rows("webapplicationproductdata", WebId="18") == []
