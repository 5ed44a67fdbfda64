"""customerAddress*: a US address without a region and a country ZZ are accepted, as recorded.

Lists give the newest first. A street is sent as a list of lines, and read back as one text.
"""

from typing import Any

from navmage_dash.sandbox.magento1 import places, times
from navmage_dash.sandbox.magento1.asked import Asked, Handler
from navmage_dash.sandbox.magento1.soap import Refusal
from navmage_dash.sandbox.magento1.state import Shop1
from navmage_dash.sandbox.shops.people import Address, Customer, Row

FIELDS = (
    "city company country_id fax firstname lastname middlename postcode prefix region region_id "
    "street suffix telephone"
).split()
NEEDED = {
    "firstname": "Please enter the first name.",
    "lastname": "Please enter the last name.",
    "street": "Please enter the street.",
    "city": "Please enter the city.",
    "telephone": "Please enter the telephone number.",
    "postcode": "Please enter the zip/postal code.",
    "country_id": "Please enter the country.",
}
NO_POSTCODE = {"GB", "HK", "IE", "MO", "PA"}  # where an address may do without one
KINDS = ("billing", "shipping")


def rows(each: Customer) -> list[Row]:
    numbers = sorted(each.addresses, reverse=True)
    return [shown(each, each.addresses[number]) for number in numbers]


def shown(customer: Customer, each: Address) -> Row:
    own = {name: each.values[name] for name in FIELDS if each.values.get(name) not in (None, "")}
    flags = {f"is_default_{kind}": customer.defaults.get(kind) == each.id for kind in KINDS}
    stamps = {"created_at": each.created, "updated_at": each.updated}
    return {"customer_address_id": each.id} | stamps | own | flags


def found(shop: Shop1, number: str | None) -> tuple[Customer, Address]:
    address = times.whole(number)
    for owner in shop.people.owners(address):
        return owner, owner.addresses[address]
    raise Refusal("102", "Address not exists.")


def listed(shop: Shop1, ask: Asked) -> Any:
    return rows(_owner(shop, ask))


def _owner(shop: Shop1, ask: Asked) -> Customer:
    """Here an unknown customer has another code than elsewhere."""
    customer = shop.people.customers.get(times.whole(ask.one("customerId")))
    if customer is None:
        raise Refusal("101", "Customer not exists.")
    return customer


def info(shop: Shop1, ask: Asked) -> Any:
    customer, address = found(shop, ask.one("addressId"))
    return shown(customer, address) | {"created_at": times.local(address.created)}


def create(shop: Shop1, ask: Asked) -> Any:
    customer, wanted = _owner(shop, ask), ask.given.get("addressData") or {}
    return add(shop, customer, wanted, ask.now).id


def add(shop: Shop1, customer: Customer, wanted: Row, now: str) -> Address:
    """Raises Refusal."""
    values = _checked(_values(wanted))
    made = Address(shop.people.new_address_id(), values, now, now)
    customer.addresses[made.id] = made
    _set_defaults(customer, made, wanted, now)
    return made


def update(shop: Shop1, ask: Asked) -> Any:
    customer, address = found(shop, ask.one("addressId"))
    change(customer, address, ask.given.get("addressData") or {}, ask.now)
    return True


def change(customer: Customer, address: Address, wanted: Row, now: str) -> None:
    """What is not sent stays. Raises Refusal."""
    address.values, address.updated = _checked(address.values | _values(wanted)), now
    _set_defaults(customer, address, wanted, now)


def _values(wanted: Row) -> Row:
    values = {name: wanted[name] for name in FIELDS if wanted.get(name) is not None}
    if isinstance(values.get("street"), list):
        values["street"] = "\n".join(str(line) for line in values["street"])
    return values


def _checked(values: Row) -> Row:
    wrong = [text for name, text in NEEDED.items() if not values.get(name)]
    if values.get("country_id") in NO_POSTCODE and NEEDED["postcode"] in wrong:
        wrong.remove(NEEDED["postcode"])
    if wrong:
        raise Refusal("100", "\n".join(wrong))
    return values | _region(values)


def _region(values: Row) -> Row:
    """By its id, where the country has it; what was written goes then."""
    number = times.whole(values.get("region_id"))
    if not number:
        return {}
    known = places.REGIONS.get(str(values["country_id"]), {})
    return {"region_id": number, "region": known[number][1] if number in known else None}


def _set_defaults(customer: Customer, address: Address, wanted: Row, now: str) -> None:
    """Only a `true` is heard. It saves the customer too."""
    kinds = [kind for kind in KINDS if times.flag(wanted.get(f"is_default_{kind}"))]
    customer.defaults |= dict.fromkeys(kinds, address.id)
    if kinds:
        customer.updated = now


def delete(shop: Shop1, ask: Asked) -> Any:
    customer, address = found(shop, ask.one("addressId"))
    customer.drop(address.id)
    return True


HANDLERS: dict[str, Handler] = {
    "customerAddressList": listed,
    "customerAddressInfo": info,
    "customerAddressCreate": create,
    "customerAddressUpdate": update,
    "customerAddressDelete": delete,
}
