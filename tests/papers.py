"""Invoices and shipments of an order, as tests of either kind of Magento speak of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from outlet import FLAVOURS, Outlet
from shop import TABLE, Shop

from navmage_dash.sync.records import Fields

INVOICES, SHIPMENTS = "invoices", "shipments"
BOTH = pytest.mark.parametrize("kind", [INVOICES, SHIPMENTS])
CREATES = {INVOICES: "salesOrderInvoiceCreate", SHIPMENTS: "salesOrderShipmentCreate"}
DONE: tuple[str, dict[str, Any]] = ("update", {})
ONLINE = "paypal_express"


@contextmanager
def outlet_with_an_order(flavour: str = "rpc") -> Iterator[Outlet]:
    """Order 1: three tables, line 1, and two chairs, line 2."""
    with Outlet(**FLAVOURS[flavour]) as opened:
        opened.magento.shop.sales.last.clear()  # the first order is number 1
        opened.magento.add_simple_products(["1000", "1100"])
        place(opened)
        yield opened


@contextmanager
def shop_with_an_order() -> Iterator[Shop]:
    """The same in a Magento 2."""
    with Shop() as opened:
        for sku in ("1000", "1100"):
            opened.create({**TABLE, "sku": sku, "url_key": f"p-{sku}"})
        lines = [{"sku": "1000", "qty": 3}, {"sku": "1100", "qty": 2}]
        opened.magento.act("place_order", {"lines": lines})
        yield opened


def place(outlet: Outlet, *lines: dict[str, Any], **more: Any) -> Any:
    lines = lines or ({"sku": "1000", "qty": 3}, {"sku": "1100", "qty": 2})
    priced = [{"price": 10, **line} for line in lines]
    return outlet.magento.act("place_order", {"lines": priced, **more})


def product(outlet: Outlet, sku: str, kind: str) -> None:
    fields = {"name": sku, "price": "10", "websites": ["1"]}
    outlet.client.write("catalogProductCreate", kind, "4", sku, fields)


def wanted(key: str, order: int = 1, **items: str) -> dict[str, Any]:
    """wanted('S1', i1='2'): two of line 1."""
    lines = {f"items.{name[1:]}": quantity for name, quantity in items.items()}
    return {"document": key, "order_id": str(order), **lines}


def track(at: str = "1", number: str = "DHL1", carrier: str = "dhl") -> Fields:
    stem = f"tracks.{at}"
    return {f"{stem}.number": number, f"{stem}.carrier": carrier, f"{stem}.title": "D"}


def put(shop: Outlet | Shop, kind: str, fields: Fields) -> Any:
    return shop.put(kind, str(fields["document"]), fields)


def left(shop: Outlet | Shop, kind: str, fields: Fields) -> Any:
    """What is yet to be done, as another run sees it."""
    plan = shop.plan(kind, str(fields["document"]), fields)
    return plan.action, dict(plan.changes)


def made(shop: Outlet | Shop, kind: str, order: int = 1) -> list[Any]:
    return list(shop.magento.act(kind, {"order_id": order}))


def by_hand(shop: Outlet | Shop, kind: str, **more: Any) -> Any:
    act = {INVOICES: "invoice_order", SHIPMENTS: "ship_order"}[kind]
    return shop.magento.act(act, {"id": 1, **more})


def item(at: int, quantity: int) -> dict[str, int]:
    return {"order_item_id": at, "qty": quantity}


def notes(document: Any) -> list[Any]:
    return [each.get("comment") for each in document["comments"]]


def tracks(shop: Outlet | Shop, order: int = 1) -> list[tuple[str, str, str]]:
    (shipment,) = made(shop, SHIPMENTS, order)
    return [(t["track_number"], t["carrier_code"], t["title"]) for t in shipment["tracks"]]


def states(outlet: Outlet, order: int = 1) -> list[int]:
    return [each["state"] for each in made(outlet, INVOICES, order)]
