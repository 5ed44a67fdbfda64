"""An order is placed: what a shop's checkout makes of a buyer, lines and an address.

Amounts are in the website's currency, and are converted to the order's where that is another.
Stock falls; what is not there can be ordered, as with backorders.
"""

import hashlib
from decimal import Decimal

from navmage_dash.sandbox.magento1 import order_lines, order_state, order_stock, places
from navmage_dash.sandbox.magento1.order_lines import Terms
from navmage_dash.sandbox.magento1.sales import HIDDEN
from navmage_dash.sandbox.magento1.state import Shop1
from navmage_dash.sandbox.shops import order_money, ordering, states
from navmage_dash.sandbox.shops.order_money import number
from navmage_dash.sandbox.shops.ordering import Wanted
from navmage_dash.sandbox.shops.sales import Order, Row

HOME = {
    "street": "Road 5",
    "city": "Berlin",
    "postcode": "10117",
    "country_id": "DE",
    "telephone": "555",
}
NO_CARD = "cc_exp_month cc_exp_year cc_ss_start_month cc_ss_start_year".split()
AT_PAR = dict.fromkeys(("store_to_base_rate", "store_to_order_rate"), Decimal(1))


def place(shop: Shop1, wanted: Wanted, now: str) -> Order:
    """Raises KeyError for a store view, customer or SKU that is not there."""
    view = _view(shop, wanted.get("store"))
    terms, buyer = _terms(wanted, int(view["store_id"])), ordering.buyer(shop.people, wanted)
    bought = order_lines.bought(shop, wanted["lines"], terms.store)
    own, virtual = shop.sales.next("order"), all(each.virtual for each in bought)
    paid = _address(shop, "billing", wanted, buyer, own)
    sent = None if virtual else _address(shop, "shipping", wanted, buyer, own)
    items = order_lines.items(shop, bought, ordering.common(own, terms.store, now), terms)
    shipping: Row = {} if virtual else ordering.SHIPPING | (wanted.get("shipping") or {})
    row = {"entity_id": own, "billing_address_id": paid["entity_id"], "is_virtual": int(virtual)}
    row |= {"shipping_address_id": sent["entity_id"]} if sent else {}
    row |= {"customer_is_guest": 1} if buyer["id"] is None else {}
    row |= {"shipping_method": shipping["method"]} if shipping.get("method") else {}
    row |= _head(shop, view, wanted, now) | ordering.customer(buyer) | ordering.counted(items)
    row |= order_money.totals(items, shipping, terms.rate, HIDDEN) | ordering.carriage(shipping)
    order = Order(row, items, paid, sent, _payment(shop, wanted, row))
    order_state.said(shop.sales, order, now, str(row["status"]), notified=1)
    shop.sales.orders[own] = order
    order_stock.placed(shop, order)
    _buyer_is_saved(shop, buyer["id"], now)
    return order


def _view(shop: Shop1, code: str | None) -> Row:
    views = shop.stores.views
    return {each["code"]: each for each in views}[code] if code else views[0]


def _terms(wanted: Wanted, store: int) -> Terms:
    return Terms(
        store=store,
        rate=number(wanted.get("base_to_order_rate"), 1),
        percent=number(wanted.get("tax_percent")),
        inclusive=bool(wanted.get("prices_include_tax")),
    )


def _buyer_is_saved(shop: Shop1, number_: int | None, now: str) -> None:
    if number_ is not None:
        shop.people.customers[number_].updated = now


def _address(shop: Shop1, kind: str, wanted: Wanted, buyer: Row, order: int) -> Row:
    home = ordering.home(shop.people, kind, buyer, HOME)
    said = ordering.address(kind, wanted, buyer, home)
    ids = {"entity_id": shop.sales.next("address"), "parent_id": order, "address_type": kind}
    return places.columns(said) | ids


def _head(shop: Shop1, view: Row, wanted: Wanted, now: str) -> Row:
    protect = hashlib.sha256(f"{shop.seed.guid}:{shop.sales.last['order']}".encode()).hexdigest()
    return _money_of(shop, view, wanted) | {
        "state": "new",
        "status": states.STATUS["new"],
        "increment_id": shop.sales.increment("order", int(view["store_id"])),
        "store_id": view["store_id"],
        "created_at": now,
        "updated_at": now,
        "coupon_code": wanted.get("coupon"),
        "discount_description": wanted.get("discount_description") or wanted.get("coupon"),
        "quote_id": shop.sales.next("quote"),
        "protect_code": protect[:6],
        "paypal_ipn_customer_notified": 0,
        "customer_note_notify": 1,
        "email_sent": 1,
    }


def _money_of(shop: Shop1, view: Row, wanted: Wanted) -> Row:
    """The store view's website, and the currencies."""
    sites = {int(each["website_id"]): each for each in shop.stores.websites}
    first, site = list(sites)[1], int(view["website_id"])
    own, overall = (shop.stores.currencies.get(each, "EUR") for each in (site, first))
    return {
        "store_name": "{0}\n{0} Store\n{1}".format(sites[site]["name"], view["name"]),
        **ordering.currencies(own, overall, wanted),
        **AT_PAR,
    }


def _payment(shop: Shop1, wanted: Wanted, row: Row) -> Row:
    return {
        "entity_id": shop.sales.next("payment"),
        "parent_id": row["entity_id"],
        "amount_ordered": row["grand_total"],
        "base_amount_ordered": row["base_grand_total"],
        "shipping_amount": row["shipping_amount"],
        "base_shipping_amount": row["base_shipping_amount"],
        "method": str(wanted.get("payment") or "checkmo"),
        "po_number": wanted.get("po_number"),
        **dict.fromkeys(NO_CARD, 0),
    }
