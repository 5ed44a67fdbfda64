"""A cart and its totals as JSON."""

from decimal import Decimal

from navmage_dash.sandbox.magento2 import order_lines, order_place, tax_rates
from navmage_dash.sandbox.magento2.order_lines import Bought, Terms
from navmage_dash.sandbox.magento2.sales import Cart
from navmage_dash.sandbox.magento2.state import Shop
from navmage_dash.sandbox.magento2.wire import Json
from navmage_dash.sandbox.shops.order_money import number
from navmage_dash.sandbox.shops.ordering import SHIPPINGS
from navmage_dash.sandbox.shops.sales import NOTHING, Row

OFFERED = ("checkmo", "purchaseorder", "banktransfer", "cashondelivery")
PAYMENTS = [{"code": code, "title": order_place.PAYMENTS[code][0]} for code in OFFERED]
GUEST = 0  # the customer group
LINE = (
    "price row_total tax_amount discount_amount price_incl_tax row_total_incl_tax "
    "base_price base_row_total base_tax_amount base_discount_amount base_price_incl_tax "
    "base_row_total_incl_tax tax_percent discount_percent"
).split()
TOTALS = (
    "grand_total base_grand_total subtotal base_subtotal discount_amount base_discount_amount "
    "shipping_amount base_shipping_amount shipping_discount_amount "
    "base_shipping_discount_amount tax_amount base_tax_amount shipping_tax_amount "
    "base_shipping_tax_amount subtotal_incl_tax shipping_incl_tax base_shipping_incl_tax"
).split()


def line(cart: Cart, each: Bought, option: Json) -> dict[str, Json]:
    """What adding it answers."""
    shown = {
        "item_id": each.wanted["quote_item_id"],
        "sku": each.sold.sku,
        "qty": each.qty,
        "name": each.product.value("name", cart.store),
        "price": number(each.sold.value("price", cart.store)),
        "product_type": each.product.type,
        "quote_id": str(cart.id),
    }
    return shown | ({"product_option": option} if option else {})


def method(code: str, titles: tuple[str, str], amount: Decimal) -> dict[str, Json]:
    return {
        "carrier_code": code,
        "method_code": code,
        "carrier_title": titles[0],
        "method_title": titles[1],
        "amount": amount,
        "base_amount": amount,
        "available": True,
        "error_message": "",
        "price_excl_tax": amount,
        "price_incl_tax": amount,
    }


def totals(shop: Shop, cart: Cart, shipping: Decimal) -> dict[str, Json]:
    terms = Terms(cart.store, GUEST, cart.shipping)
    bought = order_lines.bought(shop, cart.lines)
    lines = [(each, order_lines.money(shop, each, terms)) for each in bought]
    sums = order_place.totals((row for _, row in lines), {"amount": shipping}, terms.rate)
    currency = shop.websites[shop.website_of(cart.store)].currency
    return {name: sums[name] for name in TOTALS} | {
        "subtotal_with_discount": sums["subtotal"] + sums["discount_amount"],
        "base_subtotal_with_discount": sums["base_subtotal"] + sums["base_discount_amount"],
        "weee_tax_applied_amount": None,
        "base_currency_code": currency,
        "quote_currency_code": currency,
        "items_qty": sum((each.qty for each in bought), NOTHING),
        "items": [_item(shop, cart, each, row) for each, row in lines],
        "total_segments": _segments(sums, cart, _rates(shop, cart, [row for _, row in lines])),
    }


def _item(shop: Shop, cart: Cart, each: Bought, row: Row) -> dict[str, Json]:
    return {name: row[name] for name in LINE} | {
        "item_id": each.wanted["quote_item_id"],
        "qty": each.qty,
        "name": each.product.value("name", cart.store),
        "row_total_with_discount": 0,
        "options": "[]",
        "weee_tax_applied_amount": None,
        "weee_tax_applied": None,
    }


def _rates(shop: Shop, cart: Cart, rows: list[Row]) -> list[Json]:
    """Each rate with what it comes to."""
    amounts: dict[Decimal, Decimal] = {}
    for row in rows:
        rate = row["tax_percent"]
        amounts[rate] = amounts.get(rate, NOTHING) + row["tax_amount"]
    country = cart.shipping.get("country_id", "")
    return [
        {
            "amount": amount,
            "rates": [{"percent": f"{rate:f}", "title": tax_rates.code(shop, country, rate)}],
            "group_id": at,
        }
        for at, (rate, amount) in enumerate(amounts.items(), 1)
        if rate
    ]


def _segments(sums: Row, cart: Cart, rates: list[Json]) -> list[Json]:
    about = SHIPPINGS.get(cart.method, "")
    carried = f"Shipping & Handling ({about})" if about else "Shipping & Handling"
    details = {"extension_attributes": {"tax_grandtotal_details": rates}}
    return [
        {"code": "subtotal", "title": "Subtotal", "value": sums["subtotal"]},
        {"code": "shipping", "title": carried, "value": sums["shipping_amount"]},
        {"code": "tax", "title": "Tax", "value": sums["tax_amount"]} | details,
        {
            "code": "grand_total",
            "title": "Grand Total",
            "value": sums["grand_total"],
            "area": "footer",
        },
    ]
