"""Contact Person Add (and Update) from Magento to NAV: accounts that belong to a company's.

Which they are says a customer attribute that holds the id of the company's account. The person
becomes a Contact of type Person under the company contact that NAV keeps of that customer, who has
to be in NAV first. Source: the customers of Magento, by updated_at. NAV: pages 5050, 33064481,
33064482, 5061.
"""

from typing import Any

from navmage_dash.errors import RecordError, Waiting
from navmage_dash.scenarios import addresses, contact, customer, people
from navmage_dash.sync.mapping import ABSENT, Lookups, compute, constant
from navmage_dash.sync.records import Row
from navmage_dash.sync.scenario import Endpoint, Join, Merge, Scenario

SOURCE = Endpoint("magento", "customers", ("id",))
TARGET = Endpoint("nav", "contacts", ("No",))


def among(row: Row, lookups: Lookups) -> bool:
    """Accounts that the attribute says a company of."""
    return people.company_of(row, lookups) is not None


JOINS = (
    Join("web", contact.LINES, "WebContactId", many=True, system="nav"),
    Join(
        "companies",
        "webapplicationcustomerdata",
        "WebCustomerId",
        many=True,
        system="nav",
        keys=people.numbers,
    ),
    contact.relations("No", lambda row: customer.nos(row["companies"], "CustomerNo")),
    Join(
        "card",
        "ContactCard",
        "No",
        scoped=False,
        names=contact.CARD_NAMES,
        system="nav",
        keys=lambda row: customer.nos(row["web"], "ContactNo"),
    ),
    contact.twins("email"),
    contact.twin_lines(),
)


def company_no(row: Row, lookups: Lookups) -> str:
    """The company contact of its customer. Raises Waiting and RecordError."""
    number = people.company_of(row, lookups)
    found = [e["CustomerNo"] for e in row["companies"] if str(e["WebCustomerId"]) == number]
    if not found:
        raise Waiting(f"waits for its company's account {number}: that customer is not in NAV yet")
    for each in contact.of_customers(row):
        if each["No"] == found[0]:
            return str(each["Contact_No"])
    raise RecordError(
        f"customer {found[0]} has no company contact in NAV: make one with Create Contacts from "
        "Customers"
    )


def check(row: Row, lookups: Lookups) -> None:
    """It still is a contact person, whose customer is in NAV."""
    if not among(row, lookups):
        raise RecordError(
            "it is a contact person no more: its attribute is blank in Magento. See in NAV what is "
            "to become of the contact"
        )
    company_no(row, lookups)
    found = customer.nos(row["web"], "ContactNo")
    if len(found) > 1:
        raise RecordError(
            f"NAV has this Magento customer as {' and '.join(found)}: clear the WebContactId of "
            "all but one in AEC Application Contact"
        )


def taken(row: Row, company: str) -> str | None:
    """The contact that it is in NAV already: by its id, else by e-mail address and company."""
    if row["web"]:
        return str(row["web"][0]["ContactNo"])
    linked = {e["ContactNo"] for e in row["twin_lines"] if e.get("WebContactId")}
    for each in sorted(row["twins"], key=lambda each: str(each["No"])):
        ours = each.get("Type") == "Person" and each.get("Company_No") == company
        if ours and each["No"] not in linked:
            return str(each["No"])
    return None


def number(row: Row, lookups: Lookups) -> str:
    """that of the contact that it is in NAV, else the prefix of customers, C and its id"""
    source = row["row"]
    new = f"{lookups['option']['customer_prefix']}C{source['id']}"
    return taken(source, company_no(source, lookups)) or new


def own_email(row: Row, _: Lookups) -> str | None:
    """card.E_Mail, of a contact that must be this account's"""
    return people.same_person(row, "web.WebContactId", "contact")


FROM_NAV = (
    *(rule for rule in contact.FROM_NAV if rule.to != "E_Mail"),
    compute(own_email, to="E_Mail"),
)


def bill_to_id(row: Row, _: Lookups) -> Any:
    """the id of its billing address"""
    own = addresses.billing(row["row"])
    return ABSENT if own is None else own["id"]


def flag(row: Row, _: Lookups) -> str:
    """F where NAV has something that Magento has not, T on a new line, else as it is"""
    return "F" if row["behind"] else str(row["there"].get("web.WebSyncFlag") or "T")


ADD = Scenario(
    name="contact-add-to-nav",
    title="Contact Person Add to NAV",
    about="Accounts in Magento that belong to a company's become contacts of that customer.",
    source=SOURCE,
    target=TARGET,
    discovery="changed",
    label="email",
    website="website_id",
    among=among,
    joins=JOINS,
    check=check,
    merge=Merge(
        source=contact.FROM_MAGENTO,
        target=FROM_NAV,
        plain=(
            "No",
            "Type",
            "Company_No",
            "details.WebSiteId",
            "details.WebContactFlag",
            "web.",
        ),
    ),
    mapping=(
        compute(number, to="No"),
        compute(lambda *_: "Person", to="Type", said="always Person", create_only=True),
        compute(
            lambda row, lookups: company_no(row["row"], lookups),
            to="Company_No",
            said="the company contact of its customer",
        ),
        *(compute(customer.carried(name), to=name, said=name) for name in contact.FIELDS),
        compute(
            lambda row, _: row["row"].get("website_id"), to="details.WebSiteId", said="website_id"
        ),
        constant(True, to="details.WebContactFlag"),
        compute(lambda row, _: row["row"]["id"], to="web.WebContactId", said="id"),
        compute(
            lambda row, lookups: people.company_of(row["row"], lookups),
            to="web.CustomerWebId",
            said="the attribute of contact persons",
        ),
        compute(bill_to_id, to="web.WebBillToAddressId"),
        constant(True, to="web.WebContactFlag"),
        compute(lambda *_: "Person", to="web.ContactType", said="always Person"),
        compute(flag, to="web.WebSyncFlag"),
    ),
    needs=contact.NEEDS,
    ledger="contact",
)
