"""The sandbox's NAV: Qty. on Sales Order of an item is what is ordered and not shipped yet."""

from collections.abc import Mapping
from typing import Any

import pytest
from test_sandbox_nav_office import Office

from navmage_dash.sandbox.nav import Nav

ITEM, OTHER = "1001", "1002"


@pytest.fixture
def nav() -> Nav:
    return Nav(items=4)


def order(nav: Nav, **of_item: int) -> str:
    """order(nav, i1001=4): the number of a new order of these."""
    made = nav.desk.insert("SalesOrder", {"Document_Type": "Order", "Sell_to_Customer_No": "10000"})
    for at, (item, quantity) in enumerate(of_item.items(), 1):
        add(nav, made["No"], at * 10_000, item[1:], quantity)
    return str(made["No"])


def add(nav: Nav, no: str, line: int, item: str, quantity: int, type_: str = "Item") -> None:
    key = {"Document_Type": "Order", "Document_No": no, "Line_No": line}
    nav.desk.insert("SalesOrderLines", {**key, "Type": type_, "No": item, "Quantity": quantity})


def change(nav: Nav, no: str, **values: Any) -> None:
    nav.desk.set("SalesOrderLines", {"Document_No": no, "Line_No": 10_000}, values)


def on_orders(nav: Nav, *items: str) -> tuple[str, ...]:
    return tuple(str(card(nav, item)["Qty_on_Sales_Order"]) for item in items)


def card(nav: Nav, item: str = ITEM) -> Mapping[str, Any]:
    [row] = nav.desk.rows("ItemCard", {"No": item})
    return row


def test_it_is_the_sum_of_all_orders_of_that_item(nav: Nav) -> None:
    order(nav, i1001=4, i1002=1)
    order(nav, i1001=2)
    assert on_orders(nav, ITEM, OTHER) == ("6", "1")


def test_what_is_no_item_does_not_count(nav: Nav) -> None:
    no = order(nav)
    add(nav, no, 10_000, "6710", 3, "G_L_Account")
    assert on_orders(nav, ITEM) == ("0",)


def test_it_follows_the_lines(nav: Nav) -> None:
    no = order(nav, i1001=4)
    change(nav, no, Quantity="1.5")
    assert on_orders(nav, ITEM) == ("1.5",)
    change(nav, no, No=OTHER)
    assert on_orders(nav, ITEM, OTHER) == ("0", "1.5")
    nav.desk.delete("SalesOrderLines", {"Document_No": no, "Line_No": 10_000})
    assert on_orders(nav, OTHER) == ("0",)


def test_it_is_nothing_when_the_order_is_deleted(nav: Nav) -> None:
    no = order(nav, i1001=4, i1002=1)
    nav.desk.delete("SalesOrder", {"No": no})
    assert on_orders(nav, ITEM, OTHER) == ("0", "0")


def test_it_falls_with_a_shipment_and_not_with_an_invoice(nav: Nav) -> None:
    no, before = order(nav, i1001=4), int(card(nav)["Inventory"])
    change(nav, no, Qty_to_Ship="3")
    nav.desk.post_order(no, "ship")
    assert on_orders(nav, ITEM) == ("1",) and card(nav)["Inventory"] == str(before - 3)
    nav.desk.post_order(no, "invoice")
    assert on_orders(nav, ITEM) == ("1",)
    nav.desk.post_order(no, "both")
    assert on_orders(nav, ITEM) == ("0",) and card(nav)["Inventory"] == str(before - 4)


def test_orders_that_are_there_from_the_beginning_count() -> None:
    assert any(quantity > 0 for quantity in quantities(Nav(items=4, orders=3)))


def quantities(nav: Nav) -> list[float]:
    return [float(row["Qty_on_Sales_Order"]) for row in nav.desk.rows("ItemCard", {})]


def test_an_order_moves_neither_the_items_key_nor_a_flag(office: Office) -> None:
    """As a FlowField does: nothing of the item was changed."""
    before = office.service("ItemCard").Read(ITEM)
    flags = office.nav.rows("webapplicationproductdata", ItemNo=ITEM)
    made = office.nav.insert(
        "SalesOrder", {"Document_Type": "Order", "Sell_to_Customer_No": "10000"}
    )
    key = {"Document_Type": "Order", "Document_No": made["No"], "Line_No": 10_000}
    office.nav.insert("SalesOrderLines", {**key, "Type": "Item", "No": ITEM, "Quantity": 2})
    after = office.service("ItemCard").Read(ITEM)
    assert (before["Qty_on_Sales_Order"], after["Qty_on_Sales_Order"]) == (0, 2)
    assert after["Key"] == before["Key"]
    assert office.nav.rows("webapplicationproductdata", ItemNo=ITEM) == flags
