"""Simple Product Add to NAV: what a shop has and NAV does not becomes an item, once."""

import re
from decimal import Decimal
from typing import Any

import pytest
from world import World

from navmage_dash.db import known
from navmage_dash.sandbox import company
from navmage_dash.sandbox.server import Request, Response

ADD, UPDATE = "simple-product-add-to-nav", "simple-product-update"
SKU = "MUG-1"
WRITES = re.compile(b"(Create|Update)Multiple")
PARTS = (
    "webproductdetailslist",
    "webproductwebsites",
    "webproductattributes",
    "webproductcategories",
    "webapplicationproductdata",
)


def offered(world: World, sku: str = SKU, **more: Any) -> dict[str, Any]:
    """Somebody adds a product in the EU shop; as the shop has it then."""
    colour, size = company.EU.attributes[0], company.EU.attributes[1]
    custom = {
        "color": str(colour.options[2][0]),
        "size": str(size.options[0][0]),
        "nav_no": "by hand",
        "description": "<p>A mug.</p>",
        "tax_class_id": "2",
        "url_key": sku.lower(),
        **more.pop("custom", {}),
    }
    body = {
        "sku": sku,
        "name": "Mug, red",
        "attribute_set_id": 10,
        "price": 9.9,
        "weight": 0.4,
        "extension_attributes": {
            "website_ids": [1, 2],
            "category_links": [{"position": 0, "category_id": "9"}],
        },
        "custom_attributes": [{"attribute_code": c, "value": v} for c, v in custom.items()],
        **more,
    }
    made: dict[str, Any] = world.shop_call("eu", "POST", "all/V1/products", {"product": body})
    return made


def line(world: World, service: str, item: str = SKU, name: str = "eu") -> list[Any]:
    guid = world.connection(name).guid
    return list(world.nav.rows(service, ItemNo=item, ConnectionId=guid))


def held(world: World, product: dict[str, Any]) -> str:
    return world.record("eu", ADD, str(product["id"])).reason


def test_a_product_of_the_shop_becomes_an_item_with_its_lines(ready: World) -> None:
    product = offered(ready)
    assert ready.sync("eu", ADD)[ADD] == {"created": 1}
    [item] = ready.nav.rows("ItemCard", No=SKU)
    assert item["Description"] == "Mug, red" and Decimal(item["Unit_Price"]) == Decimal("9.9")
    assert item["Base_Unit_of_Measure"] == "PCS" and item["Gen_Prod_Posting_Group"] == "RETAIL"
    assert item["Item_Category_Code"] == "MISC" and Decimal(item["Net_Weight"]) == Decimal("0.4")

    [details] = line(ready, "webproductdetailslist")
    assert (details["WebAttributeSetId"], details["WebAttributeSet"]) == (10, "Clothing")
    assert (details["WebTaxClassId"], details["WebTaxClass"]) == (2, "Taxable Goods")
    assert details["WebDescription"] == "<p>A mug.</p>" and details["WebUrlKey"] == "mug-1"
    assert details["WebItemIsEnable"] and details["WebItemIsVisible"]
    assert [row["WebSiteId"] for row in line(ready, "webproductwebsites")] == [1, 2]
    [category] = line(ready, "webproductcategories")
    assert category["CategoryId"] == 9 and category["Path"].endswith("->Accessories")
    said = {
        row["AttributeName"]: row["AttributeOption"] or row["AttributeValue"]
        for row in line(ready, "webproductattributes")
    }
    assert said == {"Color": "Red", "Size": "S", "NAV No.": "by hand"}

    flag = ready.flag("eu", SKU)
    assert flag["WebId"] == str(product["id"]) and flag["WebProdType"] == "Simple"
    assert flag["WebSyncFlag"] == "T" and flag["WebStockFlag"] == "T" and flag["WebItemFlag"]


def test_the_shop_is_not_touched_and_has_nothing_to_get_back(ready: World) -> None:
    offered(ready)
    before = ready.product("eu", SKU)
    ready.sync("eu", ADD)
    key = {"ItemNo": SKU, "ConnectionId": ready.connection("eu").guid}
    ready.nav.set("webapplicationproductdata", key, {"WebSyncFlag": "F"})
    assert ready.sync("eu", UPDATE)[UPDATE] == {"unchanged": 1}
    assert ready.product("eu", SKU) == before
    assert line(ready, "webapplicationproductdata", name="us") == []


def test_from_then_on_nav_leads(ready: World) -> None:
    offered(ready)
    ready.sync("eu", ADD)
    ready.edit(SKU, Unit_Price="12")
    assert ready.sync("eu", UPDATE)[UPDATE] == {"updated": 1}
    product = ready.product("eu", SKU)
    assert product is not None and Decimal(str(product["price"])) == 12
    assert ready.sync("eu", ADD)[ADD] == {}


def test_what_nav_has_is_left_to_the_other_scenarios(ready: World) -> None:
    """Also the one that goes by another number in NAV."""
    ready.sync("eu", "simple-product-add")
    product = offered(ready)
    key = {"ItemNo": "1001", "ConnectionId": ready.connection("eu").guid}
    there = ready.product("eu", "1001")
    ready.nav.set("webapplicationproductdata", key, {"WebId": str(product["id"])})
    assert ready.sync("eu", ADD)[ADD] == {"unchanged": ready.items + 1}
    assert held(ready, product) == "NAV has it as item 1001: carried by Simple Product Update"
    assert there is not None and "NAV has it as item 1001" in held(ready, there)
    assert ready.nav.rows("ItemCard", No=SKU) == []
    assert ready.sync("eu", ADD)[ADD] == {}


def test_an_item_that_is_still_to_go_to_this_shop_is_left_to_simple_product_add(
    ready: World,
) -> None:
    product = offered(ready, "1001")
    [before] = line(ready, "webproductdetailslist", "1001")
    ready.sync("eu", ADD)
    assert held(ready, product) == "NAV has it as item 1001: carried by Simple Product Add"
    assert line(ready, "webproductdetailslist", "1001") == [before]


def test_an_item_of_another_shop_gets_its_lines_and_keeps_its_card(ready: World) -> None:
    guid = ready.connection("eu").guid
    for service in PARTS:
        for row in line(ready, service, "1001"):
            number = {"LineNo": row["LineNo"]} if "LineNo" in row else {}
            key = {"ItemNo": "1001", "ConnectionId": guid, **number}
            ready.nav.delete(service, key)
    [before] = ready.nav.rows("ItemCard", No="1001")
    us = [line(ready, service, "1001", "us") for service in PARTS]

    product = offered(ready, "1001")
    ready.sync("eu", ADD)
    assert ready.nav.rows("ItemCard", No="1001") == [before]
    assert [line(ready, service, "1001", "us") for service in PARTS] == us
    assert ready.flag("eu", "1001")["WebId"] == str(product["id"])
    assert ready.flag("eu", "1001")["WebSyncFlag"] == "T"
    assert len(line(ready, "webproductwebsites", "1001")) == 2


@pytest.mark.parametrize(
    ("sku", "why"),
    [
        ("A-VERY-LONG-SKU-OF-A-MUG", "has 24 characters, and NAV takes 20"),
        ("mug-1", "has small letters"),
        ("MUG 1", "has blanks"),
    ],
)
def test_a_sku_that_is_no_item_number_is_held_with_a_proposal(
    ready: World, sku: str, why: str
) -> None:
    product = offered(ready, sku, custom={"url_key": "a-mug"})
    assert ready.sync("eu", ADD)[ADD] == {"failed": 1}
    proposed = "A-VERY-LONG-SKU-OF-A" if len(sku) > 20 else "MUG-1"
    assert why in held(ready, product) and f"such as {proposed}" in held(ready, product)
    assert ready.nav.rows("ItemCard", No=proposed) == []


def test_names_and_texts_that_nav_has_no_room_for_come_back_uncut(ready: World) -> None:
    name, text = "Mug " * 15, "A mug. " * 60
    offered(ready, name=name.strip(), custom={"description": text})
    ready.sync("eu", ADD)
    [item] = ready.nav.rows("ItemCard", No=SKU)
    assert item["Description"] == f"{name[:49]}…"
    before = ready.product("eu", SKU)
    ready.edit(SKU, Unit_Price="12")
    assert ready.sync("eu", UPDATE)[UPDATE] == {"updated": 1}
    after = ready.product("eu", SKU)
    assert before is not None and after is not None
    assert after["name"] == before["name"] == name.strip()
    assert after["custom_attributes"] == before["custom_attributes"]


def test_posting_groups_go_by_the_lookups_of_the_attribute_set(ready: World) -> None:
    eu = ready.connection("eu").id
    known.put_all(
        ready.db,
        eu,
        [("vat_prod", "10", "VAT10"), ("item_category", "10", "CLOTHING"), ("unit", "*", "BOX")],
    )
    offered(ready)
    ready.sync("eu", ADD)
    [item] = ready.nav.rows("ItemCard", No=SKU)
    assert item["VAT_Prod_Posting_Group"] == "VAT10" and item["Base_Unit_of_Measure"] == "BOX"
    assert item["Item_Category_Code"] == "CLOTHING"


def test_a_category_that_nav_does_not_know_yet_holds_it(ready: World) -> None:
    with ready.db.write() as conn:
        conn.execute("delete from ledger where entity = 'categories' and key = '9'")
    product = offered(ready)
    assert ready.sync("eu", ADD)[ADD] == {"failed": 1}
    assert "category 9 is not in this connection's master data" in held(ready, product)


def test_a_product_without_a_price_is_held_until_it_has_one(ready: World) -> None:
    product = offered(ready, price=None)
    assert ready.sync("eu", ADD)[ADD] == {"failed": 1}
    assert f"product {SKU} has no price" in held(ready, product)
    ready.shop_call("eu", "PUT", f"all/V1/products/{SKU}", {"product": {"price": 7}})
    ready.clock.pass_minutes(60)
    assert ready.sync("eu", ADD)[ADD] == {"created": 1}


def test_other_kinds_of_products_are_left_alone(ready: World) -> None:
    offered(ready, type_id="virtual")
    assert ready.sync("eu", ADD)[ADD] == {}


def test_only_what_was_made_since_the_sync_start_date_is_carried(ready: World) -> None:
    with ready.db.write() as conn:
        conn.execute("update connection set sync_start_date = '2030-01-01' where kind = 'magento'")
    offered(ready)
    assert ready.sync("eu", ADD)[ADD] == {}


def whole(world: World, product: dict[str, Any]) -> None:
    """It is there once, with all that belongs to it."""
    assert len(world.nav.rows("ItemCard", No=SKU)) == 1
    assert [len(line(world, service)) for service in PARTS] == [1, 2, 3, 1, 1]
    flag = world.flag("eu", SKU)
    assert flag["WebId"] == str(product["id"]) and flag["WebSyncFlag"] == "T"
    assert world.record("eu", ADD, str(product["id"])).state == "settled"


@pytest.mark.parametrize("service", ["ItemCard", *PARTS])
def test_what_was_begun_is_completed_wherever_nav_went_away(ready: World, service: str) -> None:
    product = offered(ready)
    handle = ready.nav.handle

    def gone_afterwards(request: Request) -> Response:
        response = handle(request)
        if request.path.endswith(f"/{service}") and WRITES.search(request.body):
            ready.far.nav.faults.add("unavailable", 503, times=None)
        return response

    ready.nav.handle = gone_afterwards  # type: ignore[method-assign]
    run = ready.ask("eu", ADD)
    ready.work_once()
    assert ready.run(run).state == ("succeeded" if service == PARTS[-1] else "interrupted")

    ready.nav.handle = handle  # type: ignore[method-assign]
    ready.far.nav.faults.clear()
    ready.clock.pass_minutes(60)
    ready.work()
    assert ready.run(run).state == "succeeded"
    whole(ready, product)


@pytest.mark.parametrize("service", ["ItemCard", *PARTS])
def test_an_answer_of_nav_that_is_lost_makes_nothing_twice(ready: World, service: str) -> None:
    product = offered(ready)
    match = f"POST .*/{service}\\?\n(.|\n)*(Create|Update)Multiple"
    ready.far.nav.faults.add("lost_answer", match=match)
    assert ready.sync("eu", ADD)[ADD] == {"created": 1}
    whole(ready, product)
