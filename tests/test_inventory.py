"""Inventory Update: quantities on hand, many at a time."""

import pytest
from world import World

UPDATE = "inventory-update"
ITEM = "1001"


@pytest.fixture
def stocked(ready: World) -> World:
    for name in ("eu", "us"):
        ready.sync(name, "simple-product-add", UPDATE)
    ready.calls("eu")
    return ready


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
    from navmage_dash.db import records

    [planned] = records.of_run(stocked.db, run)
    assert planned.changes["quantity"][0] == str(before["quantity"])
    assert stocked.stock("eu", ITEM) == [before]
