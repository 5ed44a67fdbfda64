"""What buyers and the people of a shop do with orders, and what a test can look up of them.

Asked and answered in the shape of the desk of Magento 2, so that a test can treat both alike.

place_order {"store": "outlet_en", "customer": 3 or null, "lines": [{"sku": "1000", "qty": 2}], …}
    line: "price", "discount" (an amount) or "discount_percent", "tax_percent", "child" (the SKU
        that was chosen of a configurable)
    order: "email", "firstname", "lastname", "group_id", "dob", "gender", "taxvat",
        "shipping" {"method", "amount", "description", "tax_percent"}, "payment" (a method's code),
        "po_number", "tax_percent", "prices_include_tax", "coupon", "discount_description",
        "billing" and "shipping_address" (columns of an address), "currency" with
        "base_to_order_rate". Amounts are in the website's currency.
cancel_order {"id"}  hold_order {"id"}  unhold_order {"id"}
comment_order {"id", "comment": {"comment", "status"?}}
ship_order {"id", "items"?: [{"order_item_id", "qty"}], "tracks"?: [{"carrier_code", "title",
    "track_number"}]}  invoice_order {"id", "items"?}
refund_order {"id", "items"?, "arguments"?: {"shipping_amount", "adjustment_positive", …}}
    all three also "comment"?: {"comment"}
order {"id"} or {"increment_id"}     null where there is none
orders {}  shipments, invoices, credit_memos {"order_id"}
"""

from typing import Any

from navmage_dash.sandbox.magento1 import (
    invoices,
    memos,
    order_place,
    orders,
    sales_documents,
    sales_view,
)
from navmage_dash.sandbox.magento1 import shipments as shipping
from navmage_dash.sandbox.magento1.state import Shop1
from navmage_dash.sandbox.shops import desk
from navmage_dash.sandbox.shops.desk import Wanted
from navmage_dash.sandbox.shops.sales import Document, Order


def place_order(shop: Shop1, wanted: Wanted, now: str) -> Any:
    return sales_view.order(order_place.place(shop, wanted, now))


def _found(shop: Shop1, wanted: Wanted) -> Order:
    return shop.sales.orders[int(wanted["id"])]


def cancel_order(shop: Shop1, wanted: Wanted, now: str) -> Any:
    orders.cancelled(shop, _found(shop, wanted), now)
    return True


def hold_order(shop: Shop1, wanted: Wanted, now: str) -> Any:
    orders.held(shop, _found(shop, wanted), now)
    return True


def unhold_order(shop: Shop1, wanted: Wanted, now: str) -> Any:
    orders.released(shop, _found(shop, wanted), now)
    return True


def comment_order(shop: Shop1, wanted: Wanted, now: str) -> Any:
    said = wanted.get("comment") or {}
    orders.commented(shop, _found(shop, wanted), now, said.get("status"), said.get("comment"))
    return True


def ship_order(shop: Shop1, wanted: Wanted, now: str) -> Any:
    made = shipping.add(shop, _found(shop, wanted), wanted.get("items"), now)
    for each in wanted.get("tracks") or ():
        code, title = each.get("carrier_code") or "custom", each.get("title")
        shipping.tracked(shop, made, code, title, each["track_number"], now)
    return _commented(shop, "shipment", made, wanted, now)


def invoice_order(shop: Shop1, wanted: Wanted, now: str) -> Any:
    made = invoices.add(shop, _found(shop, wanted), wanted.get("items"), now)
    return _commented(shop, "invoice", made, wanted, now)


def _commented(shop: Shop1, kind: str, made: Document, wanted: Wanted, now: str) -> Any:
    text = (wanted.get("comment") or {}).get("comment")
    if text:
        sales_documents.commented(shop.sales, kind, made, now, text)
    return sales_view.document(made)


def refund_order(shop: Shop1, wanted: Wanted, now: str) -> Any:
    """Offline, as at the admin's button."""
    data = {**(wanted.get("arguments") or {}), "qtys": wanted.get("items")}
    made = memos.add(shop, _found(shop, wanted), data, now, online=False)
    return _commented(shop, "creditmemo", made, wanted, now)


ACTIONS = {
    "place_order": place_order,
    "cancel_order": cancel_order,
    "hold_order": hold_order,
    "unhold_order": unhold_order,
    "comment_order": comment_order,
    "ship_order": ship_order,
    "invoice_order": invoice_order,
    "refund_order": refund_order,
    **desk.of_sales(sales_view.order, sales_view.document, sales_view.document),
}
