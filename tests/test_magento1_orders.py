"""Orders of Magento 1 as OpenMage was recorded to tell them, in the shape of Magento 2."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from outlet import FLAVOURS, Outlet
from played_magento1 import played
from recorded_magento1 import BRIDGE, CORE, EVERY, RECORDED, recorded_only

from navmage_dash.errors import RecordError, Unavailable
from navmage_dash.scenarios import guests, magento_order
from navmage_dash.systems import magento1_orders
from navmage_dash.systems.magento1_orders import by_numbers, listed, tell_order

# The bridge describes what its types are not of.
pytestmark = [recorded_only, pytest.mark.filterwarnings("ignore:The wsdl")]

INFOS = {  # by order_id
    "1": "100000001",
    "2": "100000002",
    "3": "100000003",
    "4": "400000001",
    "5": "300000001",
    "6": "100000004",
    "7": "100000005",
    "8": "100000006",
    "9": "100000007",
    "11": "100000009",
    "12": "100000010",
}


@cache
def order(mode: str, number: str) -> Any:
    cases = {"salesOrderInfo": INFOS[number], "oroOrderList": "all_page1"}
    with played(mode, salesOrderList="all", **cases) as (client, _):
        (row,) = by_numbers(client, [number])
        return row


def known(mode: str) -> list[str]:
    """The bridge's recorded page has five."""
    return list(INFOS)[: 5 if mode.startswith("bridge") else None]


@EVERY
def test_an_order_has_the_shape_of_magento_2(mode: str) -> None:
    row = order(mode, "5")
    numbers = {"entity_id": 5, "store_id": 3, "customer_id": 5, "customer_is_guest": 0}
    assert {name: row[name] for name in numbers} == numbers
    assert (row["increment_id"], row["created_at"]) == ("300000001", "2026-11-21 17:31:19")
    assert (row["state"], row["status"]) == ("processing", "processing")
    assert (row["discount_amount"], row["coupon_code"]) == ("-1.8400", "TENOFF")
    assert (row["subtotal_incl_tax"], row["shipping_tax_amount"]) == ("21.8800", "0.0000")
    assert row["discount_tax_compensation_amount"] == "0.0000"
    assert row["payment"]["method"] == "checkmo"
    assert row["order_currency_code"] == "EUR"
    assert "total_refunded" not in row  # null is left out, as Magento 2 does
    assert "unclear" not in row


@EVERY
def test_its_addresses_have_streets_of_lines(mode: str) -> None:
    row = order(mode, "1")
    assert row["billing_address"]["street"] == ["100 Main St", "Suite 1"]
    assert row["billing_address"]["region"] == "California"
    assert magento_order.shipping(row)["address"]["city"] == "Los Angeles"
    assert magento_order.shipping(row)["method"] == "flatrate_flatrate"


@EVERY
def test_a_child_has_the_line_before_it_as_its_parent(mode: str) -> None:
    row = order(mode, "2")
    parents = [(e["item_id"], e["sku"], e.get("parent_item_id")) for e in row["items"]]
    assert parents == [(3, "TSH-RL", None), (4, "TSH-RL", 3), (5, "HAM-002", None)]
    assert [each["item_id"] for each in magento_order.sold(row)] == [3, 5]
    assert magento_order.product_ids(row) == ["31", "2"]


@CORE
def test_a_guest_has_no_account(mode: str) -> None:
    row = order(mode, "6")
    assert row["customer_is_guest"] == 1
    assert "customer_id" not in row
    assert guests.is_guest(row)
    assert not guests.is_guest(order(mode, "1"))


@CORE
def test_an_order_of_virtual_goods_is_shipped_nowhere(mode: str) -> None:
    row = order(mode, "9")
    assert row["extension_attributes"]["shipping_assignments"] == []
    assert magento_order.shipping(row) == {}
    assert [each["is_virtual"] for each in row["items"]] == [1]


@EVERY
def test_what_a_list_says_is_what_the_whole_order_says(mode: str) -> None:
    """Else each order would seem to have changed."""
    with played(mode, salesOrderList="all") as (client, _):
        rows = {str(each["order_id"]): listed(each) for each in client.call("salesOrderList")}
    for number in known(mode):
        whole = order(mode, number)
        assert rows[number] == {name: whole[name] for name in rows[number]}


@CORE
def test_refunds_and_odd_statuses_are_told(mode: str) -> None:
    assert order(mode, "11")["total_refunded"] == "46.1200"
    assert (order(mode, "12")["state"], order(mode, "11")["state"]) == ("holded", "closed")


@EVERY
def test_many_orders_are_one_call_with_the_bridge(mode: str) -> None:
    cases = {"salesOrderInfo": "100000001", "oroOrderList": "all_page1"}
    bridge = mode.startswith("bridge")
    with played(mode, salesOrderList="all", **cases) as (client, shop):
        rows = by_numbers(client, ["1", "2", "3"] if bridge else ["1"])
        assert [row["entity_id"] for row in rows] == ([1, 2, 3] if bridge else [1])
        lines = "oroOrderList" if bridge else "salesOrderInfo"
        assert shop.asked == ["login", "salesOrderList", lines]
        assert by_numbers(client, []) == []


@BRIDGE
def test_what_the_bridge_leaves_out_is_asked_for_alone(mode: str) -> None:
    cases = {"salesOrderInfo": "100000004", "oroOrderList": "page_past_end"}
    with played(mode, salesOrderList="all", **cases) as (client, _):
        assert [row["entity_id"] for row in by_numbers(client, ["6"])] == [6]


@CORE
def test_an_order_that_was_deleted_meanwhile_is_left_out(mode: str) -> None:
    with played(mode, salesOrderList="all", salesOrderInfo="not_exists") as (client, _):
        assert by_numbers(client, ["1"]) == []


@CORE
def test_of_two_orders_with_one_number_neither_is_taken_for_the_other(mode: str) -> None:
    with (
        played(mode, salesOrderList="all", salesOrderInfo="100000001") as (client, _),
        pytest.raises(RecordError, match=r"two orders 100000002.*increment prefixes"),
    ):
        by_numbers(client, ["2"])


# Which line belongs to which.


def line(number: int, kind: str = "simple", sku: str = "A", price: str = "0", **more: Any) -> Any:
    return {
        "item_id": str(number),
        "product_type": kind,
        "sku": sku,
        "qty_ordered": "1",
        "price": price,
        "row_total": price,
        **more,
    }


def parents(*rows: Any) -> dict[int, int]:
    items = magento1_orders._items({}, rows)
    assert "unclear" not in items
    return {e["item_id"]: e["parent_item_id"] for e in items["items"] if "parent_item_id" in e}


def test_lines_go_by_their_numbers_in_whatever_order_they_come() -> None:
    assert parents(line(2), line(1, "configurable", price="9")) == {2: 1}


def test_a_gift_of_the_same_sku_after_the_child_is_a_line_of_its_own() -> None:
    configurable = line(1, "configurable", price="9")
    assert parents(configurable, line(2), line(3)) == {2: 1}
    assert parents(configurable, line(2), line(3, "configurable", price="9"), line(4)) == {
        2: 1,
        4: 3,
    }


def test_the_parents_sku_may_have_that_of_its_options_behind() -> None:
    assert parents(line(1, "configurable", "A-GIFT", "9"), line(2, sku="A")) == {2: 1}


@pytest.mark.parametrize(
    "after", [[], [line(2, sku="B")], [line(2, price="9")], [line(2, sku="AB"), line(3)]]
)
def test_a_configurable_without_its_child_says_so(after: list[Any]) -> None:
    items = magento1_orders._items({}, [line(1, "configurable", price="9"), *after])
    assert "does not follow that of A" in items["unclear"]


def test_the_parts_of_a_bundle_are_known_by_their_options() -> None:
    part = {"product_options": 'a:1:{s:27:"bundle_selection_attributes";s:9:"a:1:{i:0}";}'}
    rows = [line(1, "bundle", "SET"), line(2, sku="B", price="3", **part), line(3, **part)]
    assert parents(*rows, line(4, sku="C", price="5")) == {2: 1, 3: 1}


def test_a_line_without_type_and_sku_is_a_simple_one() -> None:
    old = dict.fromkeys(("product_type", "sku"))
    (item,) = magento1_orders._items({}, [{**line(1), **old}])["items"]
    assert (item["product_type"], item["sku"]) == ("simple", "")


# What Magento is told.


@CORE
def test_a_comment_keeps_the_status_and_is_said_once(mode: str) -> None:
    cases = {"salesOrderInfo": "after_bogus_status", "salesOrderAddComment": "ok"}
    cases["salesOrderList"], row = "all", {"entity_id": 14}
    with played(mode, **cases) as (client, shop):
        tell_order(client, row, {"ext_order_id": "SO1"})  # there is nowhere to write it
        tell_order(client, row, {"comment": "x"})  # that it says already
        assert "salesOrderAddComment" not in shop.asked
        tell_order(client, row, {"comment": "NAV sales order SO1"})
        assert shop.asked[-1] == "salesOrderAddComment"
    sent = client.recent()[-1].request
    assert ">bogus<" in sent
    assert ">NAV sales order SO1<" in sent
    assert ">100000012<" in sent


@CORE
def test_an_order_that_is_gone_is_told_nothing(mode: str) -> None:
    with (
        played(mode, salesOrderList="all", salesOrderInfo="not_exists") as (client, _),
        pytest.raises(RecordError, match="no order 7 any more"),
    ):
        tell_order(client, {"entity_id": 7}, {"comment": "x"})


def test_each_recorded_order_is_looked_at() -> None:
    names = {
        path.name.split(".")[1] for path in RECORDED.glob("nowsi/salesOrderInfo.[0-9]*.res.xml")
    }
    assert names == set(INFOS.values())


@pytest.fixture(params=["rpc", "wsi"])
def outlet(request: pytest.FixtureRequest) -> Iterator[Outlet]:
    with Outlet(**FLAVOURS[request.param]) as opened:
        opened.magento.shop.sales.last.clear()  # the first order is number 1
        opened.magento.add_simple_products(["1000"])
        opened.magento.act("place_order", {"lines": [{"sku": "1000", "price": 10}]})
        yield opened


def said(outlet: Outlet) -> list[Any]:
    rows = outlet.magento.act("order", {"id": 1})["status_histories"]
    return [(each["status"], each["comment"]) for each in rows if each.get("comment")]


@pytest.mark.parametrize("fault", ["lost_answer", "reset_before", "unavailable"])
def test_a_comment_that_got_lost_is_said_once(outlet: Outlet, fault: str) -> None:
    outlet.server.faults.add(fault, match="AddComment")
    with pytest.raises(Unavailable) as caught:
        tell_order(outlet.client, {"entity_id": 1}, {"comment": "NAV sales order SO1"})
    assert caught.value.maybe_done
    for _ in range(2):
        tell_order(outlet.client, {"entity_id": 1}, {"comment": "NAV sales order SO1"})
    assert said(outlet) == [("pending", "NAV sales order SO1")]


def test_the_status_that_an_order_has_by_now_is_kept(outlet: Outlet) -> None:
    """Not the one that it had when it was read."""
    (row,) = by_numbers(outlet.client, ["1"])
    outlet.magento.act("hold_order", {"id": 1})
    tell_order(outlet.client, row, {"comment": "NAV sales order SO1"})
    assert said(outlet) == [("holded", "NAV sales order SO1")]
    (row,) = by_numbers(outlet.client, ["1"])
    assert (row["state"], row["status"]) == ("holded", "holded")


def test_who_wrote_an_order_is_a_guest_or_an_account(outlet: Outlet) -> None:
    (row,) = by_numbers(outlet.client, ["1"])
    assert guests.is_guest(row)
    assert row["customer_email"] == "guest@example.com"


def test_the_number_of_a_card_is_in_nothing_that_is_kept(outlet: Outlet) -> None:
    outlet.magento.shop.sales.orders[1].payment["cc_number_enc"] = "0:2:9f86d081884c7d65"
    assert by_numbers(outlet.client, ["1"])
    assert ">***</cc_number_enc>" in outlet.client.recent()[-1].response
