"""The addresses of a customer of Magento 2: one list out of what is there and what is to be.

Recorded from 2.4.7: a list of addresses replaces the one that is there, and one that would leave
out a default address is refused. So each address that is there is sent along with its id, and
nothing is ever dropped; a default moves by its flag on the other address.
"""

from collections.abc import Mapping
from typing import Any

from navmage_dash.sync.records import Fields, Row
from navmage_dash.systems.addresses import FLAGS, REGION, By, Regions, region_of, sent


def merged(
    there: Mapping[str, Row], wanted: By, changes: By, regions: Regions
) -> list[dict[str, Any]]:
    """The whole list to send: those that are there, as far as they change changed, and new ones."""
    made = [
        _sent(row, changes.get(code, {}) if code in wanted else {}, wanted.get(code, {}), regions)
        for code, row in there.items()
    ]
    made += [_sent({}, each, each, regions) for code, each in wanted.items() if code not in there]
    return _one_default(made, there, changes)


def _sent(row: Row, fields: Fields, whole: Fields, regions: Regions) -> dict[str, Any]:
    """fields: what changes. A region goes with its country, whichever of the two that is."""
    made = {name: value for name, value in row.items() if name != "customer_id"}
    made |= sent(fields, "{}")
    if fields.keys() & REGION:
        made |= _region(made, whole, regions)
    return made


def _region(made: Row, fields: Fields, regions: Regions) -> dict[str, Any]:
    """By its number where the country has a list of them; else its name."""
    each = region_of(fields, str(made.get("country_id") or ""), regions)
    if each is None:
        meant = {"region": fields.get("region"), "region_code": None, "region_id": 0}
        return {"region": meant, "region_id": 0}
    known = int(each["id"])
    region = {"region_id": known, "region_code": each["code"], "region": each["name"]}
    return {"region": region, "region_id": known}


def _one_default(
    made: list[dict[str, Any]], there: Mapping[str, Row], changes: By
) -> list[dict[str, Any]]:
    """A default that moves leaves the address that had it."""
    for flag in FLAGS:
        new = [each for each in made if each.get(flag)]
        had = {str(row["id"]) for row in there.values() if row.get(flag)}
        if len(new) > 1:
            for each in new:
                if str(each.get("id")) in had:
                    del each[flag]
    return made
