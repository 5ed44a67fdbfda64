"""Customer Add (and Update) from Magento to NAV: who registered in the shop.

A customer is found in NAV by its id in Magento (WebCustomerId of its AEC Application Customer), or,
where none has that id yet, by e-mail address and website: a guest who has registered, or a customer
that NAV was about to send. Else it is a new one, whose No. is the connection's prefix and the id.
Source: POST /V1/customers' search, by updated_at. NAV: pages 21, 300, 33064487, 33064473, 33064474.
"""

from typing import Any

from navmage_dash.errors import Elsewhere, RecordError
from navmage_dash.scenarios import addresses, customer, guests, people
from navmage_dash.scenarios.lookups import look
from navmage_dash.sync.mapping import ABSENT, Lookups, Rule, compute, constant
from navmage_dash.sync.records import Row
from navmage_dash.sync.scenario import Endpoint, Join, Merge, Scenario

SOURCE = Endpoint("magento", "customers", ("id",))
TARGET = Endpoint("nav", "customers", ("No",))


def taken(row: Row, lookups: Lookups) -> str | None:
    """The No. of the customer that it is in NAV already; None for a new one."""
    if row["web"]:
        return str(row["web"][0]["CustomerNo"])
    known = guests.namesake(row, str(row.get("website_id")), lookups, linked=False)
    return known["No"] if known else None


def _taken_nos(row: Row) -> list[str]:
    return customer.nos(row["web"], "CustomerNo") or customer.nos(row["namesakes"])


JOINS = (
    Join("web", "webapplicationcustomerdata", "WebCustomerId", many=True, system="nav"),
    guests.namesakes(lambda row: [row.get("email")]),
    customer.lines_of(_taken_nos),
    guests.sites(_taken_nos),
    Join(
        "card",
        "CustomerCard",
        "No",
        scoped=False,
        names=customer.CARD_NAMES,
        system="nav",
        keys=lambda row: customer.nos(row["web"], "CustomerNo"),
    ),
    Join(
        "ship_to",
        "ShipToAddress",
        "Customer_No",
        many=True,
        scoped=False,
        names=("Code", *customer.SHIP_TO),
        system="nav",
        keys=_taken_nos,
    ),
    Join(
        "web_ship_to",
        "webshiptoaddressdeatils",
        "CustomerNo",
        many=True,
        system="nav",
        keys=_taken_nos,
    ),
)


def check(row: Row, lookups: Lookups) -> None:
    """No contact person, and one customer of this connection in NAV."""
    if company := people.company_of(row, lookups):
        raise Elsewhere(
            f"it is a contact person of customer {company}: it is carried by Contact Person Add"
        )
    found = customer.nos(row["web"], "CustomerNo")
    if len(found) > 1:
        raise RecordError(
            f"NAV has this Magento customer as {' and '.join(found)}: clear the WebCustomerId of "
            "all but one in AEC Application Customer"
        )
    for each in row["web"]:
        lines = [line for line in row["lines"] if line["CustomerNo"] == each["CustomerNo"]]
        if other := customer.of_other(lines, str(each["ConnectionId"])):
            raise RecordError(
                f"customer {each['CustomerNo']} belongs to {other.get('ConnectionName')} in NAV as "
                f"well as to {each.get('ConnectionName')}: a customer has one connection. Delete "
                "its line of the wrong one in AEC Application Customer"
            )


# NAV's reading.


def own_email(row: Row, _: Lookups) -> str | None:
    """card.E_Mail, of a customer that must be this account's"""
    return people.same_person(row, "web.WebCustomerId", "customer")


FROM_NAV = (
    *(rule for rule in customer.FROM_NAV if rule.to != "E_Mail"),
    compute(own_email, to="E_Mail"),
)

# What NAV is told besides: `row` is Magento's row, `there` the customer as NAV has it.


def number(row: Row, lookups: Lookups) -> str:
    """that of the customer that it is in NAV, else the prefix and its id"""
    source = row["row"]
    new = f"{lookups['option']['customer_prefix']}{source['id']}"
    return taken(source, lookups) or new


def template(type_: str, to: str) -> Rule:
    """What NAV needs of every customer, by the country."""

    def made(row: Row, lookups: Lookups) -> str:
        return look(lookups, type_, str(row["common"].get("Country_Region_Code") or ""))

    return compute(made, to=to, said=f"lookup {type_}, by the country", create_only=True)


TEMPLATES = (
    template("gen_bus", "Gen_Bus_Posting_Group"),
    template("vat_bus", "VAT_Bus_Posting_Group"),
    template("customer_posting", "Customer_Posting_Group"),
    template("payment_terms", "Payment_Terms_Code"),
)
TEMPLATE_NAMES = tuple(each.to for each in TEMPLATES)


def price_group(row: Row, lookups: Lookups) -> str:
    """lookup customer_group, by the group"""
    group = row["common"].get("details.WebCustomerGroup")
    return look(lookups, "customer_group", str(group or ""))


def b2b(row: Row, lookups: Lookups) -> Any:
    """by the option Who is B2B; a Yes stays, and so does what NAV's own customers have"""
    there, prefix = row["there"], lookups["option"]["customer_prefix"]
    ours = str(there.get("No") or prefix).startswith(prefix)
    was = there.get("details.B2B") == "1"
    return was or (ours and is_b2b(row["row"], lookups))


def is_b2b(row: Row, lookups: Lookups) -> bool:
    rule = lookups["option"]["b2b_rule"]
    if rule == "company":
        return any(each.get("company") for each in row.get("addresses") or ())
    if rule == "taxvat":
        return bool(row.get("taxvat"))
    groups = rule.removeprefix("group:").casefold().split(",")
    own = lookups["customer_groups"].get(str(row.get("group_id")), "")
    return rule.startswith("group:") and own.casefold() in [each.strip() for each in groups]


def bill_to_id(row: Row, _: Lookups) -> Any:
    """the id of the default billing address"""
    own = addresses.billing(row["row"])
    return ABSENT if own is None else own["id"]


def address_ids(row: Row, lookups: Lookups) -> dict[str, Any]:
    """by ship-to code, the ids of the other addresses"""
    there, base = row["there"], row["row"].get("base") or {}
    found = addresses.others({**row["row"], **there}, lookups)
    if there:  # what NAV has deleted since
        gone = addresses.common_ship_tos(base).keys() - addresses.ship_tos(there).keys()
        found = {code: each for code, each in found.items() if code not in gone}
    ids = {f"{code}.WebAddressId": each["id"] for code, each in found.items()}
    return ids | {f"{code}.WebSyncFlag": _flag(row, f"web_ship_to.{code}") for code in found}


def _flag(row: Row, line: str) -> str:
    """T on a new line. One that is up is taken down by who carries what NAV changed."""
    return str(row["there"].get(f"{line}.WebSyncFlag") or "T")


def flag(row: Row, _: Lookups) -> str:
    """F where NAV has something that Magento has not, T on a new line, else as it is"""
    return "F" if row["behind"] else _flag(row, "web")


def ship_tos(row: Row, _: Lookups) -> dict[str, Any]:
    """the other addresses, each with its code"""
    return {
        f"{code}.{name}": value
        for code, fields in addresses.common_ship_tos(row["common"]).items()
        for name, value in fields.items()
    }


CARD = tuple(compute(customer.carried(name), to=name, said=name) for name in customer.CARD)
DETAILS = tuple(
    compute(customer.carried(name), to=name, said=name)
    for name in ("details.WebCustomerGroup", "details.WebCustomerGender")
)

ADD = Scenario(
    name="customer-add-to-nav",
    title="Customer Add to NAV",
    about="Customers who registered in Magento, with their addresses, and what they changed since.",
    source=SOURCE,
    target=TARGET,
    discovery="changed",
    label="email",
    website="website_id",
    joins=JOINS,
    check=check,
    merge=Merge(
        source=customer.FROM_MAGENTO,
        target=FROM_NAV,
        plain=(
            "No",
            *TEMPLATE_NAMES,
            "Customer_Price_Group",
            "details.WebSiteId",
            "details.WebCustomerFlag",
            "details.B2B",
            "web.",
            "web_ship_to.",
        ),
    ),
    mapping=(
        compute(number, to="No"),
        *CARD,
        *TEMPLATES,
        compute(price_group, to="Customer_Price_Group", create_only=True),
        *DETAILS,
        compute(
            lambda row, _: row["row"].get("website_id"), to="details.WebSiteId", said="website_id"
        ),
        constant(True, to="details.WebCustomerFlag"),
        compute(b2b, to="details.B2B"),
        compute(ship_tos, to="ship_to.*"),
        compute(address_ids, to="web_ship_to.*"),
        compute(lambda row, _: row["row"]["id"], to="web.WebCustomerId", said="id"),
        compute(bill_to_id, to="web.WebBillToAddressId"),
        constant(True, to="web.WebCustomerFlag"),
        compute(flag, to="web.WebSyncFlag"),
    ),
    ledger="customer",
    batch=50,
)
