"""What people do with their accounts in the storefront, and what a test can look up of them.

Asked and answered in the shape of the desk of Magento 2, so that a test can treat both alike.

register {"email", "firstname", "lastname", "store" | "website" (codes), "addresses": [...],
          "group_id"?, "custom": {code: value}?, "password"?, any other field of a customer}
customer {"id"} or {"email", "website_id"}     null where there is none
customers {}                                   all of them
edit_customer {"id", "values": {...}}          as in My Account: "addresses" replaces them all
delete_customer {"id"}
"""

from collections.abc import Mapping
from typing import Any

from navmage_dash.sandbox.magento1 import customers, customers_addresses, places
from navmage_dash.sandbox.magento1.customers_addresses import KINDS
from navmage_dash.sandbox.magento1.state import Shop1
from navmage_dash.sandbox.shops import desk
from navmage_dash.sandbox.shops.desk import Wanted
from navmage_dash.sandbox.shops.people import Address, Customer, Row


def register(shop: Shop1, wanted: Wanted, now: str) -> Any:
    row = dict(wanted)
    store = _store(shop, row.pop("store", None), row.pop("website", None))
    row |= {"website_id": row.get("website_id", shop.stores.website_of(store)), "store_id": store}
    made = customers.add(shop, row, now)
    made.custom = {code: str(value) for code, value in wanted.get("custom", {}).items()}
    _put_addresses(shop, made, wanted.get("addresses") or [], now)
    return shown(made)


def _store(shop: Shop1, store: str | None, website: str | None) -> int:
    """The store view by its code; else the first of the website; else the first of all."""
    if store is not None:
        return shop.stores.id_of(store)
    number = shop.stores.website(website) if website is not None else None
    return shop.stores.views_of(number or shop.stores.views[0]["website_id"])[0]


def _put_addresses(shop: Shop1, customer: Customer, rows: list[Wanted], now: str) -> None:
    for wanted in rows:
        flags = {f"is_default_{kind}": wanted.get(f"default_{kind}") for kind in KINDS}
        row = {**places.columns(wanted), **flags}
        known = customer.addresses.get(int(wanted.get("id") or 0))
        if known is None:
            customers_addresses.add(shop, customer, row, now)
        else:
            customers_addresses.change(customer, known, row, now)


def edit_customer(shop: Shop1, wanted: Wanted, now: str) -> Any:
    found, values = shop.people.customers[int(wanted["id"])], dict(wanted["values"])
    customers.change(shop, found, values, now)
    found.custom |= {code: str(value) for code, value in values.get("custom", {}).items()}
    if values.get("addresses") is not None:
        kept = {int(each.get("id") or 0) for each in values["addresses"]}
        for number in [each for each in found.addresses if each not in kept]:
            found.drop(number)
        _put_addresses(shop, found, values["addresses"], now)
    return shown(found)


def delete_customer(shop: Shop1, wanted: Wanted, now: str) -> Any:
    customers.remove(shop, shop.people.customers[int(wanted["id"])])
    return {}


def shown(each: Customer) -> Row:
    custom = [{"attribute_code": code, "value": value} for code, value in each.custom.items()]
    hidden = ("password_hash", "confirmation")
    row: Row = {name: value for name, value in each.values.items() if name not in hidden}
    return row | {
        "id": each.id,
        "group_id": each.group,
        **{f"default_{kind}": str(number) for kind, number in each.defaults.items()},
        "created_at": each.created,
        "updated_at": each.updated,
        "created_in": each.created_in,
        "store_id": each.store,
        "website_id": each.website,
        "addresses": [_address(each, each.addresses[n]) for n in sorted(each.addresses)],
        "custom_attributes": custom,
    }


def _address(customer: Customer, each: Address) -> Row:
    values: Mapping[str, Any] = {n: value for n, value in each.values.items() if value}
    flags = {f"default_{kind}": True for kind in KINDS if customer.defaults.get(kind) == each.id}
    return {"id": each.id, "customer_id": customer.id, **places.shown(dict(values)), **flags}


ACTIONS = {
    "register": register,
    **desk.of_people(shown),
    "edit_customer": edit_customer,
    "delete_customer": delete_customer,
}
