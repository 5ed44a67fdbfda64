"""Invoice Add: what NAV has invoiced is invoiced in the shop, where the shop does not by itself."""

import pytest
from kept import Keep
from posting import carried_order, document, order_no, post, quantities, shipments
from selling import INVOICES, SHIPMENTS, account, choose, line, look, order, stock_eu, web
from world import World


@pytest.fixture
def shop(kept: Keep) -> World:
    return kept(stock_eu)


def carried(world: World) -> dict[str, int]:
    return world.sync("eu", INVOICES)[INVOICES]


def why(world: World, no: str) -> str:
    return str(world.record("eu", INVOICES, no).reason)


@pytest.mark.parametrize("method", ["checkmo", "banktransfer", "cashondelivery"])
def test_what_is_paid_offline_is_invoiced_with_nav(shop: World, method: str) -> None:
    placed = carried_order(shop, line("1001", 2), payment=method)
    _, no = post(shop, placed, "both").split(", ")
    assert carried(shop) == {"created": 1}
    [made] = shipments(shop, placed, "invoices")
    assert quantities(made) == {placed["items"][0]["item_id"]: 2}
    assert made["grand_total"] == placed["grand_total"]  # freight with the first invoice
    row = document(shop, no, "Invoice")
    assert (row["WebId"], row["WebSyncFlag"]) == (str(made["entity_id"]), "T")
    assert web(shop, "eu", placed)["WebInvoiceIncrementId"] == made["increment_id"]


def test_a_second_run_sends_nothing(shop: World) -> None:
    post(shop, carried_order(shop), "both")
    carried(shop)
    shop.calls("eu")
    assert carried(shop) == {}
    assert [call for call in shop.calls("eu") if not call.startswith("GET ")] == []


def test_ship_and_invoice_complete_the_order(shop: World) -> None:
    placed = carried_order(shop, line("1001", 2), line("1002", 3))
    post(shop, placed, "both")
    done = shop.sync("eu", SHIPMENTS, INVOICES)
    assert done == {SHIPMENTS: {"created": 1}, INVOICES: {"created": 1}}
    assert order(shop, "eu", placed)["state"] == "complete"


def test_several_partial_invoices_are_one_each(shop: World) -> None:
    placed = carried_order(shop, line("1001", 3))
    post(shop, placed, "ship")
    post(shop, placed, "invoice", L10000=1)
    post(shop, placed, "invoice", L10000=2)
    assert carried(shop) == {"created": 2}
    item = placed["items"][0]["item_id"]
    made = shipments(shop, placed, "invoices")
    assert sorted(quantities(each)[item] for each in made) == [1, 2]
    assert order(shop, "eu", placed)["total_paid"] == placed["grand_total"]


def test_what_is_paid_online_is_left_to_the_shop_until_the_user_allows_it(shop: World) -> None:
    look(shop, "eu", "payment_method", "adyen_cc", "CARD")
    person = account(shop, "eu")
    placed = carried_order(shop, payment="adyen_cc", customer=person)
    _, no = post(shop, placed, "both").split(", ")
    assert carried(shop) == {"skipped": 1}
    assert "paid online by adyen_cc: Magento invoices it itself" in why(shop, no)
    assert shipments(shop, placed, "invoices") == []

    choose(shop, "eu", online_capture="1")
    other = carried_order(shop, payment="adyen_cc", customer=person)
    post(shop, other, "both")
    assert carried(shop) == {"created": 1}
    assert len(shipments(shop, other, "invoices")) == 1


def test_an_order_that_does_not_say_how_it_was_paid_is_held(shop: World) -> None:
    placed = carried_order(shop)
    _, no = post(shop, placed, "both").split(", ")
    key = {"OrderNo": order_no(shop, placed)}
    shop.nav.set("webapplicationorderdata", key, {"WebPaymentMethod": ""})
    assert carried(shop) == {"failed": 1}
    assert "has no WebPaymentMethod" in why(shop, no)


def test_what_was_invoiced_in_the_shop_by_hand_is_taken_for_this_one(shop: World) -> None:
    placed = carried_order(shop, line("1001", 2))
    shop.shop("eu").controls["invoice_order"]({"id": placed["entity_id"]})
    _, no = post(shop, placed, "both").split(", ")
    assert carried(shop) == {"updated": 1}
    [made] = shipments(shop, placed, "invoices")
    assert document(shop, no, "Invoice")["WebId"] == str(made["entity_id"])


def test_more_than_remains_is_refused(shop: World) -> None:
    placed = carried_order(shop, line("1001", 3))
    part = {"items": [{"order_item_id": placed["items"][0]["item_id"], "qty": 2}]}
    shop.shop("eu").controls["invoice_order"]({"id": placed["entity_id"], **part})
    _, no = post(shop, placed, "both").split(", ")
    assert carried(shop) == {"failed": 1}
    assert "3 are to be invoiced, 1 of 3 remain in Magento" in why(shop, no)


def test_a_lost_answer_makes_no_second_invoice(shop: World) -> None:
    placed = carried_order(shop)
    _, no = post(shop, placed, "both").split(", ")
    shop.far.servers["eu"].faults.add("lost_answer", match="POST /rest/V1/order/")
    run = shop.ask("eu", INVOICES)
    shop.work()
    shop.clock.pass_minutes(60)
    shop.work()
    assert shop.run(run).state == "succeeded"
    [made] = shipments(shop, placed, "invoices")
    assert document(shop, no, "Invoice")["WebId"] == str(made["entity_id"])
    assert web(shop, "eu", placed)["WebInvoiceIncrementId"] == made["increment_id"]
