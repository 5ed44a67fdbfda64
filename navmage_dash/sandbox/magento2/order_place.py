"""An order is placed: what a shop's checkout makes of a buyer, lines and an address.

Amounts are in the website's currency, and are converted to the order's where that is another.
Stock is reserved and does not fall; what is not there can be ordered, as with backorders.
"""

import hashlib
from collections.abc import Iterable
from decimal import Decimal

from navmage_dash.sandbox.magento2 import (
    order_lines,
    order_state,
    stock_of_orders,
    store,
)
from navmage_dash.sandbox.magento2.order_lines import Terms
from navmage_dash.sandbox.magento2.order_show import present
from navmage_dash.sandbox.magento2.sales import HIDDEN
from navmage_dash.sandbox.magento2.state import Shop, View
from navmage_dash.sandbox.shops import order_money, ordering
from navmage_dash.sandbox.shops.order_money import number
from navmage_dash.sandbox.shops.ordering import Wanted
from navmage_dash.sandbox.shops.sales import BOTH, Order, Row, own_lines

PAYMENTS = {
    "checkmo": ("Check / Money order",),
    "purchaseorder": ("Purchase Order",),
    "banktransfer": ("Bank Transfer Payment", None),
    "cashondelivery": ("Cash On Delivery", None),
    "free": ("No Payment Information Required",),
}
HOME = {
    "street": ["Road 5"],
    "city": "Berlin",
    "country_id": "DE",
    "postcode": "10115",
    "telephone": "+49301234",
}


def place(shop: Shop, wanted: Wanted, now: str) -> Order:
    """Raises KeyError for a store view, customer or SKU that is not there."""
    view = shop.views[wanted["store"]] if wanted.get("store") else next(iter(shop.views.values()))
    buyer, bought = ordering.buyer(shop.people, wanted), order_lines.bought(shop, wanted["lines"])
    own, virtual = shop.sales.next("order"), all(each.virtual for each in bought)
    sent = None if virtual else _address(shop, "shipping", wanted, buyer, own)
    paid = _address(shop, "billing", wanted, buyer, own)
    terms = _terms(wanted, view, buyer["group_id"], sent or paid)
    items = order_lines.items(shop, bought, ordering.common(own, view.id, now), terms)
    shipping: Row = {"amount": 0} if virtual else ordering.SHIPPING | (wanted.get("shipping") or {})
    row = {"entity_id": own, "billing_address_id": paid["entity_id"], "is_virtual": int(virtual)}
    row |= {"customer_is_guest": int(buyer["id"] is None), "customer_note_notify": 1}
    row |= _head(shop, view, wanted, now) | ordering.customer(buyer) | ordering.counted(items)
    row |= totals(items, shipping, terms.rate) | ordering.carriage(shipping)
    lines = list(own_lines(items))
    carried = number(shipping.get("tax_percent"))
    order = Order(row, items, paid, sent, _payment(wanted, row), method=shipping.get("method", ""))
    country = terms.address["country_id"]
    order.taxes, order.line_taxes = order_lines.taxes(shop, lines, row, country, carried)
    shop.sales.orders[own] = order
    stock_of_orders.placed(shop, order)
    return order


def _terms(wanted: Wanted, view: View, group: int, address: Row) -> Terms:
    percent = wanted.get("tax_percent")
    return Terms(
        store=view.id,
        group=int(group),
        address=address,
        rate=number(wanted.get("base_to_order_rate"), 1),
        percent=None if percent is None else number(percent),
        inclusive=bool(wanted.get("prices_include_tax")),
    )


def _address(shop: Shop, kind: str, wanted: Wanted, buyer: Row, order: int) -> Row:
    home = ordering.home(shop.people, f"default_{kind}", buyer, HOME)
    said = ordering.address(kind, wanted, buyer, home)
    ids = {"entity_id": shop.sales.next("address"), "parent_id": order, "address_type": kind}
    return present(said | ids)


def _head(shop: Shop, view: View, wanted: Wanted, now: str) -> Row:
    website, first = shop.websites[view.website], next(iter(shop.websites.values()))
    group = store.group_name(list(shop.websites).index(website.id) + 1, website)
    protect = hashlib.sha256(f"{shop.seed.guid}:{shop.sales.last['order']}".encode()).hexdigest()
    own, overall = website.currency, first.currency
    return order_state.named("new") | {
        "increment_id": shop.sales.increment("order", view.id),
        "store_id": view.id,
        "store_name": f"{website.name}\n{group}\n{view.name}",
        **ordering.currencies(own, overall, wanted),
        "store_to_base_rate": 0,
        "store_to_order_rate": 0,
        "created_at": now,
        "updated_at": now,
        "coupon_code": wanted.get("coupon"),
        "discount_description": wanted.get("discount_description") or wanted.get("coupon"),
        "email_sent": 1,
        "quote_id": wanted.get("quote_id") or shop.sales.next("quote"),
        "protect_code": protect[:32],
        "remote_ip": "127.0.0.1",
    }


def totals(items: Iterable[Row], shipping: Row, rate: Decimal) -> Row:
    """MySQL allowed one column's name no more letters: that of the website's currency is cut."""
    made = order_money.totals(items, shipping, rate, HIDDEN)
    made["base_shipping_discount_tax_compensation_amnt"] = made.pop(
        "base_shipping_discount_tax_compensation_amount"
    )
    return made | {f"{prefix}total_due": made[f"{prefix}grand_total"] for prefix in BOTH}


def _payment(wanted: Wanted, row: Row) -> Row:
    method = str(wanted.get("payment") or "checkmo")
    return {
        "account_status": None,
        "additional_information": list(PAYMENTS.get(method, (method,))),
        "amount_ordered": row["grand_total"],
        "base_amount_ordered": row["base_grand_total"],
        "shipping_amount": row["shipping_amount"],
        "base_shipping_amount": row["base_shipping_amount"],
        "cc_last4": None,
        "entity_id": row["entity_id"],
        "parent_id": row["entity_id"],
        "method": method,
    }
