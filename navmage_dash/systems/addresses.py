"""The addresses of a Magento's customer under NAV's codes.

Fields: address.<code>.<field>, where the code is NAV's ship-to code, or `billing` for the address
on the card itself, which no code can be: those are in capitals. `id` is the number that Magento
gave it, as far as it is known. An address that no code is known for is W and its number.

Rows are in Magento 2's shape, whichever Magento they are of.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from navmage_dash.sync.mapping import canonical
from navmage_dash.sync.records import Changes, Fields, Row, Value

STEM, BILLING = "address.", "billing"
FLAGS = ("default_billing", "default_shipping")
TEXTS = ("firstname", "lastname", "company", "city", "postcode", "country_id", "telephone")
CONTENT = (*TEXTS, "street")
REGION = frozenset(("region", "region_id", "country_id"))  # what a change of any of them changes
FIELDS = ("id", *CONTENT, "region", "region_id", *FLAGS)
By = Mapping[str, Fields]  # an address's fields by its code
Regions = Callable[[str], Sequence[Row]]  # a country's: id, code, name


def split(name: str) -> tuple[str, str] | None:
    """'address.STORE.city' is ('STORE', 'city'); None for what is of no address."""
    code, dot, field = name.removeprefix(STEM).rpartition(".")
    return (code, field) if name.startswith(STEM) and dot else None


def by_code(fields: Fields) -> dict[str, dict[str, Value]]:
    """What each address is to be; those of which nothing is left are not in it."""
    found: dict[str, dict[str, Value]] = {}
    for name, value in fields.items():
        if (parts := split(name)) and value is not None:
            found.setdefault(parts[0], {})[parts[1]] = value
    return {code: each for code, each in found.items() if any(map(each.get, CONTENT))}


def changed(changes: Changes) -> dict[str, dict[str, Value]]:
    """What becomes of each address, as far as it changes."""
    found: dict[str, dict[str, Value]] = {}
    for name, (_, after) in changes.items():
        if (parts := split(name)) and parts[1] != "id":
            found.setdefault(parts[0], {})[parts[1]] = after
    return found


def coded(there: Sequence[Row], wanted: By) -> dict[str, Row]:
    """By code: by the number that is known, by what is in it, and the card's own is the default."""
    found: dict[str, Row] = {}
    left = {str(each["id"]): each for each in there}
    for code, fields in wanted.items():
        if (known := left.pop(str(fields.get("id")), None)) is not None:
            found[code] = known
    for code, row in matched([code for code in wanted if code not in found], wanted, left.values()):
        found[code] = left.pop(str(row["id"]))
    for number, row in left.items():
        own = row.get("default_billing") and BILLING not in found
        found[BILLING if own else f"W{number}"] = row
    return found


def matched(codes: Iterable[str], wanted: By, rows: Iterable[Row]) -> Iterator[tuple[str, Row]]:
    """Each code with an address that says the same; an address is taken once."""
    left = list(rows)
    for code in codes:
        same = [row for row in left if _same(wanted[code], row)]
        if same:
            left.remove(same[0])
            yield code, same[0]


def _same(fields: Fields, row: Row) -> bool:
    return all(_folded(fields.get(name)) == _folded(_read(row, name)) for name in CONTENT)


def _folded(value: Value) -> str:
    return " ".join(str(value or "").split()).casefold()


def flat(there: Mapping[str, Row], wanted: By) -> dict[str, Value]:
    """Their fields by name. A region that is meant by its code or its name is found as meant."""
    found: dict[str, Value] = {}
    for code, row in there.items():
        for field in FIELDS:
            found[f"{STEM}{code}.{field}"] = _read(row, field)
        meant = wanted.get(code, {}).get("region")
        if meant and _folded(meant) in map(_folded, _names(row)):
            found[f"{STEM}{code}.region"] = meant
    return found


def _names(row: Row) -> list[Value]:
    region = row.get("region") or {}
    return [canonical(region.get("region")), canonical(region.get("region_code"))]


def _read(row: Row, field: str) -> Value:
    if field == "street":
        return canonical("\n".join(line for line in row.get("street") or () if line))
    if field == "region":
        return _names(row)[0]
    if field == "region_id":
        return canonical(row.get("region_id") or None)
    if field in FLAGS:
        return "1" if row.get(field) else "0"
    return canonical(row.get(field))


def sent(fields: Fields, flag: str) -> dict[str, Any]:
    """As Magento takes them, but for the region. A default is only ever set; flag: its name."""
    made: dict[str, Any] = {name: fields[name] or "" for name in TEXTS if name in fields}
    if "street" in fields:
        made["street"] = str(fields["street"] or "").split("\n")
    return made | {flag.format(name): True for name in FLAGS if fields.get(name) == "1"}


def region_of(fields: Fields, country: str, regions: Regions) -> Row | None:
    """The one that is meant, by its number, its code or its name; None where no list has it."""
    meant, number = fields.get("region"), fields.get("region_id")
    for each in regions(country) if country and (meant or number) else ():
        names = (each["code"], each["name"])
        if str(each["id"]) == number or (meant and _folded(meant) in map(_folded, names)):
            return each
    return None
