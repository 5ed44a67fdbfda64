"""What a target has no more, or under another name: nothing makes it again but a person's Retry."""

from decimal import Decimal

import pytest
from world import World

from navmage_dash.actions import runs as asking
from navmage_dash.db import records

ADD, UPDATE = "simple-product-add", "simple-product-update"
ITEM = "1001"


@pytest.fixture
def added(ready: World) -> World:
    """Every item is in the EU shop."""
    ready.sync("eu", ADD)
    return ready


def test_what_was_deleted_in_magento_is_made_again_by_a_person_only(added: World) -> None:
    """Neither another edit in NAV nor another full run is a decision; to skip it is one."""
    added.delete_product("eu", ITEM)
    added.edit(ITEM, Unit_Price="5")
    assert added.sync("eu", UPDATE)[UPDATE] == {"conflict": 1}
    for price in ("6", "7"):
        added.edit(ITEM, Unit_Price=price)
        full = price == "7"
        assert added.sync("eu", UPDATE, full=full)[UPDATE]["conflict"] == 1
        assert added.product("eu", ITEM) is None
    record = added.record("eu", UPDATE, ITEM)
    records.skip(added.db, record.id, "not sold there any more", added.parts.now())
    added.edit(ITEM, Unit_Price="8")
    assert added.sync("eu", UPDATE)[UPDATE] == {"conflict": 1}

    asking.retry(added.parts, [record.id])
    added.work()
    assert added.product("eu", ITEM) is not None
    added.edit(ITEM, Unit_Price="9")
    assert added.sync("eu", UPDATE)[UPDATE] == {"updated": 1}


def test_a_product_that_somebody_makes_again_in_magento_goes_on(added: World) -> None:
    added.delete_product("eu", ITEM)
    added.edit(ITEM, Unit_Price="5")
    added.sync("eu", UPDATE)
    added.shop("eu").add_simple_products([ITEM])
    added.edit(ITEM, Unit_Price="6")
    assert added.sync("eu", UPDATE)[UPDATE] == {"updated": 1}
    product = added.product("eu", ITEM)
    assert product is not None and Decimal(str(product["price"])) == 6
    [item] = added.nav.rows("ItemCard", No=ITEM)
    assert product["name"] == item["Description"]


def rename(world: World, old: str, new: str) -> None:
    """As NAV does it: all that belongs to the item goes by the new number."""
    guid = world.connection("eu").guid
    [card] = world.nav.rows("ItemCard", No=old)
    world.nav.insert("ItemCard", {"No": new, "Description": card["Description"]})
    [line] = world.nav.rows("webproductdetailslist", ItemNo=old, ConnectionId=guid)
    kept = {name: value for name, value in line.items() if value not in (None, "")}
    world.nav.insert("webproductdetailslist", {**kept, "ItemNo": new, "WebUrlKey": ""})
    key = {"ItemNo": new, "ConnectionId": guid}
    known = {"WebId": world.flag("eu", old)["WebId"], "WebSyncFlag": "F"}
    world.nav.set("webapplicationproductdata", key, known)
    for service in ("webapplicationproductdata", "webproductdetailslist"):
        world.nav.delete(service, {**key, "ItemNo": old})


def test_an_item_that_is_renamed_in_nav_is_not_made_twice(added: World) -> None:
    rename(added, ITEM, "1001-NEW")
    before = added.skus("eu")
    assert added.sync("eu", UPDATE)[UPDATE] == {"conflict": 1}
    record = added.record("eu", UPDATE, "1001-NEW")
    assert record.cause == "vanished" and "one of the two was renamed" in record.reason
    assert added.skus("eu") == before

    asking.retry(added.parts, [record.id])
    added.work()
    assert "1001-NEW" in added.skus("eu")


def test_with_a_product_that_is_made_again_its_prices_and_its_stock_come_back(
    added: World,
) -> None:
    beside = ("special-price-update", "tier-price-update", "inventory-update")
    for more in ({"Ending_Date": "2026-12-31"}, {"Minimum_Quantity": "30"}):
        price = {"Item_No": ITEM, "Sales_Type": "All_Customers", "Unit_Price": "55"}
        added.nav.insert("SalesPrices", {**price, **more})
    added.sync("eu", *beside)
    before = added.product("eu", ITEM)
    stock = added.stock("eu", ITEM)
    added.delete_product("eu", ITEM)
    added.edit(ITEM, Description="Another")
    added.sync("eu", UPDATE)
    asking.retry(added.parts, [added.record("eu", UPDATE, ITEM).id])
    added.work()
    added.sync("eu", *beside)
    after = added.product("eu", ITEM)
    assert before is not None and after is not None and before["tier_prices"]
    assert after["tier_prices"] == before["tier_prices"] and added.stock("eu", ITEM) == stock
    special = [
        {each["attribute_code"]: each["value"] for each in of["custom_attributes"]}["special_price"]
        for of in (before, after)
    ]
    assert special[0] == special[1]
    assert added.sync("eu", UPDATE, *beside) == {name: {} for name in (UPDATE, *beside)}
