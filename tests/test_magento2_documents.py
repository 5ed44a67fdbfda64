"""NAV's posted invoices and shipments in Magento 2: each is made once, and never half."""

from collections.abc import Iterator
from typing import Any

import pytest
from shop import TABLE, Shop

from navmage_dash.errors import RecordError, Skip, Unavailable, Waiting
from navmage_dash.sync.mapping import differences
from navmage_dash.sync.records import Answer, Fields, Found, Write
from navmage_dash.sync.scenario import Endpoint

INVOICES = Endpoint("magento", "invoices", ("DocumentNo",))
SHIPMENTS = Endpoint("magento", "shipments", ("DocumentNo",))
BOTH = pytest.mark.parametrize("endpoint", [INVOICES, SHIPMENTS], ids=["invoice", "shipment"])


@pytest.fixture
def shop() -> Iterator[Shop]:
    """Order 1: three tables, line 1, and two chairs, line 2."""
    with Shop() as opened:
        for sku in ("1000", "1100"):
            opened.create({**TABLE, "sku": sku, "url_key": f"p-{sku}"})
        lines = [{"sku": "1000", "qty": 3}, {"sku": "1100", "qty": 2}]
        opened.magento.act("place_order", {"lines": lines})
        yield opened


def fields(key: str, order: str = "1", **items: str) -> dict[str, Any]:
    """fields('S1', i1='2'): two of line 1."""
    lines = {f"items.{name[1:]}": quantity for name, quantity in items.items()}
    return {"document": key, "order_id": order, **lines}


def track(at: str = "1", number: str = "DHL1") -> Fields:
    return {f"tracks.{at}.number": number, f"tracks.{at}.carrier": "dhl", f"tracks.{at}.title": "D"}


def find(shop: Shop, endpoint: Endpoint, wanted: Fields) -> Found | None:
    key = str(wanted["document"])
    return shop.target.find(endpoint, [key], sorted(wanted), {key: wanted}).get(key)


def plan(shop: Shop, endpoint: Endpoint, wanted: Fields) -> Write:
    there = find(shop, endpoint, wanted)
    return Write(
        key=str(wanted["document"]),
        action="update" if there else "create",
        fields=wanted,
        changes=differences(there.fields if there else {}, wanted),
        remote_id=there.remote_id if there else "",
    )


def put(shop: Shop, endpoint: Endpoint, wanted: Fields) -> Any:
    (answer,) = shop.target.write(endpoint, [plan(shop, endpoint, wanted)])
    return answer


TOLD: Fields = {"increment_id": "000000001", "skus": ("1000", "1100")}


def made(shop: Shop, endpoint: Endpoint, order: int = 1) -> list[Any]:
    return list(shop.magento.act(endpoint.entity, {"order_id": order}))


def by_hand(shop: Shop, endpoint: Endpoint, **more: Any) -> Any:
    act = {"invoices": "invoice_order", "shipments": "ship_order"}[endpoint.entity]
    return shop.magento.act(act, {"id": 1, **more})


def item(at: int, quantity: int) -> dict[str, int]:
    return {"order_item_id": at, "qty": quantity}


@BOTH
def test_a_document_is_found_as_it_was_made(shop: Shop, endpoint: Endpoint) -> None:
    wanted = fields("D1", i1="2", i2="1")
    assert find(shop, endpoint, wanted) is None
    answer = put(shop, endpoint, wanted)
    assert answer == Answer("1", answer.row, TOLD)
    (document,) = made(shop, endpoint)
    assert [(each["comment"], each["is_visible_on_front"]) for each in document["comments"]] == [
        ("NAV D1", 0)
    ]
    assert plan(shop, endpoint, wanted).changes == {}


@BOTH
def test_several_parts_of_an_order_are_told_apart(shop: Shop, endpoint: Endpoint) -> None:
    put(shop, endpoint, fields("D1", i1="1"))
    second = fields("D2", i1="1")
    assert find(shop, endpoint, second) is None
    assert put(shop, endpoint, second).remote_id == "2"
    assert put(shop, endpoint, fields("D3", i1="1", i2="2")).remote_id == "3"
    found = shop.target.find(
        endpoint, ["D1", "D2"], ["items.1"], {"D1": fields("D1", i1="1"), "D2": second}
    )
    assert {key: each.remote_id for key, each in found.items()} == {"D1": "1", "D2": "2"}


@BOTH
def test_more_than_remains_is_refused_with_both_numbers(shop: Shop, endpoint: Endpoint) -> None:
    put(shop, endpoint, fields("D1", i1="2"))
    answer = put(shop, endpoint, fields("D2", i1="2"))
    assert isinstance(answer, RecordError)
    assert "2 are to be" in str(answer)
    assert "1 of 3 remain" in str(answer)
    assert len(made(shop, endpoint)) == 1


def test_what_was_refunded_is_not_shipped(shop: Shop) -> None:
    by_hand(shop, INVOICES)
    shop.magento.act("refund_order", {"id": 1, "items": [item(1, 1)]})
    assert "2 of 3 remain" in str(put(shop, SHIPMENTS, fields("S1", i1="3")))
    assert isinstance(put(shop, SHIPMENTS, fields("S1", i1="2")), Answer)


def test_what_was_cancelled_is_not_invoiced(shop: Shop) -> None:
    by_hand(shop, INVOICES, items=[item(1, 1), item(2, 2)])
    by_hand(shop, SHIPMENTS, items=[item(1, 1), item(2, 2)])
    shop.magento.act("cancel_order", {"id": 1})
    assert "0 of 3 remain" in str(put(shop, INVOICES, fields("I1", i1="1")))


@BOTH
def test_one_made_by_hand_is_taken_for_it_and_told_so(shop: Shop, endpoint: Endpoint) -> None:
    by_hand(shop, endpoint, items=[item(1, 3), item(2, 2)])
    wanted = fields("D1", i1="3", i2="2")
    write = plan(shop, endpoint, wanted)
    assert write.changes == {"document": (None, "D1")}
    (answer,) = shop.target.write(endpoint, [write])
    assert isinstance(answer, Answer)
    assert answer.told == TOLD
    assert plan(shop, endpoint, wanted).changes == {}
    assert find(shop, endpoint, fields("D2", i1="3", i2="2")) is None


@BOTH
def test_one_made_by_hand_is_taken_once(shop: Shop, endpoint: Endpoint) -> None:
    by_hand(shop, endpoint, items=[item(1, 1)])
    wanted = {key: fields(key, i1="1") for key in ("D1", "D2")}
    assert len(shop.target.find(endpoint, list(wanted), ["items.1"], wanted)) == 1


@BOTH
def test_one_made_by_hand_of_other_quantities_is_named(shop: Shop, endpoint: Endpoint) -> None:
    by_hand(shop, endpoint, items=[item(1, 2)])
    answer = put(shop, endpoint, fields("D1", i1="3"))
    assert "Made there without NAV" in str(answer)
    assert "000000001" in str(answer)


@BOTH
def test_an_order_that_does_not_allow_it_says_why(shop: Shop, endpoint: Endpoint) -> None:
    shop.magento.act("hold_order", {"id": 1})
    waits = put(shop, endpoint, fields("D1", i1="1"))
    assert isinstance(waits, Waiting)
    assert "on hold" in str(waits)
    shop.magento.act("unhold_order", {"id": 1})
    shop.magento.act("cancel_order", {"id": 1})
    answer = put(shop, endpoint, fields("D1", i1="1"))
    assert "is cancelled" in str(answer)
    assert not isinstance(answer, Waiting)


@BOTH
def test_an_order_or_line_that_is_not_there_is_refused(shop: Shop, endpoint: Endpoint) -> None:
    assert "doesn't exist" in str(put(shop, endpoint, fields("D1", order="9", i1="1")))
    assert "no line 9" in str(put(shop, endpoint, fields("D1", i9="1")))
    assert "order_id" in str(put(shop, endpoint, {**fields("D1", i1="1"), "order_id": None}))
    assert made(shop, endpoint) == []


@BOTH
def test_after_a_lost_answer_it_is_found_and_not_made_again(shop: Shop, endpoint: Endpoint) -> None:
    wanted = {**fields("D1", i1="2"), "notify": "1", "comment": "thank you"}
    write = plan(shop, endpoint, wanted)
    shop.server.faults.add("lost_answer", match="POST /rest/V1/order/")
    with pytest.raises(Unavailable) as caught:
        shop.target.write(endpoint, [write])
    assert caught.value.maybe_done
    found = find(shop, endpoint, wanted)
    assert found is not None
    assert differences(found.fields, wanted) == {}
    assert found.told["increment_id"] == "000000001"
    (answer,) = shop.target.write(endpoint, [write])  # whoever does not ask does no harm either
    assert isinstance(answer, Answer)
    assert answer.remote_id == "1"
    assert len(made(shop, endpoint)) == 1


@BOTH
def test_when_reading_it_back_fails_it_may_have_been_made(shop: Shop, endpoint: Endpoint) -> None:
    one = {"invoices": "invoices", "shipments": "shipment"}[endpoint.entity]
    shop.server.faults.add("unavailable", 503, match=f"GET /rest/V1/{one}/1", times=None)
    with pytest.raises(Unavailable) as caught:
        put(shop, endpoint, fields("D1", i1="2"))
    assert caught.value.maybe_done


def test_a_shipment_has_its_tracking_numbers(shop: Shop) -> None:
    wanted = {**fields("S1", i1="2"), **track(), "tracks.2.number": "X9"}
    put(shop, SHIPMENTS, wanted)
    (shipment,) = made(shop, SHIPMENTS)
    tracks = [(t["track_number"], t["carrier_code"], t["title"]) for t in shipment["tracks"]]
    assert tracks == [("DHL1", "dhl", "D"), ("X9", "custom", "custom")]
    assert plan(shop, SHIPMENTS, wanted).changes == {}


def test_a_tracking_number_that_comes_later_is_added(shop: Shop) -> None:
    put(shop, SHIPMENTS, fields("S1", i1="2"))
    wanted = {**fields("S1", i1="2"), **track()}
    assert isinstance(put(shop, SHIPMENTS, wanted), Answer)
    (shipment,) = made(shop, SHIPMENTS)
    assert [each["track_number"] for each in shipment["tracks"]] == ["DHL1"]
    assert plan(shop, SHIPMENTS, wanted).changes == {}


def test_one_made_by_hand_with_another_tracking_number_is_another(shop: Shop) -> None:
    by_hand(shop, SHIPMENTS, items=[item(1, 1)], tracks=[{"track_number": "UPS9"}])
    assert find(shop, SHIPMENTS, {**fields("S1", i1="1"), **track()}) is None
    assert find(shop, SHIPMENTS, {**fields("S1", i1="1"), **track(number="UPS9")}) is not None


def test_one_that_is_there_with_other_quantities_is_left_alone(shop: Shop) -> None:
    put(shop, SHIPMENTS, fields("S1", i1="2"))
    answer = put(shop, SHIPMENTS, fields("S1", i1="3"))
    assert isinstance(answer, RecordError)
    assert "with 2 for items.1, NAV has 3" in str(answer)
    assert len(made(shop, SHIPMENTS)) == 1


def test_the_line_of_a_child_goes_by_its_parents(shop: Shop) -> None:
    child = {**TABLE, "sku": "TEE-B", "url_key": "tee-b", "attribute_set_id": "10"}
    shop.create(child)
    parent: Fields = {
        "name": "Tee",
        "attribute_set_id": "10",
        "url_key": "tee",
        "option.93": ("9",),
        "children": ("TEE-B",),
    }
    write = Write(key="TEE", action="create", fields=parent, changes=differences({}, parent))
    shop.target.write(Endpoint("magento", "configurables", ("sku",)), [write])
    line = {"sku": "TEE", "child": "TEE-B", "qty": 2}
    order = shop.magento.act("place_order", {"lines": [line]})
    (number,) = [each["item_id"] for each in order["items"] if each.get("parent_item_id")]
    for endpoint in (SHIPMENTS, INVOICES):
        wanted = {**fields("D1", order="2"), f"items.{number}": "1"}
        assert isinstance(put(shop, endpoint, wanted), Answer)
        assert plan(shop, endpoint, wanted).changes == {}
        assert made(shop, endpoint, 2)[0]["total_qty"] == 1


def test_what_is_never_shipped_is_left_out(shop: Shop) -> None:
    shop.create({**TABLE, "sku": "HOUR", "url_key": "hour", "type_id": "virtual"})
    lines = [{"sku": "1000", "qty": 1}, {"sku": "HOUR", "qty": 2}]
    order = shop.magento.act("place_order", {"lines": lines})
    table, hour = (each["item_id"] for each in order["items"])
    wanted = {**fields("S1", order="2"), f"items.{table}": "1", f"items.{hour}": "2"}
    assert isinstance(put(shop, SHIPMENTS, wanted), Answer)
    assert plan(shop, SHIPMENTS, wanted).changes == {}
    only = {**fields("S2", order="2"), f"items.{hour}": "2"}
    assert isinstance(put(shop, SHIPMENTS, only), Skip)


def test_mails_and_words_for_the_customer_only_as_asked_for(shop: Shop) -> None:
    seen: list[str] = []
    handle = shop.magento.handle

    def note(request: Any) -> Any:
        seen.append(request.body.decode())
        return handle(request)

    shop.magento.handle = note  # type: ignore[method-assign]
    put(shop, INVOICES, fields("I1", i1="1"))
    (quiet,) = [body for body in seen if "NAV I1" in body]
    assert '"notify": false, "appendComment": false' in quiet
    assert '"capture": false' in quiet
    more = {"notify": "1", "capture": "1", "comment": "Thank you"}
    put(shop, INVOICES, {**fields("I2", i1="1"), **more})
    (loud,) = [body for body in seen if "NAV I2" in body]
    assert '"notify": true, "appendComment": true' in loud
    assert '"comment": "NAV I2: Thank you"' in loud
    assert '"capture": true' in loud
