"""NAV's posted invoices and shipments in Magento 1: each is made once, and never left half."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from outlet import FLAVOURS, Outlet
from played_magento1 import played
from recorded_magento1 import MODES, recorded_only

from navmage_dash.errors import RecordError, Skip, Unavailable, Waiting
from navmage_dash.sync.mapping import differences
from navmage_dash.sync.records import Answer, Fields, Found, Write
from navmage_dash.sync.scenario import Endpoint
from navmage_dash.systems.magento1_target import Magento1Target

INVOICES, SHIPMENTS = "invoices", "shipments"
BOTH = pytest.mark.parametrize("kind", [INVOICES, SHIPMENTS])
CREATES = {INVOICES: "salesOrderInvoiceCreate", SHIPMENTS: "salesOrderShipmentCreate"}
ONLINE = "paypal_express"


@pytest.fixture(params=["rpc", "wsi"])
def outlet(request: pytest.FixtureRequest) -> Iterator[Outlet]:
    """Order 1: three tables, line 1, and two chairs, line 2."""
    with Outlet(**FLAVOURS[request.param]) as opened:
        begin(opened)
        yield opened


def begin(outlet: Outlet) -> None:
    outlet.magento.shop.sales.last.clear()  # the first order is number 1
    outlet.magento.add_simple_products(["1000", "1100"])
    place(outlet)


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


def put(outlet: Outlet, kind: str, fields: Fields) -> Any:
    return outlet.put(kind, str(fields["document"]), fields)


def left(outlet: Outlet, kind: str, fields: Fields) -> Any:
    """What is yet to be done, as another run sees it."""
    plan = outlet.plan(kind, str(fields["document"]), fields)
    return plan.action, dict(plan.changes)


def made(outlet: Outlet, kind: str, order: int = 1) -> list[Any]:
    return list(outlet.magento.act(kind, {"order_id": order}))


def by_hand(outlet: Outlet, kind: str, **more: Any) -> Any:
    act = {INVOICES: "invoice_order", SHIPMENTS: "ship_order"}[kind]
    return outlet.magento.act(act, {"id": 1, **more})


def item(at: int, quantity: int) -> dict[str, int]:
    return {"order_item_id": at, "qty": quantity}


def notes(document: Any) -> list[Any]:
    return [each.get("comment") for each in document["comments"]]


DONE: tuple[str, dict[str, Any]] = ("update", {})


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
    with Outlet(**FLAVOURS[flavour]) as opened:
        begin(opened)
        fields = wanted("D1", i1="2")
        assert isinstance(put(opened, kind, fields), Answer)
        assert left(opened, kind, fields) == DONE
        assert len(made(opened, kind)) == 1


@pytest.mark.parametrize("flavour", FLAVOURS)
@BOTH
def test_no_other_order_of_the_same_number_gets_it(flavour: str, kind: str) -> None:
    """Its lines are unknown to the other one, which would be invoiced for its freight."""
    with Outlet(**FLAVOURS[flavour]) as opened:
        begin(opened)
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
def test_more_than_remains_is_refused_with_both_numbers(outlet: Outlet, kind: str) -> None:
    """Magento would cut a shipment down without a word."""
    put(outlet, kind, wanted("D1", i1="2"))
    answer = put(outlet, kind, wanted("D2", i1="2"))
    assert isinstance(answer, RecordError)
    assert "2 are to be" in str(answer)
    assert "1 of 3 remain" in str(answer)
    assert len(made(outlet, kind)) == 1


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
def test_one_made_by_hand_of_other_quantities_is_named(outlet: Outlet, kind: str) -> None:
    number = by_hand(outlet, kind, items=[item(1, 2)])["increment_id"]
    answer = put(outlet, kind, wanted("D1", i1="3"))
    assert "Made there without NAV" in str(answer)
    assert number in str(answer)


@BOTH
def test_an_order_that_does_not_allow_it_says_why(outlet: Outlet, kind: str) -> None:
    outlet.magento.act("hold_order", {"id": 1})
    waits = put(outlet, kind, wanted("D1", i1="1"))
    assert isinstance(waits, Waiting)
    assert "on hold" in str(waits)
    outlet.magento.act("unhold_order", {"id": 1})
    outlet.magento.act("cancel_order", {"id": 1})
    answer = put(outlet, kind, wanted("D1", i1="1"))
    assert "is cancelled" in str(answer)
    assert not isinstance(answer, Waiting)


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


@BOTH
def test_one_that_is_there_with_other_quantities_is_left_alone(outlet: Outlet, kind: str) -> None:
    put(outlet, kind, wanted("D1", i1="2"))
    answer = put(outlet, kind, wanted("D1", i1="3"))
    assert isinstance(answer, RecordError)
    assert "with 2 for items.1, NAV has 3" in str(answer)
    assert len(made(outlet, kind)) == 1


# Tracking numbers.


def tracks(outlet: Outlet, order: int = 1) -> list[tuple[str, str, str]]:
    (shipment,) = made(outlet, SHIPMENTS, order)
    return [(t["track_number"], t["carrier_code"], t["title"]) for t in shipment["tracks"]]


def test_a_shipment_has_its_tracking_numbers(outlet: Outlet) -> None:
    fields = {**wanted("S1", i1="2"), **track(), "tracks.2.number": "X9"}
    put(outlet, SHIPMENTS, fields)
    assert tracks(outlet) == [("DHL1", "dhl", "D"), ("X9", "custom", "custom")]
    assert left(outlet, SHIPMENTS, fields) == DONE


def test_a_carrier_that_the_shop_does_not_know_is_custom(outlet: Outlet) -> None:
    fields = {**wanted("S1", i1="2"), **track(carrier="dpd")}
    put(outlet, SHIPMENTS, fields)
    assert tracks(outlet) == [("DHL1", "custom", "D")]
    assert left(outlet, SHIPMENTS, fields) == DONE


def test_a_tracking_number_that_comes_later_is_added(outlet: Outlet) -> None:
    put(outlet, SHIPMENTS, wanted("S1", i1="2"))
    fields = {**wanted("S1", i1="2"), **track()}
    assert isinstance(put(outlet, SHIPMENTS, fields), Answer)
    assert tracks(outlet) == [("DHL1", "dhl", "D")]
    assert left(outlet, SHIPMENTS, fields) == DONE


def test_one_made_by_hand_with_another_tracking_number_is_another(outlet: Outlet) -> None:
    by_hand(outlet, SHIPMENTS, items=[item(1, 1)], tracks=[{"track_number": "UPS9"}])
    assert left(outlet, SHIPMENTS, {**wanted("S1", i1="1"), **track()})[0] == "create"
    there = left(outlet, SHIPMENTS, {**wanted("S1", i1="1"), "tracks.1.number": "UPS9"})
    assert there == ("update", {"document": (None, "S1")})


# Payment.


def states(outlet: Outlet, order: int = 1) -> list[int]:
    return [each["state"] for each in made(outlet, INVOICES, order)]


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


# Whatever gets lost.


def interrupted(outlet: Outlet, kind: str, fields: Fields, fault: str, after: int) -> bool:
    """Everything fails from the request after these on; and once more without. Did it matter?"""
    outlet.server.faults.add(fault, after=after, times=None)
    try:
        answer = put(outlet, kind, fields)
    except Unavailable:
        answer = None
    finally:
        outlet.server.faults.clear()
    if left(outlet, kind, fields) != DONE:
        again = put(outlet, kind, fields)
        assert isinstance(again, Answer)
    assert left(outlet, kind, fields) == DONE
    return answer is None


@BOTH
@pytest.mark.parametrize("fault", ["lost_answer", "reset_before", "unavailable"])
def test_wherever_it_is_interrupted_it_is_made_once_and_whole(
    outlet: Outlet, kind: str, fault: str
) -> None:
    """Two tracks, or an invoice that is to be captured."""
    more = {**track(), **track("2", "UPS2", "ups")} if kind == SHIPMENTS else {"capture": "1"}
    outlet.client.store_list()  # signed in
    after, mattered = 0, True
    while mattered:
        order = place(outlet, payment=ONLINE)["entity_id"]
        line = 2 * order - 1
        fields = {**wanted("D1", order, **{f"i{line}": "2"}), **more}
        mattered = interrupted(outlet, kind, fields, fault, after)
        (document,) = made(outlet, kind, order)
        assert notes(document) == ["NAV D1"]
        sent = [each["track_number"] for each in document["tracks"]]
        assert sent == (["DHL1", "UPS2"] if kind == SHIPMENTS else [])
        assert kind == SHIPMENTS or document["state"] == 2
        after += 1
    assert after > 4  # it was interrupted at each of its calls


@pytest.mark.parametrize(
    ("kind", "lost"),
    [*CREATES.items(), (SHIPMENTS, "salesOrderShipmentAddTrack")],
)
def test_whoever_makes_it_again_without_looking_does_no_harm(
    outlet: Outlet, kind: str, lost: str
) -> None:
    tracked = track() if kind == SHIPMENTS else {}
    fields = {**wanted("D1", i1="2"), **tracked, "notify": "1", "comment": "thank you"}
    write = outlet.plan(kind, "D1", fields)
    outlet.server.faults.add("lost_answer", match=lost)
    with pytest.raises(Unavailable) as caught:
        outlet.write(kind, write)
    assert caught.value.maybe_done
    for _ in range(2):
        (answer,) = outlet.write(kind, write)
        assert isinstance(answer, Answer)
    found = outlet.find(kind, "D1", fields)
    assert found is not None
    assert differences(found.fields, fields) == {}
    assert (answer.remote_id, answer.told) == (found.remote_id, found.told)
    (document,) = made(outlet, kind)
    assert [each["track_number"] for each in document["tracks"]] == ["DHL1"][: len(tracked)]


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


# As OpenMage was recorded to tell them.

SHOP = {"salesOrderList": "all", "oroOrderList": "all_page1", "salesOrderInfo": "100000002"}
INVOICE = {"salesOrderInvoiceList": "by_order_id", "salesOrderInvoiceInfo": "ok"}
SHIPMENT = {"salesOrderShipmentList": "by_order_id", "salesOrderShipmentInfo": "with_tracks"}
EVERY = pytest.mark.parametrize("mode", MODES)


def recorded(mode: str, kind: str, fields: Fields, cases: Mapping[str, str]) -> Found | None:
    with played(mode, **{**SHOP, **cases}) as (client, _):
        target, key = Magento1Target(client), str(fields["document"])
        endpoint = Endpoint("magento", kind, ("document",))
        return target.find(endpoint, [key], sorted(fields), {key: fields}).get(key)


@recorded_only
@pytest.mark.filterwarnings("ignore:The wsdl")  # the bridge describes what its types are not of
@EVERY
def test_a_recorded_invoice_is_known_by_its_quantities(mode: str) -> None:
    """The child of its configurable counts by its parent's line."""
    fields = wanted("I1", order=2, i3="3", i5="1")
    found = recorded(mode, INVOICES, fields, INVOICE)
    assert found is not None
    assert found.remote_id == "1"
    assert found.told == {"increment_id": "100000001", "skus": ("TSH-RL", "HAM-002")}
    assert differences(found.fields, fields) == {"document": (None, "I1")}
    assert recorded(mode, INVOICES, wanted("I1", order=2, i3="2", i5="1"), INVOICE) is None


@recorded_only
@pytest.mark.filterwarnings("ignore:The wsdl")
@EVERY
def test_a_recorded_shipment_is_known_by_its_tracking_numbers(mode: str) -> None:
    order = {"salesOrderInfo": "after_ship"}
    fields = {**wanted("S1", i1="1"), **track(number="1Z12345", carrier="ups")}
    found = recorded(mode, SHIPMENTS, fields, SHIPMENT | order)
    assert found is not None
    assert found.remote_id == "3"
    assert differences(found.fields, fields) == {
        "document": (None, "S1"),
        "tracks.1.title": ("UPS", "D"),
    }
    other = {**wanted("S1", i1="1"), **track(number="ABC-2")}
    assert recorded(mode, SHIPMENTS, other, SHIPMENT | order) is None


@recorded_only
@pytest.mark.parametrize("mode", MODES[:2])
def test_a_document_that_vanished_meanwhile_is_none(mode: str) -> None:
    fields = wanted("I1", order=2, i3="3", i5="1")
    gone = INVOICE | {"salesOrderInvoiceInfo": "not_exists"}
    assert recorded(mode, INVOICES, fields, gone) is None


@recorded_only
@pytest.mark.parametrize("mode", MODES[:2])
def test_what_magento_refuses_is_said_in_its_words(mode: str) -> None:
    cases = {"salesOrderInfo": "100000001", "salesOrderInvoiceList": "by_order_id"}
    refused = {"salesOrderInvoiceCreate": "holded_order", "salesOrderInvoiceInfo": "not_exists"}
    with played(mode, **SHOP | cases | refused) as (client, _):
        fields = wanted("I1", i1="1")
        write = Write(key="I1", action="create", fields=fields, changes=differences({}, fields))
        (answer,) = Magento1Target(client).write(Endpoint("magento", INVOICES, ("d",)), [write])
    assert isinstance(answer, RecordError)
    assert "Cannot do invoice for order." in str(answer)
