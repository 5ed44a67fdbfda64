"""An order is placed: what a shop's checkout makes of a buyer, lines and an address.

Amounts are in the website's currency, and are converted to the order's where that is another.
Stock falls; what is not there can be ordered, as with backorders.
"""

import hashlib
from decimal import Decimal

from navmage_dash.sandbox.magento1 import order_lines, order_state, order_stock, places
from navmage_dash.sandbox.magento1.order_lines import Terms, Wanted
from navmage_dash.sandbox.magento1.sales import HIDDEN
from navmage_dash.sandbox.magento1.state import Shop1
from navmage_dash.sandbox.shops import order_money
from navmage_dash.sandbox.shops.order_money import number
from navmage_dash.sandbox.shops.people import Customer
from navmage_dash.sandbox.shops.sales import NOTHING, Order, Row

SHIPPINGS = {
    "flatrate_flatrate": "Flat Rate - Fixed",
    "freeshipping_freeshipping": "Free Shipping - Free",
    "tablerate_bestway": "Best Way - Table Rate",
}
SHIPPING = {"method": "flatrate_flatrate", "amount": 0}
TO_GLOBAL = {("EUR", "USD"): Decimal("1.415")}
GUEST = {"email": "guest@example.com", "firstname": "Gus", "lastname": "Guest", "group_id": 0}
HOME = {
    "street": "Road 5",
    "city": "Berlin",
    "postcode": "10117",
    "country_id": "DE",
    "telephone": "555",
}
PERSON = "email firstname lastname group_id dob gender taxvat prefix middlename suffix".split()
NO_CARD = "cc_exp_month cc_exp_year cc_ss_start_month cc_ss_start_year".split()
AT_PAR = dict.fromkeys(("store_to_base_rate", "store_to_order_rate"), Decimal(1))


def place(shop: Shop1, wanted: Wanted, now: str) -> Order:
    """Raises KeyError for a store view, customer or SKU that is not there."""
    view = _view(shop, wanted.get("store"))
    terms, buyer = _terms(wanted, int(view["store_id"])), _buyer(shop, wanted)
    bought = order_lines.bought(shop, wanted["lines"], terms.store)
    own, virtual = shop.sales.next("order"), all(each.virtual for each in bought)
    paid = _address(shop, "billing", wanted, buyer, own)
    sent = None if virtual else _address(shop, "shipping", wanted, buyer, own)
    items = order_lines.items(shop, bought, _common(own, terms.store, now), terms)
    shipping: Row = {} if virtual else SHIPPING | (wanted.get("shipping") or {})
    row = {"entity_id": own, "billing_address_id": paid["entity_id"], "is_virtual": int(virtual)}
    row |= {"shipping_address_id": sent["entity_id"]} if sent else {}
    row |= _head(shop, view, wanted, now) | _bought(buyer) | _counted(items)
    row |= order_money.totals(items, shipping, terms.rate, HIDDEN) | _carriage(shipping)
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


def _common(order: int, store: int, now: str) -> Row:
    """What all lines of an order have alike."""
    flags = {"is_qty_decimal": 0, "no_discount": 0, "free_shipping": 0}
    return {"order_id": order, "store_id": store, "created_at": now, "updated_at": now} | flags


def _buyer(shop: Shop1, wanted: Wanted) -> Row:
    """A guest, or the customer with this id; what the order itself says goes first."""
    number_ = wanted.get("customer")
    known = GUEST if number_ is None else _person(shop.people.customers[int(number_)])
    given = {name: wanted[name] for name in PERSON if wanted.get(name) is not None}
    return known | given | {"id": None if number_ is None else int(number_)}


def _person(customer: Customer) -> Row:
    known = {name: customer.values.get(name) for name in PERSON}
    return known | {"group_id": customer.group}


def _buyer_is_saved(shop: Shop1, number_: int | None, now: str) -> None:
    if number_ is not None:
        shop.people.customers[number_].updated = now


def _home(shop: Shop1, kind: str, buyer: Row) -> Row:
    """The customer's own address of this kind, or any that is complete."""
    customer = shop.people.customers.get(buyer["id"] or 0)
    number_ = customer.defaults.get(kind) if customer else None
    if customer is None or number_ is None:
        return HOME
    return {name: value for name, value in customer.addresses[number_].values.items() if value}


def _bought(buyer: Row) -> Row:
    row = {f"customer_{name}": value for name, value in buyer.items()}
    if row.get("customer_dob"):
        row["customer_dob"] = f"{str(row['customer_dob'])[:10]} 00:00:00"
    return row | ({"customer_is_guest": 1} if buyer["id"] is None else {})


def _address(shop: Shop1, kind: str, wanted: Wanted, buyer: Row, order: int) -> Row:
    """What the order says; the shipping address is else that of the bill."""
    given = wanted.get("billing") or wanted.get("shipping_address")
    if kind == "shipping":
        given = wanted.get("shipping_address") or given
    named = {name: buyer.get(name) for name in ("firstname", "lastname", "email")}
    ids = {"entity_id": shop.sales.next("address"), "parent_id": order, "address_type": kind}
    return {**named, **places.columns(given or _home(shop, kind, buyer)), **ids}


def _head(shop: Shop1, view: Row, wanted: Wanted, now: str) -> Row:
    protect = hashlib.sha256(f"{shop.seed.guid}:{shop.sales.last['order']}".encode()).hexdigest()
    return _money_of(shop, view, wanted) | {
        "state": "new",
        "status": order_state.STATUS["new"],
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
        "base_currency_code": own,
        "store_currency_code": own,
        "global_currency_code": overall,
        "order_currency_code": wanted.get("currency") or own,
        "base_to_global_rate": TO_GLOBAL.get((own, overall), Decimal(1)),
        "base_to_order_rate": number(wanted.get("base_to_order_rate"), 1),
        **AT_PAR,
    }


def _counted(items: list[Row]) -> Row:
    lines = [row for row in items if "parent_item_id" not in row]
    return {
        "total_item_count": len(lines),
        "total_qty_ordered": sum((row["qty_ordered"] for row in lines), NOTHING),
        "weight": sum((row["row_weight"] for row in lines), NOTHING),
    }


def _carriage(shipping: Row) -> Row:
    method = shipping.get("method")
    text = shipping.get("description") or SHIPPINGS.get(method or "", method)
    return {"shipping_method": method, "shipping_description": text} if method else {}


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
