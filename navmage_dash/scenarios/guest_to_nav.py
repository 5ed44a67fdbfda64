"""Guest Customer Add: who ordered without an account becomes a customer in NAV, once.

Each order of a guest is looked at; the first one of an e-mail address and website gives the
customer its number and all that is known of it. A customer that is there is never changed: not the
guest's, and still less one with an account. Source: GET /V1/orders.
"""

from typing import Any

from navmage_dash.scenarios import guests, people
from navmage_dash.scenarios.customer_to_nav import is_b2b
from navmage_dash.scenarios.lookups import look
from navmage_dash.scenarios.people import ADDRESS, held
from navmage_dash.sync.mapping import ABSENT, Lookups, Made, Rule, compute
from navmage_dash.sync.records import Row
from navmage_dash.sync.scenario import Endpoint, Join, Scenario


def among(row: Row, lookups: Lookups) -> bool:
    """Orders of guests, where each guest is a customer."""
    return guests.is_guest(row) and lookups["option"]["guests"] == "per_email"


def check(row: Row, lookups: Lookups) -> None:
    guests.email(row)
    guests.website(row, lookups)


def known(row: Row, lookups: Lookups) -> Row | None:
    return guests.namesake(row, guests.website(row, lookups), lookups, linked=True)


def first(row: Row, lookups: Lookups) -> Row:
    """This guest's first order: all its orders say the same of the customer, whichever is read."""
    site, mail = guests.website(row, lookups), guests.email(row)
    same = [
        each
        for each in row["same_guest"]
        if guests.is_guest(each)
        and held("E_Mail", each.get("customer_email")) == mail
        and lookups["store_views"].get(str(each.get("store_id"))) == site
    ]
    return min(same, key=lambda each: int(str(each["entity_id"])), default=row)


def _address(row: Row, lookups: Lookups) -> Row:
    found: Row = first(row, lookups).get("billing_address") or {}
    return found


def number(row: Row, lookups: Lookups) -> str:
    """that of the customer with this e-mail address; else prefix, G, the first order's id"""
    there = known(row, lookups)
    new = f"{lookups['option']['customer_prefix']}G{first(row, lookups)['entity_id']}"
    return str(there["No"]) if there else new


def _who(row: Row, lookups: Lookups) -> dict[str, str | None]:
    address = _address(row, lookups)
    firm = held("Name", address.get("company"))
    person = people.full_name(address)
    if firm and lookups["option"]["name_rule"] == "company_contact":
        return {"Name": firm, "Contact": person}
    return {"Name": person or guests.email(row)[:50], "Contact": None}


def name(row: Row, lookups: Lookups) -> Any:
    """the company or the person's name of the billing address"""
    return _who(row, lookups)["Name"]


def contact(row: Row, lookups: Lookups) -> Any:
    """the person, where Name is the company"""
    return _who(row, lookups)["Contact"]


def _place(field: str) -> Made:
    return lambda row, lookups: people.address_to_nav(_address(row, lookups), {}, lookups)[field]


def _template(type_: str, to: str) -> Rule:
    def made(row: Row, lookups: Lookups) -> str:
        country = people.country_to_nav(_address(row, lookups).get("country_id"), lookups)
        return look(lookups, type_, country or "")

    return compute(made, to=to, said=f"lookup {type_}, by the country", create_only=True)


def _of_new(made: Made) -> Made:
    """For a guest's own lines: a customer that is there keeps what it has."""
    return lambda row, lookups: ABSENT if known(row, lookups) else made(row, lookups)


def first_id(row: Row, lookups: Lookups) -> Any:
    """the first order's id"""
    return first(row, lookups)["entity_id"]


def b2b(row: Row, lookups: Lookups) -> bool:
    """by the option Who is B2B"""
    order = first(row, lookups)
    group, taxvat = order.get("customer_group_id"), order.get("customer_taxvat")
    seen = {"addresses": [_address(row, lookups)], "group_id": group, "taxvat": taxvat}
    return is_b2b(seen, lookups)


ADD = Scenario(
    name="guest-customer-add-to-nav",
    title="Guest Customer Add to NAV",
    about="Who orders as a guest becomes a customer in NAV: one for each e-mail and website.",
    source=Endpoint("magento", "orders", ("entity_id",)),
    target=Endpoint("nav", "customers", ("No",)),
    discovery="changed",
    label="increment_id",
    website="store_id",
    among=among,
    marked=("customer_email", "store_id"),
    same=("E_Mail",),
    joins=(
        *guests.GUEST_JOINS,
        Join(
            "same_guest",
            "orders",
            "customer_email",
            many=True,
            scoped=False,
            system="magento",
            keys=lambda row: people.spellings([row.get("customer_email")]),
        ),
    ),
    check=check,
    mapping=(
        compute(number, to="No"),
        compute(name, to="Name", create_only=True),
        compute(contact, to="Contact", create_only=True),
        *(
            compute(_place(field), to=field, said=f"billing address: {field}", create_only=True)
            for field in ADDRESS
        ),
        compute(lambda row, _: guests.email(row), to="E_Mail", said="e-mail", create_only=True),
        _template("gen_bus", "Gen_Bus_Posting_Group"),
        _template("vat_bus", "VAT_Bus_Posting_Group"),
        _template("customer_posting", "Customer_Posting_Group"),
        _template("payment_terms", "Payment_Terms_Code"),
        compute(_of_new(guests.website), to="details.WebSiteId", said="its store view's website"),
        compute(_of_new(b2b), to="details.B2B", said="by the option Who is B2B"),
        compute(_of_new(first_id), to="web.WebCustomerGuestId", said="the first order's id"),
        compute(_of_new(lambda *_: "T"), to="web.WebSyncFlag", said="T"),
    ),
    ledger="guest",
)
