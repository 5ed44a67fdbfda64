"""A customer in both systems: what its two readings and the two ways between them share.

The vocabulary is NAV's: fields of the Customer Card, 'details.…' of AEC Customer Details, and
'ship_to.<code>.…' of its Ship-to Addresses. The card has Magento's default billing address; each
other address is a ship-to address, whose code AEC Ship-to Address knows by the address's id in
Magento (WebAddressId). One that NAV does not know yet gets the code W and that id.

An address that one side no longer has is no change: it stays as it is at the other side, until it
is changed there.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from navmage_dash.scenarios import addresses, people
from navmage_dash.scenarios.people import ADDRESS, held
from navmage_dash.sync.mapping import ABSENT, Lookups, Made, Rule, compute
from navmage_dash.sync.records import Row
from navmage_dash.sync.scenario import Join

CARD = ("Name", "Contact", *ADDRESS, "E_Mail", "VAT_Registration_No")
SHIP_TO = ("Name", "Contact", *ADDRESS)
Keys = Callable[[Row], Sequence[str]]
CARD_NAMES = ("No", *CARD)


def company_rule(lookups: Lookups) -> bool:
    return lookups["option"]["name_rule"] == "company_contact"


# From NAV.


def _of_card(field: str) -> Made:
    def made(row: Row, lookups: Lookups) -> Any:
        if field == "Contact" and not company_rule(lookups):
            return ABSENT
        return held(field, addresses.card(row).get(field))

    return made


def nav_group(row: Row, lookups: Lookups) -> str | None:
    """WebCustomerGroup, by its code"""
    return people.group_of_nav(addresses.details(row).get("WebCustomerGroup"), lookups)


def nav_gender(row: Row, _: Lookups) -> Any:
    """WebCustomerGender"""
    return addresses.details(row).get("WebCustomerGender")


def nav_ship_tos(row: Row, _: Lookups) -> dict[str, Any]:
    """its Ship-to Addresses; a phone number that is the customer's own counts as blank"""
    phone = held("Phone_No", addresses.card(row).get("Phone_No"))
    found = {code: people.of_nav(each, SHIP_TO) for code, each in addresses.ship_tos(row).items()}
    return _flat(found, phone)


def _flat(found: Mapping[str, dict[str, str | None]], phone: str | None) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for code, fields in found.items():
        own = {"Phone_No": None} if fields["Phone_No"] == phone else {}
        flat |= {f"{code}.{name}": value for name, value in {**fields, **own}.items()}
    return flat


FROM_NAV: tuple[Rule, ...] = (
    *(compute(_of_card(name), to=name, said=f"card.{name}") for name in CARD),
    compute(nav_group, to="details.WebCustomerGroup"),
    compute(nav_gender, to="details.WebCustomerGender"),
    compute(nav_ship_tos, to="ship_to.*"),
)


# From Magento.


def _who(row: Row, *, company: bool) -> dict[str, str | None]:
    """Name and Contact: the company and its person, or the person alone."""
    firm = held("Name", row.get("company")) if company else None
    person = people.full_name(row)
    return {"Name": firm, "Contact": person} if firm else {"Name": person, "Contact": None}


def named(row: Row, lookups: Lookups) -> dict[str, str | None]:
    own = addresses.billing(row) or {}
    return _who({**row, "company": own.get("company")}, company=company_rule(lookups))


def magento_name(row: Row, lookups: Lookups) -> str | None:
    """the company or the person's name, by the option Names"""
    return named(row, lookups)["Name"]


def magento_contact(row: Row, lookups: Lookups) -> Any:
    """the person, where Name is the company"""
    return named(row, lookups)["Contact"] if company_rule(lookups) else ABSENT


def _of_billing(field: str) -> Made:
    def made(row: Row, lookups: Lookups) -> Any:
        own = addresses.billing(row)
        return (
            ABSENT
            if own is None
            else people.address_to_nav(own, addresses.card(row), lookups)[field]
        )

    return made


def _of_account(field: str, name: str) -> Made:
    return lambda row, _: held(field, row.get(name))


def magento_group(row: Row, lookups: Lookups) -> str | None:
    """group_id, by its code"""
    return people.group_to_nav(row.get("group_id"), lookups)


def magento_gender(row: Row, _: Lookups) -> str | None:
    """gender: 1 is Male, 2 is Female"""
    return people.gender_to_nav(row.get("gender"))


def magento_ship_tos(row: Row, lookups: Lookups) -> dict[str, Any]:
    """its other addresses; a phone number that is the billing address's counts as blank"""
    there, found = addresses.ship_tos(row), {}
    for code, each in addresses.others(row, lookups).items():
        where = people.address_to_nav(each, there.get(code, {}), lookups)
        found[code] = {**_who(each, company=True), **where}
    own = addresses.billing(row)  # without one the card keeps its number, which is blank to NAV
    phone = own.get("telephone") if own else addresses.card(row).get("Phone_No")
    return _flat(found, held("Phone_No", phone))


FROM_MAGENTO: tuple[Rule, ...] = (
    compute(magento_name, to="Name"),
    compute(magento_contact, to="Contact"),
    *(
        compute(_of_billing(name), to=name, said=f"{name} of the default billing address")
        for name in ADDRESS
    ),
    compute(_of_account("E_Mail", "email"), to="E_Mail", said="email"),
    compute(_of_account("VAT_Registration_No", "taxvat"), to="VAT_Registration_No", said="taxvat"),
    compute(magento_group, to="details.WebCustomerGroup"),
    compute(magento_gender, to="details.WebCustomerGender"),
    compute(magento_ship_tos, to="ship_to.*"),
)


# What both ways map from.


def carried(name: str) -> Made:
    """A field of the merge as it is; one that neither side gives is left alone."""
    return lambda row, _: row["common"].get(name, ABSENT)


# Whose it is.


def of_other(lines: Sequence[Row], mine: str) -> Row | None:
    """A customer belongs to one connection: the application line of another, if there is one."""
    other = (e for e in lines if str(e.get("ConnectionId") or "").casefold() != mine.casefold())
    return next((e for e in other if e.get("WebCustomerId") or e.get("WebCustomerFlag")), None)


def lines_of(keys: Keys) -> Join:
    """The application lines of customers, whichever connections they are of."""
    service = "webapplicationcustomerdata"
    return Join("lines", service, "CustomerNo", many=True, scoped=False, system="nav", keys=keys)


def nos(rows: Sequence[Row], name: str = "No") -> list[str]:
    return [str(each[name]) for each in rows]
