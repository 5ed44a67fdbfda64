"""An account of Magento made from what is to be: what customers and contact persons share.

Rules are given {'common': …, 'row': NAV's row, 'there': the account as Magento has it, or {}}. What
is there and says the same stays as it is written there: a first name of two words, a third line of
a street.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from navmage_dash.scenarios import addresses, people
from navmage_dash.scenarios.addresses import BILLING
from navmage_dash.sync.mapping import ABSENT, Lookups, Made
from navmage_dash.sync.records import Fields, Row

ADDRESS = "address."


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


def all_addresses(row: Row, lookups: Lookups) -> dict[str, Any]:
    """billing is the address on the card; each Ship-to Address has its code"""
    common, there = row["common"], row["there"]
    coded = addresses.coded({**row["row"], **there}, lookups) if there else _by_ids(row["row"])
    made: dict[str, Any] = {}
    if common.get("Address"):
        own = address(common, coded.get(BILLING, {}), lookups)
        made |= _named(BILLING, {**own, **default_flags(there)})
    for code, fields in addresses.common_ship_tos(common).items():
        made |= _named(code, _ship_to(fields, common, coded.get(code, {}), lookups))
    return made


def _by_ids(row: Row) -> dict[str, Row]:
    """The addresses that NAV knows by their ids, before they are asked for."""
    ids = {code: number for number, code in addresses.known_codes(row).items()}
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
