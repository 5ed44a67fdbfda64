"""Shipment Add: what NAV has shipped is shipped in the shop, once, and never more than that."""

import json
from decimal import Decimal
from typing import Any

import pytest
from kept import Keep
from posting import carried_order, change, document, order_no, post, quantities, shipments
from selling import SHIPMENTS, buy, choose, line, look, order, stock_eu, stocked, web
from world import World

from navmage_dash.scenarios import documents


@pytest.fixture
def shop(kept: Keep) -> World:
    return kept(stock_eu)


def carried(world: World, **more: bool) -> dict[str, int]:
    return world.sync("eu", SHIPMENTS, **more)[SHIPMENTS]


def why(world: World, no: str) -> str:
    return str(world.record("eu", SHIPMENTS, no).reason)


def test_a_shipment_goes_to_the_shop_with_its_tracking_number(shop: World) -> None:
    placed = carried_order(shop, line("1001", 2), line("1002", 1))
    no = post(shop, placed, "ship", tracking="DHL-77")
    assert carried(shop) == {"created": 1}

    [made] = shipments(shop, placed)
    first, second = placed["items"]
    assert quantities(made) == {first["item_id"]: 2, second["item_id"]: 1}
    [track] = made["tracks"]
    assert (track["track_number"], track["carrier_code"], track["title"]) == (
        "DHL-77",
        "dhl",
        "DHL",
    )
    row = document(shop, no)
    assert (row["WebId"], row["WebSyncFlag"]) == (str(made["entity_id"]), "T")
    details = web(shop, "eu", placed)
    assert details["WebShipmentIncrementId"] == made["increment_id"]
    assert (details["WebShipmentTrackingNo"], details["WebShipmentCarrier"]) == ("DHL-77", "dhl")


def test_a_second_run_sends_nothing(shop: World) -> None:
    post(shop, carried_order(shop), "ship")
    carried(shop)
    shop.calls("eu")
    assert carried(shop) == {}
    assert [call for call in shop.calls("eu") if not call.startswith("GET ")] == []


def test_several_partial_shipments_are_one_each(shop: World) -> None:
    placed = carried_order(shop, line("1001", 3), line("1002", 1))
    post(shop, placed, "ship", tracking="A-1", L10000=1)
    assert carried(shop) == {"created": 1}
    post(shop, placed, "ship", tracking="A-2", L10000=2, L20000=1)
    assert carried(shop) == {"created": 1}
    first, second = placed["items"]
    made = shipments(shop, placed)
    assert [quantities(each) for each in made] == [
        {first["item_id"]: 1},
        {first["item_id"]: 2, second["item_id"]: 1},
    ]
    assert [each["tracks"][0]["track_number"] for each in made] == ["A-1", "A-2"]


def test_two_equal_shipments_of_one_run_are_two(shop: World) -> None:
    placed = carried_order(shop, line("1001", 2))
    post(shop, placed, "ship", L10000=1)
    post(shop, placed, "ship", L10000=1)
    assert carried(shop) == {"created": 2}
    assert len(shipments(shop, placed)) == 2
    rows = shop.nav.rows("webshipmentinvoicesync", DocumentType="Shipment")
    assert len({row["WebId"] for row in rows}) == 2


def test_freight_is_no_part_of_it_and_freight_alone_is_left_out(shop: World) -> None:
    placed = carried_order(shop, line("1001", 1))
    post(shop, placed, "ship", L10000=1)
    carried(shop)
    no = post(shop, placed, "ship", L20000=1)
    assert carried(shop) == {"skipped": 1}
    assert "nothing of it was sold in the shop" in why(shop, no)


def test_it_waits_for_its_tracking_number_where_one_is_asked_for(shop: World) -> None:
    choose(shop, "eu", tracking_required="1")
    placed = carried_order(shop)
    no = post(shop, placed, "ship")
    assert carried(shop) == {"waiting": 1}
    assert why(shop, no) == "waits for its tracking number in NAV"
    change(shop, no, "Shipment", TrackingNo="LATE-1", Carrier="DHL")
    assert carried(shop) == {"created": 1}
    assert shipments(shop, placed)[0]["tracks"][0]["track_number"] == "LATE-1"


def test_a_tracking_number_that_comes_later_is_added(shop: World) -> None:
    placed = carried_order(shop)
    no = post(shop, placed, "ship")
    carried(shop)
    change(shop, no, "Shipment", TrackingNo="LATE-1", Carrier="UPS", WebSyncFlag="F")
    assert carried(shop) == {"updated": 1}
    [made] = shipments(shop, placed)
    assert [(e["track_number"], e["carrier_code"]) for e in made["tracks"]] == [("LATE-1", "ups")]
    assert web(shop, "eu", placed)["WebShipmentTrackingNo"] == "LATE-1"


def test_a_tracking_number_that_comes_while_it_is_sent_is_added_by_the_next_run(
    shop: World,
) -> None:
    placed = carried_order(shop)
    no = post(shop, placed, "ship")
    values = {"TrackingNo": "LATE-1", "Carrier": "DHL"}
    shop.while_it_is_sent("eu", "/ship", lambda: change(shop, no, "Shipment", **values))
    carried(shop)
    [made] = shipments(shop, placed)
    assert document(shop, no)["WebId"] == str(made["entity_id"])
    carried(shop)
    [made] = shipments(shop, placed)
    assert [each["track_number"] for each in made["tracks"]] == ["LATE-1"]
    assert document(shop, no)["WebSyncFlag"] == "T"


def test_lines_of_one_web_line_are_added_up() -> None:
    """NAV's users split lines."""
    one = {"WebOrderItemId": "7", "Quantity": "1.5"}
    row = {"lines": [one, one, {"WebOrderItemId": "8", "Quantity": "0"}, {"Quantity": "4"}]}
    assert documents.items(row, {}) == {"7": Decimal(3)}


def test_a_carrier_goes_by_the_users_lookup(shop: World) -> None:
    look(shop, "eu", "tracking_carrier", "DHL", "dhl_express")
    placed = carried_order(shop)
    post(shop, placed, "ship", tracking="1")
    carried(shop)
    assert shipments(shop, placed)[0]["tracks"][0]["carrier_code"] == "dhl_express"


def test_what_was_shipped_in_the_shop_by_hand_is_taken_for_this_one(shop: World) -> None:
    placed = carried_order(shop, line("1001", 2))
    shop.shop("eu").controls["ship_order"]({"id": placed["entity_id"]})
    no = post(shop, placed, "ship")
    outcome = carried(shop)
    assert outcome == {"updated": 1}  # it is told whose it is
    [made] = shipments(shop, placed)
    assert document(shop, no)["WebId"] == str(made["entity_id"])
    assert web(shop, "eu", placed)["WebShipmentIncrementId"] == made["increment_id"]


def test_more_than_remains_is_refused_and_not_cut_down(shop: World) -> None:
    placed = carried_order(shop, line("1001", 3))
    item = placed["items"][0]["item_id"]
    part = {"items": [{"order_item_id": item, "qty": 1}]}
    shop.shop("eu").controls["ship_order"]({"id": placed["entity_id"], **part})
    no = post(shop, placed, "ship")
    assert carried(shop) == {"failed": 1}
    assert "3 are to be shipped, 2 of 3 remain in Magento" in why(shop, no)
    assert len(shipments(shop, placed)) == 1
    assert document(shop, no)["WebSyncFlag"] == "F"


def test_an_order_on_hold_is_waited_for(shop: World) -> None:
    placed = carried_order(shop)
    no = post(shop, placed, "ship")
    act = shop.shop("eu").controls
    act["hold_order"]({"id": placed["entity_id"]})
    assert carried(shop) == {"waiting": 1}
    assert "it is on hold there" in why(shop, no)
    act["unhold_order"]({"id": placed["entity_id"]})
    assert carried(shop) == {"created": 1}


def test_a_cancelled_order_takes_no_shipment(shop: World) -> None:
    placed = carried_order(shop)
    no = post(shop, placed, "ship")
    shop.shop("eu").controls["cancel_order"]({"id": placed["entity_id"]})
    assert carried(shop) == {"failed": 1}
    assert "is cancelled" in why(shop, no)


def test_an_order_of_another_connection_is_said(shop: World) -> None:
    placed = carried_order(shop)
    no = post(shop, placed, "ship")
    key = {"OrderNo": order_no(shop, placed)}
    guid = "2B0F6B2C-8A34-4C0B-A2D9-77B1A0C35E02"
    values = {"ConnectionId": guid, "ConnectionName": "US store"}
    shop.nav.set("webapplicationorderdata", key, values)
    assert carried(shop) == {"failed": 1}
    assert "is of US store: correct ConnectionId" in why(shop, no)
    assert shipments(shop, placed) == []


def test_an_order_that_says_no_number_of_magento_is_said(shop: World) -> None:
    placed = carried_order(shop)
    no, key = post(shop, placed, "ship", L10000=1), {"OrderNo": order_no(shop, placed)}
    shop.nav.set("webapplicationorderdata", key, {"WebOrderId": ""})
    assert carried(shop) == {"created": 1}  # the document says it
    no = post(shop, placed, "ship", L10000=1)
    change(shop, no, "Shipment", WebOrderId="")
    assert carried(shop) == {"failed": 1}
    assert "has no WebOrderId" in why(shop, no)
    shop.nav.set("webapplicationorderdata", key, {"WebOrderId": str(placed["entity_id"])})
    shop.clock.pass_minutes(60)
    assert carried(shop) == {"created": 1}


def test_an_order_that_nav_has_no_details_of_yet_is_waited_for(shop: World) -> None:
    placed = carried_order(shop)
    no, key = post(shop, placed, "ship"), {"OrderNo": order_no(shop, placed)}
    [row] = shop.nav.rows("webapplicationorderdata", **key)
    shop.nav.delete("webapplicationorderdata", key)
    assert carried(shop) == {"waiting": 1}
    assert f"waits for sales order {key['OrderNo']}" in why(shop, no)
    shop.nav.insert("webapplicationorderdata", row)
    assert carried(shop) == {"created": 1}


@pytest.mark.parametrize("notified", ["0", "1"])
def test_customers_hear_of_it_where_the_user_says_so(shop: World, notified: str) -> None:
    choose(shop, "eu", notify_customer=notified)
    placed = carried_order(shop)
    post(shop, placed, "ship")
    sent: list[Any] = []
    handle = shop.shop("eu").handle

    def noting(request: Any) -> Any:
        if request.path.endswith("/ship"):
            sent.append(json.loads(request.body))
        return handle(request)

    shop.shop("eu").handle = noting  # type: ignore[method-assign]
    carried(shop)
    assert [each["notify"] for each in sent] == [notified == "1"]


@pytest.mark.parametrize("call", ["POST /rest/V1/order/", "GET /rest/V1/shipment/"])
def test_a_lost_answer_makes_no_second_shipment(shop: World, call: str) -> None:
    placed = carried_order(shop)
    no = post(shop, placed, "ship", tracking="A-1")
    shop.far.servers["eu"].faults.add("lost_answer", match=call)
    run = shop.ask("eu", SHIPMENTS)
    shop.work()
    shop.clock.pass_minutes(60)
    shop.work()
    assert shop.run(run).state == "succeeded"
    [made] = shipments(shop, placed)
    assert document(shop, no)["WebId"] == str(made["entity_id"])
    assert document(shop, no)["WebSyncFlag"] == "T"
    assert web(shop, "eu", placed)["WebShipmentIncrementId"] == made["increment_id"]


def test_where_nav_goes_away_after_it_nav_is_told_by_the_next_run(shop: World) -> None:
    placed = carried_order(shop)
    no = post(shop, placed, "ship")
    faults = shop.far.servers["nav"].faults
    match = "UpdateMultiple.*webshipmentinvoicesync"
    faults.add("unavailable", 503, match=match, times=None)
    run = shop.ask("eu", SHIPMENTS)
    shop.work_once()
    assert shop.run(run).state == "interrupted"
    faults.clear()
    shop.clock.pass_minutes(60)
    shop.work()
    assert len(shipments(shop, placed)) == 1
    assert document(shop, no)["WebSyncFlag"] == "T"


def test_a_configurable_is_shipped_by_its_parent_s_line(tmp_path: Any) -> None:
    from world import systems

    far = systems(configurables=1)
    world = World(tmp_path, far)
    try:
        stocked(world, "eu").sync("eu", "configurable-product-add")
        shirt = {"child": "TS-500-WHITE-XL", **line("TS-500", 2, 25)}
        placed = carried_order(world, shirt)
        post(world, placed, "both")
        assert carried(world) == {"created": 1}
        parent, _ = placed["items"]
        [made] = shipments(world, placed)
        assert quantities(made) == {parent["item_id"]: 2}
        assert order(world, "eu", placed)["items"][0]["qty_shipped"] == 2
    finally:
        world.close()
        far.stop()


def test_only_shipments_of_this_connection_are_carried(world: World) -> None:
    both = stocked(world, "eu", "us")
    placed = carried_order(both)
    post(both, placed, "ship")
    assert both.sync("us", SHIPMENTS)[SHIPMENTS] == {}
    assert shipments(both, placed) == []
    other = buy(both, "us", email="x@example.com")
    assert carried(both) == {"created": 1}
    assert both.shop("us").controls["shipments"]({"order_id": other["entity_id"]}) == []


def test_stock_that_reached_the_shop_before_its_shipment_is_sent_once_more(shop: World) -> None:
    """Magento takes what is shipped from a quantity that knows of it already."""
    placed = carried_order(shop, line("1001", 2))
    post(shop, placed, "ship")
    shop.sync("eu", "inventory-update")
    [item] = shop.nav.rows("ItemCard", No="1001")
    carried(shop)
    assert Decimal(str(shop.stock("eu", "1001")[0]["quantity"])) == Decimal(item["Inventory"]) - 2
    shop.sync("eu", "inventory-update")
    assert Decimal(str(shop.stock("eu", "1001")[0]["quantity"])) == Decimal(item["Inventory"])
    assert shop.sync("eu", "inventory-update")["inventory-update"] == {}
