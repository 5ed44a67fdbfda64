"""customerCustomer*: almost nothing is checked but the e-mail address and a password's length.

A bad e-mail address, missing names, an unknown group and no website are all accepted, as recorded.
Lists and filters are in UTC; customerCustomerInfo gives created_at in the shop's own time.
"""

import hashlib
from collections.abc import Collection
from typing import Any

from navmage_dash.sandbox.magento1 import conditions, times
from navmage_dash.sandbox.magento1.asked import Asked, Handler
from navmage_dash.sandbox.magento1.soap import Refusal
from navmage_dash.sandbox.magento1.state import Shop1
from navmage_dash.sandbox.shops.people import Customer, Row

GENERAL = 1  # the group of who is new
TEXTS = "email firstname middlename lastname prefix suffix taxvat".split()
COLUMNS = (
    "customer_id created_at updated_at increment_id store_id website_id created_in email firstname "
    "middlename lastname group_id prefix suffix dob taxvat confirmation password_hash"
).split()
FILTERED = {*COLUMNS, "entity_id", "gender", "is_active", "default_billing", "default_shipping"}
TAKEN = "This customer email already exists"
SHORT = "The password must have at least 7 characters. Leading or trailing spaces will be ignored."


def found(shop: Shop1, number: str | None) -> Customer:
    customer = shop.people.customers.get(times.whole(number))
    if customer is None:
        raise Refusal("102", "Customer not exists.")
    return customer


def row(each: Customer) -> Row:
    """As a row of the list; what has no value is left out."""
    own = {name: value for name, value in each.values.items() if value not in (None, "")}
    return {
        "customer_id": each.id,
        "created_at": each.created,
        "updated_at": each.updated,
        "store_id": each.store,
        "website_id": each.website,
        "created_in": each.created_in,
        "group_id": each.group,
        **own,
    }


def matching(shop: Shop1, filters: Any) -> list[Customer]:
    """Those that the filters keep, by their ids."""
    wanted = conditions.read(filters)
    for name in wanted:
        if name not in FILTERED:
            raise Refusal("101", f"Invalid attribute name: {name}")
    everybody = [shop.people.customers[number] for number in sorted(shop.people.customers)]
    return [each for each in everybody if conditions.fits(_columns(each), wanted)]


def _columns(each: Customer) -> Row:
    defaults = {f"default_{kind}": address for kind, address in each.defaults.items()}
    return row(each) | defaults | {"entity_id": each.id}


def listed(shop: Shop1, ask: Asked) -> Any:
    return [shown(row(each)) for each in matching(shop, ask.given.get("filters"))]


def shown(columns: Row, wanted: Collection[str] = ()) -> Row:
    """wanted: the names of those that are asked for; none: all. The id is always there."""
    names = {"customer_id", *wanted} if wanted else set(COLUMNS)
    return {name: columns[name] for name in COLUMNS if name in names and name in columns}


def info(shop: Shop1, ask: Asked) -> Any:
    each = found(shop, ask.one("customerId"))
    columns = row(each) | {"created_at": times.local(each.created)}
    return shown(columns, ask.given.get("attributes") or ())


def create(shop: Shop1, ask: Asked) -> Any:
    wanted = ask.given.get("customerData") or {}
    made = add(shop, wanted, ask.now)
    made.values["confirmation"] = True  # has still to be given by the customer
    return made.id


def add(shop: Shop1, wanted: Row, now: str) -> Customer:
    """The new customer. Raises Refusal."""
    website, store = times.whole(wanted.get("website_id")), times.whole(wanted.get("store_id"))
    if shop.people.find(str(wanted.get("email") or ""), website) is not None:
        raise Refusal("100", TAKEN)
    values = _values(wanted)
    group = times.whole(wanted.get("group_id"), GENERAL)
    number, where = shop.people.new_id(), _made_in(shop, store)
    made = Customer(number, website, store, group, now, now, where, values)
    shop.people.put(made)
    return made


def _made_in(shop: Shop1, store: int) -> str:
    views = (each for each in shop.stores.views if each["store_id"] == store)
    return next((str(each["name"]) for each in views), "Admin")


def _values(wanted: Row) -> Row:
    """Raises Refusal for a password that is too short."""
    values: Row = {name: wanted[name] for name in TEXTS if wanted.get(name) is not None}
    if wanted.get("dob"):
        values["dob"] = f"{str(wanted['dob'])[:10]} 00:00:00"
    if wanted.get("gender") is not None:
        values["gender"] = times.whole(wanted["gender"])
    password = wanted.get("password")
    if password is not None:
        if len(str(password).strip()) < 7:
            raise Refusal("1", SHORT)
        values["password_hash"] = _hashed(str(password))
    return values


def _hashed(password: str) -> str:
    salt = hashlib.sha256(password.encode()).hexdigest()[:32]
    return f"{hashlib.sha256((salt + password).encode()).hexdigest()}:{salt}"


def update(shop: Shop1, ask: Asked) -> Any:
    customer = found(shop, ask.one("customerId"))
    change(shop, customer, ask.given.get("customerData") or {}, ask.now)
    return True


def change(shop: Shop1, customer: Customer, wanted: Row, now: str) -> Customer:
    """What is not sent stays; updated_at moves even where nothing else does. Raises Refusal."""
    values = customer.values | _values(wanted)
    website = times.whole(wanted.get("website_id"), customer.website)
    other = shop.people.find(str(values.get("email", "")), website)
    if other is not None and other is not customer:
        raise Refusal("1", TAKEN)
    customer.values, customer.website, customer.updated = values, website, now
    customer.store = times.whole(wanted.get("store_id"), customer.store)
    customer.group = times.whole(wanted.get("group_id"), customer.group)
    shop.people.put(customer)
    return customer


def delete(shop: Shop1, ask: Asked) -> Any:
    remove(shop, found(shop, ask.one("customerId")))
    return True


def remove(shop: Shop1, customer: Customer) -> None:
    """The orders stay, and are nobody's then."""
    shop.people.remove(customer.id)
    for order in shop.sales.orders.values():
        if order.row.get("customer_id") == customer.id:
            del order.row["customer_id"]


HANDLERS: dict[str, Handler] = {
    "customerCustomerList": listed,
    "customerCustomerInfo": info,
    "customerCustomerCreate": create,
    "customerCustomerUpdate": update,
    "customerCustomerDelete": delete,
}
