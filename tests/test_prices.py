"""Price, Special Price and Tier Price Update: what an item costs in each shop, and for whom."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from kept import Keep, connect, know
from world import World

from navmage_dash.actions import options
from navmage_dash.db import known, websites
from navmage_dash.sandbox.nav.setup import CUSTOMER_PRICE_GROUP

PRICE, SPECIAL, TIER = "price-update", "special-price-update", "tier-price-update"
ITEM = "1002"  # has no sales prices at first
EVERYBODY = {"Sales_Type": "All_Customers", "Minimum_Quantity": "0"}
WHOLESALE = {"Sales_Type": "Customer_Price_Group", "Sales_Code": "WHOLESALE"}
NOVEMBER = {"Starting_Date": "2026-11-01", "Ending_Date": "2026-11-30"}


def price(world: World) -> None:
    for name in ("eu", "us"):
        world.sync(name, "simple-product-add", PRICE, SPECIAL, TIER)


@pytest.fixture
def priced(kept: Keep) -> World:
    """Every item is in both shops with its price, and nothing is due."""
    return kept(connect, know, price)


def offer(world: World, price: str, **more: str) -> dict[str, str]:
    """A sales price of NAV, as a user enters it."""
    values = {"Item_No": ITEM, "Unit_Price": price, "Minimum_Quantity": "0", **more}
    world.nav.insert("SalesPrices", values)
    return {name: value for name, value in values.items() if name != "Unit_Price"}


def special(world: World, name: str = "eu") -> dict[str, str]:
    """Price and days of the special price in the shop."""
    product = world.product(name, ITEM)
    assert product is not None
    found = {each["attribute_code"]: each["value"] for each in product["custom_attributes"]}
    names = ("special_price", "special_from_date", "special_to_date")
    shown = {each: str(found[each]) for each in names if found.get(each)}
    return {name: text.removesuffix(".000000")[:10] for name, text in shown.items()}


def tiers(world: World, name: str = "eu", sku: str = ITEM) -> dict[tuple[int, str], Decimal]:
    """By customer group (32000 is everyone) and quantity."""
    product = world.product(name, sku)
    assert product is not None
    return {
        (each["customer_group_id"], str(each["qty"])): Decimal(str(each["value"]))
        for each in product["tier_prices"]
    }


def test_a_price_reaches_both_shops_and_nav_is_told_what_was_sent(priced: World) -> None:
    priced.edit(ITEM, Unit_Price="12.5")
    for name in ("eu", "us"):
        assert priced.sync(name, PRICE)[PRICE] == {"updated": 1}
        product, flag = priced.product(name, ITEM), priced.flag(name, ITEM)
        assert product is not None and Decimal(str(product["price"])) == Decimal("12.5")
        assert flag["WebPriceSyncFlag"] == "T"
        assert Decimal(flag["WebLastUpdatedPrice"]) == Decimal("12.5")
        assert flag["WebSyncFlag"] == "F"  # for Simple Product Update to take down


def test_a_price_that_the_product_has_already_is_not_sent(ready: World) -> None:
    ready.sync("eu", "simple-product-add")
    ready.calls("eu")
    assert ready.sync("eu", PRICE)[PRICE] == {"unchanged": ready.items}
    assert not [call for call in ready.calls("eu") if call.endswith("/base-prices")]
    assert ready.flag("eu", ITEM)["WebPriceSyncFlag"] == "T"


def test_many_prices_go_in_one_call(priced: World) -> None:
    for item in priced.skus("eu"):
        priced.edit(item, Unit_Price="7")
    assert priced.sync("eu", PRICE)[PRICE] == {"updated": priced.items}
    calls = priced.calls("eu")
    assert calls["POST /rest/all/V1/products/base-prices"] == 1


def test_a_price_below_zero_fails_alone(priced: World) -> None:
    priced.edit(ITEM, Unit_Price="-1")
    priced.edit("1001", Unit_Price="3")
    assert priced.sync("eu", PRICE)[PRICE] == {"updated": 1, "failed": 1}
    assert f"Unit Price -1 of item {ITEM} is below zero" in priced.record("eu", PRICE, ITEM).reason
    assert priced.flag("eu", ITEM)["WebPriceSyncFlag"] == "F"


def test_the_sales_prices_of_an_item_are_tiers_in_the_shop(ready: World) -> None:
    ready.sync("eu", "simple-product-add")
    assert ready.sync("eu", TIER)[TIER] == {"updated": 1}
    assert tiers(ready, sku="1001") == {
        (2, "1"): Decimal("115.6"),
        (3, "5"): Decimal("129.2"),
        (32000, "10"): Decimal("122.4"),
    }
    assert ready.flag("eu", "1001")["WebTierPriceFlag"] == "T"


def test_a_tier_that_is_deleted_in_nav_goes_and_the_shops_own_stays(priced: World) -> None:
    key = offer(priced, "60", **WHOLESALE)
    priced.sync("eu", TIER)
    assert tiers(priced) == {(2, "1"): Decimal(60)}
    add_tier(priced, "Retailer", 3, "70")

    priced.nav.delete("SalesPrices", key)
    assert priced.sync("eu", TIER)[TIER] == {"updated": 1}
    assert tiers(priced) == {(3, "3"): Decimal(70)}
    assert priced.sync("eu", TIER)[TIER] == {}


def add_tier(world: World, group: str, quantity: int, price: str) -> None:
    """As somebody in the shop does."""
    row = {"price": price, "price_type": "fixed", "website_id": 0, "sku": ITEM}
    row |= {"customer_group": group, "quantity": quantity}
    world.shop_call("eu", "POST", "all/V1/products/tier-prices", {"prices": [row]})


def test_a_price_group_goes_by_its_lookup_and_one_without_is_refused_by_name(
    priced: World,
) -> None:
    with priced.nav.data.transaction():
        priced.nav.data.fill(CUSTOMER_PRICE_GROUP, [{"Code": "VIP", "Description": "The best"}])
    offer(priced, "50", Sales_Type="Customer_Price_Group", Sales_Code="VIP")
    priced.sync("eu", TIER)
    record = priced.record("eu", TIER, ITEM)
    assert record.cause == "no-lookup" and 'no price group for "VIP"' in record.reason

    known.put(priced.db, priced.connection("eu").id, "price_group", "VIP", "General")
    priced.clock.pass_minutes(60)
    assert priced.sync("eu", TIER)[TIER] == {"updated": 1}
    assert tiers(priced) == {(1, "1"): Decimal(50)}


@pytest.mark.parametrize(
    "more",
    [
        {"Sales_Type": "Customer", "Sales_Code": "10000"},
        {**WHOLESALE, "Unit_of_Measure_Code": "BOX"},
        {**WHOLESALE, "Currency_Code": "USD"},
        {**WHOLESALE, "Ending_Date": "2026-11-20"},
        {**WHOLESALE, "Starting_Date": "2026-11-22"},
    ],
)
def test_a_sales_price_that_is_not_the_shops_is_left_out(
    priced: World, more: dict[str, str]
) -> None:
    offer(priced, "50", **more)
    priced.sync("eu", TIER, full=True)
    assert tiers(priced) == {}


def test_a_group_whose_code_has_a_dot_is_no_other_group(priced: World) -> None:
    group = {"group": {"code": "Plus 1.5", "tax_class_id": 3}}
    made = priced.shop_call("eu", "POST", "V1/customerGroups", group)
    known.put_all(priced.db, priced.connection("eu").id, [("price_group", "WHOLESALE", "Plus 1.5")])
    priced.sync("eu", TIER, full=True)
    offer(priced, "60", **WHOLESALE, Minimum_Quantity="2.5")
    assert priced.sync("eu", TIER)[TIER] == {"updated": 1}
    assert tiers(priced) == {(made["id"], "2.5"): Decimal(60)}
    assert priced.sync("eu", TIER, full=True)[TIER] == {"unchanged": priced.items}


def test_of_two_tiers_the_one_in_the_shops_currency_counts_else_the_lower(priced: World) -> None:
    offer(priced, "60", **WHOLESALE)
    offer(priced, "58", **WHOLESALE, Starting_Date="2026-11-01")
    priced.sync("eu", TIER)
    assert tiers(priced) == {(2, "1"): Decimal(58)}
    offer(priced, "65", **WHOLESALE, Currency_Code="EUR")
    priced.sync("eu", TIER)
    assert tiers(priced) == {(2, "1"): Decimal(65)}


def test_an_offer_of_today_is_the_special_price_and_goes_when_nav_deletes_it(
    priced: World,
) -> None:
    key = offer(priced, "60", Sales_Type="All_Customers", **NOVEMBER)
    for name in ("eu", "us"):
        assert priced.sync(name, SPECIAL)[SPECIAL] == {"updated": 1}
        assert special(priced, name) == {
            "special_price": "60",
            "special_from_date": "2026-11-01",
            "special_to_date": "2026-11-30",
        }
        assert priced.flag(name, ITEM)["WebSpecialPriceFlag"] == "T"
    priced.nav.delete("SalesPrices", key)
    assert priced.sync("eu", SPECIAL)[SPECIAL] == {"updated": 1}
    assert special(priced) == {}


def test_the_next_offer_follows_once_the_first_has_ended(priced: World) -> None:
    december = {"Starting_Date": "2026-12-01", "Ending_Date": "2026-12-31"}
    offer(priced, "60", Sales_Type="All_Customers", **NOVEMBER)
    offer(priced, "40", Sales_Type="All_Customers", **december)
    priced.sync("eu", SPECIAL)
    assert special(priced)["special_price"] == "60"
    priced.clock.time += timedelta(days=10)
    assert priced.sync("eu", SPECIAL, full=True)[SPECIAL]["updated"] == 1
    assert special(priced) == {
        "special_price": "40",
        "special_from_date": "2026-12-01",
        "special_to_date": "2026-12-31",
    }


def test_an_offer_that_loses_its_end_has_none_in_the_shop(priced: World) -> None:
    key = offer(priced, "60", Sales_Type="All_Customers", **NOVEMBER)
    priced.sync("eu", SPECIAL)
    priced.nav.set("SalesPrices", _of(key), {"Ending_Date": ""})
    priced.sync("eu", SPECIAL)
    assert special(priced) == {"special_price": "60", "special_from_date": "2026-11-01"}


def _of(values: dict[str, str]) -> dict[str, Any]:
    return {"Item_No": values["Item_No"], "Sales_Type": values["Sales_Type"]}


def test_a_price_that_changes_while_it_is_sent_is_never_lost(priced: World) -> None:
    """Also where NAV's trigger leaves a flag alone that is up."""
    priced.nav.data.quiet = True
    key = offer(priced, "60", **WHOLESALE)
    priced.while_it_is_sent(
        "eu",
        "tier-prices",
        lambda: priced.nav.set("SalesPrices", _of(key), {"Unit_Price": "55"}),
    )
    priced.sync("eu", TIER)
    assert priced.flag("eu", ITEM)["WebTierPriceFlag"] == "F"
    priced.sync("eu", TIER)
    assert tiers(priced) == {(2, "1"): Decimal(55)}
    assert priced.flag("eu", ITEM)["WebTierPriceFlag"] == "T"


@pytest.mark.parametrize("match", [r"POST .*/tier-prices\?", "UpdateMultiple"])
def test_an_answer_that_is_lost_does_no_harm(priced: World, match: str) -> None:
    offer(priced, "60", **WHOLESALE)
    server = "eu" if match.startswith("POST") else "nav"
    priced.far.servers[server].faults.add("lost_answer", match=match)
    assert priced.sync("eu", TIER)[TIER] == {"updated": 1}
    assert tiers(priced) == {(2, "1"): Decimal(60)}
    assert priced.flag("eu", ITEM)["WebTierPriceFlag"] == "T"


def test_the_currency_of_a_connection_is_that_of_all_its_store_views(ready: World) -> None:
    assert websites.currency(ready.db, ready.connection("eu").id) == "EUR"
    assert websites.currency(ready.db, ready.connection("us").id) == "USD"


def test_the_currency_that_a_person_enters_goes_first(priced: World) -> None:
    """A Magento may not tell its own."""
    offer(priced, "65", **WHOLESALE, Currency_Code="USD")
    priced.sync("eu", TIER)
    assert tiers(priced) == {}
    options.put(priced.parts, priced.connection("eu"), {"shop_currency": "USD"})
    priced.sync("eu", TIER, full=True)
    assert tiers(priced) == {(2, "1"): Decimal(65)}
