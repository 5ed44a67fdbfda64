"""What is bought in a Magento 1 is sold by NAV, and what NAV ships and invoices is there again."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import selling
from selling import INVOICES, ORDERS, SHIPMENTS, line, paid, total, why
from world import World, systems

from navmage_dash.sandbox import company

OUTLET = "outlet"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[World]:
    """The outlet has NAV's items."""
    far = systems(shops=company.SHOPS)
    world = World(tmp_path, far, names=(OUTLET,))
    yield selling.stocked(world, OUTLET)
    world.close()
    far.stop()


def buy(world: World, *lines: dict[str, Any], **more: Any) -> Any:
    return selling.buy(world, OUTLET, *lines, **{"customer": selling.account(world, OUTLET)} | more)


def carried(world: World, scenario: str = ORDERS) -> dict[str, int]:
    return world.sync(OUTLET, scenario)[scenario]


def now(world: World, placed: Any) -> Any:
    return selling.order(world, OUTLET, placed)


def made(world: World, placed: Any, what: str) -> list[Any]:
    return list(world.shop(OUTLET).act(what, {"order_id": placed["entity_id"]}))


def post(world: World, placed: Any, what: str, quantity: str = "", tracking: str = "") -> str:
    """NAV's users post it, or so much of each line."""
    no = selling.web(world, OUTLET, placed)["OrderNo"]
    sent = {"Package_Tracking_No": tracking, "Shipping_Agent_Code": "DHL"}
    world.nav.set("SalesOrder", {"No": no}, sent)
    for row in selling.lines(world, OUTLET, placed) if quantity else ():
        key = {"Document_No": no, "Line_No": row["Line_No"]}
        world.nav.set("SalesOrderLines", key, {"Qty_to_Ship": quantity})
    return world.nav.post_order(no, what)


def test_an_order_is_in_nav_with_what_was_paid_and_hears_of_it_once(shop: World) -> None:
    """A comment is all that this API can write to an order: its status stays."""
    selling.choose(shop, OUTLET, order_comment="1")
    placed = buy(shop, line("1001", 3, 89.99), line("1002", discount=10), coupon="TEN")
    assert carried(shop) == {"created": 1}
    assert total(shop, OUTLET, placed) == paid(placed)
    no = selling.web(shop, OUTLET, placed)["OrderNo"]
    carried(shop)
    order = now(shop, placed)
    said = [(each["status"], each.get("comment")) for each in order["status_histories"]]
    assert said == [("pending", f"NAV sales order {no}"), ("pending", None)]
    assert order["state"] == "new"


def test_prices_with_tax_and_a_discount_come_to_the_cent_as_well(shop: World) -> None:
    lines = (line("1001", 3, 19.99, discount=7.77), line("1002", 7, 3.33, discount=1))
    placed = buy(shop, *lines, prices_include_tax=True)
    assert placed["hidden_tax_amount"] > 0
    assert carried(shop) == {"created": 1}
    assert total(shop, OUTLET, placed) == paid(placed)


def test_one_on_hold_waits_and_goes_on_by_itself(shop: World) -> None:
    placed = buy(shop)
    shop.shop(OUTLET).act("hold_order", {"id": placed["entity_id"]})
    assert carried(shop) == {"waiting": 1}
    assert "on hold in Magento" in why(shop, OUTLET, placed)
    shop.shop(OUTLET).act("unhold_order", {"id": placed["entity_id"]})
    assert carried(shop) == {"created": 1}


def test_what_is_cancelled_later_is_said_to_nav(shop: World) -> None:
    placed = buy(shop)
    carried(shop)
    shop.clock.pass_minutes(5)
    shop.shop(OUTLET).act("cancel_order", {"id": placed["entity_id"]})
    assert carried(shop) == {"updated": 1}
    row = selling.web(shop, OUTLET, placed)
    assert row["isError"]
    assert row["ErrorText"].startswith("It was cancelled in Magento")


def test_shipments_and_invoices_are_there_once_each(shop: World) -> None:
    placed = buy(shop, line("1001", 3), line("1002", 2))
    carried(shop)
    for quantity, tracking in (("1", "DHL-1"), ("", "DHL-2")):
        post(shop, placed, "ship", quantity, tracking)
        assert carried(shop, SHIPMENTS) == {"created": 1}
    post(shop, placed, "invoice")
    assert carried(shop, INVOICES) == {"created": 1}
    assert shop.sync(OUTLET, SHIPMENTS, INVOICES) == {SHIPMENTS: {}, INVOICES: {}}

    first, second = made(shop, placed, "shipments")
    assert [each["total_qty"] for each in (first, second)] == [2, 3]
    assert [e["track_number"] for e in first["tracks"] + second["tracks"]] == ["DHL-1", "DHL-2"]
    [invoice] = made(shop, placed, "invoices")
    assert invoice["grand_total"] == placed["grand_total"]
    assert now(shop, placed)["state"] == "complete"
    details = selling.web(shop, OUTLET, placed)
    assert details["WebShipmentIncrementId"] == second["increment_id"]
    assert details["WebInvoiceIncrementId"] == invoice["increment_id"]


def test_what_is_charged_to_a_saved_card_by_hand_is_invoiced_from_nav(shop: World) -> None:
    """No gateway charges it: Magento itself invoices nothing of it."""
    selling.look(shop, OUTLET, "payment_method", "ccsave", "CARD")
    placed = buy(shop, payment="ccsave")
    carried(shop)
    for what in ("ship", "invoice"):
        post(shop, placed, what)
    assert carried(shop, INVOICES) == {"created": 1}
    assert len(made(shop, placed, "invoices")) == 1


def test_what_a_person_invoiced_there_and_left_open_is_captured(shop: World) -> None:
    """Where payments are captured from here: NAV would else hold for paid what is not."""
    selling.choose(shop, OUTLET, online_capture="1")
    selling.look(shop, OUTLET, "payment_method", "paypal_express", "CARD")
    placed = buy(shop, payment="paypal_express")
    carried(shop)
    shop.shop(OUTLET).act("invoice_order", {"id": placed["entity_id"]})
    assert [each["state"] for each in made(shop, placed, "invoices")] == [1]
    for what in ("ship", "invoice"):
        post(shop, placed, what)
    assert carried(shop, INVOICES) == {"updated": 1}
    assert [each["state"] for each in made(shop, placed, "invoices")] == [2]


def test_what_a_person_shipped_there_is_not_shipped_again(shop: World) -> None:
    placed = buy(shop, line("1001", 2))
    carried(shop)
    shop.shop(OUTLET).act("ship_order", {"id": placed["entity_id"]})
    post(shop, placed, "ship")
    assert carried(shop, SHIPMENTS) == {"updated": 1}
    [shipment] = made(shop, placed, "shipments")
    assert shipment["comments"][-1]["comment"].startswith("NAV ")


def test_a_guest_who_buys_is_a_customer_in_nav(shop: World) -> None:
    guest = {"customer": None, "email": "gus@example.com", "firstname": "Gus", "lastname": "Guest"}
    placed = buy(shop, **guest)
    wanted = ("guest-customer-add-to-nav", ORDERS)
    assert shop.sync(OUTLET, *wanted) == {each: {"created": 1} for each in wanted}
    row = selling.header(shop, OUTLET, placed)
    assert row["Sell_to_Customer_No"] == f"W2-G{placed['entity_id']}"
