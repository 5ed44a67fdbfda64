"""Invoices in Magento 1 and their payment: what is paid elsewhere, and what is captured."""

from collections.abc import Iterator

import pytest
from outlet import Outlet
from papers import (
    DONE,
    INVOICES,
    ONLINE,
    left,
    made,
    outlet_with_an_order,
    place,
    product,
    put,
    states,
    wanted,
)

from navmage_dash.errors import RecordError
from navmage_dash.sync.records import Answer


@pytest.fixture(params=["rpc", "wsi"])
def outlet(request: pytest.FixtureRequest) -> Iterator[Outlet]:
    with outlet_with_an_order(request.param) as opened:
        yield opened


def test_a_part_is_invoiced_as_asked_for_in_magento_ce_1_7_too(outlet: Outlet) -> None:
    """There a line that is not named gets the quantity of the line before it."""
    outlet.magento.shop.classic = True
    product(outlet, "TEE", "configurable")
    tee = {"sku": "TEE", "child": "1100", "qty": 2}
    order = place(outlet, {"sku": "1000", "qty": 3}, tee, {"sku": "1000", "qty": 2})
    first, _, _, last = (each["item_id"] for each in order["items"])
    fields = {**wanted("I1", order=2), f"items.{first}": "2"}
    assert isinstance(put(outlet, INVOICES, fields), Answer)
    assert left(outlet, INVOICES, fields) == DONE
    assert isinstance(
        put(outlet, INVOICES, {**wanted("I2", order=2), f"items.{last}": "1"}), Answer
    )
    found = [
        [(e["order_item_id"], e["qty"]) for e in d["items"]] for d in made(outlet, INVOICES, 2)
    ]
    assert found == [[(first, 2)], [(last, 1)]]


def test_an_invoice_that_was_paid_elsewhere_is_paid_at_once(outlet: Outlet) -> None:
    called = outlet.calls
    put(outlet, INVOICES, {**wanted("I1", i1="1"), "capture": "1"})
    assert states(outlet) == [2]
    assert "salesOrderInvoiceCapture" not in called


def test_what_was_paid_online_is_captured_where_it_is_asked_for(outlet: Outlet) -> None:
    place(outlet, payment=ONLINE)
    open_, captured = wanted("I1", order=2, i3="1"), wanted("I2", order=2, i3="1")
    put(outlet, INVOICES, open_)
    assert left(outlet, INVOICES, open_) == DONE
    put(outlet, INVOICES, captured | {"capture": "1"})
    assert states(outlet, 2) == [1, 2]
    assert left(outlet, INVOICES, captured | {"capture": "1"}) == DONE


def test_a_payment_that_is_not_captured_is_tried_again_and_no_invoice_is_made(
    outlet: Outlet,
) -> None:
    place(outlet, payment=ONLINE)
    fields = {**wanted("I1", order=2, i3="1"), "capture": "1"}
    outlet.server.faults.add("poison", "Capture", times=1)
    answer = put(outlet, INVOICES, fields)
    assert isinstance(answer, RecordError)
    assert "does not capture its payment: Invalid value" in str(answer)
    assert states(outlet, 2) == [1]
    assert left(outlet, INVOICES, fields)[0] == "create"
    assert isinstance(put(outlet, INVOICES, fields), Answer)
    assert states(outlet, 2) == [2]


def test_a_cancelled_invoice_that_was_made_by_hand_is_taken_for_nothing(outlet: Outlet) -> None:
    order = place(outlet, payment=ONLINE)
    number = outlet.magento.act("invoice_order", {"id": order["entity_id"]})["increment_id"]
    outlet.client.write("salesOrderInvoiceCancel", number)
    assert left(outlet, INVOICES, wanted("I1", order=2, i3="3", i4="2"))[0] == "create"
