"""Which address of a customer is which: the one on its card, and the others by their codes.

NAV's rows come joined where NAV is the source, and flat where it is the target: {'Name': …,
'details.B2B': …, 'ship_to.STORE.City': …}. Both are read here.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from navmage_dash.scenarios import people
from navmage_dash.scenarios.people import ADDRESS
from navmage_dash.sync.mapping import Lookups
from navmage_dash.sync.records import Fields, Row

STEM = "ship_to."
BILLING = "billing"  # no code of NAV: those are in capitals


def card(row: Row) -> Row:
    if "No" in row:
        return {name: value for name, value in row.items() if "." not in name}
    return row.get("card") or {}


def details(row: Row) -> Row:
    if "No" in row:
        stem = "details."
        return {n.removeprefix(stem): v for n, v in row.items() if n.startswith(stem)}
    return row.get("details") or {}


def ship_tos(row: Row) -> dict[str, Row]:
    """By code."""
    if "No" not in row:
        return {str(each["Code"]).upper(): each for each in row.get("ship_to") or ()}
    found: dict[str, dict[str, Any]] = {}
    for name, value in row.items():
        if name.startswith(STEM):
            code, _, field = name.removeprefix(STEM).rpartition(".")
            found.setdefault(code.upper(), {})[field] = value
    return dict(found)


# Of the merge.


def common_ship_tos(common: Fields) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for name, value in common.items():
        if name.startswith(STEM):
            code, _, field = name.removeprefix(STEM).rpartition(".")
            found.setdefault(code, {})[field] = value
    return found


# Of Magento.


def billing(row: Row) -> Row | None:
    """Its default billing address, else the only one that there is."""
    rows: Sequence[Row] = row.get("addresses") or ()
    default = next((each for each in rows if each.get("default_billing")), None)
    return default or (rows[0] if len(rows) == 1 else None)


def others(row: Row, lookups: Lookups) -> dict[str, Row]:
    """Its other addresses, by their codes in NAV."""
    own = billing(row)
    left = {str(a["id"]): a for a in row.get("addresses") or () if a is not own}
    found: dict[str, Row] = {}
    for number, code in known_codes(row).items():
        if number in left:
            found[code] = left.pop(number)
    agreed = common_ship_tos(row.get("base") or {})
    there = {code: a for code, a in {**agreed, **ship_tos(row)}.items() if code not in found}
    for number, each in left.items():
        code = _code_of(each, there, lookups) or f"W{number}"[:10]
        there.pop(code, None)
        found[code] = each
    return found


def coded(row: Row, lookups: Lookups) -> dict[str, Row]:
    """All its addresses by their codes, with the billing address under `billing`."""
    own = billing(row)
    return {**others(row, lookups), **({BILLING: own} if own else {})}


def known_codes(row: Row) -> dict[str, str]:
    """The codes of Magento's addresses by their ids there, as AEC Ship-to Address has them."""
    lines = row.get("web_ship_to") or ()
    return {str(e["WebAddressId"]): str(e["Code"]).upper() for e in lines if e.get("WebAddressId")}


def _code_of(address: Row, there: Mapping[str, Row], lookups: Lookups) -> str | None:
    """NAV may have had it before the two were tied to each other, or has deleted it since."""
    for code, known in there.items():
        made = people.address_to_nav(address, known, lookups)
        if people.same_place(people.of_nav(known, ADDRESS), made):
            return code
    return None
