"""The extension's code for customers, contacts and ship-to addresses: which lines a change is for.

A customer with WebCustomerFlag and a ConnectionId in its details gets its application line, and so
do its ship-to addresses; a contact likewise. A line that is there already stays as it is when the
details are added: who put it in with T has the record from the shop.
"""

from collections.abc import Mapping
from typing import Any

from navmage_dash.sandbox.nav import extension as ext
from navmage_dash.sandbox.nav import marketing, standard
from navmage_dash.sandbox.nav.data import Data, equal
from navmage_dash.sandbox.nav.flagging import DUE, raise_flags
from navmage_dash.sandbox.nav.tables import Row

Changed = Mapping[str, Any]


def customer_added(data: Data, new: Row) -> None:
    marketing.add_company(data, new)


def customer_changed(data: Data, old: Row, changed: Changed) -> None:
    marketing.company_follows(data, old, changed)
    _customer_due(data, old["No"])


def customer_details_added(data: Data, new: Row) -> None:
    key = (new["No"], new["ConnectionId"])
    if not (new["WebCustomerFlag"] and new["ConnectionId"]):
        return
    if data.one(ext.APPLICATION_CUSTOMER, key) is None:
        line = {"CustomerNo": new["No"], **_connection(new), "WebCustomerFlag": 1}
        data.insert(ext.APPLICATION_CUSTOMER, {"ApplicationId": 1, **line, **DUE})
    for address in data.select(standard.SHIP_TO_ADDRESS, equal({"Customer_No": new["No"]})):
        _ship_to_line(data, address, new)


def customer_details_changed(data: Data, old: Row, changed: Changed) -> None:
    _customer_due(data, old["No"])
    if "WebCustomerFlag" in changed:
        follows = {"WebCustomerFlag": changed["WebCustomerFlag"]}
        data.update(ext.APPLICATION_CUSTOMER, equal({"CustomerNo": old["No"]}), follows)
    customer_details_added(data, {**old, **changed})


def contact_changed(data: Data, old: Row, changed: Changed) -> None:
    raise_flags(data, ext.APPLICATION_CONTACT, {"ContactNo": old["No"]}, DUE)


def contact_details_added(data: Data, new: Row) -> None:
    key = (new["No"], new["ConnectionId"])
    wanted = new["WebContactFlag"] and new["ConnectionId"]
    if wanted and data.one(ext.APPLICATION_CONTACT, key) is None:
        contact = data.one(standard.CONTACT, (new["No"],))
        line = {"ContactNo": new["No"], **_connection(new), "WebContactFlag": 1}
        line["ContactType"] = contact["Type"] if contact else marketing.PERSON
        data.insert(ext.APPLICATION_CONTACT, {"ApplicationId": 1, **line, **DUE})


def contact_details_changed(data: Data, old: Row, changed: Changed) -> None:
    contact_changed(data, old, changed)
    if "WebContactFlag" in changed:
        follows = {"WebContactFlag": changed["WebContactFlag"]}
        data.update(ext.APPLICATION_CONTACT, equal({"ContactNo": old["No"]}), follows)
    contact_details_added(data, {**old, **changed})


def ship_to_added(data: Data, new: Row) -> None:
    of_customer = equal({"CustomerNo": new["Customer_No"]})
    for line in data.select(ext.APPLICATION_CUSTOMER, of_customer):
        _ship_to_line(data, new, line)
    _customer_due(data, new["Customer_No"])


def ship_to_changed(data: Data, old: Row, changed: Changed) -> None:
    """The shop has its addresses with the customer, so this is due as well."""
    raise_flags(data, ext.SHIP_TO, _address(old), DUE)
    ship_to_added(data, old)


def ship_to_deleted(data: Data, row: Row) -> None:
    data.delete(ext.SHIP_TO, equal(_address(row)))
    _customer_due(data, row["Customer_No"])


def _customer_due(data: Data, customer: str) -> None:
    raise_flags(data, ext.APPLICATION_CUSTOMER, {"CustomerNo": customer}, DUE)


def _ship_to_line(data: Data, address: Row, line: Row) -> None:
    new = {**_address(address), **_connection(line)}
    if data.one(ext.SHIP_TO, tuple(new[name] for name in ext.SHIP_TO.key)) is None:
        data.insert(ext.SHIP_TO, {**new, **DUE})


def _address(row: Row) -> dict[str, Any]:
    return {"CustomerNo": row["Customer_No"], "Code": row["Code"]}


def _connection(row: Row) -> dict[str, Any]:
    return {name: row[name] for name in ("ConnectionId", "ConnectionName")}
