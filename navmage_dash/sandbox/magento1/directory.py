"""directory*: all countries of a Magento 1.9, and the regions of those that places.py has.

Regions come by their names, whatever their ids; a country without a list of them has none.
"""

from importlib import resources
from typing import Any

from navmage_dash.sandbox.magento1 import places
from navmage_dash.sandbox.magento1.asked import Asked, Handler
from navmage_dash.sandbox.magento1.soap import Refusal
from navmage_dash.sandbox.magento1.state import Shop1


def _countries() -> dict[str, tuple[str, str]]:
    text = (resources.files(__package__) / "countries.txt").read_text("utf-8")
    rows = (line.split(" ", 2) for line in text.splitlines())
    return {code: (iso3, name) for code, iso3, name in rows}


COUNTRIES = _countries()  # by the code of two letters: that of three, and the name


def countries(shop: Shop1, ask: Asked) -> Any:
    return [
        {"country_id": code, "iso2_code": code, "iso3_code": iso3, "name": name}
        for code, (iso3, name) in COUNTRIES.items()
    ]


def regions(shop: Shop1, ask: Asked) -> Any:
    country = str(ask.one("country"))
    if country not in COUNTRIES:
        raise Refusal("101", "Country not exists.")
    rows = sorted(places.REGIONS.get(country, {}).items(), key=lambda each: each[1][1])
    return [{"region_id": str(number), "code": code, "name": name} for number, (code, name) in rows]


HANDLERS: dict[str, Handler] = {"directoryCountryList": countries, "directoryRegionList": regions}
