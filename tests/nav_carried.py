"""Records that are spread over several pages of NAV, and a NAV that notes what is asked of it."""

from collections.abc import Mapping
from typing import Any

from nav_office import EU, Office

from navmage_dash.errors import RecordError
from navmage_dash.sandbox.nav import Nav
from navmage_dash.sandbox.nav.faults import TYPES, envelope
from navmage_dash.sandbox.server import Request, Response
from navmage_dash.sync.mapping import differences
from navmage_dash.sync.records import Answer, Fields, Found, Write
from navmage_dash.sync.scenario import Endpoint
from navmage_dash.systems.nav_target import NavTarget

ITEM: Fields = {
    "No": "MUG-1",
    "Description": "Mug",
    "Unit_Price": "9.5",
    "Base_Unit_of_Measure": "PCS",
    "Blocked": "0",
    "details.WebAttributeSetId": "9",
    "details.WebProductType": "Simple",
    "details.WebItemFlag": "1",
    "websites.10000.WebSiteId": "1",
    "websites.20000.WebSiteId": "2",
    "attributes.10000.AttributeName": "color",
    "categories.10000.CategoryId": "7",
    "web.WebId": "4711",
    "web.WebSyncFlag": "T",
}
CUSTOMER: Fields = {
    "No": "W852",
    "Name": "Ada Byron",
    "City": "London",
    "Country_Region_Code": "GB",
    "details.WebCustomerFlag": "1",
    "details.WebSiteId": "2",
    "details.B2B": "0",
    "ship_to.A1.Name": "Ada at work",
    "ship_to.A1.City": "Leeds",
    "ship_to.N.2.City": "York",
    "web_ship_to.A1.WebAddressId": "31",
    "web_ship_to.A1.WebSyncFlag": "T",
    "web_ship_to.N.2.WebAddressId": "32",
    "web_ship_to.N.2.WebSyncFlag": "T",
    "web.WebCustomerId": "852",
    "web.WebSyncFlag": "T",
}
CONTACT: Fields = {
    "No": "CTW9",
    "Name": "Bo Berg",
    "Type": "Person",
    "Company_No": "CT100000",
    "details.WebContactFlag": "1",
    "details.WebSiteId": "2",
    "web.WebContactId": "9",
    "web.ContactType": "Person",
    "web.WebSyncFlag": "T",
}
ORDER: Fields = {
    "External_Document_No": "EU-000000761",
    "Sell_to_Customer_No": "10000",
    "Order_Date": "2026-11-20",
    "lines.10000.Type": "Item",
    "lines.10000.No": "1001",
    "lines.10000.Quantity": "2",
    "lines.10000.Unit_Price": "100",
    "lines.20000.Type": "Charge_Item",
    "lines.20000.No": "S-FREIGHT",
    "lines.20000.Quantity": "1",
    "lines.20000.Unit_Price": "5.5",
    "web_lines.10000.ItemNo": "1001",
    "web_lines.10000.WebOrderItemId": "90",
    "web.WebIncrementId": "000000761",
    "web.WebOrderId": "761",
    "web.WebSyncFlag": "T",
}
RECORDS: Mapping[str, Fields] = {
    "items": ITEM,
    "customers": CUSTOMER,
    "contacts": CONTACT,
    "orders": ORDER,
}
ROOTS = {
    "items": ("ItemCard", "No"),
    "customers": ("CustomerCard", "No"),
    "contacts": ("ContactCard", "No"),
    "orders": ("SalesOrder", "External_Document_No"),
}
NO_HEADER = (
    "The Sales Header does not exist. Identification fields and values: "
    "Document Type='Order',No.=''"
)


class Watched(Nav):
    """Notes every write. headers_first: a copy of page 42 that takes no lines in its Create."""

    def __init__(self, *, headers_first: bool = False, **more: Any) -> None:
        super().__init__(**more)
        self.writes: list[str] = []
        self._headers_first = headers_first

    def handle(self, request: Request) -> Response:
        operation = request.headers.get("SOAPAction", "").strip('"').rpartition(":")[2]
        service = request.path.rpartition("/")[2]
        if operation.startswith(("Create", "Update")):
            self.writes.append(f"{operation.removesuffix('Multiple')} {service}")
        if self._headers_first and operation.startswith("Create") and b"SalesLines" in request.body:
            fault = envelope(f"{TYPES}NavCSideRecordNotFoundException", NO_HEADER)
            return Response(500, fault, "text/xml; charset=utf-8")
        return super().handle(request)

    def written(self) -> list[str]:
        """Since it was last asked."""
        noted, self.writes = self.writes, []
        return noted


class Carrying:
    """One kind of record on its way to NAV, as the engine would carry it."""

    def __init__(self, office: Office, entity: str, connection: Any = EU) -> None:
        self.target = NavTarget(office.client, connection.guid, connection.name)
        self.endpoint = Endpoint("nav", entity, ("No",))
        self.entity = entity

    def find(self, fields: Fields) -> Found | None:
        return self.target.find(self.endpoint, ["k"], list(fields), {"k": fields}).get("k")

    def send(self, fields: Fields) -> Answer | RecordError | None:
        """Find, plan and write; None where there is nothing to send."""
        found = self.find(fields)
        changes = differences(found.fields if found else {}, fields)
        if not changes:
            return None
        remote_id = found.remote_id if found else ""
        return self.write(fields, changes, "update" if found else "create", remote_id)

    def create(self, fields: Fields) -> Answer | RecordError | None:
        return self.write(fields, differences({}, fields), "create")

    def write(
        self, fields: Fields, changes: Any, action: Any, remote_id: str = ""
    ) -> Answer | RecordError:
        write = Write(key="k", action=action, fields=fields, changes=changes, remote_id=remote_id)
        (answer,) = self.target.write(self.endpoint, [write])
        return answer


def taken(answer: Any) -> Answer:
    assert isinstance(answer, Answer), answer
    return answer
