"""NAV's posted invoices and shipments in Magento 2: each is made once, and never half."""

from collections.abc import Iterator
from typing import Any

import pytest
from engine import at
from papers import (
    BOTH,
    DONE,
    INVOICES,
    SHIPMENTS,
    by_hand,
    item,
    left,
    made,
    put,
    shop_with_an_order,
    wanted,
)
from shop import TABLE, Shop

from navmage_dash.errors import Skip, Unavailable
from navmage_dash.sync.mapping import differences
from navmage_dash.sync.records import Answer, Fields, Write
from navmage_dash.sync.scenario import Endpoint


@pytest.fixture
def shop() -> Iterator[Shop]:
    with shop_with_an_order() as opened:
        yield opened


TOLD: Fields = {"increment_id": "000000001", "skus": ("1000", "1100")}


@BOTH
def test_a_document_is_found_as_it_was_made(shop: Shop, kind: str) -> None:
    fields = wanted("D1", i1="2", i2="1")
    assert left(shop, kind, fields)[0] == "create"
    answer = put(shop, kind, fields)
    assert answer == Answer("1", answer.row, TOLD)
    (document,) = made(shop, kind)
    assert [(each["comment"], each["is_visible_on_front"]) for each in document["comments"]] == [
        ("NAV D1", 0)
    ]
    assert left(shop, kind, fields) == DONE


@BOTH
def test_several_parts_of_an_order_are_told_apart(shop: Shop, kind: str) -> None:
    put(shop, kind, wanted("D1", i1="1"))
    second = wanted("D2", i1="1")
    assert left(shop, kind, second)[0] == "create"
    assert put(shop, kind, second).remote_id == "2"
    assert put(shop, kind, wanted("D3", i1="1", i2="2")).remote_id == "3"
    found = shop.target.find(
        at(kind), ["D1", "D2"], ["items.1"], {"D1": wanted("D1", i1="1"), "D2": second}
    )
    assert {key: each.remote_id for key, each in found.items()} == {"D1": "1", "D2": "2"}


def test_what_was_refunded_is_not_shipped(shop: Shop) -> None:
    by_hand(shop, INVOICES)
    shop.magento.act("refund_order", {"id": 1, "items": [item(1, 1)]})
    assert "2 of 3 remain" in str(put(shop, SHIPMENTS, wanted("S1", i1="3")))
    assert isinstance(put(shop, SHIPMENTS, wanted("S1", i1="2")), Answer)


def test_what_was_cancelled_is_not_invoiced(shop: Shop) -> None:
    by_hand(shop, INVOICES, items=[item(1, 1), item(2, 2)])
    by_hand(shop, SHIPMENTS, items=[item(1, 1), item(2, 2)])
    shop.magento.act("cancel_order", {"id": 1})
    assert "0 of 3 remain" in str(put(shop, INVOICES, wanted("I1", i1="1")))


@BOTH
def test_one_made_by_hand_is_taken_for_it_and_told_so(shop: Shop, kind: str) -> None:
    by_hand(shop, kind, items=[item(1, 3), item(2, 2)])
    fields = wanted("D1", i1="3", i2="2")
    write = shop.plan(kind, "D1", fields)
    assert write.changes == {"document": (None, "D1")}
    (answer,) = shop.write(kind, write)
    assert isinstance(answer, Answer)
    assert answer.told == TOLD
    assert left(shop, kind, fields) == DONE
    assert left(shop, kind, wanted("D2", i1="3", i2="2"))[0] == "create"


@BOTH
def test_one_made_by_hand_is_taken_once(shop: Shop, kind: str) -> None:
    by_hand(shop, kind, items=[item(1, 1)])
    fields = {key: wanted(key, i1="1") for key in ("D1", "D2")}
    assert len(shop.target.find(at(kind), list(fields), ["items.1"], fields)) == 1


@BOTH
def test_an_order_or_line_that_is_not_there_is_refused(shop: Shop, kind: str) -> None:
    assert "doesn't exist" in str(put(shop, kind, wanted("D1", order=9, i1="1")))
    assert "no line 9" in str(put(shop, kind, wanted("D1", i9="1")))
    assert "order_id" in str(put(shop, kind, {**wanted("D1", i1="1"), "order_id": None}))
    assert made(shop, kind) == []


@BOTH
def test_after_a_lost_answer_it_is_found_and_not_made_again(shop: Shop, kind: str) -> None:
    fields = {**wanted("D1", i1="2"), "notify": "1", "comment": "thank you"}
    write = shop.plan(kind, "D1", fields)
    shop.server.faults.add("lost_answer", match="POST /rest/V1/order/")
    with pytest.raises(Unavailable) as caught:
        shop.write(kind, write)
    assert caught.value.maybe_done
    found = shop.find(kind, "D1", fields)
    assert found is not None
    assert differences(found.fields, fields) == {}
    assert found.told["increment_id"] == "000000001"
    (answer,) = shop.write(kind, write)  # whoever does not ask does no harm either
    assert isinstance(answer, Answer)
    assert answer.remote_id == "1"
    assert len(made(shop, kind)) == 1


@BOTH
def test_when_reading_it_back_fails_it_may_have_been_made(shop: Shop, kind: str) -> None:
    one = {"invoices": "invoices", "shipments": "shipment"}[kind]
    shop.server.faults.add("unavailable", 503, match=f"GET /rest/V1/{one}/1", times=None)
    with pytest.raises(Unavailable) as caught:
        put(shop, kind, wanted("D1", i1="2"))
    assert caught.value.maybe_done


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
    for kind in (SHIPMENTS, INVOICES):
        fields = {**wanted("D1", order=2), f"items.{number}": "1"}
        assert isinstance(put(shop, kind, fields), Answer)
        assert left(shop, kind, fields) == DONE
        assert made(shop, kind, 2)[0]["total_qty"] == 1


def test_what_is_never_shipped_is_left_out(shop: Shop) -> None:
    shop.create({**TABLE, "sku": "HOUR", "url_key": "hour", "type_id": "virtual"})
    lines = [{"sku": "1000", "qty": 1}, {"sku": "HOUR", "qty": 2}]
    order = shop.magento.act("place_order", {"lines": lines})
    table, hour = (each["item_id"] for each in order["items"])
    fields = {**wanted("S1", order=2), f"items.{table}": "1", f"items.{hour}": "2"}
    assert isinstance(put(shop, SHIPMENTS, fields), Answer)
    assert left(shop, SHIPMENTS, fields) == DONE
    only = {**wanted("S2", order=2), f"items.{hour}": "2"}
    assert isinstance(put(shop, SHIPMENTS, only), Skip)


def test_mails_and_words_for_the_customer_only_as_asked_for(shop: Shop) -> None:
    seen: list[str] = []
    handle = shop.magento.handle

    def note(request: Any) -> Any:
        seen.append(request.body.decode())
        return handle(request)

    shop.magento.handle = note  # type: ignore[method-assign]
    put(shop, INVOICES, wanted("I1", i1="1"))
    (quiet,) = [body for body in seen if "NAV I1" in body]
    assert '"notify": false, "appendComment": false' in quiet
    assert '"capture": false' in quiet
    more = {"notify": "1", "capture": "1", "comment": "Thank you"}
    put(shop, INVOICES, {**wanted("I2", i1="1"), **more})
    (loud,) = [body for body in seen if "NAV I2" in body]
    assert '"notify": true, "appendComment": true' in loud
    assert '"comment": "NAV I2: Thank you"' in loud
    assert '"capture": true' in loud
