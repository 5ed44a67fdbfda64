"""Customer Add (and Update) from NAV to Magento: customers that NAV has for this shop.

Due are lines of AEC Application Customer with WebCustomerFlag and WebSyncFlag F. The account gets
no password; Magento invites its owner to choose one. An account that is there with the e-mail
address on the website is taken over. What comes back to NAV: WebCustomerId, the address ids, T.
Source: pages 33064474, 21, 300, 33064487, 33064473. Target: /V1/customers.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from navmage_dash.errors import RecordError, Skip
from navmage_dash.scenarios import customer, guests, people
from navmage_dash.scenarios.customer import BILLING
from navmage_dash.sync.mapping import ABSENT, Lookups, Made, compute, constant, copy
from navmage_dash.sync.records import Fields, Row
from navmage_dash.sync.scenario import Condition, Endpoint, Join, Merge, Scenario

SOURCE = Endpoint("nav", "webapplicationcustomerdata", ("CustomerNo",))
TARGET = Endpoint("magento", "customers", ("No",))
ADDRESS = "address."


def _namesake_nos(row: Row) -> list[str]:
    return [row["CustomerNo"], *customer.nos(row["namesakes"])]


JOINS = (
    Join("card", "CustomerCard", "No", scoped=False, names=customer.CARD_NAMES),
    Join("details", "webcustomerdetails", "No", scoped=False),
    Join(
        "ship_to",
        "ShipToAddress",
        "Customer_No",
        many=True,
        scoped=False,
        names=("Code", *customer.SHIP_TO),
    ),
    Join("web_ship_to", "webshiptoaddressdeatils", "CustomerNo", many=True),
    guests.namesakes(lambda row: [(row["card"] or {}).get("E_Mail")]),
    customer.lines_of(_namesake_nos),
)

# Which customers can go at all.


def check(row: Row, lookups: Lookups) -> None:
    """It is this connection's alone, is complete, and shares its e-mail address with nobody."""
    no = row["CustomerNo"]
    if row["card"] is None:
        raise RecordError(f"customer {no} is not on the Customer Card: it was deleted or renamed")
    if row["details"] is None:
        raise RecordError(f"customer {no} has no AEC Customer Details: add them in NAV")
    _check_connection(row)
    _check_website(row, lookups)
    _check_filled(row, lookups)
    check_email(row, no, f"customer {no}")


def _check_connection(row: Row) -> None:
    lines = [line for line in row["lines"] if line["CustomerNo"] == row["CustomerNo"]]
    other = customer.of_other(lines, str(row["ConnectionId"]))
    owner = row["details"] if row["details"].get("ConnectionId") else row
    if other is None and str(owner["ConnectionId"]) != str(row["ConnectionId"]):
        other = owner
    if other is not None:
        raise RecordError(
            f"customer {row['CustomerNo']} belongs to {other.get('ConnectionName')} in NAV as well "
            f"as to {row.get('ConnectionName')}: a customer has one connection. Delete its line of "
            "the wrong one in AEC Application Customer"
        )


def _check_website(row: Row, lookups: Lookups) -> None:
    own, site = lookups["connection"]["website"], str(row["details"].get("WebSiteId") or "")
    if not site:
        raise RecordError(
            f"customer {row['CustomerNo']} has no WebSiteId: choose its website in AEC Customer "
            "Details"
        )
    if site not in lookups["websites"]:
        raise RecordError(f"website {site} is not in this connection's master data")
    if own not in ("all", site):
        raise Skip(
            f"customer {row['CustomerNo']} is on website {site}; this connection carries {own} only"
        )


def _check_filled(row: Row, lookups: Lookups) -> None:
    """Magento wants all of an address; an account that is there may do without any."""
    card, where = row["card"], f"customer {row['CustomerNo']}"
    filled = not row.get("WebCustomerId") or any(card.get(name) for name in ("Address", "City"))
    needed = (*people.NEEDED, "Phone_No") if filled else ()
    people.demand(card, ("Name", "E_Mail", *needed), where, "the Customer Card", lookups)
    for each in row["ship_to"]:
        its = f"ship-to address {each['Code']} of {where}"
        people.demand(each, people.NEEDED, its, "the Ship-to Address", lookups)


def check_email(row: Row, customer_no: str, who: str) -> None:
    """Magento knows an account by its e-mail address: no two of a website can have the same."""
    mine = str(row["ConnectionId"]).casefold()
    for each in row["lines"]:
        other = str(each["CustomerNo"])
        own = str(each.get("ConnectionId") or "").casefold() == mine
        if own and other != customer_no and (each.get("WebCustomerId") or each["WebCustomerFlag"]):
            raise RecordError(
                f"{who} has the e-mail address of customer {other}: in Magento each account needs "
                "one of its own. Change one of them"
            )


# Magento's reading.


def account(row: Row, lookups: Lookups) -> str | None:
    """email of the account, which must be this customer's own"""
    if company := people.company_of(row, lookups):
        raise ValueError(
            f"the account with its e-mail address is a contact person's of customer {company}: "
            "change one of the two e-mail addresses"
        )
    site = str((row["details"] or {}).get("WebSiteId"))
    if str(row.get("website_id")) != site:
        raise ValueError(
            f"its account is on website {row.get('website_id')}, but WebSiteId is {site}: an "
            "account stays on its website. Correct WebSiteId in NAV"
        )
    return people.held("E_Mail", row.get("email"))


FROM_MAGENTO = (
    *(rule for rule in customer.FROM_MAGENTO if rule.to != "E_Mail"),
    compute(account, to="E_Mail"),
)


# To Magento: `common` is what is to be, `there` the account as Magento has it.


def person(fields: Fields) -> str:
    """Who it is: the Contact of a company, else the Name."""
    return str(fields.get("Contact") or fields.get("Name") or "")


def first_name(row: Row, _: Lookups) -> str:
    """Contact, else Name: all words but the last"""
    return people.split_name(person(row["common"]), row["there"])[0]


def last_name(row: Row, _: Lookups) -> str:
    """the last word of it"""
    return people.split_name(person(row["common"]), row["there"])[1]


def group_id(row: Row, lookups: Lookups) -> Any:
    """details.WebCustomerGroup, by its code or id in the master data; blank: Magento's choice"""
    name, there = row["common"].get("details.WebCustomerGroup"), row["there"].get("group_id")
    if name is not None and name == people.group_to_nav(there, lookups):
        return there
    return people.group_number(name, lookups) or ABSENT


def gender(row: Row, _: Lookups) -> Any:
    """details.WebCustomerGender: Male is 1, Female is 2; what was set and is blank now is 3"""
    name, there = row["common"].get("details.WebCustomerGender"), row["there"].get("gender")
    numbers = {word: number for number, word in people.GENDERS.items()}
    if name is None:
        return people.NOT_SPECIFIED if str(there) in people.GENDERS else there or ABSENT
    return numbers[name]


def website_id(row: Row, _: Lookups) -> Any:
    """details.WebSiteId"""
    return row["row"]["details"]["WebSiteId"]


def addresses(row: Row, lookups: Lookups) -> dict[str, Any]:
    """BILLING is the address on the card; each Ship-to Address has its code"""
    common, there = row["common"], row["there"]
    coded = customer.coded({**row["row"], **there}, lookups) if there else _by_ids(row["row"])
    made: dict[str, Any] = {}
    if common.get("Address"):
        own = address(common, coded.get(BILLING, {}), lookups)
        made |= _named(BILLING, {**own, **default_flags(there)})
    for code, fields in customer.common_ship_tos(common).items():
        made |= _named(code, _ship_to(fields, common, coded.get(code, {}), lookups))
    return made


def _by_ids(row: Row) -> dict[str, Row]:
    """The addresses that NAV knows by their ids, before they are asked for."""
    ids = {code: number for number, code in customer.known_codes(row).items()}
    own = {BILLING: row["WebBillToAddressId"]} if row.get("WebBillToAddressId") else {}
    return {code: {"id": number} for code, number in {**ids, **own}.items()}


def _named(code: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    return {f"{code}.{name}": value for name, value in fields.items()}


def _ship_to(fields: Fields, common: Fields, there: Row, lookups: Lookups) -> dict[str, Any]:
    """A blank name or phone number is the customer's own."""
    names = fields if fields.get("Name") else {**fields, "Name": person(common)}
    phone = fields.get("Phone_No") or common.get("Phone_No")
    return address({**names, "Phone_No": phone}, there, lookups)


def address(fields: Fields, there: Row, lookups: Lookups) -> dict[str, Any]:
    first, last = people.split_name(person(fields), there)
    company = fields.get("Name") if fields.get("Contact") else None
    known = {"id": there["id"]} if there else {}
    if company is not None and people.held("Name", there.get("company")) == company:
        company = there["company"]
    return {
        **known,
        "firstname": first,
        "lastname": last,
        "company": company,
        **people.address_to_magento(fields, there, lookups),
    }


def default_flags(there: Row) -> dict[str, Any]:
    """For an account that has no such default yet."""
    rows: Sequence[Row] = there.get("addresses") or ()
    flags = ("default_billing", "default_shipping")
    return {name: "1" for name in flags if not any(each.get(name) for each in rows)}


# Back to NAV.


def told_id(code: str) -> Made:
    name = f"{ADDRESS}{code}.id"
    return lambda row, _: row["told"].get(name) or row["fields"].get(name) or ABSENT


def told_addresses(row: Row, _: Lookups) -> dict[str, Any]:
    """the ids of the ship-to addresses, and T"""
    ids = {**row["fields"], **row["told"]}
    found: dict[str, Any] = {}
    for name, value in ids.items():
        code = name.removeprefix(ADDRESS).removesuffix(".id")
        ours = name == f"{ADDRESS}{code}.id" and code != BILLING and value
        if ours and f"{ADDRESS}{code}.country_id" in row["fields"]:
            found |= {f"{code}.WebAddressId": value, f"{code}.WebSyncFlag": "T"}
    return found


ADD = Scenario(
    name="customer-add-to-magento",
    title="Customer Add to Magento",
    about="Customers of NAV get an account in Magento, and their changes; the ids go back to NAV.",
    source=SOURCE,
    target=TARGET,
    discovery="flagged",
    where=(Condition("WebSyncFlag", "=", "F"), Condition("WebCustomerFlag", "=", True)),
    flag="WebSyncFlag",
    joins=JOINS,
    check=check,
    merge=Merge(
        source=customer.FROM_NAV, target=FROM_MAGENTO, plain=("id", "website_id", "custom.")
    ),
    mapping=(
        compute(
            lambda row, _: row["row"].get("WebCustomerId"),
            to="id",
            said="WebCustomerId",
            create_only=True,
        ),
        compute(website_id, to="website_id", create_only=True),
        compute(customer.carried("E_Mail"), to="email", said="E_Mail"),
        compute(first_name, to="firstname"),
        compute(last_name, to="lastname"),
        compute(customer.carried("VAT_Registration_No"), to="taxvat", said="VAT_Registration_No"),
        compute(group_id, to="group_id"),
        compute(gender, to="gender"),
        compute(addresses, to="address.*"),
    ),
    write_back=(
        copy("remote_id", to="WebCustomerId"),
        compute(told_id(BILLING), to="WebBillToAddressId", said="the billing address's id"),
        compute(told_addresses, to="web_ship_to.*"),
        constant("T", to="WebSyncFlag"),
    ),
    identity=("WebCustomerId",),
    second_look=True,
    two_way_only=True,
    ledger="customer",
)
