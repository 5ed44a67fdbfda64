"""Addresses of Magento 1: a row in Magento 2's shape, and what is sent of one.

Recorded from OpenMage 20.0.20: each address has calls of its own, and an update of some fields
leaves the others alone. A street is sent as a list and read as one text. A default moves to the
address that is sent with its flag, and is never taken off by one. A region without its number is
taken in every country; with a number Magento writes the region's name by itself.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from navmage_dash.errors import RecordError
from navmage_dash.sync.records import Fields, Row
from navmage_dash.systems import addresses
from navmage_dash.systems.addresses import FLAGS, REGION, TEXTS, By, Regions, region_of

NEEDED = ("firstname", "lastname", "street", "city", "country_id", "telephone")
NO_REGION = 0


def rows_of(rows: Sequence[Mapping[str, Any]], regions: Regions) -> list[Row]:
    """By their numbers: Magento gives them in any order."""
    return sorted((_row(each, regions) for each in rows), key=lambda each: int(each["id"]))


def _row(each: Mapping[str, Any], regions: Regions) -> Row:
    number = int(each.get("region_id") or NO_REGION)
    return {
        "id": int(each["customer_address_id"]),
        **{name: each.get(name) for name in (*TEXTS, "prefix", "middlename", "suffix", "fax")},
        "street": str(each.get("street") or "").split("\n"),
        "region": _region_row(each, number, regions),
        "region_id": number,
        **{flag: bool(each.get(f"is_{flag}")) for flag in FLAGS},
    }


def _region_row(each: Mapping[str, Any], number: int, regions: Regions) -> Row:
    known = regions(str(each.get("country_id") or "")) if number else ()
    own: Row = next((region for region in known if int(region["id"]) == number), {})
    name = own.get("name") or each.get("region")
    return {"region": name, "region_code": own.get("code"), "region_id": number}


def sent(changed: Fields, whole: Fields, regions: Regions) -> dict[str, Any]:
    """As Magento takes them. The region goes with the country, which may know it by a number."""
    region = _region(whole, regions) if changed.keys() & REGION else {}
    return addresses.sent(changed, "is_{}") | region


def _region(whole: Fields, regions: Regions) -> dict[str, Any]:
    each = region_of(whole, str(whole.get("country_id") or ""), regions)
    if each is None:
        return {"region": whole.get("region") or "", "region_id": NO_REGION}
    return {"region": each["name"], "region_id": int(each["id"])}


def check(wanted: By, countries: frozenset[str]) -> None:
    """Raises RecordError for what Magento would take and nobody could use."""
    for code, fields in wanted.items():
        if blank := [name for name in NEEDED if not fields.get(name)]:
            raise RecordError(f"Address {code} has no {', '.join(blank)}: Magento wants these.")
        if (country := str(fields["country_id"])) not in countries:
            raise RecordError(
                f"Address {code} is in the country {country}, which Magento does not know: correct "
                "the country code, or add a lookup for it."
            )
