"""What people do with their accounts in the storefront, and what a test can look up of them.

register {"email", "firstname", "lastname", "store" | "website" (codes), "addresses": [...],
          "group_id"?, "custom": {code: value}?, "password"?, any other field of a customer}
customer {"id"} or {"email", "website_id"}     as GET /V1/customers/:id answers, or null
customers {}                                   all of them
edit_customer {"id", "values": {...}}          as in My Account; "custom" is taken here too
delete_customer {"id"}
"""

from navmage_dash.sandbox.magento2 import customers
from navmage_dash.sandbox.magento2.state import Shop
from navmage_dash.sandbox.magento2.wire import Json
from navmage_dash.sandbox.shops import desk
from navmage_dash.sandbox.shops.desk import Wanted


def register(shop: Shop, wanted: Wanted, now: str) -> Json:
    row = _row(wanted)
    password = row.pop("password", None)
    store = _store(shop, row.pop("store", None), row.pop("website", None))
    return customers.shown(customers.register(shop, row, store, now, password))


def _row(wanted: Wanted) -> Wanted:
    row = dict(wanted)
    custom = row.pop("custom", {})
    rows = [{"attribute_code": code, "value": value} for code, value in custom.items()]
    return row | ({"custom_attributes": rows} if rows else {})


def _store(shop: Shop, store: str | None, website: str | None) -> int:
    """The store view by its code; else the first of the website; else the first of all."""
    if store is not None:
        return shop.views[store].id
    codes = {each.code: each.id for each in shop.websites.values()}
    number = codes[website] if website is not None else next(iter(shop.websites))
    return shop.views_of(number)[0]


def edit_customer(shop: Shop, wanted: Wanted, now: str) -> Json:
    found = shop.people.customers[int(wanted["id"])]
    return customers.shown(customers.change(shop, found, _row(wanted["values"]), now))


def delete_customer(shop: Shop, wanted: Wanted, now: str) -> Json:
    shop.people.remove(int(wanted["id"]))
    return {}


ACTIONS = {
    "register": register,
    **desk.of_people(customers.shown),
    "edit_customer": edit_customer,
    "delete_customer": delete_customer,
}
