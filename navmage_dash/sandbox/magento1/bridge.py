"""The Oro bridge's own calls of customers and orders: in pages, with all that belongs to a row.

In WS-I oroCustomerList and oroRegionList cannot do without the pager, oroOrderList can.
"""

from collections.abc import Sequence
from typing import Any, TypeVar

from navmage_dash.sandbox.magento1 import (
    conditions,
    customers,
    customers_addresses,
    order_show,
    orders,
    places,
    times,
)
from navmage_dash.sandbox.magento1.asked import Asked, Handler
from navmage_dash.sandbox.magento1.soap import Refusal
from navmage_dash.sandbox.magento1.state import Shop1
from navmage_dash.sandbox.shops.people import Customer, Row
from navmage_dash.sandbox.shops.sales import Order

T = TypeVar("T")
GENDERS = {1: "Male", 2: "Female"}
NO_ATTRIBUTES: Row = {"attributes": []}  # where columns of extensions would be
QUERY = (
    orders.QUERY.replace("`shipping_name` FROM", "`shipping_name`, `store`.`website_id` FROM")
    + "\n INNER JOIN `core_store` AS `store` ON main_table.store_id = store.store_id"
)
ORDER = " ORDER BY main_table.entity_id ASC"
PARAMETER = 'Required parameter is missing, for more details see "exception.log".'


def paged(rows: Sequence[T], ask: Asked, *, needed: bool = False) -> Sequence[T]:
    """needed: in WS-I it is a fault not to say which page."""
    pager = ask.given.get("pager")
    if pager is None and needed and ask.wsi:
        raise Refusal("6", PARAMETER)
    size = times.whole((pager or {}).get("pageSize"))
    start = size * (max(times.whole((pager or {}).get("page"), 1), 1) - 1)
    return rows[start : start + size] if size else rows


def customer_list(shop: Shop1, ask: Asked) -> Any:
    paged([], ask, needed=True)
    found = customers.matching(shop, ask.given.get("filters"))
    return [_customer(each) for each in paged(found, ask)]


def _customer(each: Customer, **more: Any) -> Row:
    row = customers.row(each)
    row["gender"] = GENDERS.get(times.whole(row.get("gender")))
    addresses = [address | NO_ATTRIBUTES for address in customers_addresses.rows(each)]
    return row | {"addresses": addresses} | more


def customer_info(shop: Shop1, ask: Asked) -> Any:
    each = customers.found(shop, ask.one("customerId"))
    return _customer(each, created_at=times.local(each.created))


def address_list(shop: Shop1, ask: Asked) -> Any:
    each = customers.found(shop, ask.one("customerId"))
    return [row | NO_ATTRIBUTES for row in customers_addresses.rows(each)]


def address_info(shop: Shop1, ask: Asked) -> Any:
    try:
        return customers_addresses.info(shop, ask) | NO_ATTRIBUTES
    except Refusal:
        raise Refusal("103", "Customer address not exists.") from None


def order_list(shop: Shop1, ask: Asked) -> Any:
    found = orders.matching(shop, ask.given.get("filters"), QUERY, ORDER)
    return [order_show.listed(each) | _order(each) for each in paged(found, ask)]


def order_info(shop: Shop1, ask: Asked) -> Any:
    return _order(orders.found(shop, ask.one("orderIncrementId")))


def _order(each: Order) -> Row:
    """The history has ids, under a strange name; the payment has none."""
    history = [order_show.shown(row, increment_id="entity_id") for row in reversed(each.comments)]
    payment = order_show.shown(each.payment)
    return order_show.info(each) | {"payment": payment, "status_history": history}


def region_list(shop: Shop1, ask: Asked) -> Any:
    paged([], ask, needed=True)
    rows = [
        {"region_id": number, "countryCode": country, "code": code, "name": name}
        for country, regions in places.REGIONS.items()
        for number, (code, name) in regions.items()
    ]
    wanted = conditions.read(ask.given.get("filters"))
    known = [(row, row | {"country_id": row["countryCode"]}) for row in rows]
    found = [row for row, columns in known if conditions.fits(columns, wanted)]
    return paged(sorted(found, key=lambda row: row["region_id"]), ask)


HANDLERS: dict[str, Handler] = {
    "oroCustomerList": customer_list,
    "oroCustomerInfo": customer_info,
    "oroCustomerCreate": customers.create,
    "oroCustomerUpdate": customers.update,
    "oroCustomerAddressList": address_list,
    "oroCustomerAddressInfo": address_info,
    "oroOrderList": order_list,
    "oroOrderInfo": order_info,
    "oroRegionList": region_list,
}
