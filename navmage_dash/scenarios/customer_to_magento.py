"""Customer Add (and Update) from NAV to Magento: customers that NAV has for this shop.

Due are lines of AEC Application Customer with WebCustomerFlag and WebSyncFlag F. The account gets
no password; Magento invites its owner to choose one. An account that is there with the e-mail
address on the website is taken over. What comes back to NAV: WebCustomerId, the address ids, T.
Source: pages 33064474, 21, 300, 33064487, 33064473. Target: /V1/customers.
"""

from typing import Any

from navmage_dash.errors import RecordError, Skip
from navmage_dash.scenarios import account, customer, guests, people
from navmage_dash.scenarios.addresses import BILLING
from navmage_dash.sync.mapping import Lookups, compute, constant, copy
from navmage_dash.sync.records import Row
from navmage_dash.sync.scenario import Condition, Endpoint, Join, Merge, Scenario

SOURCE = Endpoint("nav", "webapplicationcustomerdata", ("CustomerNo",))
TARGET = Endpoint("magento", "customers", ("No",))
NO_WEBSITE = "0"


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
    guests.sites(_namesake_nos),
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
    check_email(row, no, _site(row), f"customer {no}")


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


def _site(row: Row) -> str:
    return str((row["details"] or {}).get("WebSiteId") or NO_WEBSITE)


def _check_website(row: Row, lookups: Lookups) -> None:
    own, site = lookups["connection"]["website"], _site(row)
    if site == NO_WEBSITE and own == "all" and row.get("WebCustomerId"):
        return  # made in Magento's admin, for none: it is carried to where it is
    if site == NO_WEBSITE:
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


def check_email(row: Row, own: str, website: str, who: str) -> None:
    """Magento knows an account by its e-mail address: no two of a website can have the same."""
    mine, same = str(row["ConnectionId"]).casefold(), customer.nos(row["namesakes"])
    site_of = {str(each["No"]): str(each.get("WebSiteId") or "") for each in row["sites"]}
    for each in row["lines"]:
        other = str(each["CustomerNo"])
        ours = str(each.get("ConnectionId") or "").casefold() == mine
        account = each.get("WebCustomerId") or each.get("WebCustomerFlag")
        at_once = other in same and site_of.get(other) == website
        if ours and account and at_once and other != own:
            raise RecordError(
                f"{who} has the e-mail address of customer {other}: in Magento each account needs "
                "one of its own. Change one of them"
            )


# Magento's reading.


def own_email(row: Row, lookups: Lookups) -> str | None:
    """email of the account, which must be this customer's own"""
    if company := people.company_of(row, lookups):
        raise ValueError(
            f"the account with its e-mail address is a contact person's of customer {company}: "
            "change one of the two e-mail addresses"
        )
    site = _site(row)
    if str(row.get("website_id") or NO_WEBSITE) != site:
        raise ValueError(
            f"its account is on website {row.get('website_id')}, but WebSiteId is {site}: an "
            "account stays on its website. Correct WebSiteId in NAV"
        )
    return people.held("E_Mail", row.get("email"))


FROM_MAGENTO = (
    *(rule for rule in customer.FROM_MAGENTO if rule.to != "E_Mail"),
    compute(own_email, to="E_Mail"),
)


def website_id(row: Row, _: Lookups) -> Any:
    """details.WebSiteId"""
    return _site(row["row"])


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
        compute(account.first_name, to="firstname"),
        compute(account.last_name, to="lastname"),
        compute(customer.carried("VAT_Registration_No"), to="taxvat", said="VAT_Registration_No"),
        compute(account.group_id, to="group_id"),
        compute(account.gender, to="gender"),
        compute(account.all_addresses, to="address.*"),
    ),
    write_back=(
        copy("remote_id", to="WebCustomerId"),
        compute(account.told_id(BILLING), to="WebBillToAddressId", said="the billing address's id"),
        compute(account.told_addresses, to="web_ship_to.*"),
        constant("T", to="WebSyncFlag"),
    ),
    identity=("WebCustomerId",),
    second_look=True,
    two_way_only=True,
    ledger="customer",
)
