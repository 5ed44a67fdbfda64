"""The regions of the countries that have a list of them, as in a fresh Magento 1.9.

They stand in regions.txt: a country with the id of its first region, and below it each one's code
and name, or what is both.
"""

from pathlib import Path
from typing import Any

Regions = dict[str, dict[int, tuple[str, str]]]


def _regions(text: str) -> Regions:
    found: Regions = {}
    country, number = "", 0
    for line in text.splitlines():
        if line.startswith(" "):
            code, _, name = line.strip().partition("|")
            found[country][number] = (code, name or code)
            number += 1
        else:
            country, _, first = line.partition(" ")
            found[country], number = {}, int(first)
    return found


# By country, then by the region's id: its code and its name.
REGIONS = _regions((Path(__file__).parent / "regions.txt").read_text(encoding="utf-8"))


def columns(address: dict[str, Any]) -> dict[str, Any]:
    """An address as Magento 2's people write it, as columns of Magento 1's tables."""
    row = {name: value for name, value in address.items() if not name.startswith("default_")}
    if isinstance(row.get("street"), list):
        row["street"] = "\n".join(str(line) for line in row["street"])
    if isinstance(row.get("region"), dict):
        region = row.pop("region")
        row |= {name: region[name] for name in ("region", "region_id") if region.get(name)}
    row.pop("region_code", None)
    return row


def shown(row: dict[str, Any]) -> dict[str, Any]:
    """The other way round; region as the list of Magento's regions has it."""
    number = int(row.get("region_id") or 0)
    code, name = REGIONS.get(str(row.get("country_id")), {}).get(number, (None, row.get("region")))
    region = {"region_code": code, "region": name, "region_id": number}
    street = str(row.get("street") or "").split("\n")
    return {**row, "street": street, "region": region}
