"""Customers and contact persons of NAV and of the EU shop, as tests speak of them."""

from collections.abc import Mapping
from typing import Any

from world import World

from navmage_dash.actions import options
from navmage_dash.db import connections, records
from navmage_dash.db.records import Happening

TO_NAV, TO_MAGENTO = "customer-add-to-nav", "customer-add-to-magento"
PERSON_TO_NAV, PERSON_TO_MAGENTO = "contact-add-to-nav", "contact-add-to-magento"
GUESTS = "guest-customer-add-to-nav"
COMPANY = "10000"  # of NAV, with a ship-to address STORE: Alder & Finch Ltd., Margaret Finch
ALONE = "11000"  # without one
ADA, BO = "ada@example.com", "bo@example.com"
ELSEWHERE = {
    "firstname": "Annabella",
    "lastname": "Byron",
    "street": ["2 Hall Road"],
    "city": "Kirkby",
    "postcode": "KB1",
    "country_id": "GB",
    "telephone": "+44 2",
}


class People:
    """Those of one shop."""

    def __init__(self, world: World, name: str = "eu") -> None:
        self.world, self.nav, self.name = world, world.nav, name

    @property
    def guid(self) -> str:
        return self.world.connection(self.name).guid

    def choose(self, **values: str) -> None:
        """Options of the connection's scenarios."""
        options.put(self.world.parts, self.world.connection(self.name), values)

    def connect(self, **values: Any) -> None:
        """Columns of the connection: two_way, priority."""
        connections.change(self.world.db, self.world.connection(self.name).id, values)

    def carry(self, *scenarios: str, full: bool = False) -> dict[str, int]:
        """What became of the records, of all these scenarios together."""
        done = self.world.sync(self.name, *scenarios, full=full)
        total: dict[str, int] = {}
        for counted in done.values():
            for name, n in counted.items():
                total[name] = total.get(name, 0) + n
        return total

    def to_nav(self, *, full: bool = False) -> dict[str, int]:
        return self.carry(TO_NAV, full=full)

    def to_magento(self, *, full: bool = False) -> dict[str, int]:
        return self.carry(TO_MAGENTO, full=full)

    def happened(self, scenario: str, key: str) -> Happening:
        """The last thing that became of a record."""
        connection = self.world.connection(self.name)
        return records.history(self.world.db, connection.id, scenario, key)[0]

    def reason(self, scenario: str, key: str | int) -> str:
        return self.world.record(self.name, scenario, str(key)).reason

    # In NAV

    def only(self, service: str, **where: Any) -> dict[str, Any]:
        [row] = self.nav.rows(service, **where)
        return row

    def card(self, no: str) -> dict[str, Any]:
        return self.only("CustomerCard", No=no)

    def line(self, no: str) -> dict[str, Any]:
        return self.only("webapplicationcustomerdata", CustomerNo=no)

    def no_of(self, account: Mapping[str, Any]) -> str:
        row = self.only("webapplicationcustomerdata", WebCustomerId=str(account["id"]))
        return str(row["CustomerNo"])

    def ship_to(self, no: str) -> dict[str, dict[str, Any]]:
        return {row["Code"]: row for row in self.nav.rows("ShipToAddress", Customer_No=no)}

    def edit(self, no: str, **values: Any) -> None:
        """On the Customer Card."""
        self.nav.set("CustomerCard", {"No": no}, values)

    def edit_details(self, no: str, **values: Any) -> None:
        self.nav.set("webcustomerdetails", {"No": no}, values)

    def edit_ship_to(self, no: str, code: str, **values: Any) -> None:
        self.nav.set("ShipToAddress", {"Customer_No": no, "Code": code}, values)

    # In Magento

    def of(self, no: str) -> dict[str, Any]:
        """The account of a customer of NAV."""
        found = self.world.shop(self.name).act("customer", {"id": self.world.web_id(no)})
        assert found is not None
        return dict(found)

    def register(self, email: str = ADA, **values: Any) -> dict[str, Any]:
        return self.world.register(self.name, email, **values)

    def again(self, account: Mapping[str, Any]) -> dict[str, Any]:
        """As it is by now."""
        return dict(self.world.shop(self.name).act("customer", {"id": account["id"]}))

    def change(self, account: Mapping[str, Any], **values: Any) -> None:
        self.world.edit_account(self.name, int(account["id"]), **values)

    def move(self, account: Mapping[str, Any], at: int = 0, **values: Any) -> None:
        """Change one of its addresses."""
        rows = [dict(each) for each in self.again(account)["addresses"]]
        rows[at].update(values)
        self.change(account, addresses=rows)

    def written(self) -> list[str]:
        """The calls that changed something in the shop, since they were last asked for."""
        calls = self.world.calls(self.name)
        return [each for each in calls if each.split()[0] != "GET" and "token" not in each]


def address_of(account: Mapping[str, Any], city: str) -> dict[str, Any]:
    [found] = [each for each in account["addresses"] if each["city"] == city]
    return dict(found)
