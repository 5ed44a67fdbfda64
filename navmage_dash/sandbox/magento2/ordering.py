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
from navmage_dash.sandbox.magento2.order_lines import Terms, Wanted
from navmage_dash.sandbox.magento2.order_show import present
from navmage_dash.sandbox.magento2.sales import HIDDEN
from navmage_dash.sandbox.magento2.state import Shop, View
from navmage_dash.sandbox.shops import order_money
from navmage_dash.sandbox.shops.order_money import number
from navmage_dash.sandbox.shops.sales import BOTH, NOTHING, Order, Row

PAYMENTS = {
    "checkmo": ("Check / Money order",),
    "purchaseorder": ("Purchase Order",),
    "banktransfer": ("Bank Transfer Payment", None),
    "cashondelivery": ("Cash On Delivery", None),
    "free": ("No Payment Information Required",),
}
SHIPPINGS = {
    "flatrate_flatrate": "Flat Rate - Fixed",
    "freeshipping_freeshipping": "Free Shipping - Free",
    "tablerate_bestway": "Best Way - Table Rate",
}
SHIPPING = {"method": "flatrate_flatrate", "amount": 0}
TO_GLOBAL = {("EUR", "USD"): Decimal("1.415")}
GUEST = {"email": "guest@example.com", "firstname": "Gus", "lastname": "Guest", "group_id": 0}
HOME = {
    "street": ["Road 5"],
    "city": "Berlin",
    "country_id": "DE",
    "postcode": "10115",
    "telephone": "+49301234",
}
PERSON = "email firstname lastname group_id dob gender taxvat prefix middlename suffix".split()


def place(shop: Shop, wanted: Wanted, now: str) -> Order:
    """Raises KeyError for a store view, customer or SKU that is not there."""
    view = shop.views[wanted["store"]] if wanted.get("store") else next(iter(shop.views.values()))
    buyer, bought = _buyer(shop, wanted), order_lines.bought(shop, wanted["lines"])
    own, virtual = shop.sales.next("order"), all(each.virtual for each in bought)
    sent = None if virtual else _address(shop, "shipping", wanted, buyer, own)
    paid = _address(shop, "billing", wanted, buyer, own)
    terms = _terms(wanted, view, buyer["group_id"], sent or paid)
    items = order_lines.items(shop, bought, _common(own, view, now), terms)
    shipping: Row = {"amount": 0} if virtual else SHIPPING | (wanted.get("shipping") or {})
    row = {"entity_id": own, "billing_address_id": paid["entity_id"], "is_virtual": int(virtual)}
    row |= _head(shop, view, wanted, now) | _bought(buyer) | _counted(items)
    row |= totals(items, shipping, terms.rate) | _carriage(shipping)
    lines = [each for each in items if "parent_item_id" not in each]
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


def _common(order: int, view: View, now: str) -> Row:
    """What all lines of an order have alike."""
    flags = {"is_qty_decimal": 0, "no_discount": 0, "free_shipping": 0}
    return {"order_id": order, "store_id": view.id, "created_at": now, "updated_at": now} | flags


def _buyer(shop: Shop, wanted: Wanted) -> Row:
    """A guest, or the customer with this id; what the order itself says goes first."""
    number_ = wanted.get("customer")
    known = GUEST if number_ is None else _person(shop, int(number_))
    given = {name: wanted[name] for name in PERSON if wanted.get(name) is not None}
    return known | given | {"id": None if number_ is None else int(number_)}


def _person(shop: Shop, number_: int) -> Row:
    """Raises KeyError for one that is not there."""
    customer = shop.people.customers[number_]
    known = {name: customer.values.get(name) for name in PERSON}
    return known | {"group_id": customer.group}


def _home(shop: Shop, kind: str, buyer: Row) -> Row:
    """The customer's own address of this kind, or any that is complete."""
    customer = shop.people.customers.get(buyer["id"] or 0)
    number_ = customer.defaults.get(f"default_{kind}") if customer else None
    if customer is None or number_ is None:
        return HOME
    return {name: value for name, value in customer.addresses[number_].values.items() if value}


def _bought(buyer: Row) -> Row:
    row = {f"customer_{name}": value for name, value in buyer.items()}
    if row.get("customer_dob"):
        row["customer_dob"] = f"{str(row['customer_dob'])[:10]} 00:00:00"
    return row | {"customer_is_guest": int(buyer["id"] is None), "customer_note_notify": 1}


def _address(shop: Shop, kind: str, wanted: Wanted, buyer: Row, order: int) -> Row:
    """What the order says; the shipping address is else that of the bill."""
    given = wanted.get("billing") or wanted.get("shipping_address")
    if kind == "shipping":
        given = wanted.get("shipping_address") or given
    named = {name: buyer.get(name) for name in ("firstname", "lastname", "email")}
    ids = {"entity_id": shop.sales.next("address"), "parent_id": order, "address_type": kind}
    return present(named | (given or _home(shop, kind, buyer)) | ids)


def _head(shop: Shop, view: View, wanted: Wanted, now: str) -> Row:
    website, first = shop.websites[view.website], next(iter(shop.websites.values()))
    group = store.group_name(list(shop.websites).index(website.id) + 1, website)
    protect = hashlib.sha256(f"{shop.seed.guid}:{shop.sales.last['order']}".encode()).hexdigest()
    own, overall = website.currency, first.currency
    return order_state.named("new") | {
        "increment_id": shop.sales.increment("order", view.id),
        "store_id": view.id,
        "store_name": f"{website.name}\n{group}\n{view.name}",
        "base_currency_code": own,
        "store_currency_code": own,
        "global_currency_code": overall,
        "order_currency_code": wanted.get("currency") or own,
        "base_to_global_rate": TO_GLOBAL.get((own, overall), Decimal(1)),
        "base_to_order_rate": number(wanted.get("base_to_order_rate"), 1),
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


def _counted(items: list[Row]) -> Row:
    lines = [row for row in items if "parent_item_id" not in row]
    return {
        "total_item_count": len(lines),
        "total_qty_ordered": sum((row["qty_ordered"] for row in lines), NOTHING),
        "weight": sum((row["row_weight"] for row in lines), NOTHING),
    }


def totals(items: Iterable[Row], shipping: Row, rate: Decimal) -> Row:
    """MySQL allowed one column's name no more letters: that of the website's currency is cut."""
    made = order_money.totals(items, shipping, rate, HIDDEN)
    made["base_shipping_discount_tax_compensation_amnt"] = made.pop(
        "base_shipping_discount_tax_compensation_amount"
    )
    return made | {f"{prefix}total_due": made[f"{prefix}grand_total"] for prefix in BOTH}


def _carriage(shipping: Row) -> Row:
    method = shipping.get("method")
    text = shipping.get("description") or SHIPPINGS.get(method or "", method)
    return {"shipping_description": text} if method else {}


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
