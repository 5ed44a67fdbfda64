"""A contact person in both systems: what its two readings and the two ways share.

In NAV it is a Contact of type Person, under the company contact of a customer. In Magento it is an
account of its own, and a customer attribute (the option Attribute of contact persons) says whose:
the id of the company's account. The vocabulary is NAV's: fields of the Contact Card and 'details.…'
of AEC Contact Details.
"""

from collections.abc import Sequence

from navmage_dash.scenarios import customer, people
from navmage_dash.scenarios.people import ADDRESS
from navmage_dash.sync.mapping import Lookups, compute
from navmage_dash.sync.records import Row
from navmage_dash.sync.scenario import Join, Need, System

CARD = ("Name", *ADDRESS, "E_Mail")
CARD_NAMES = ("No", "Type", "Company_No", "Company_Name", *CARD)
FIELDS = (*CARD, "details.WebCustomerGroup", "details.WebCustomerGender")
LINES = "webapplicationcontactdata"
NEEDS: frozenset[Need] = frozenset({"customer_attributes"})


def magento_name(row: Row, _: Lookups) -> str | None:
    """first and last name"""
    return people.full_name(row)


FROM_NAV = tuple(rule for rule in customer.FROM_NAV if rule.to in FIELDS)
FROM_MAGENTO = (
    compute(magento_name, to="Name"),
    *(rule for rule in customer.FROM_MAGENTO if rule.to in FIELDS and rule.to != "Name"),
)


def twins(email: str) -> Join:
    """Contacts with the same e-mail address; `email` is the path to it in the row."""

    def keys(row: Row) -> Sequence[str]:
        found = row.get(email) if email != "card" else (row.get("card") or {}).get("E_Mail")
        return people.spellings([found])

    return _join("twins", "ContactCard", "E_Mail", keys, names=CARD_NAMES)


def twin_lines() -> Join:
    return _join("twin_lines", LINES, "ContactNo", lambda row: customer.nos(row["twins"]))


def _join(
    name: str, entity: str, field: str, keys: customer.Keys, names: Sequence[str] = ()
) -> Join:
    system: System = "nav"
    return Join(
        name,
        entity,
        field,
        many=True,
        scoped=False,
        names=tuple(names),
        system=system,
        keys=keys,
    )


def relations(field: str, keys: customer.Keys) -> Join:
    """Which company contact stands for which customer."""
    return _join("relations", "ContactBusinessRelations", field, keys)


def of_customers(row: Row) -> list[Row]:
    return [each for each in row["relations"] if each.get("Link_to_Table") == "Customer"]
