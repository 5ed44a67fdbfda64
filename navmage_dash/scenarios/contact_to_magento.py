"""Contact Person Add (and Update) from NAV to Magento: people who buy for a customer.

Due are lines of AEC Application Contact of type Person with WebContactFlag and WebSyncFlag F. The
person gets an account of its own on its customer's website, which has to be in Magento first.
Source: pages 33064482, 5050, 33064481, 5061. Target: /V1/customers.
"""

from typing import Any

from navmage_dash.errors import RecordError, Waiting
from navmage_dash.scenarios import account, contact, customer, guests, people
from navmage_dash.scenarios.addresses import BILLING
from navmage_dash.scenarios.customer_to_magento import check_email
from navmage_dash.sync.mapping import Lookups, compute, constant, copy
from navmage_dash.sync.records import Row
from navmage_dash.sync.scenario import Condition, Endpoint, Join, Merge, Scenario

SOURCE = Endpoint("nav", contact.LINES, ("ContactNo",))
TARGET = Endpoint("magento", "customers", ("No",))


def _company_no(row: Row) -> list[str]:
    found = (row["card"] or {}).get("Company_No")
    return [str(found)] if found else []


def _customers(row: Row) -> list[str]:
    return customer.nos(contact.of_customers(row))


def _line_nos(row: Row) -> list[str]:
    return [*_customers(row), *customer.nos(row["namesakes"])]


JOINS = (
    Join("card", "ContactCard", "No", scoped=False, names=contact.CARD_NAMES),
    Join("details", "webcontactdetails", "No", scoped=False),
    contact.relations("Contact_No", _company_no),
    guests.namesakes(lambda row: [(row["card"] or {}).get("E_Mail")]),
    customer.lines_of(_line_nos),
    guests.sites(_line_nos),
    contact.twins("card"),
    contact.twin_lines(),
)


def company(row: Row) -> Row:
    """The application line of its customer, {} where that has none at this connection."""
    mine = str(row["ConnectionId"]).casefold()
    for no in _customers(row):
        for each in row["lines"]:
            if str(each["CustomerNo"]) == no and str(each["ConnectionId"]).casefold() == mine:
                found: Row = each
                return found
    return {}


def website(row: Row) -> str:
    """That of its customer."""
    no = str(company(row).get("CustomerNo"))
    return next((str(e.get("WebSiteId") or "") for e in row["sites"] if e["No"] == no), "")


def check(row: Row, lookups: Lookups) -> None:
    """Its customer is in Magento, and nobody else has its e-mail address."""
    no = row["ContactNo"]
    if row["card"] is None:
        raise RecordError(f"contact {no} is not on the Contact Card: it was deleted or renamed")
    numbers = _customers(row)
    if not numbers:
        raise RecordError(
            f"contact {no} is of no customer: its Company No. on the Contact Card must be the "
            "company contact of one"
        )
    if not company(row).get("WebCustomerId"):
        raise Waiting(f"waits for customer {numbers[0]}: it is not in this Magento yet")
    people.demand(row["card"], ("Name", "E_Mail"), f"contact {no}", "the Contact Card", lookups)
    check_email(row, "", website(row), f"contact {no}")
    for each in row["twin_lines"]:
        if each["ContactNo"] != no and (each.get("WebContactId") or each.get("WebContactFlag")):
            raise RecordError(
                f"contact {no} has the e-mail address of contact {each['ContactNo']}: in Magento "
                "each account needs one of its own. Change one of them"
            )


def own_email(row: Row, lookups: Lookups) -> str | None:
    """email of the account, which must be no other customer's"""
    whose, own = people.company_of(row, lookups), str(company(row).get("WebCustomerId"))
    known = row.get("WebContactId") and str(row["WebContactId"]) == str(row.get("id"))
    if not known and (str(row.get("id")) == own or whose not in (None, own)):
        raise ValueError(
            f"the account with its e-mail address is of customer {whose or own} in Magento: "
            "change one of the two e-mail addresses"
        )
    return people.held("E_Mail", row.get("email"))


def parent(row: Row, lookups: Lookups) -> dict[str, Any]:
    """the option's attribute: the id of its customer's account"""
    attribute = lookups["option"]["contact_attribute"]
    return {attribute: company(row["row"])["WebCustomerId"]}


def address(row: Row, lookups: Lookups) -> dict[str, Any]:
    """billing is the address on the card, where it is complete; company is Company_Name"""
    common = row["common"]
    if not all(common.get(name) for name in (*people.NEEDED, "Phone_No")):
        return {}
    made = account.all_addresses(row, lookups)
    own = made[f"{BILLING}.company"] or row["row"]["card"].get("Company_Name")
    return {**made, f"{BILLING}.company": own}


def told_parent(row: Row, lookups: Lookups) -> Any:
    """the id of its customer's account"""
    return row["fields"].get(f"custom.{lookups['option']['contact_attribute']}")


ADD = Scenario(
    name="contact-add-to-magento",
    title="Contact Person Add to Magento",
    about="Contact persons of customers get accounts of their own; the ids go back to NAV.",
    source=SOURCE,
    target=TARGET,
    discovery="flagged",
    where=(
        Condition("WebSyncFlag", "=", "F"),
        Condition("WebContactFlag", "=", True),
        Condition("ContactType", "=", "Person"),
    ),
    flag="WebSyncFlag",
    joins=JOINS,
    check=check,
    merge=Merge(
        source=contact.FROM_NAV,
        target=(
            *(rule for rule in contact.FROM_MAGENTO if rule.to != "E_Mail"),
            compute(own_email, to="E_Mail"),
        ),
        plain=("id", "website_id", "custom."),
    ),
    mapping=(
        compute(
            lambda row, _: row["row"].get("WebContactId"),
            to="id",
            said="WebContactId",
            create_only=True,
        ),
        compute(
            lambda row, _: website(row["row"]),
            to="website_id",
            said="its customer's WebSiteId",
            create_only=True,
        ),
        compute(customer.carried("E_Mail"), to="email", said="E_Mail"),
        compute(account.first_name, to="firstname"),
        compute(account.last_name, to="lastname"),
        compute(account.group_id, to="group_id"),
        compute(account.gender, to="gender"),
        compute(parent, to="custom.*"),
        compute(address, to="address.*"),
    ),
    write_back=(
        copy("remote_id", to="WebContactId"),
        compute(told_parent, to="CustomerWebId"),
        compute(account.told_id(BILLING), to="WebBillToAddressId", said="the billing address's id"),
        constant("T", to="WebSyncFlag"),
    ),
    identity=("WebContactId",),
    second_look=True,
    two_way_only=True,
    needs=contact.NEEDS,
    ledger="contact",
)
