"""Invoices and shipments of NAV: what holds in Magento 1 and in Magento 2 alike."""

from collections.abc import Iterator

import pytest
from outlet import Outlet
from papers import (
    BOTH,
    DONE,
    SHIPMENTS,
    by_hand,
    item,
    left,
    made,
    outlet_with_an_order,
    put,
    shop_with_an_order,
    track,
    tracks,
    wanted,
)
from shop import Shop

from navmage_dash.errors import RecordError, Waiting
from navmage_dash.sync.records import Answer


@pytest.fixture(params=["magento2", "rpc", "wsi"])
def shop(request: pytest.FixtureRequest) -> Iterator[Outlet | Shop]:
    flavour = request.param
    with shop_with_an_order() if flavour == "magento2" else outlet_with_an_order(flavour) as opened:
        yield opened


@BOTH
def test_more_than_remains_is_refused_with_both_numbers(shop: Outlet | Shop, kind: str) -> None:
    """Magento 1 would cut a shipment down without a word."""
    put(shop, kind, wanted("D1", i1="2"))
    answer = put(shop, kind, wanted("D2", i1="2"))
    assert isinstance(answer, RecordError)
    assert "2 are to be" in str(answer)
    assert "1 of 3 remain" in str(answer)
    assert len(made(shop, kind)) == 1


@BOTH
def test_one_made_by_hand_of_other_quantities_is_named(shop: Outlet | Shop, kind: str) -> None:
    number = by_hand(shop, kind, items=[item(1, 2)])["increment_id"]
    assert number.endswith("00000001")  # the first of its kind
    answer = put(shop, kind, wanted("D1", i1="3"))
    assert "Made there without NAV" in str(answer)
    assert number in str(answer)


@BOTH
def test_an_order_that_does_not_allow_it_says_why(shop: Outlet | Shop, kind: str) -> None:
    shop.magento.act("hold_order", {"id": 1})
    waits = put(shop, kind, wanted("D1", i1="1"))
    assert isinstance(waits, Waiting)
    assert "on hold" in str(waits)
    shop.magento.act("unhold_order", {"id": 1})
    shop.magento.act("cancel_order", {"id": 1})
    answer = put(shop, kind, wanted("D1", i1="1"))
    assert "is cancelled" in str(answer)
    assert not isinstance(answer, Waiting)


@BOTH
def test_one_that_is_there_with_other_quantities_is_left_alone(
    shop: Outlet | Shop, kind: str
) -> None:
    put(shop, kind, wanted("D1", i1="2"))
    answer = put(shop, kind, wanted("D1", i1="3"))
    assert isinstance(answer, RecordError)
    assert "with 2 for items.1, NAV has 3" in str(answer)
    assert len(made(shop, kind)) == 1


def test_a_shipment_has_its_tracking_numbers(shop: Outlet | Shop) -> None:
    fields = {**wanted("S1", i1="2"), **track(), "tracks.2.number": "X9"}
    put(shop, SHIPMENTS, fields)
    assert tracks(shop) == [("DHL1", "dhl", "D"), ("X9", "custom", "custom")]
    assert left(shop, SHIPMENTS, fields) == DONE


def test_a_tracking_number_that_comes_later_is_added(shop: Outlet | Shop) -> None:
    put(shop, SHIPMENTS, wanted("S1", i1="2"))
    fields = {**wanted("S1", i1="2"), **track()}
    assert isinstance(put(shop, SHIPMENTS, fields), Answer)
    assert tracks(shop) == [("DHL1", "dhl", "D")]
    assert left(shop, SHIPMENTS, fields) == DONE


def test_one_made_by_hand_with_another_tracking_number_is_another(shop: Outlet | Shop) -> None:
    by_hand(shop, SHIPMENTS, items=[item(1, 1)], tracks=[{"track_number": "UPS9"}])
    assert left(shop, SHIPMENTS, {**wanted("S1", i1="1"), **track()})[0] == "create"
    there = left(shop, SHIPMENTS, {**wanted("S1", i1="1"), "tracks.1.number": "UPS9"})
    assert there == ("update", {"document": (None, "S1")})
    other_carrier = {**wanted("S1", i1="1"), **track(number="UPS9")}
    assert left(shop, SHIPMENTS, other_carrier)[0] == "update"
