"""Guests' carts: /V1/guest-carts/*. A customer's own, carts/mine, needs a customer's sign-in."""

import hashlib
from decimal import Decimal

from navmage_dash.sandbox.magento2 import cart_show, order_lines, order_place, stock_of_orders
from navmage_dash.sandbox.magento2.call import Call, decimal, text
from navmage_dash.sandbox.magento2.catalog import Product
from navmage_dash.sandbox.magento2.order_lines import Bought
from navmage_dash.sandbox.magento2.refusal import Refusal, no_product, no_such
from navmage_dash.sandbox.magento2.sales import Cart
from navmage_dash.sandbox.magento2.state import Shop
from navmage_dash.sandbox.magento2.wire import Json
from navmage_dash.sandbox.shops.sales import NOTHING

FLAT = Decimal(5)  # for each piece
TITLES = {"freeshipping": ("Free Shipping", "Free"), "flatrate": ("Flat Rate", "Fixed")}


def create(shop: Shop, call: Call) -> Json:
    """The new cart's key."""
    number = shop.sales.next("quote")
    key = hashlib.sha256(f"{shop.seed.guid}:cart:{number}".encode()).hexdigest()[:32]
    shop.sales.carts[key] = Cart(number, call.store or next(iter(shop.views.values())).id)
    return key


def _find(shop: Shop, call: Call) -> Cart:
    found = shop.sales.carts.get(call.named["cart"])
    if found is None:
        raise no_such("cartId", None)
    return found


def add(shop: Shop, call: Call) -> Json:
    cart = _find(shop, call)
    (sent,) = call.need("cartItem")
    product = shop.catalog.find(text("sku", sent["sku"]))
    if product is None:
        raise no_product()
    sold, quantity = _chosen(shop, product, sent), decimal("qty", sent["qty"])
    if quantity > _salable(shop, sold, cart.store):
        raise Refusal("The requested qty is not available")
    line = {"sku": product.sku, "qty": quantity, "quote_item_id": shop.sales.next("quote_item")}
    if sold is not product:
        line["child"] = sold.sku
        shop.sales.next("quote_item")
    cart.lines.append(line)
    return cart_show.line(cart, Bought(product, sold, line), sent.get("product_option"))


def _salable(shop: Shop, sold: Product, store: int) -> Decimal:
    if not shop.msi:
        return sold.stock.qty or NOTHING
    return stock_of_orders.salable(shop, sold.sku, stock_of_orders.stock_of(shop, store))


def _chosen(shop: Shop, product: Product, sent: Json) -> Product:
    """Of a configurable the child that has all that was chosen."""
    if product.type != "configurable":
        return product
    option = (sent.get("product_option") or {}).get("extension_attributes") or {}
    rows = option.get("configurable_item_options") or []
    wanted = {str(row["option_id"]): str(row["option_value"]) for row in rows}
    for number in product.children or []:
        child = shop.catalog.products[number]
        own = order_lines.options(shop, product, child)
        if wanted and {name: str(value) for name, value in own.items()} == wanted:
            return child
    raise Refusal("You need to choose options for your item.")


def methods(shop: Shop, call: Call) -> Json:
    """What shipping costs, before one is chosen."""
    cart = _find(shop, call)
    return [cart_show.method(code, TITLES[code], _cost(cart, code)) for code in TITLES]


def _cost(cart: Cart, code: str) -> Decimal:
    pieces = sum((line["qty"] for line in cart.lines), NOTHING)
    return FLAT * pieces if code == "flatrate" else NOTHING


def choose_shipping(shop: Shop, call: Call) -> Json:
    cart = _find(shop, call)
    (sent,) = call.need("addressInformation")
    carrier, method = sent["shipping_carrier_code"], sent["shipping_method_code"]
    if carrier not in TITLES:
        raise Refusal("Carrier with such method not found: %1, %2", [carrier, method], status=404)
    cart.shipping = sent["shipping_address"]
    cart.billing = sent.get("billing_address") or sent["shipping_address"]
    cart.method = f"{carrier}_{method}"
    totals = cart_show.totals(shop, cart, _cost(cart, carrier))
    return {"payment_methods": cart_show.PAYMENTS, "totals": totals}


def totals(shop: Shop, call: Call) -> Json:
    cart = _find(shop, call)
    return cart_show.totals(shop, cart, _cost(cart, cart.method.partition("_")[0]))


def order(shop: Shop, call: Call) -> Json:
    """The order's id; the cart is gone then."""
    cart = _find(shop, call)
    (payment,) = call.need("paymentMethod")
    if not cart.lines or not cart.method or payment["method"] not in order_place.PAYMENTS:
        raise Refusal("The requested Payment Method is not available.")
    who = ("email", "firstname", "lastname")
    codes = {view.id: code for code, view in shop.views.items()}
    cost = _cost(cart, cart.method.partition("_")[0])
    wanted = {name: cart.billing[name] for name in who if name in cart.billing} | {
        "store": codes[cart.store],
        "lines": cart.lines,
        "quote_id": cart.id,
        "shipping": {"method": cart.method, "amount": cost},
        "payment": payment["method"],
        "billing": cart.billing,
        "shipping_address": cart.shipping,
    }
    placed = order_place.place(shop, wanted, call.now)
    del shop.sales.carts[call.named["cart"]]
    return placed.id
