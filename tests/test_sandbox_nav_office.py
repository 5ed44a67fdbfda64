"""One NAV of the sandbox with its clients, for the tests beside this one."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape

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

    def post(self, service: str, body: str, action: str = "") -> requests.Response:
        headers = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": action}
        return self.session.post(
            self.address(service), data=body.encode(), headers=headers, timeout=10
        )

    def service(self, name: str, kind: str = "Page") -> Any:
        transport = Transport(session=self.session, timeout=10, operation_timeout=10)
        client = zeep.Client(
            self.address(name, kind), transport=transport, settings=zeep.Settings(strict=True)
        )
        space = f"urn:microsoft-dynamics-schemas/{kind.lower()}/"
        space += name.lower() if kind == "Page" else name
        return client.create_service(f"{{{space}}}{name}_Binding", self.address(name, kind))


def call(space: str, operation: str, inner: str) -> str:
    return (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
        f'<{operation} xmlns="urn:microsoft-dynamics-schemas/page/{space}">{inner}</{operation}>'
        "</s:Body></s:Envelope>"
    )


def filtered(field: str, criteria: str) -> str:
    inner = f"<Field>{field}</Field><Criteria>{escape(criteria)}</Criteria>"
    return f"<filter>{inner}</filter><setSize>0</setSize>"


def due(connection: str, **more: str) -> list[dict[str, str]]:
    wanted = {"ConnectionId": connection, "WebSyncFlag": "F", **more}
    return [{"Field": name, "Criteria": criteria} for name, criteria in wanted.items()]


def flags(office: Office, item: str, flag: str = "WebSyncFlag") -> dict[str, str]:
    rows = office.nav.rows("webapplicationproductdata", ItemNo=item)
    return {row["ConnectionName"]: row[flag] for row in rows}


def settle(office: Office, item: str) -> None:
    for shop in (EU, US):
        done = {"WebSyncFlag": "T", "WebStockFlag": "T", "WebPriceSyncFlag": "T"}
        key = {"ItemNo": item, "ConnectionId": shop.guid}
        office.nav.set("webapplicationproductdata", key, done)
    assert flags(office, item) == {EU.name: "T", US.name: "T"}


@pytest.fixture(scope="module")
def shared() -> Iterator[Office]:
    """For tests that only look."""
    opened = Office()
    yield opened
    opened.close()


def test_every_service_loads_in_zeep_and_answers(shared: Office) -> None:
    for name in shared.nav.pages:
        rows = shared.service(name).ReadMultiple(filter=[{"Field": "", "Criteria": ""}], setSize=2)
        assert rows is None or 1 <= len(rows) <= 2, name
    for name in ("aecutility", "insync_import"):
        assert shared.service(name, "Codeunit")
