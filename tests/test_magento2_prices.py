"""Prices in Magento 2: base, special and tier prices, many products in a call."""

from collections.abc import Iterator
from typing import Any

import pytest
from goods import PRICED
from shop import TABLE, Shop

from navmage_dash.errors import RecordError, Unavailable
from navmage_dash.sync.mapping import differences
from navmage_dash.sync.records import Answer, Fields, Write
from navmage_dash.sync.scenario import Endpoint

PRICES = Endpoint("magento", "prices", ("sku",))
WHOLE: Fields = {**PRICED, "tier.Wholesale.2,5": "17.5"}


@pytest.fixture
def shop() -> Iterator[Shop]:
    with Shop() as opened:
        for sku in ("A", "B", "C"):
            opened.create({**TABLE, "sku": sku, "url_key": sku.lower()})
        yield opened


def found(shop: Shop, key: str, names: Fields = WHOLE, **wanted: str) -> Fields:
    return shop.target.find(PRICES, [key], list(names), {key: wanted})[key].fields


def write(key: str, before: Fields, after: Fields) -> Write:
    changes = differences(before, after)
    return Write(key=key, action="update", fields=after, changes=changes, remote_id=key)


def put(shop: Shop, *writes: Write) -> list[Any]:
    return list(shop.target.write(PRICES, list(writes)))


def test_prices_are_found_as_they_were_written(shop: Shop) -> None:
    assert put(shop, write("A", {}, WHOLE), write("B", {}, WHOLE)) == [Answer("A"), Answer("B")]
    assert found(shop, "A") == WHOLE
    assert found(shop, "B") == WHOLE
    assert found(shop, "C")["tier.ALL GROUPS.5"] is None


def test_only_what_changed_is_sent(shop: Shop) -> None:
    put(shop, write("A", {}, WHOLE))
    shop.server.calls.clear()
    put(shop, write("A", WHOLE, {**WHOLE, "price": "20"}))
    assert dict(shop.server.calls) == {"POST /rest/all/V1/products/base-prices": 1}
    assert found(shop, "A") == {**WHOLE, "price": "20"}


def test_a_hundred_prices_go_in_one_call_and_are_found_in_one(shop: Shop) -> None:
    skus = [f"P{number}" for number in range(100)]
    shop.magento.add_simple_products(skus)
    assert shop.target.bulk("prices") == 100
    shop.client.get("V1/store/websites")
    shop.server.calls.clear()
    put(shop, *(write(sku, {}, {"price": "7"}) for sku in skus))
    assert len(shop.target.find(PRICES, [*skus, "none"], ["price"])) == 100
    assert shop.server.calls.total() == 2


def test_a_bad_price_and_an_unknown_number_fail_alone(shop: Shop) -> None:
    tier = {"tier.ALL GROUPS.5": "18"}
    good, bad, none, tiers = put(
        shop,
        write("A", {}, WHOLE),
        write("B", {}, {"price": "-5", **tier}),
        write("NOPE", {}, {"price": "7"}),
        write("ALSO", {}, tier),
    )
    assert isinstance(good, Answer)
    assert found(shop, "A") == WHOLE
    assert isinstance(bad, RecordError)
    assert "Price = -5" in str(bad)
    assert found(shop, "B")["tier.ALL GROUPS.5"] is None
    assert isinstance(none, RecordError)
    assert "NOPE" in str(none)
    assert isinstance(tiers, RecordError)


def test_an_unknown_group_is_said(shop: Shop) -> None:
    (answer,) = put(shop, write("A", {}, {"tier.Nobody.5": "3"}))
    assert isinstance(answer, RecordError)
    assert "Customer Group = Nobody" in str(answer)


def test_a_tier_changes_and_goes_and_those_of_the_shop_stay(shop: Shop) -> None:
    row = {"price": 9, "price_type": "fixed", "website_id": 1, "sku": "A", "quantity": 1}
    own = [row | {"customer_group": "General"}]
    shop.client.call("POST", "all/V1/products/tier-prices", {"prices": own})
    put(shop, write("A", {}, WHOLE))
    after = {**WHOLE, "tier.ALL GROUPS.5": "16", "tier.Wholesale.2,5": None}
    put(shop, write("A", WHOLE, after))
    assert found(shop, "A") == after
    left = shop.client.ask("V1/products/tier-prices-information", {"skus": ["A"]})
    assert [each["website_id"] for each in left] == [1, 0]
    assert found(shop, "A", {"tier.General.1": None})["tier.General.1"] is None


def test_a_group_is_found_whatever_its_case(shop: Shop) -> None:
    put(shop, write("A", {}, {"tier.wholesale.2": "9"}))
    assert found(shop, "A", {"tier.WHOLESALE.2": None})["tier.WHOLESALE.2"] == "9"


def test_a_percentage_by_hand_gives_way_to_a_price(shop: Shop) -> None:
    row = {"price": 10, "price_type": "discount", "website_id": 0, "sku": "A", "quantity": 1}
    hand = [row | {"customer_group": "General"}]
    shop.client.call("POST", "all/V1/products/tier-prices", {"prices": hand})
    before = found(shop, "A", {"tier.General.1": None})
    assert before == {"tier.General.1": "10%"}
    put(shop, write("A", before, {"tier.General.1": "8"}))
    assert found(shop, "A", {"tier.General.1": None}) == {"tier.General.1": "8"}


def test_a_special_price_ends_and_what_is_not_there_need_not(shop: Shop) -> None:
    put(shop, write("A", {}, WHOLE))
    gone = {name: None for name in WHOLE if name.startswith("special.")}
    for _ in range(2):
        assert put(shop, write("A", WHOLE, {**WHOLE, **gone})) == [Answer("A")]
    assert found(shop, "A") == {**WHOLE, **gone}


def test_a_last_day_is_taken_off(shop: Shop) -> None:
    put(shop, write("A", {}, WHOLE))
    after = {**WHOLE, "special.to": None}
    put(shop, write("A", WHOLE, after))
    assert found(shop, "A") == after


def test_a_special_price_of_a_store_view_is_its_own(shop: Shop) -> None:
    shop.magento.shop.price_scope = "website"
    here = {"special.price": "5", "store_id": "3"}
    put(shop, write("A", {}, here))
    assert found(shop, "A", here, store_id="3") == here
    assert found(shop, "A")["special.price"] is None


@pytest.mark.parametrize("address", ["base-prices", "special-price", "tier-prices"])
def test_after_a_lost_answer_it_is_found_as_far_as_it_got_and_completed(
    shop: Shop, address: str
) -> None:
    shop.server.faults.add("lost_answer", match=f"/{address}\\?")
    with pytest.raises(Unavailable) as caught:
        put(shop, write("A", {}, WHOLE))
    assert caught.value.maybe_done
    there = found(shop, "A")
    assert there["price"] == "19.9"
    assert put(shop, write("A", there, WHOLE)) == [Answer("A")]
    assert found(shop, "A") == WHOLE


def test_a_later_call_that_does_not_get_through_may_have_been_partly_done(shop: Shop) -> None:
    shop.server.faults.add("unavailable", 503, match="/tier-prices")
    with pytest.raises(Unavailable) as caught:
        put(shop, write("A", {}, WHOLE))
    assert caught.value.maybe_done


def test_asking_is_tried_again(shop: Shop) -> None:
    shop.server.faults.add("unavailable", 503, match="information")
    assert found(shop, "A")["price"] == "12.5"
