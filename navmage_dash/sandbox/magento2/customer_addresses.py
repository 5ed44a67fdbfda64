"""The addresses of customers: how they are read, checked and shown, and their own endpoints.

A PUT of a customer with `addresses` replaces the whole set, but one that would leave out the
present default address is refused, even where a new default comes with it; an empty list clears
them all. (Recorded in customers_addresses.)
"""

from navmage_dash.sandbox.magento2 import places
from navmage_dash.sandbox.magento2.call import Call, flag, text, whole
from navmage_dash.sandbox.magento2.draft import utf8mb3
from navmage_dash.sandbox.magento2.refusal import (
    Refusal,
    invalid,
    missing,
    no_such,
    unsupported,
    wrong_type,
)
from navmage_dash.sandbox.magento2.state import Shop
from navmage_dash.sandbox.magento2.wire import Json
from navmage_dash.sandbox.shops.people import Address, Customer

DEFAULTS = ("default_billing", "default_shipping")
SHOWN = (
    "country_id street company telephone fax postcode city firstname lastname middlename prefix "
    "suffix vat_id"
).split()
REGION = ("region_code", "region", "region_id")
FIELDS = {*SHOWN, *DEFAULTS, "id", "customer_id", "region", "region_id"}
FIELDS |= {"extension_attributes", "custom_attributes"}
NEEDED = ("firstname", "lastname", "street", "city", "telephone", "postcode", "country_id")
IN_ERRORS = {"country_id": "countryId"}
LEFT_OUT = "The %fieldName value is invalid. Set the correct value and try again."

Row = dict[str, Json]


def read(row: Row) -> Row:
    """What a row says of an address, by name. Raises Refusal for a wrong name or type."""
    for name in row.keys() - FIELDS:
        raise unsupported(name)
    said = {name: row[name] for name in SHOWN if row.get(name) is not None}
    values = {name: _typed(name, value) for name, value in said.items()}
    region = row.get("region") or {}
    if isinstance(region, str):
        raise wrong_type("region", region, "\\Magento\\Customer\\Api\\Data\\RegionInterface")
    if region:
        values |= {name: region.get(name) for name in REGION}
        values["region_id"] = region.get("region_id") or 0
    if row.get("region_id") is not None:
        values["region_id"] = row["region_id"]
    if values.get("region_id") is not None:
        values["region_id"] = whole("region_id", values["region_id"])
    return values


def _typed(name: str, value: Json) -> Json:
    if name != "street":
        return utf8mb3(text(name, value))
    if not isinstance(value, list):
        raise wrong_type("street", value, "string[]")
    return [utf8mb3(text("street", line)) for line in value]


def check(values: Row) -> None:
    """Raises Refusal that names all that is missing, in Magento's order."""
    country = values.get("country_id")
    optional = {"postcode"} if country in places.NO_POSTCODE else set()
    absent = [name for name in NEEDED if not _filled(values.get(name)) and name not in optional]
    if absent:
        raise missing(*(IN_ERRORS.get(name, name) for name in absent))
    if country not in places.COUNTRIES:
        raise invalid("countryId", country)
    known, region = places.REGIONS.get(str(country)), values.get("region_id")
    if known and region and region not in known:
        raise invalid("regionId", region)


def _filled(value: Json) -> bool:
    return any(map(str.strip, value)) if isinstance(value, list) else bool(value)


def create(shop: Shop, customer: Customer, rows: list[Row]) -> None:
    """Those of a new customer. One in a country that is not known is left out without a word."""
    for row in rows:
        values = read(row)
        if values.get("country_id") not in (None, *places.COUNTRIES):
            continue
        check(values)
        _keep(customer, Address(shop.people.new_address_id(), values), row)


def replaced(customer: Customer, sent: Row) -> list[tuple[int | None, Row, Row]]:
    """The set that a PUT asks for: id (None: a new one), values, row. Raises Refusal.

    An address with an id keeps what its row doesn't say.
    """
    rows = sent["addresses"]
    numbers = [None if row.get("id") is None else whole("id", row["id"]) for row in rows]
    if rows:
        check_defaults(customer, sent, {each for each in numbers if each is not None})
    drafts = []
    for number, row in zip(numbers, rows, strict=True):
        if number is not None and number not in customer.addresses:
            raise no_such("addressId", number)
        before = customer.addresses[number].values if number is not None else {}
        drafts.append((number, before | read(row), row))
        check(drafts[-1][1])
    return drafts


def check_defaults(customer: Customer, sent: Row, there: set[int]) -> None:
    for name in DEFAULTS:
        wanted = customer.defaults.get(name) if sent.get(name) is None else _number(sent, name)
        if wanted is not None and wanted not in there:
            raise Refusal(LEFT_OUT, {"fieldName": name})


def _number(sent: Row, name: str) -> int:
    return whole(name, sent[name])


def replace(shop: Shop, customer: Customer, drafts: list[tuple[int | None, Row, Row]]) -> None:
    kept = {number for number, _, _ in drafts}
    for number in customer.addresses.keys() - kept:
        customer.drop(number)
    for known, values, row in drafts:
        at = shop.people.new_address_id() if known is None else known
        _keep(customer, Address(at, values), row)


def set_defaults(customer: Customer, sent: Row) -> None:
    """default_billing and default_shipping on the customer, before the flags of its addresses."""
    for name in DEFAULTS:
        if sent.get(name) is not None:
            customer.defaults[name] = _number(sent, name)


def _keep(customer: Customer, address: Address, row: Row) -> None:
    customer.addresses[address.id] = address
    customer.defaults |= {name: address.id for name in DEFAULTS if flag(row.get(name))}


def touch(customer: Customer) -> None:
    """A PUT without addresses saves them again, and a region_id that was none is then 0."""
    for each in customer.addresses.values():
        if each.values.get("region_id") is None:
            each.values["region_id"] = 0


def shown(customer: Customer, address: Address) -> dict[str, Json]:
    values = address.values
    number, name = values.get("region_id"), values.get("region")
    regions = places.REGIONS.get(values["country_id"], {})
    code, name = regions.get(number or 0, (values.get("region_code") or name, name))
    row: Row = {
        "id": address.id,
        "customer_id": customer.id,
        "region": {"region_code": code, "region": name, "region_id": number or 0},
    }
    if number is not None:
        row["region_id"] = number
    row |= {name: values[name] for name in SHOWN if name in values}
    flags = ("default_shipping", "default_billing")
    return row | {name: True for name in flags if customer.defaults.get(name) == address.id}


def _owner(shop: Shop, call: Call) -> tuple[Customer, int]:
    number = whole("addressId", call.named["id"])
    owner = next(shop.people.owners(number), None)
    if owner is None:
        raise no_such("addressId", number)
    return owner, number


def one(shop: Shop, call: Call) -> Json:
    owner, number = _owner(shop, call)
    return shown(owner, owner.addresses[number])


def delete(shop: Shop, call: Call) -> Json:
    owner, number = _owner(shop, call)
    owner.drop(number)
    return True
