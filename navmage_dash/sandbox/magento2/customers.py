"""/V1/customers, one at a time. Also a customer's own token.

POST is open to anyone, as it is how people register; only who asks for a group needs a right.
PUT is partial: what is not sent stays. `addresses` is the exception, see customer_addresses.
"""

import hashlib

from navmage_dash.sandbox.magento2 import auth, customer_addresses, customer_checks
from navmage_dash.sandbox.magento2.call import Call, flag, text, whole
from navmage_dash.sandbox.magento2.customer_addresses import DEFAULTS, Row
from navmage_dash.sandbox.magento2.draft import utf8mb3
from navmage_dash.sandbox.magento2.refusal import (
    Refusal,
    missing,
    no_such,
    unauthorised,
    unsupported,
)
from navmage_dash.sandbox.magento2.state import Shop
from navmage_dash.sandbox.magento2.wire import Json
from navmage_dash.sandbox.shops.people import Customer

VIEW, MANAGE = "Magento_Customer::customer", "Magento_Customer::manage"
GENERAL = 1  # the group of who is new
TEXTS = ("dob", "email", "firstname", "lastname", "middlename", "prefix", "suffix", "taxvat")
FIELDS = {*TEXTS, *DEFAULTS, "id", "group_id", "gender", "store_id", "website_id", "addresses"}
FIELDS |= {"created_at", "updated_at", "created_in", "confirmation", "disable_auto_group_change"}
FIELDS |= {"custom_attributes", "extension_attributes"}


def shown(each: Customer) -> dict[str, Json]:
    custom = [{"attribute_code": code, "value": value} for code, value in each.custom.items()]
    rows = sorted(each.addresses.values(), key=lambda address: address.id)
    row: Row = {
        "id": each.id,
        "group_id": each.group,
        **{name: str(each.defaults[name]) for name in DEFAULTS if name in each.defaults},
        "created_at": each.created,
        "updated_at": each.updated,
        "created_in": each.created_in,
        **each.values,
        "store_id": each.store,
        "website_id": each.website,
        "addresses": [customer_addresses.shown(each, address) for address in rows],
        "disable_auto_group_change": each.no_group_change,
        "extension_attributes": {"is_subscribed": each.subscribed},
    }
    return row | ({"custom_attributes": custom} if custom else {})


def create(shop: Shop, call: Call) -> Json:
    (wanted,) = call.need("customer")
    if wanted.get("group_id") is not None and not call.may(MANAGE):
        raise unauthorised(MANAGE)
    password = call.body.get("password")
    return shown(register(shop, wanted, call.store, call.now, password))


def register(
    shop: Shop, wanted: Row, store: int, now: str, password: str | None = None
) -> Customer:
    """The new customer of a website. store: where it is made, for what isn't said. Raises Refusal.

    Refused addresses use up the id: the customer is there by then, and is taken back.
    """
    values = _read(wanted)
    if password is not None:
        customer_checks.password(password, str(values.get("email")))
    made = _new(shop, wanted, values, store, now)
    made.password = password
    shop.people.put(made)
    try:
        customer_addresses.create(shop, made, wanted.get("addresses") or [])
    except Refusal:
        shop.people.remove(made.id)
        raise
    return made


def _new(shop: Shop, wanted: Row, values: Row, store: int, now: str) -> Customer:
    website, store = _place(shop, wanted, store)
    group = customer_checks.group(shop, _whole(wanted, "group_id", GENERAL))
    customer_checks.values(values)
    customer_checks.free(shop, str(values["email"]), website)
    name = next(view.name for view in shop.views.values() if view.id == store)
    made = Customer(shop.people.new_id(), website, store, group, now, now, name, values)
    _more(shop, made, wanted)
    return made


def _place(shop: Shop, wanted: Row, store: int) -> tuple[int, int]:
    """Website and store view: those that are said, else those of the address."""
    here = store or next(iter(shop.views.values())).id
    if wanted.get("website_id") is None:
        here = _whole(wanted, "store_id", here)
        return shop.website_of(here), here
    website = customer_checks.website(shop, whole("website_id", wanted["website_id"]))
    first = next(iter(shop.views_of(website)), 0)
    return website, customer_checks.store(shop, _whole(wanted, "store_id", first), website)


def _whole(wanted: Row, name: str, otherwise: int) -> int:
    return otherwise if wanted.get(name) is None else whole(name, wanted[name])


def _read(wanted: Row) -> Row:
    for name in wanted.keys() - FIELDS:
        raise unsupported(name)
    said = {name: text(name, wanted[name]) for name in TEXTS if wanted.get(name) is not None}
    values: Row = {name: utf8mb3(value) for name, value in said.items()}
    if wanted.get("gender") is not None:
        values["gender"] = whole("gender", wanted["gender"])
    return values


def _more(shop: Shop, customer: Customer, wanted: Row) -> None:
    """An attribute that the shop doesn't have is dropped without a word; null takes a value off."""
    for row in wanted.get("custom_attributes") or ():
        code, value = row["attribute_code"], row.get("value")
        if value is None:
            customer.custom.pop(code, None)
        elif code in shop.people.attributes:
            customer.custom[code] = text(code, value)
    extra = wanted.get("extension_attributes") or {}
    customer.subscribed = flag(extra.get("is_subscribed", customer.subscribed))
    customer.no_group_change = _whole(wanted, "disable_auto_group_change", customer.no_group_change)


def update(shop: Shop, call: Call) -> Json:
    (wanted,) = call.need("customer")
    return shown(change(shop, _the(shop, call), wanted, call.now))


def change(shop: Shop, customer: Customer, wanted: Row, now: str) -> Customer:
    """All or nothing; updated_at moves even where nothing else does. Raises Refusal."""
    values = customer.values | _read(wanted)
    group = customer_checks.group(shop, _whole(wanted, "group_id", customer.group))
    website = customer_checks.website(shop, _whole(wanted, "website_id", customer.website))
    store = _whole(wanted, "store_id", customer.store)
    customer_checks.values(values)
    customer_checks.free(shop, str(values["email"]), website, but=customer)
    if wanted.get("addresses") is None:
        customer_addresses.check_defaults(customer, wanted, set(customer.addresses))
        customer_addresses.set_defaults(customer, wanted)
        customer_addresses.touch(customer)
    else:
        drafts = customer_addresses.replaced(customer, wanted)
        customer_addresses.set_defaults(customer, wanted)
        customer_addresses.replace(shop, customer, drafts)
    customer.values, customer.group, customer.updated = values, group, now
    customer.website, customer.store = website, store
    _more(shop, customer, wanted)
    shop.people.put(customer)
    return customer


def _the(shop: Shop, call: Call) -> Customer:
    number = whole("customerId", call.named["id"])
    if number not in shop.people.customers:
        raise no_such("customerId", number)
    return shop.people.customers[number]


def one(shop: Shop, call: Call) -> Json:
    return shown(_the(shop, call))


def delete(shop: Shop, call: Call) -> Json:
    shop.people.remove(_the(shop, call).id)
    return True


def billing_address(shop: Shop, call: Call) -> Json:
    return _default(shop, call, "default_billing")


def shipping_address(shop: Shop, call: Call) -> Json:
    return _default(shop, call, "default_shipping")


def _default(shop: Shop, call: Call, name: str) -> Json:
    found = _the(shop, call)
    number = found.defaults.get(name)
    return None if number is None else customer_addresses.shown(found, found.addresses[number])


def is_email_available(shop: Shop, call: Call) -> Json:
    """Yes, also for one that is taken: Magento doesn't tell strangers who its customers are."""
    call.need("customerEmail")
    return True


def token(shop: Shop, call: Call) -> Json:
    """A JWT for the customer's own pages; for nothing that is answered here."""
    absent = [name for name in ("username", "password") if not call.body.get(name)]
    if absent:
        raise missing(*absent)
    website = shop.website_of(call.store or next(iter(shop.views.values())).id)
    found = shop.people.find(text("username", call.body["username"]), website)
    if found is None or found.password in (None, "") or found.password != call.body["password"]:
        raise Refusal(auth.SIGN_IN, status=401)
    claims = {"uid": found.id, "utypid": 3}
    return auth.jwt(claims, hashlib.sha256(f"{found.id}:{call.now}".encode()).digest())
