"""What buyers and the people of a shop do with orders, and what a test can look up of them.

place_order {"store": "eu_en", "customer": 3 or null, "lines": [{"sku": "1000", "qty": 2}], …}
    line: "price", "discount" (an amount) or "discount_percent", "tax_percent", "child" (the SKU
        that was chosen of a configurable), "options" {option id: value}
    order: "email", "firstname", "lastname", "group_id", "dob", "gender", "taxvat",
        "shipping" {"method", "amount", "description", "tax_percent"}, "payment" (a method's code),
        "tax_percent", "prices_include_tax", "coupon", "discount_description",
        "billing" and "shipping_address" (columns of an address), "currency" with
        "base_to_order_rate". Amounts are in the website's currency.
cancel_order {"id"}  hold_order {"id"}  unhold_order {"id"}  comment_order {"id", "comment"}
ship_order, invoice_order, refund_order {"id", and what the REST call takes}
order {"id"} or {"increment_id"}     as GET /V1/orders/:id answers, or null
orders {}  shipments, invoices, credit_memos {"order_id"}
"""

from navmage_dash.sandbox.magento2 import (
    documents,
    invoices,
    memos,
    order_place,
    order_show,
    orders,
)
from navmage_dash.sandbox.magento2 import shipments as shipping
from navmage_dash.sandbox.magento2.state import Shop
from navmage_dash.sandbox.magento2.wire import Json
from navmage_dash.sandbox.shops import desk
from navmage_dash.sandbox.shops.desk import Wanted
from navmage_dash.sandbox.shops.sales import Order


def place_order(shop: Shop, wanted: Wanted, now: str) -> Json:
    return order_show.order(order_place.place(shop, wanted, now))


def _found(shop: Shop, wanted: Wanted) -> Order:
    return documents.find(shop.sales.orders, wanted["id"])


def cancel_order(shop: Shop, wanted: Wanted, now: str) -> Json:
    return orders.cancelled(shop, _found(shop, wanted), now)


def hold_order(shop: Shop, wanted: Wanted, now: str) -> Json:
    return orders.held(_found(shop, wanted), now)


def unhold_order(shop: Shop, wanted: Wanted, now: str) -> Json:
    return orders.released(_found(shop, wanted), now)


def comment_order(shop: Shop, wanted: Wanted, now: str) -> Json:
    return orders.commented(shop, _found(shop, wanted), wanted, now)


def ship_order(shop: Shop, wanted: Wanted, now: str) -> Json:
    return shipping.shown(shipping.create(shop, _found(shop, wanted), wanted, now))


def invoice_order(shop: Shop, wanted: Wanted, now: str) -> Json:
    return documents.shown(invoices.create(shop, _found(shop, wanted), wanted, now))


def refund_order(shop: Shop, wanted: Wanted, now: str) -> Json:
    return documents.shown(memos.create(shop, _found(shop, wanted), wanted, now))


ACTIONS = {
    "place_order": place_order,
    "cancel_order": cancel_order,
    "hold_order": hold_order,
    "unhold_order": unhold_order,
    "comment_order": comment_order,
    "ship_order": ship_order,
    "invoice_order": invoice_order,
    "refund_order": refund_order,
    **desk.of_sales(order_show.order, shipping.shown, documents.shown),
}
