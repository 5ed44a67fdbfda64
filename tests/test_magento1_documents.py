"""NAV's posted invoices and shipments in Magento 1: each is made once, and never left half."""

from collections.abc import Iterator

import pytest
from outlet import FLAVOURS, Outlet
from papers import (
    BOTH,
    CREATES,
    DONE,
    INVOICES,
    ONLINE,
    SHIPMENTS,
    by_hand,
    item,
    left,
    made,
    notes,
    outlet_with_an_order,
    place,
    product,
    put,
    track,
    tracks,
    wanted,
)

from navmage_dash.errors import RecordError, Skip, Unavailable
from navmage_dash.sync.mapping import differences
from navmage_dash.sync.records import Answer, Write


@pytest.fixture(params=["rpc", "wsi"])
def outlet(request: pytest.FixtureRequest) -> Iterator[Outlet]:
    with outlet_with_an_order(request.param) as opened:
        yield opened


@BOTH
def test_a_document_is_found_as_it_was_made(outlet: Outlet, kind: str) -> None:
    fields = wanted("D1", i1="2", i2="1")
    assert left(outlet, kind, fields)[0] == "create"
    answer = put(outlet, kind, fields)
    (document,) = made(outlet, kind)
    number = document["increment_id"]
    assert answer.remote_id == str(document["entity_id"])
    assert answer.told == {"increment_id": number, "skus": ("1000", "1100")}
    assert notes(document) == ["NAV D1"]
    quantities = {each["order_item_id"]: each["qty"] for each in document["items"]}
    assert quantities == {1: 2, 2: 1}
    assert left(outlet, kind, fields) == DONE


@pytest.mark.parametrize("flavour", ["bridge", "bridge-wsi"])
@BOTH
def test_it_is_so_with_the_bridge(flavour: str, kind: str) -> None:
    with outlet_with_an_order(flavour) as opened:
        fields = wanted("D1", i1="2")
        assert isinstance(put(opened, kind, fields), Answer)
        assert left(opened, kind, fields) == DONE
        assert len(made(opened, kind)) == 1


@pytest.mark.parametrize("flavour", FLAVOURS)
@BOTH
def test_no_other_order_of_the_same_number_gets_it(flavour: str, kind: str) -> None:
    """Its lines are unknown to the other one, which would be invoiced for its freight."""
    with outlet_with_an_order(flavour) as opened:
        place(opened)
        first, second = opened.magento.shop.sales.orders.values()
        second.row["increment_id"] = first.row["increment_id"]
        fields = wanted("D1", order=2, i3="1")
        write = Write(key="D1", action="create", fields=fields, changes=differences({}, fields))
        (answer,) = opened.write(kind, write)
        assert isinstance(answer, RecordError)
        assert "two orders" in str(answer)
        assert made(opened, kind) + made(opened, kind, 2) == []


@BOTH
def test_several_parts_of_an_order_are_told_apart(outlet: Outlet, kind: str) -> None:
    first, second = wanted("D1", i1="1"), wanted("D2", i1="1")
    put(outlet, kind, first)
    assert left(outlet, kind, second)[0] == "create"
    put(outlet, kind, second)
    put(outlet, kind, wanted("D3", i1="1", i2="2"))
    assert [notes(each) for each in made(outlet, kind)] == [["NAV D1"], ["NAV D2"], ["NAV D3"]]
    assert left(outlet, kind, first) == left(outlet, kind, second) == DONE


@BOTH
def test_documents_of_many_orders_are_found_at_once(outlet: Outlet, kind: str) -> None:
    place(outlet)
    asked = {"D1": wanted("D1", i1="3"), "D2": wanted("D2", order=2, i3="3")}
    for fields in asked.values():
        put(outlet, kind, fields)
    found = outlet.target._resource(kind).find(list(asked), ["items.1", "items.3"], asked)
    assert {key: each.fields["items.1"] for key, each in found.items()} == {"D1": "3", "D2": None}


@BOTH
def test_a_fraction_of_what_is_sold_by_the_piece_is_refused_before(
    outlet: Outlet, kind: str
) -> None:
    """Magento would take the whole pieces of it, without a word."""
    answer = put(outlet, kind, wanted("D1", i1="1.5"))
    assert isinstance(answer, RecordError)
    assert "1000 of order 100000001: 1.5 are to be" in str(answer)
    assert "whole pieces only" in str(answer)
    assert made(outlet, kind) == []
    place(outlet, {"sku": "1000", "qty": "2.5"})
    half = wanted("D2", order=2, i3="1.5")
    assert isinstance(put(outlet, kind, half), Answer)
    assert left(outlet, kind, half) == DONE


def test_what_was_shipped_and_then_refunded_is_not_shipped_again(outlet: Outlet) -> None:
    """Magento 1 counts it twice: of three, one shipped and one refunded, one is left."""
    by_hand(outlet, INVOICES)
    by_hand(outlet, SHIPMENTS, items=[item(1, 1)])
    outlet.magento.act("refund_order", {"id": 1, "items": [item(1, 1)]})
    assert "1 of 3 remain" in str(put(outlet, SHIPMENTS, wanted("S1", i1="2")))
    assert isinstance(put(outlet, SHIPMENTS, wanted("S1", i1="1")), Answer)


@BOTH
def test_one_made_by_hand_is_taken_for_it_and_told_so(outlet: Outlet, kind: str) -> None:
    by_hand(outlet, kind, items=[item(1, 3), item(2, 2)])
    fields = wanted("D1", i1="3", i2="2")
    assert left(outlet, kind, fields) == ("update", {"document": (None, "D1")})
    assert isinstance(put(outlet, kind, fields), Answer)
    (document,) = made(outlet, kind)
    assert notes(document)[-1] == "NAV D1"
    assert left(outlet, kind, fields) == DONE
    assert left(outlet, kind, wanted("D2", i1="3", i2="2"))[0] == "create"


@BOTH
def test_one_made_by_hand_is_taken_for_one_of_two(outlet: Outlet, kind: str) -> None:
    """Both are looked for by two threads before either has said so."""
    by_hand(outlet, kind, items=[item(1, 1)])
    both = [wanted(key, i1="1") for key in ("D1", "D2")]
    first, second = (outlet.plan(kind, str(each["document"]), each) for each in both)
    assert first.remote_id == second.remote_id
    assert isinstance(outlet.write(kind, first)[0], Answer)
    assert isinstance(outlet.write(kind, second)[0], Answer)
    said = [[each for each in notes(document) if each] for document in made(outlet, kind)]
    assert said == [["NAV D1"], ["NAV D2"]]


@BOTH
def test_the_note_on_one_made_by_hand_is_there_once(outlet: Outlet, kind: str) -> None:
    by_hand(outlet, kind, items=[item(1, 3)])
    outlet.server.faults.add("lost_answer", match="AddComment")
    with pytest.raises(Unavailable) as caught:
        put(outlet, kind, wanted("D1", i1="3"))
    assert caught.value.maybe_done
    assert left(outlet, kind, wanted("D1", i1="3")) == DONE
    (document,) = made(outlet, kind)
    assert [each for each in notes(document) if each] == ["NAV D1"]


@BOTH
def test_an_order_or_line_that_is_not_there_is_refused(outlet: Outlet, kind: str) -> None:
    """A line that it does not have would make an invoice of nothing but the freight."""
    assert "has no order 9" in str(put(outlet, kind, wanted("D1", order=9, i1="1")))
    assert "no line 9" in str(put(outlet, kind, wanted("D1", i9="1")))
    assert "order_id" in str(put(outlet, kind, {**wanted("D1", i1="1"), "order_id": None}))
    assert made(outlet, kind) == []


def test_the_line_of_a_child_goes_by_its_parents(outlet: Outlet) -> None:
    product(outlet, "TEE", "configurable")
    order = place(outlet, {"sku": "TEE", "child": "1100", "qty": 2})
    parent, child = (each["item_id"] for each in order["items"])
    for kind in (SHIPMENTS, INVOICES):
        fields = {**wanted("D1", order=2), f"items.{child}": "1"}
        assert isinstance(put(outlet, kind, fields), Answer)
        assert left(outlet, kind, fields) == DONE
        (document,) = made(outlet, kind, 2)
        quantities = {each["order_item_id"]: each["qty"] for each in document["items"]}
        assert quantities[parent] == 1


def test_what_is_never_shipped_is_left_out(outlet: Outlet) -> None:
    product(outlet, "HOUR", "virtual")
    order = place(outlet, {"sku": "1000", "qty": 1}, {"sku": "HOUR", "qty": 2})
    table, hour = (each["item_id"] for each in order["items"])
    fields = {**wanted("S1", order=2), f"items.{table}": "1", f"items.{hour}": "2"}
    assert isinstance(put(outlet, SHIPMENTS, fields), Answer)
    assert left(outlet, SHIPMENTS, fields) == DONE
    only = {**wanted("S2", order=2), f"items.{hour}": "2"}
    assert isinstance(put(outlet, SHIPMENTS, only), Skip)


def test_a_shipment_that_was_cut_down_meanwhile_is_said(outlet: Outlet) -> None:
    """Somebody ships two of three between our look and our call: Magento makes one of it."""
    write = outlet.plan(SHIPMENTS, "S1", wanted("S1", i1="3", i2="1"))

    def ship(operation: str) -> None:
        if operation == "salesOrderShipmentList":
            outlet.then = lambda operation: None
            by_hand(outlet, SHIPMENTS, items=[item(1, 2)])

    outlet.then = ship
    (answer,) = outlet.write(SHIPMENTS, write)
    assert isinstance(answer, RecordError)
    assert "with 1 for items.1, NAV has 3" in str(answer)
    again = put(outlet, SHIPMENTS, wanted("S1", i1="3", i2="1"))
    assert str(again) == str(answer)


@BOTH
def test_of_two_with_one_number_neither_is_taken_for_the_other(outlet: Outlet, kind: str) -> None:
    """Store views without prefixes: what is made is not found again, and must not be made twice."""
    place(outlet)
    first = by_hand(outlet, kind, items=[item(1, 1)])["increment_id"]
    fields = wanted("D1", order=2, i3="1")
    outlet.server.faults.add("lost_answer", match=CREATES[kind])
    with pytest.raises(Unavailable):
        put(outlet, kind, fields)
    sales = outlet.magento.shop.sales
    documents = sales.invoices if kind == INVOICES else sales.shipments
    documents[2].row["increment_id"] = first
    with pytest.raises(RecordError, match=f"two {kind} {first}, .*increment prefixes"):
        put(outlet, kind, fields)
    both = {"D1": fields, "D2": wanted("D2", i1="1")}
    with pytest.raises(RecordError, match="two"):
        outlet.target._resource(kind).find(list(both), [], both)
    assert len(made(outlet, kind, 2)) == 1


@BOTH
def test_nothing_is_done_to_another_with_the_number_of_what_was_made(
    outlet: Outlet, kind: str
) -> None:
    place(outlet, payment=ONLINE)
    by_hand(outlet, kind, items=[item(1, 1)])
    write = outlet.plan(kind, "D1", {**wanted("D1", order=2, i3="1"), **track(), "capture": "1"})
    sales = outlet.magento.shop.sales
    documents = sales.invoices if kind == INVOICES else sales.shipments

    sales.last["invoice 1"] = sales.last["shipment 1"] = 0  # another store view begins to count
    (answer,) = outlet.write(kind, write)
    assert isinstance(answer, RecordError)
    assert "two" in str(answer)
    assert [each.tracks for each in documents.values()] == [[], []]


def test_a_carrier_that_the_shop_does_not_know_is_custom(outlet: Outlet) -> None:
    fields = {**wanted("S1", i1="2"), **track(carrier="dpd")}
    put(outlet, SHIPMENTS, fields)
    assert tracks(outlet) == [("DHL1", "custom", "D")]
    assert left(outlet, SHIPMENTS, fields) == DONE


@BOTH
def test_mails_and_words_for_the_customer_only_as_asked_for(outlet: Outlet, kind: str) -> None:
    put(outlet, kind, wanted("D1", i1="1"))
    quiet = _request(outlet, CREATES[kind])
    assert "<email>0</email><includeComment>0</includeComment>" in quiet
    put(outlet, kind, {**wanted("D2", i1="1"), "notify": "1", "comment": "Thank you"})
    loud = _request(outlet, CREATES[kind])
    assert "<comment>NAV D2: Thank you</comment>" in loud
    assert "<email>1</email><includeComment>1</includeComment>" in loud


def _request(outlet: Outlet, operation: str) -> str:
    (sent,) = [each.request for each in outlet.client.recent() if operation in each.request]
    return sent
