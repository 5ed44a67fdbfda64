"""The regions of the countries that have a list of them: ids as in a fresh Magento 1.9.

Only the United States and Germany: an address elsewhere keeps the region that is written on it.
"""

from typing import Any

US = (
    "AL Alabama|AK Alaska|AS American Samoa|AZ Arizona|AR Arkansas|AF Armed Forces Africa|"
    "AA Armed Forces Americas|AC Armed Forces Canada|AE Armed Forces Europe|"
    "AM Armed Forces Middle East|AP Armed Forces Pacific|CA California|CO Colorado|CT Connecticut|"
    "DE Delaware|DC District of Columbia|FM Federated States Of Micronesia|FL Florida|GA Georgia|"
    "GU Guam|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa|KS Kansas|KY Kentucky|LA Louisiana|"
    "ME Maine|MH Marshall Islands|MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota|"
    "MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada|NH New Hampshire|NJ New Jersey|"
    "NM New Mexico|NY New York|NC North Carolina|ND North Dakota|MP Northern Mariana Islands|"
    "OH Ohio|OK Oklahoma|OR Oregon|PW Palau|PA Pennsylvania|PR Puerto Rico|RI Rhode Island|"
    "SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah|VT Vermont|VI Virgin Islands|"
    "VA Virginia|WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming"
)
DE = (
    "NDS Niedersachsen|BAW Baden-Württemberg|BAY Bayern|BER Berlin|BRG Brandenburg|BRE Bremen|"
    "HAM Hamburg|HES Hessen|MEC Mecklenburg-Vorpommern|NRW Nordrhein-Westfalen|"
    "RHE Rheinland-Pfalz|SAR Saarland|SAS Sachsen|SAC Sachsen-Anhalt|SCN Schleswig-Holstein|"
    "THE Thüringen"
)


def _regions(first: int, text: str) -> dict[int, tuple[str, str]]:
    rows = (each.partition(" ") for each in text.split("|"))
    return {first + n: (code, name) for n, (code, _, name) in enumerate(rows)}


# By country, then by the region's id: its code and its name.
REGIONS: dict[str, dict[int, tuple[str, str]]] = {"US": _regions(1, US), "DE": _regions(79, DE)}


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
