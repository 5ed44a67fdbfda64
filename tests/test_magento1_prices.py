"""Prices in Magento 1: the price, the special one and its days, tiers beside the shop's own."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from goods import PRICED
from outlet import Outlet

from navmage_dash.errors import RecordError, Unavailable
from navmage_dash.sync.records import Answer, Fields
from navmage_dash.sync.scenario import Endpoint

PRICES = Endpoint("magento", "prices", ("sku",))
WHOLE: Fields = {**PRICED, "tier.Wholesale.2": "17.5"}
NO_SPECIAL: Fields = {name: None for name in WHOLE if name.startswith("special.")}
NO_TIERS: Fields = {name: None for name in WHOLE if name.startswith("tier.")}


@pytest.fixture(params=["rpc", "wsi"])
def shop(request: pytest.FixtureRequest) -> Iterator[Outlet]:
    with Outlet(wsi=request.param == "wsi") as opened:
        opened.magento.add_simple_products(["A", "2"])
        yield opened


def found(shop: Outlet, key: str = "A", fields: Fields = WHOLE) -> Fields:
    there = shop.find("prices", key, fields)
    assert there is not None
    return there.fields


def put(shop: Outlet, fields: Fields = WHOLE, key: str = "A") -> Any:
    return shop.put("prices", key, fields)


def own(shop: Outlet, *tiers: dict[str, Any]) -> None:
    shop.client.write("catalogProductAttributeTierPriceUpdate", "A", list(tiers), "sku")


def rows(shop: Outlet) -> set[tuple[str, str, int, float]]:
    found = shop.client.call("catalogProductAttributeTierPriceInfo", "A", "sku") or ()
    return {
        (row["website"], str(row["customer_group_id"]), int(row["qty"]), float(row["price"]))
        for row in found
    }


def test_prices_are_found_as_they_were_written(shop: Outlet) -> None:
    assert put(shop) == Answer("A")
    assert found(shop) == WHOLE
    assert shop.plan("prices", "A", WHOLE).changes == {}
    assert found(shop, "2")["special.price"] is None


def test_a_number_of_digits_is_an_sku(shop: Outlet) -> None:
    put(shop, {"price": "3"}, "2")
    assert found(shop, "2", {"price": None}) == {"price": "3"}
    assert found(shop, "A", {"price": None}) != {"price": "3"}


def test_only_what_changed_is_sent(shop: Outlet) -> None:
    put(shop)
    seen = shop.writes()
    put(shop, {**WHOLE, "price": "20"})
    put(shop, {**WHOLE, "price": "20", "tier.Wholesale.2": "17"})
    assert seen == ["catalogProductUpdate", "catalogProductAttributeTierPriceUpdate"]
    assert found(shop) == {**WHOLE, "price": "20", "tier.Wholesale.2": "17"}


def test_a_fifth_decimal_which_is_rounded_is_no_change(shop: Outlet) -> None:
    fine = {**WHOLE, "price": "0.12345", "special.price": "0.11115"}
    put(shop, fine)
    assert found(shop, fields=fine) == fine
    dearer = {**fine, "price": "0.1236"}
    assert set(shop.plan("prices", "A", dearer).changes) == {"price"}


def test_a_special_price_ends(shop: Outlet) -> None:
    put(shop)
    put(shop, {**WHOLE, **NO_SPECIAL})
    assert found(shop) == {**WHOLE, **NO_SPECIAL}


def test_a_last_day_is_taken_off(shop: Outlet) -> None:
    put(shop)
    put(shop, {**WHOLE, "special.to": None})
    assert found(shop) == {**WHOLE, "special.to": None}


def test_a_special_price_without_a_first_day_holds_at_once_and_is_sent_once(shop: Outlet) -> None:
    at_once = {**WHOLE, "special.from": None}
    put(shop, at_once)
    info = shop.client.call("catalogProductInfo", "A", None, None, "sku")
    assert info["special_from_date"]  # the day when it was saved: Magento's own doing
    assert found(shop, fields=at_once) == at_once
    assert shop.plan("prices", "A", at_once).changes == {}


def test_one_that_begins_later_is_not_taken_for_one_that_holds(shop: Outlet) -> None:
    put(shop, {**WHOLE, "special.from": "2999-01-01", "special.to": "2999-02-01"})
    assert found(shop, fields={**WHOLE, "special.from": None})["special.from"] == "2999-01-01"


def test_tiers_change_and_go_and_those_of_the_shop_stay(shop: Outlet) -> None:
    everywhere = {"customer_group_id": "1", "website": "all", "qty": 3, "price": 11}
    here = {"customer_group_id": "all", "website": "base", "qty": 5, "price": 9.25}
    own(shop, everywhere, here)
    put(shop)
    after = {**WHOLE, "tier.ALL GROUPS.5": "16", "tier.Wholesale.2": None}
    put(shop, after)
    assert found(shop, fields=after) == after
    assert rows(shop) == {
        ("all", "1", 3, 11.0),
        ("base", "all", 5, 9.25),
        ("all", "all", 5, 16.0),
    }


def test_the_last_tier_goes_too(shop: Outlet) -> None:
    put(shop)
    put(shop, {**WHOLE, **NO_TIERS})
    assert rows(shop) == set()
    assert found(shop) == {**WHOLE, **NO_TIERS}


def test_tiers_alone_cost_a_call_for_each_product_and_one_for_all(shop: Outlet) -> None:
    numbers = [f"P{number}" for number in range(30)]
    shop.magento.add_simple_products(numbers)
    put(shop, {"tier.Wholesale.2": "9"}, "P7")
    seen = shop.reads()
    there = shop.target.find(PRICES, [*numbers, "NOPE"], ["tier.Wholesale.2"], {})
    assert {key: each.fields["tier.Wholesale.2"] for key, each in there.items()} == {
        **dict.fromkeys(numbers),
        "P7": "9",
    }
    assert Counter(seen) == {
        "catalogProductList": 1,
        "catalogProductAttributeTierPriceInfo": 30,
    }


def test_a_group_is_found_whatever_its_case(shop: Outlet) -> None:
    put(shop, {"tier.wholesale.2": "9"})
    assert found(shop, fields={"tier.WHOLESALE.2": None}) == {"tier.WHOLESALE.2": "9"}


@pytest.mark.parametrize(
    ("name", "price", "words"),
    [
        ("tier.Nobody.5", "3", "no customer group 'Nobody'"),
        ("tier.ALL GROUPS.2,5", "3", "whole quantities only"),
        ("tier.ALL GROUPS.5", "10%", "takes tiers as prices"),
        ("tier.5", "3", "is no tier price"),
    ],
)
def test_what_the_api_has_no_word_for_is_refused_before_anything_is_sent(
    shop: Outlet, name: str, price: str, words: str
) -> None:
    seen = shop.writes()
    answer = put(shop, {"price": "3", name: price})
    assert isinstance(answer, RecordError)
    assert words in str(answer)
    assert seen == []


def test_an_unknown_number_and_what_is_made_of_others_fail_alone(shop: Outlet) -> None:
    shop.client.write("catalogProductCreate", "configurable", "4", "TS", {"name": "Shirts"})
    assert shop.target.find(PRICES, ["TS", "NOPE"], ["price"], {}) == {}
    none, composite, good = shop.write(
        "prices",
        *(shop.plan("prices", key, {"price": "7"}) for key in ("NOPE", "TS", "A")),
    )
    assert isinstance(none, RecordError) and "any more" in str(none)
    assert isinstance(composite, RecordError) and "configurable product" in str(composite)
    assert good == Answer("A")


@pytest.mark.parametrize("match", ["catalogProductUpdate", "TierPriceUpdate"])
def test_after_a_lost_answer_it_is_found_as_far_as_it_got_and_completed(
    shop: Outlet, match: str
) -> None:
    shop.server.faults.add("lost_answer", match=match)
    with pytest.raises(Unavailable) as caught:
        put(shop)
    assert caught.value.maybe_done
    assert found(shop)["price"] == "19.9"
    put(shop)
    assert found(shop) == WHOLE


def test_a_later_call_that_does_not_get_through_may_have_been_partly_done(shop: Outlet) -> None:
    shop.server.faults.add("reset_before", match="TierPriceUpdate")
    with pytest.raises(Unavailable) as caught:
        put(shop)
    assert caught.value.maybe_done


def test_asking_is_tried_again(shop: Outlet) -> None:
    put(shop)
    shop.server.faults.add("unavailable", 503, match="TierPriceInfo")
    assert found(shop) == WHOLE
