"""Inventory Update: quantities on hand, many at a time."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from kept import Keep, connect, know
from world import World, systems

from navmage_dash.db import known, records

UPDATE = "inventory-update"
ITEM = "1001"


def stock(world: World) -> None:
    for name in ("eu", "us"):
        world.sync(name, "simple-product-add", UPDATE)


@pytest.fixture
def stocked(kept: Keep) -> World:
    return kept(connect, know, stock)


def post(world: World, quantity: str, item: str = ITEM) -> None:
    world.nav.post_stock(item, "BLUE", quantity)


def test_what_is_on_hand_in_nav_is_in_each_shop(stocked: World) -> None:
    for name in ("eu", "us"):
        for item in stocked.nav.rows("ItemCard"):
            if item["No"] in stocked.skus(name):
                [row] = stocked.stock(name, item["No"])
                assert str(row["quantity"]) == item["Inventory"]


def test_a_posting_reaches_both_shops_and_nav_is_told_what_was_sent(stocked: World) -> None:
    post(stocked, "7")
    [item] = stocked.nav.rows("ItemCard", No=ITEM)
    for name in ("eu", "us"):
        assert stocked.sync(name, UPDATE)[UPDATE] == {"updated": 1}
        [row] = stocked.stock(name, ITEM)
        flag = stocked.flag(name, ITEM)
        assert str(row["quantity"]) == item["Inventory"] == flag["WebLastUpdateStock"]
        assert flag["WebStockFlag"] == "T"


def test_the_sync_flag_is_left_alone(stocked: World) -> None:
    stocked.edit(ITEM, Unit_Price="3")
    post(stocked, "7")
    stocked.sync("eu", UPDATE)
    assert stocked.flag("eu", ITEM)["WebSyncFlag"] == "F"


def test_many_quantities_go_in_one_call(stocked: World) -> None:
    for item in stocked.skus("eu"):
        post(stocked, "3", item)
    stocked.sync("eu", UPDATE)
    posts = [call for call in stocked.calls("eu") if "source-items" in call]
    assert posts == ["POST /rest/V1/inventory/source-items"]


def test_one_poison_row_fails_alone(stocked: World) -> None:
    for item in stocked.skus("eu"):
        post(stocked, "3", item)
    stocked.far.servers["eu"].faults.add("poison", f'"{ITEM}"', match="source-items", times=None)
    assert stocked.sync("eu", UPDATE)[UPDATE] == {"updated": stocked.items - 1, "failed": 1}
    record = stocked.record("eu", UPDATE, ITEM)
    assert record.cause == "source-item" and stocked.flag("eu", ITEM)["WebStockFlag"] == "F"


def test_a_product_that_is_not_in_the_shop_yet_waits_for_it(ready: World) -> None:
    assert ready.sync("eu", UPDATE)[UPDATE] == {}
    ready.sync("eu", "simple-product-add")
    assert ready.sync("eu", UPDATE)[UPDATE] == {"updated": ready.items}


def test_a_shop_without_msi_gets_the_legacy_stock_item(stocked: World) -> None:
    stocked.shop("us").shop.msi = False
    post(stocked, "11")
    assert stocked.sync("us", UPDATE)[UPDATE] == {"updated": 1}
    [item] = stocked.nav.rows("ItemCard", No=ITEM)
    [row] = stocked.stock("us", ITEM)
    assert str(row["quantity"]) == item["Inventory"]


def test_a_dry_run_shows_what_each_quantity_would_replace(stocked: World) -> None:
    [before] = stocked.stock("eu", ITEM)
    post(stocked, "7")
    run = stocked.ask("eu", UPDATE, dry=True)
    stocked.work()
    [planned] = records.of_run(stocked.db, run)
    assert planned.changes["quantity.default"][0] == str(before["quantity"])
    assert stocked.stock("eu", ITEM) == [before]


def sources(world: World, **lines: str) -> None:
    """NAV's locations go to these sources of the EU shop; 'rest' is all others."""
    for code in set(lines.values()) - {"default"}:
        source = {"source_code": code, "name": code, "enabled": True}
        source |= {"country_id": "DE", "postcode": "10115"}
        world.shop_call("eu", "POST", "V1/inventory/sources", {"source": source})
    eu = world.connection("eu").id
    for row in known.own(world.db, eu).get("source", {}):
        known.remove(world.db, eu, "source", row)
    put = [("source", "*" if name == "rest" else name, code) for name, code in lines.items()]
    known.put_all(world.db, eu, put)


def at_sources(world: World, item: str = ITEM) -> dict[str, str]:
    return {row["source_code"]: str(row["quantity"]) for row in world.stock("eu", item)}


def on_hand(world: World, location: str, item: str = ITEM) -> int:
    [unit] = world.nav.rows("StockkeepingUnits", Item_No=item, Location_Code=location)
    return int(unit["Inventory"])


def test_locations_go_to_their_sources_and_nav_is_told_the_sum(stocked: World) -> None:
    sources(stocked, BLUE="wh_blue", RED="wh_red")
    for item in stocked.skus("eu"):
        post(stocked, "3", item)
    stocked.calls("eu")
    assert stocked.sync("eu", UPDATE)[UPDATE] == {"updated": stocked.items}
    assert stocked.calls("eu")["POST /rest/V1/inventory/source-items"] == 1
    blue, red = on_hand(stocked, "BLUE"), on_hand(stocked, "RED")
    found = at_sources(stocked)
    assert (found["wh_blue"], found["wh_red"]) == (str(blue), str(red))
    flag = stocked.flag("eu", ITEM)
    assert flag["WebLastUpdateStock"] == str(blue + red) and flag["WebStockFlag"] == "T"


def test_two_locations_may_share_a_source_and_all_others_have_theirs(stocked: World) -> None:
    sources(stocked, blue="wh_eu", red="wh_eu", rest="default")
    post(stocked, "3")
    stocked.sync("eu", UPDATE)
    both = on_hand(stocked, "BLUE") + on_hand(stocked, "RED")
    assert at_sources(stocked) == {"wh_eu": str(both), "default": str(on_hand(stocked, "GREEN"))}


def test_a_source_that_no_location_goes_to_any_more_has_nothing(stocked: World) -> None:
    sources(stocked, BLUE="wh_blue", RED="wh_red")
    post(stocked, "3")
    stocked.sync("eu", UPDATE)
    sources(stocked, BLUE="wh_blue")
    post(stocked, "1")
    stocked.sync("eu", UPDATE)
    found = at_sources(stocked)
    assert found["wh_blue"] == str(on_hand(stocked, "BLUE")) and found["wh_red"] == "0"


@pytest.mark.parametrize("full", [False, True])
def test_the_source_of_all_has_nothing_once_another_is_told(stocked: World, full: bool) -> None:
    """Else the shop would sell the same pieces twice."""
    sources(stocked, rest="wh_eu")
    post(stocked, "3")
    stocked.sync("eu", UPDATE, full=full)
    [item] = stocked.nav.rows("ItemCard", No=ITEM)
    assert at_sources(stocked) == {"wh_eu": item["Inventory"], "default": "0"}
    sources(stocked, BLUE="wh_blue")
    post(stocked, "3")
    stocked.sync("eu", UPDATE, full=full)
    blue = str(on_hand(stocked, "BLUE"))
    assert at_sources(stocked) == {"wh_eu": "0", "default": "0", "wh_blue": blue}
    sources(stocked, rest="default")
    stocked.sync("eu", UPDATE, full=True)
    assert at_sources(stocked)["wh_blue"] == "0"


def test_a_source_that_magento_does_not_have_is_said_without_a_call_for_each(
    stocked: World,
) -> None:
    known.put_all(stocked.db, stocked.connection("eu").id, [("source", "*", "wh_nope")])
    for item in stocked.skus("eu"):
        post(stocked, "3", item)
    stocked.calls("eu")
    assert stocked.sync("eu", UPDATE)[UPDATE] == {"failed": stocked.items}
    assert not [call for call in stocked.calls("eu") if call.startswith("POST /rest/V1/inventory")]
    record = stocked.record("eu", UPDATE, ITEM)
    assert record.cause == "source-item" and "no inventory source 'wh_nope'" in record.reason
    sources(stocked, rest="wh_nope")
    stocked.clock.pass_minutes(6)
    assert stocked.sync("eu", UPDATE)[UPDATE] == {"updated": stocked.items}


def test_stock_that_no_stockkeeping_unit_tells_of_is_not_taken_for_none(stocked: World) -> None:
    stocked.nav.delete("StockkeepingUnits", {"Item_No": ITEM, "Location_Code": "BLUE"})
    sources(stocked, BLUE="wh_blue")
    stocked.sync("eu", UPDATE, full=True)
    reason = stocked.record("eu", UPDATE, ITEM).reason
    assert f"of item {ITEM} on hand" in reason and "There is none for BLUE" in reason


def test_no_stockkeeping_unit_where_the_others_make_it_all_is_nothing(stocked: World) -> None:
    post(stocked, str(-on_hand(stocked, "BLUE")))
    stocked.nav.delete("StockkeepingUnits", {"Item_No": ITEM, "Location_Code": "BLUE"})
    sources(stocked, BLUE="wh_blue")
    stocked.sync("eu", UPDATE)
    assert at_sources(stocked)["wh_blue"] == "0"


def test_a_dry_run_shows_what_each_source_would_get(stocked: World) -> None:
    sources(stocked, BLUE="wh_blue", RED="default")
    [before] = stocked.stock("eu", ITEM)
    post(stocked, "7")
    run = stocked.ask("eu", UPDATE, dry=True, full=True)
    stocked.work()
    [planned] = [each for each in records.of_run(stocked.db, run) if each.key == ITEM]
    blue, red = str(on_hand(stocked, "BLUE")), str(on_hand(stocked, "RED"))
    assert planned.changes["quantity.wh_blue"] == [None, blue]
    assert planned.changes["quantity.default"] == [str(before["quantity"]), red]


@pytest.fixture
def with_nav(tmp_path: Path) -> Iterator[Callable[..., World]]:
    """A world with another NAV: with_nav(configurables=1)."""
    with ExitStack() as ends:

        def made(**of_nav: Any) -> World:
            far = systems(**of_nav)
            ends.callback(far.stop)
            world = World(tmp_path, far).connect("nav", "eu")
            ends.callback(world.close)
            world.sync("eu", *world.master, "simple-product-add", "configurable-product-add")
            return world

        yield made


def test_a_nav_that_does_not_publish_the_page_says_so(with_nav: Callable[..., World]) -> None:
    world = with_nav(unpublished={"StockkeepingUnits"})
    assert world.sync("eu", UPDATE)[UPDATE] == {"updated": world.items}
    sources(world, BLUE="wh_blue")
    post(world, "3")
    run = world.ask("eu", UPDATE)
    world.work()
    assert world.run(run).state == "failed"
    assert "no page web service StockkeepingUnits" in world.run(run).note


def test_what_has_children_has_no_stock_of_its_own(with_nav: Callable[..., World]) -> None:
    world = with_nav(configurables=1)
    before = world.product("eu", "TS-500")
    world.sync("eu", UPDATE)
    assert world.stock("eu", "TS-500") == []
    assert world.product("eu", "TS-500") == before


def salable(world: World, item: str = ITEM) -> Any:
    route = f"V1/inventory/get-product-salable-quantity/{item}/1"
    return world.shop_call("eu", "GET", route)


def test_an_open_order_of_the_shop_is_not_counted_twice(stocked: World) -> None:
    """It is reserved in Magento, and still on hand in NAV until it is shipped."""
    post(stocked, "100")
    stocked.sync("eu", UPDATE)
    before = salable(stocked)
    lines = [{"sku": ITEM, "qty": 2, "price": 5}]
    stocked.shop("eu").controls["place_order"]({"store": "eu_en", "lines": lines})
    assert salable(stocked) == before - 2
    post(stocked, "10")
    stocked.sync("eu", UPDATE)
    assert salable(stocked) == before + 10 - 2
