"""Guests: whose the orders are of people who have no account in the shop.

By the option Guests, each e-mail address is a customer of its own in NAV, or all are one customer
that the user names. Who a guest is says the e-mail address, in any case of letters, and the
website. The first of its orders names it: No. is the connection's prefix, G, and that order's id,
which stands in WebCustomerGuestId as well. A guest who registers later becomes that account's
customer (customer_to_nav), and one who has an account orders for it: nobody is doubled.

An order finds its customer with JOINS and `customer_no`.
"""

from collections.abc import Callable, Sequence
from typing import Any

from navmage_dash.errors import RecordError, Waiting
from navmage_dash.scenarios import people
from navmage_dash.sync.mapping import Lookups
from navmage_dash.sync.records import Row
from navmage_dash.sync.scenario import Join

Keys = Callable[[Row], Sequence[Any]]


def is_guest(order: Row) -> bool:
    """Who ordered has no account, or none any more: Magento then takes away its number alone."""
    return bool(order.get("customer_is_guest")) or not order.get("customer_id")


def namesakes(emails: Keys) -> Join:
    """Customers in NAV with this e-mail address, of whichever connection."""
    names = ("No", "Name", "E_Mail")
    return Join(
        "namesakes",
        "CustomerCard",
        "E_Mail",
        many=True,
        scoped=False,
        names=names,
        system="nav",
        keys=lambda row: people.spellings(emails(row)),
    )


def sites(numbers: Keys) -> Join:
    """The AEC Customer Details of customers: their websites."""
    return Join(
        "sites", "webcustomerdetails", "No", many=True, scoped=False, system="nav", keys=numbers
    )


def namesake(row: Row, website: str, lookups: Lookups, *, linked: bool) -> Row | None:
    """{'No', 'line'} of this connection's customer with the e-mail address, on the website.

    linked: also one that has an account already. row has 'namesakes', 'lines' and 'sites'.
    """
    mine = lookups["connection"]["guid"].casefold()
    site_of = {str(each["No"]): str(each.get("WebSiteId") or "") for each in row["sites"]}
    found: list[Row] = []
    for each in row["namesakes"]:
        no = str(each["No"])
        lines = [line for line in row["lines"] if str(line["CustomerNo"]) == no]
        own = [line for line in lines if str(line.get("ConnectionId")).casefold() == mine]
        if len(own) != 1 or len(lines) != 1 or site_of.get(no, "") not in ("", "0", website):
            continue
        if linked or not own[0].get("WebCustomerId"):
            found.append({"No": no, "line": own[0]})
    found.sort(key=lambda each: (not each["line"].get("WebCustomerId"), each["No"]))
    return found[0] if found else None


# How an order finds its customer.


def _buyer(row: Row) -> list[str]:
    """The account that ordered, and where that is a contact person's, the company's."""
    persons: Sequence[Row] = row.get("persons") or ()
    ids = (row.get("customer_id"), *(each.get("CustomerWebId") for each in persons))
    return [str(each) for each in ids if each]


def _found_nos(row: Row) -> list[str]:
    return [str(each["No"]) for each in row["namesakes"]]


GUEST_JOINS = (
    namesakes(lambda row: [row.get("customer_email")] if is_guest(row) else []),
    Join(
        "lines",
        "webapplicationcustomerdata",
        "CustomerNo",
        many=True,
        scoped=False,
        system="nav",
        keys=_found_nos,
    ),
    sites(_found_nos),
)
JOINS = (
    Join(
        "persons",
        "webapplicationcontactdata",
        "WebContactId",
        many=True,
        system="nav",
        keys=lambda row: [str(row.get("customer_id") or "")],
    ),
    Join(
        "accounts",
        "webapplicationcustomerdata",
        "WebCustomerId",
        many=True,
        system="nav",
        keys=_buyer,
    ),
    *GUEST_JOINS,
)


def customer_no(row: Row, lookups: Lookups) -> str:
    """The No. in NAV of whom an order is; row is Magento's with JOINS. Raises Waiting."""
    if not is_guest(row):
        return _account(row)
    if lookups["option"]["guests"] == "collective":
        return collective(lookups)
    known = namesake(row, website(row, lookups), lookups, linked=True)
    if known is None:
        raise Waiting(f"waits for the guest {row.get('customer_email')}: not in NAV yet")
    return str(known["No"])


def _account(row: Row) -> str:
    by_id = {str(each["WebCustomerId"]): str(each["CustomerNo"]) for each in row["accounts"]}
    for number in _buyer(row):
        if number in by_id:
            return by_id[number]
    raise Waiting(
        f"waits for customer {row.get('customer_id')} ({row.get('customer_email')}): not in NAV yet"
    )


def collective(lookups: Lookups) -> str:
    """The customer of all guests. Raises RecordError where none is named."""
    no = str(lookups["option"]["collective_customer"] or "")
    if not no:
        raise RecordError(
            "guests are all one customer's, but none is named: fill in Customer of all guests "
            "under Options"
        )
    return no


def website(row: Row, lookups: Lookups) -> str:
    """The website of an order's store view. Raises LookupError."""
    store = str(row.get("store_id"))
    if store not in lookups["store_views"]:
        raise RecordError(
            f"store view {store} is on no website that is known: press Sync website list in the "
            "connection"
        )
    return lookups["store_views"][store]


def email(row: Row) -> str:
    found = people.held("E_Mail", row.get("customer_email"))
    if not found:
        raise RecordError(
            f"order {row.get('increment_id')} of a guest has no e-mail address: nobody can say "
            "whose it is"
        )
    return found
