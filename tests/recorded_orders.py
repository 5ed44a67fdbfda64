"""The orders of the recorded Magento 2, placed again in the sandbox; what befell them unseen.

Their checkouts were recorded for two of them only; the orders themselves for all.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from recorded_magento2 import RECORDINGS

from navmage_dash.sandbox.magento2 import Magento2
from navmage_dash.sandbox.magento2.sales import Cart

NAMES = "g2 g3 us1 eu1 c1 c2 c3 c4 c5".split()  # the first was bought by calls that are played
BUYER = "email firstname lastname group_id dob gender taxvat".split()
GIVEN_OUT = ("entity_id", "parent_id", "address_type", "email")
STORES = {1: "default", 3: "us_en", 6: "eu_de"}


def place(shop: Magento2) -> None:
    for name in NAMES:
        order = _recorded(name)
        moment = datetime.fromisoformat(order["created_at"]).replace(tzinfo=UTC)
        shop.now = lambda moment=moment: moment  # type: ignore[misc]
        shop.act("place_order", _wanted(order))


def _recorded(name: str) -> Any:
    return json.loads((RECORDINGS / "orders" / f"get_{name}.json").read_text())["response"]["body"]


def _wanted(order: Any) -> dict[str, Any]:
    buyer = {each: order.get(f"customer_{each}") for each in BUYER}
    carried = order["extension_attributes"]["shipping_assignments"][0]["shipping"]
    lines = [each for each in order["items"] if "parent_item_id" not in each]
    return buyer | {
        "store": STORES[order["store_id"]],
        "customer": order.get("customer_id"),
        "lines": [_line(each) for each in lines],
        "shipping": {"method": carried["method"], "amount": order["shipping_amount"]},
        "payment": order["payment"]["method"],
        "billing": _address(order["billing_address"]),
        "shipping_address": _address(carried["address"]),
    }


def _line(item: Any) -> dict[str, Any]:
    """What was bought; what it costs the sandbox has to know."""
    if item["product_type"] == "configurable":
        return {"sku": "TEE", "child": item["sku"], "qty": item["qty_ordered"]}
    return {"sku": item["sku"], "qty": item["qty_ordered"]}


def _address(address: Any) -> dict[str, Any]:
    return {name: value for name, value in address.items() if name not in GIVEN_OUT}


def _another_cart(shop: Magento2) -> None:
    shop.shop.sales.carts["33nMHQc6dEstwTX8OfUrffFCk158zzm4"] = Cart(11, 1)


def _before_the_race(shop: Magento2) -> None:
    """Done by bulk: two orders were shipped, one was invoiced; others came and went."""
    for name, order in (("ship_order", 10), ("ship_order", 8), ("invoice_order", 8)):
        shop.act(name, {"id": order})
    shop.shop.sales.last["invoice"] = 7
    shop.shop.sales.last["shipment"] = 11


def _more_shipments(shop: Magento2) -> None:
    shop.shop.sales.last["shipment"] = 13


def _more_tracks(shop: Magento2) -> None:
    shop.shop.sales.last["track"] = 6


def _ten_ordered(shop: Magento2) -> None:
    shop.shop.sales.last["order"] = 17
    shop.shop.sales.last["shipment"] = 16
    shop.act("place_order", {"lines": [{"sku": "NAV-2006", "qty": 10}]})


BEFORE: dict[str, Callable[[Magento2], None]] = {
    "orders/err_cart_configurable_without_options": _another_cart,
    "orders/list_page": place,
    "concurrency/race_invoice_0": _before_the_race,
    "updated_at/order_partial_ship": _more_shipments,
    "updated_at/order_track": _more_tracks,
    "inventory_reservations/02_after_order_of_10_source_items": _ten_ordered,
}
