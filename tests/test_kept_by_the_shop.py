"""What a shop keeps for itself is left alone, also where other items have the same field in NAV."""

import pytest
from world import World

from navmage_dash.sandbox import company

ADD, UPDATE = "simple-product-add", "simple-product-update"
ITEM = "1001"


def custom(world: World, code: str) -> object:
    product = world.product("eu", ITEM)
    assert product is not None
    return {each["attribute_code"]: each["value"] for each in product["custom_attributes"]}.get(
        code
    )


def keep(world: World, **values: str) -> None:
    """Somebody at the shop fills these in."""
    wanted = {"sku": ITEM, "store": "all", "values": values}
    world.shop("eu").controls["set_product"](wanted)


def give_another_item(world: World, code: str) -> None:
    """The same attribute comes from NAV for another item of the batch."""
    number = next(each.id for each in company.EU.attributes if each.code == code)
    mine = {"ItemNo": "1002", "ConnectionId": world.connection("eu").guid, "LineNo": 90000}
    line = {"AttributeId": number, "AttributeValue": "from NAV"}
    world.nav.insert("webproductattributes", {**mine, **line})


def test_an_attribute_of_a_product_that_was_taken_over_stays_also_later(ready: World) -> None:
    ready.shop("eu").add_simple_products([ITEM])
    keep(ready, nav_no="kept by the shop")
    give_another_item(ready, "nav_no")
    ready.sync("eu", ADD)
    assert custom(ready, "nav_no") == "kept by the shop"
    ready.edit(ITEM, Unit_Price="8")
    ready.sync("eu", UPDATE)
    assert custom(ready, "nav_no") == "kept by the shop"


def test_an_attribute_that_a_full_run_saw_stays_also_later(ready: World) -> None:
    ready.sync("eu", ADD)
    keep(ready, nav_no="kept by the shop")
    give_another_item(ready, "nav_no")
    ready.sync("eu", UPDATE, full=True)
    ready.edit(ITEM, Unit_Price="8")
    ready.sync("eu", UPDATE)
    assert custom(ready, "nav_no") == "kept by the shop"


@pytest.mark.parametrize("full", [False, True])
def test_a_text_that_nav_never_filled_is_the_shops(ready: World, full: bool) -> None:
    ready.shop("eu").add_simple_products([ITEM])
    keep(ready, meta_title="the shop's words")
    ready.sync("eu", ADD)
    ready.edit(ITEM, Unit_Price="8")
    ready.sync("eu", UPDATE, full=full)
    assert custom(ready, "meta_title") == "the shop's words"


def test_a_text_that_nav_filled_once_is_blanked_when_it_is_blanked_in_nav(ready: World) -> None:
    ready.edit_web("eu", ITEM, WebMetaTitle="NAV's words")
    ready.sync("eu", ADD)
    assert custom(ready, "meta_title") == "NAV's words"
    ready.edit_web("eu", ITEM, WebMetaTitle="")
    ready.sync("eu", UPDATE)
    assert custom(ready, "meta_title") is None
